"""Which files an ingest takes, what is read by which reader, and what is refused by name."""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from io import BufferedReader
from pathlib import Path
from typing import Any, Literal

from ingest.embedded_files import embedded_note
from ingest.file_names import is_text, printable
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


Pace = Callable[[int, int, Callable[[], Any]], Any]
Sort = Literal["pdf", "docx", "xlsx"]


def _pdf(path: Path, pace: Pace | None = None, ocr: str | None = None) -> Reading:
    from ingest.pdf_reader import at_once, read

    return read(path, pace or at_once, ocr)


def _docx(path: Path) -> Reading:
    from ingest.docx_reader import read

    return read(path)


def _workbook(path: Path) -> Reading:
    from ingest.sheet_reader import read_workbook

    return read_workbook(path)


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
    ".pdf": _pdf, ".docx": _docx, ".docm": _docx, ".xlsx": _workbook, ".xlsm": _workbook, ".csv": _sheet, ".tsv": _sheet,
    ".html": _markup, ".htm": _markup, ".md": _markup, ".markdown": _markup, ".txt": _text, ".text": _text,
}  # fmt: skip
_BY_CONTENT: dict[Sort, tuple[Callable[[Path], Reading], str]] = {
    "pdf": (_pdf, "a PDF"), "docx": (_docx, "a Word document"), "xlsx": (_workbook, "an Excel workbook"),
}  # fmt: skip
_MAIN_PARTS: dict[str, Sort] = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_PDF, _ZIP = b"%PDF-", b"PK\x03\x04"
_WEB_PAGE = (b"<!doctype html", b"<html")
_NO_FILE = "is no ordinary file but a pipe, a device, a socket or a link to nothing; give the path of a paper."


def find(paths: Sequence[Path]) -> Iterator[Found | ReadError]:
    """The files below some paths, folders walked in order of name; what cannot be taken comes as the error that says why.

    Hidden files, sidecars and links that lead out of the folder given are passed over. A refused format is an error only where
    the file was there to be read: named itself, or found in a folder.
    """
    for given in paths:
        path = Path(os.path.abspath(given))  # noqa: PTH100 - a link is read under its own name
        try:
            if path.is_file():
                yield _take(path, path.name)
            elif path.is_dir():
                yield from _walk(path, given)
            elif path.exists():
                yield ReadError(f"{printable(str(given))}: {_NO_FILE}")
            else:
                yield ReadError(f"{printable(str(given))}: there is no such file or folder; check the path.")
        except OSError as error:
            yield _unreachable(str(given), error)


def _unreachable(name: str, error: OSError) -> ReadError:
    reason = error.strerror or error
    return ReadError(f"{printable(name)}: cannot be read ({reason}); check that it exists and that you may open it.")


def _walk(folder: Path, given: Path) -> Iterator[Found | ReadError]:
    taken = 0
    closed: list[OSError] = []
    for root, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(names):
            path = Path(root) / name
            if name.startswith((".", "~$")) or name.lower() in _IGNORED or name.endswith(SIDECAR):
                continue
            if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
                continue
            taken += 1
            shown = path.relative_to(folder).as_posix()
            yield _take(path, shown) if path.is_file() else ReadError(f"{printable(shown)}: {_NO_FILE}")
    for error in closed:
        yield _unreachable(str(error.filename), error)
    if not taken and not closed:
        yield ReadError(
            f"{printable(str(given))}: there is nothing to read in this folder; "
            "put PDF, Word, Excel, CSV, HTML, Markdown or text files in it."
        )


def _take(path: Path, name: str) -> Found | ReadError:
    ending, shown = path.suffix.lower(), printable(name)
    if not is_text(str(path)):
        return RefusedError(f"{shown}: the name holds bytes that are no text in this system's encoding; rename it.")
    if ending in READERS:
        return Found(path, shown)
    if ending in _REFUSED:
        return RefusedError(f"{shown}: {ending} files are not read; {_REFUSED[ending]}.")
    ending = printable(ending) or "no ending"
    return RefusedError(
        f"{shown}: files of this kind ({ending}) are not read; save it as PDF, .docx, .xlsx, .csv, .html, .md or .txt."
    )


def open_file(path: Path) -> BufferedReader:
    """Open an ordinary file for reading; what would block (a pipe that was put in its place) does not. Raises OSError."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(0, "no ordinary file")
    return os.fdopen(handle, "rb")


def check_size(path: Path, most: int) -> None:
    """Raise ReadError for text, a table or a web page of more bytes than `most`, as `read` does: what its ending and its first bytes
    tell is enough for that. Raises OSError.
    """
    with open_file(path) as stream:
        if os.fstat(stream.fileno()).st_size > most and _is_plain(path, _start(stream)):
            raise _too_large(path, most)


def _start(stream: BufferedReader) -> bytes:
    return stream.read(1024).removeprefix(b"\xef\xbb\xbf").lstrip()


def _is_plain(path: Path, start: bytes) -> bool:
    """Whether a file is of no sort that is known by its content, and not called one."""
    return READERS.get(path.suffix.lower()) not in (_pdf, _docx, _workbook) and not start.startswith((_PDF, _ZIP))


def _too_large(path: Path, most: int) -> ReadError:
    return ReadError(f"{path.name}: is larger than {most:,} bytes; part it and ingest the parts.")


def sort_of(path: Path) -> Sort | None:
    """What a file is by its content where that is unmistakable, whatever its name, or None. Raises OSError, and ReadError for a web
    page under the name of something else.
    """
    with open_file(path) as stream:
        start = _start(stream)
        if start.startswith(_PDF):
            return "pdf"
        if start.startswith(_ZIP):
            with suppress(zipfile.BadZipFile, NotImplementedError, ValueError), zipfile.ZipFile(stream) as package:
                parts = {info.filename.lower() for info in package.infolist()}
                return next((sort for part, sort in _MAIN_PARTS.items() if part in parts), None)
    own = READERS.get(path.suffix.lower())
    if own in (_pdf, _docx, _workbook) and start.lower().startswith(_WEB_PAGE):
        raise ReadError(
            f"{path.name} is a web page, perhaps one saved in the place of the paper: fetch the paper again, or give it the ending .html."
        )
    return "pdf" if own is _pdf else None


def read(path: Path, *, pace: Pace | None = None, most: int | None = None, ocr: str | None = None) -> Reading:
    """Read a file by the reader for its content, where that is unmistakable, and else for its ending; pages of a PDF at a `pace`,
    those that are pictures by the text recognition program `ocr`, where there is one.

    Text, tables and web pages of more bytes than `most` are not begun. Raises ReadError with one line naming the file.
    """
    try:
        own = READERS[path.suffix.lower()]
        sort = sort_of(path)
        reader, name = _BY_CONTENT[sort] if sort else (own, "")
        if sort is None and most and path.stat().st_size > most:
            raise _too_large(path, most)
        reading = (partial(_pdf, pace=pace, ocr=ocr) if reader is _pdf else reader)(path)
        if reader in (_pdf, _docx, _workbook):
            reading.notes += embedded_note(path, package=reader is not _pdf)
        if reader is not own:
            reading.notes.append(f"it is {name} though its name ends in {path.suffix}, and was read as what it is")
        return reading
    except (ReadError, MemoryError):
        raise
    except OSError as error:
        raise ReadError(
            f"{path.name}: cannot be read ({error.strerror or error}); check that it exists and that you may open it."
        ) from error
    except Exception as error:
        raise ReadError(
            f"{path.name}: could not be read ({type(error).__name__}: {error}); it may be damaged, save it again and retry."
        ) from error
