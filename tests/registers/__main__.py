"""Lists what the reading of registers gets wrong: `python -m tests.registers [--build FOLDER] [NAME]...`."""

from __future__ import annotations

import argparse
import sys
import traceback
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.registers import NAMES, build
from tests.registers.compare import Result, compare
from tests.registers.truth import Truth


def main() -> int:
    """Read the registers named (all when none is) and print a line for each, then every mistake."""
    parser = argparse.ArgumentParser(prog="python -m tests.registers", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *NAMES], metavar="NAME", help=f"one of {', '.join(NAMES)}")
    parser.add_argument("--build", type=Path, metavar="FOLDER", help="only draw the files, into this folder")
    given = parser.parse_args()
    names = tuple(given.names) or NAMES
    if given.build:
        given.build.mkdir(parents=True, exist_ok=True)
        for path, _ in build(given.build, names):
            print(path)
        return 0
    with TemporaryDirectory() as folder:
        results = [_reported(path, truth) for path, truth in build(Path(folder), names)]
    rows, found = sum(r.rows for r in results), sum(r.found for r in results)
    cells, right, invented = (sum(getattr(r, n) for r in results) for n in ("cells", "right", "invented"))
    print(f"all: rows {found} of {rows}, {invented} invented, cells {right} of {cells} ({right / max(cells, 1):.3f})")
    return int(bool(rows - found or invented or cells - right))


def _reported(path: Path, truth: Truth | None) -> Result:
    from ingest.files import read
    from ingest.registers import read_registers

    try:
        registers = read_registers(read(path), path.stem, path.stem)
    except Exception:  # noqa: BLE001 - the other registers are still to be listed
        print(path.name, traceback.format_exc(limit=-3), file=sys.stderr)
        registers = []
    result = compare(truth, registers)
    print(
        f"{path.name}: rows {result.found} of {result.rows}, {result.invented} invented,"
        f" cells {result.right} of {result.cells} ({result.exact:.3f})"
    )
    for line in result.wrong:
        print(f"    {line}")
    return result


if __name__ == "__main__":
    raise SystemExit(main())
