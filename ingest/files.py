"""Which files an ingest takes, what is read by which reader, and what is refused by name."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.reading import Reading
from vectorstore.errors import ReadError, RefusedError

SIDECAR = ".meta.toml"
_AS_WORD, _AS_SHEET, _AS_PDF = "save it as .docx", "save it as .xlsx", "save it as PDF"
_REFUSED = {
    **dict.fromkeys((".doc", ".dot", ".rtf", ".pages"), _AS_WORD),
    **dict.fromkeys((".xls", ".xlsb", ".ods", ".numbers"), _AS_SHEET),
    **dict.fromkeys((".ppt", ".pptx", ".odp", ".msg", ".eml", ".epub"), _AS_PDF),
    **dict.fromkeys(
        (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif", ".bmp", ".webp", ".heic"),
        "run text recognition on it and save it as PDF",
    ),
    ".odt": "save it as .docx or PDF",
    ".zip": "unpack it first",
}
_IGNORED = {"thumbs.db", "desktop.ini", "settings.toml"}


@dataclass(frozen=True, slots=True)
class Found:
    """A file to be read. `name` is its name with its folder below the path that was given."""

    path: Path
    name: str


def _pdf(path: Path) -> Reading:
    from ingest.pdf_reader import read

    return read(path)


def _docx(path: Path) -> Reading:
    from ingest.docx_reader import read

    return read(path)


def _sheet(path: Path) -> Reading:
    from ingest.sheet_reader import read

    return read(path)


def _markup(path: Path) -> Reading:
    from ingest.markup_reader import read

    return read(path)


def _text(path: Path) -> Reading:
    from ingest.text_reader import read

    return read(path)


READERS: dict[str, Callable[[Path], Reading]] = {
    ".pdf": _pdf, ".docx": _docx, ".docm": _docx, ".xlsx": _sheet, ".xlsm": _sheet, ".csv": _sheet, ".tsv": _sheet,
    ".html": _markup, ".htm": _markup, ".md": _markup, ".markdown": _markup, ".txt": _text, ".text": _text,
}  # fmt: skip


def find(paths: Sequence[Path]) -> Iterator[Found | ReadError]:
    """The files below some paths, folders walked in order of name; what cannot be taken comes as the error that says why.

    Hidden files, sidecars and links that lead out of the folder given are passed over. A refused format is an error only where
    the file was there to be read: named itself, or found in a folder.
    """
    for given in paths:
        path = Path(os.path.abspath(given))  # noqa: PTH100 - a link is read under its own name
        if path.is_file():
            yield _take(path, path.name)
        elif path.is_dir():
            yield from _walk(path, given)
        elif path.exists():
            yield ReadError(f"{given}: is neither a file nor a folder; give the path of a paper.")
        else:
            yield ReadError(f"{given}: there is no such file or folder; check the path.")


def _walk(folder: Path, given: Path) -> Iterator[Found | ReadError]:
    taken = 0
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(names):
            path = Path(root) / name
            if name.startswith((".", "~$")) or name.lower() in _IGNORED or name.endswith(SIDECAR):
                continue
            if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
                continue
            taken += 1
            yield _take(path, path.relative_to(folder).as_posix())
    if not taken:
        yield ReadError(
            f"{given}: there is nothing to read in this folder; put PDF, Word, Excel, CSV, HTML, Markdown or text files in it."
        )


def _take(path: Path, name: str) -> Found | ReadError:
    ending = path.suffix.lower()
    if ending in READERS:
        return Found(path, name)
    if ending in _REFUSED:
        return RefusedError(f"{name}: {ending} files are not read; {_REFUSED[ending]}.")
    return RefusedError(
        f"{name}: files of this kind ({ending or 'no ending'}) are not read; save it as PDF, .docx, .xlsx, .csv, .html, .md or .txt."
    )


def read(path: Path) -> Reading:
    """Read a file by the reader for its ending. Raises ReadError with one line naming the file."""
    try:
        return READERS[path.suffix.lower()](path)
    except ReadError:
        raise
    except OSError as error:
        raise ReadError(
            f"{path.name}: cannot be read ({error.strerror or error}); check that it exists and that you may open it."
        ) from error
    except Exception as error:
        raise ReadError(
            f"{path.name}: could not be read ({type(error).__name__}: {error}); it may be damaged, save it again and retry."
        ) from error
