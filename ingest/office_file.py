"""What an Office file really is, found from its first bytes and its parts, before a reader opens it."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Literal

from vectorstore.errors import ReadError, RefusedError

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_LARGEST = 2_000_000_000  # bytes of all parts unpacked; a real paper has a thousandth of it
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
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise ReadError(f"{path.name} is cut off or damaged and cannot be opened: get the file again from its source.") from error
    if sum(parts.values()) > _LARGEST:
        raise ReadError(f"{path.name} unpacks to more than {_LARGEST // 10**9} GB and is not read: check where it comes from.")
    if not any(part.lower() == _MAIN_PART[wanted] for part in parts):
        raise ReadError(f"{path.name} is not {name}{_instead(parts)}: save it as .{wanted}.")


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
