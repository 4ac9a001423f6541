"""What an Office file really is, found from its first bytes and its parts, before a reader opens it."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import Literal

from vectorstore.errors import ReadError, RefusedError

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_LARGEST = 1_000_000_000  # bytes of all parts unpacked; a real paper has a thousandth of it
_LARGEST_XML = 300_000_000  # bytes of a part that is parsed, which takes several times as much memory
_TIGHTEST = (
    250  # times that a large file unpacks to its size; sheets of figures come to some fifty, files made to do harm to a thousand
)
_LARGE = 50_000_000  # bytes unpacked from which that is asked
_PARSED = (".xml", ".rels")
_CHUNK = 1 << 20
_MAIN_PART = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_NAMES = {"docx": "a Word document (.docx)", "xlsx": "an Excel workbook (.xlsx)"}
_SIGNATURES = {b"%PDF": "PDF", b"{\\rtf": "rich text (.rtf)", b"\x89PNG": "PNG picture", b"\xff\xd8\xff": "JPEG picture"}


def check_package(path: Path, wanted: Literal["docx", "xlsx"]) -> None:
    """Raise ReadError (RefusedError for a password or an old format) unless the file is an Office package of the wanted sort."""
    name = _NAMES[wanted]
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise ReadError(f"{path.name} is empty (0 bytes): get the file again from its source.")
    if start.startswith(_OLE):
        raise RefusedError(_ole_message(path, wanted))
    for signature, other in _SIGNATURES.items():
        if start.startswith(signature):
            raise ReadError(f"{path.name} is not {name} but a {other}: give it the right ending.")
    if not start.startswith(b"PK"):
        raise ReadError(f"{path.name} is not {name}: open it in the program that made it and save it as .{wanted}.")
    try:
        with zipfile.ZipFile(path) as package:
            parts = {info.filename: info.file_size for info in package.infolist()}
            _check_sizes(path, package)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, ValueError, EOFError, RuntimeError) as error:
        raise ReadError(f"{path.name} is cut off or damaged and cannot be opened: get the file again from its source.") from error
    if not any(part.lower() == _MAIN_PART[wanted] for part in parts):
        raise ReadError(f"{path.name} is not {name}{_instead(parts)}: save it as .{wanted}.")


def _check_sizes(path: Path, package: zipfile.ZipFile) -> None:
    """Raise ReadError for a file that unpacks to what no paper does, BadZipFile for a parsed part that is not what is declared of it."""
    infos = package.infolist()
    whole, packed = sum(info.file_size for info in infos), max(path.stat().st_size, 1)
    if whole > _LARGEST:
        raise ReadError(f"{path.name} unpacks to more than {_LARGEST // 10**6:,} MB and is not read: check where it comes from.")
    if whole > _LARGE and whole > _TIGHTEST * packed:
        raise ReadError(
            f"{path.name} unpacks to {whole // packed:,} times its size ({whole // 10**6:,} MB) and is not read: "
            "check where it comes from."
        )
    for info in infos:
        if info.filename.lower().endswith(_PARSED):
            if info.file_size > _LARGEST_XML:
                raise ReadError(f"{path.name} holds a part of {info.file_size // 10**6:,} MB and is not read: part the paper.")
            with package.open(info) as part:  # what is read ends at the declared size, and fails there when there is more
                while part.read(_CHUNK):
                    pass


def _ole_message(path: Path, wanted: Literal["docx", "xlsx"]) -> str:
    # Both protected new files and all old files are OLE containers; the streams' names tell them apart.
    if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        return f"{path.name} is protected by a password: save it without one."
    old = "Word 97-2003 document (.doc)" if wanted == "docx" else "Excel 97-2003 workbook (.xls)"
    return f"{path.name} is an old {old}: open it and save it as .{wanted}."


def _instead(parts: dict[str, int]) -> str:
    for kind, part in _MAIN_PART.items():
        if part in parts:
            return f" but {_NAMES[kind]}"
    if "ppt/presentation.xml" in parts:
        return " but a PowerPoint presentation"
    if "content.xml" in parts and "mimetype" in parts:
        return " but an OpenDocument file"
    return ""
