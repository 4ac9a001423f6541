"""Files inside a file: named, so that whoever wants them read takes them out; they are never opened."""

from __future__ import annotations

import ctypes
import zipfile
from pathlib import Path, PurePosixPath

from ingest.file_names import printable

_NAMED = 5  # files named in the note; the rest are counted
_LONGEST = 4_096  # bytes of a name


def embedded_note(path: Path, *, package: bool) -> list[str]:
    """A note that names what is embedded in an Office file (a `package`) or a PDF, if anything is, or that this cannot be told."""
    try:
        names = _in_package(path) if package else _in_pdf(path)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - the paper itself has been read
        return [f"whether files are embedded in it cannot be told ({type(error).__name__})"]
    if not names:
        return []
    said = ", ".join(f"\u2018{name}\u2019" for name in names[:_NAMED])
    said += f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return [f"{len(names)} file{'s' * (len(names) > 1)} embedded in it not read: {said}"]


def _in_package(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as package:
        parts = [PurePosixPath(info.filename) for info in package.infolist() if not info.is_dir()]
    return [printable(part.name) for part in parts if part.parent.name == "embeddings"]


def _in_pdf(path: Path) -> list[str]:
    import pypdfium2
    import pypdfium2.raw as pdfium

    with pypdfium2.PdfDocument(path) as drawn:
        return [_name(pdfium.FPDFDoc_GetAttachment(drawn, n)) for n in range(pdfium.FPDFDoc_GetAttachmentCount(drawn))]


def _name(attachment: object) -> str:
    import pypdfium2.raw as pdfium

    size = min(pdfium.FPDFAttachment_GetName(attachment, None, 0), _LONGEST) if attachment else 0
    buffer = ctypes.create_string_buffer(max(size, 2))
    if size:
        pdfium.FPDFAttachment_GetName(attachment, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    name = printable(buffer.raw[:size].decode("utf-16-le", "replace").rstrip("\0"))
    return name or "without a name"
