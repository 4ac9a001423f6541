"""A program that lists a folder's vectors, for whoever must not open it: some damaged files end the program that has Chroma open them.

    python -m vectorstore.vectors_listed FOLDER

prints {name of a vector: its document} as JSON; exit status 1, with a line, when the folder cannot be opened.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from vectorstore.errors import LibraryError
from vectorstore.vectors import Vectors

_LONGEST = 1_800.0  # seconds that any listing may take
_ROOT = Path(__file__).resolve().parent.parent


def listed(folder: Path) -> dict[str, str]:
    """The document that each vector in a folder is of, by the vector's name. Raises LibraryError when they cannot be read."""
    command = [sys.executable, "-m", "vectorstore.vectors_listed", str(folder.resolve())]
    try:
        run = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, encoding="utf-8", check=False, timeout=_LONGEST)
    except subprocess.TimeoutExpired as error:
        raise LibraryError(f"{folder}: Chroma comes to no end when it opens the vectors") from error
    if run.returncode == 0:
        found: dict[str, str] = json.loads(run.stdout)
        return found
    last = run.stderr.strip().splitlines()[-1:] if run.returncode == 1 else []
    raise LibraryError(last[0] if last else f"{folder}: Chroma breaks off when it opens the vectors (status {run.returncode})")


def main(folder: Path) -> int:
    """Print the list; the exit status."""
    try:
        vectors = Vectors(folder)
        found = vectors.named(thorough=True)
        vectors.close()
    except LibraryError as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
