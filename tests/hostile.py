"""Files made to do harm, or that come as such files come: each drawn by code, small on disk and large where it is unpacked."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import docx
import openpyxl
import pypdf

MEGA = 1 << 20


# -- PDF


def pdf(path: Path, objects: Sequence[bytes], trailer: bytes = b"") -> Path:
    """A PDF of objects as they are given, numbered from 1; the first is the catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    path.write_bytes(out)
    return path


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def shown(text: str) -> bytes:
    """A page's content that shows a text."""
    return b"BT /F 12 Tf 72 700 Td (%s) Tj ET" % text.encode("latin-1")


def paged(path: Path, contents: Sequence[bytes], forms: bytes = b"", more: Sequence[bytes] = (), root: bytes = b"") -> Path:
    """A PDF with a page for each content, which is a stream object. `forms` are the pages' XObjects, `more` are further objects; these
    are numbered from 4 on. `root` goes into the catalogue.
    """
    first = 4 + len(more)
    kids = b" ".join(b"%d 0 R" % (first + 2 * n) for n in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % root,
        b"<< /Type /Pages /Count %d /Kids [%s] /MediaBox [0 0 595 842]"
        b" /Resources << /Font << /F 3 0 R >> /XObject << %s >> >> >>" % (len(contents), kids, forms),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        *more,
    ]
    for number, content in enumerate(contents):
        objects += [b"<< /Type /Page /Parent 2 0 R /Contents %d 0 R >>" % (first + 2 * number + 1), content]
    return pdf(path, objects)


def worded(path: Path, pages: int = 1) -> Path:
    """A sound PDF with a sentence a page."""
    return paged(path, [stream(shown(f"Page {n}: forty places open in September.")) for n in range(1, pages + 1)])


def around(path: Path, middle: bytes) -> Path:
    """A PDF of three pages, of which the one in the middle has the content given."""
    ends = [stream(shown(f"Forty places open in September, the {side} page says.")) for side in ("first", "last")]
    return paged(path, [ends[0], middle, ends[1]])


def locked(path: Path, password: str) -> Path:
    """A PDF that opens with a password, which may be empty."""
    writer = pypdf.PdfWriter(clone_from=str(worded(path)))
    writer.encrypt(password, owner_password="the owner's", algorithm="AES-256")
    writer.write(str(path))
    return path


def cyclic_pages(path: Path) -> Path:
    """A page tree that holds itself."""
    return pdf(path, [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 2 /Kids [2 0 R 2 0 R] >>"])


def nesting_form(path: Path) -> Path:
    """A page that draws a form which draws itself, twice."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 4 0 R >> >>"
    page = shown("Forty places open in September.") + b" /X Do"
    return paged(path, [stream(page)], b"/X 4 0 R", [stream(b"/X Do /X Do", form)])


def repeated(block: bytes, times: int) -> bytes:
    """A zlib stream that unpacks to a block `times` over, made without packing it as often."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    check = 1
    for _ in range(times):
        check = zlib.adler32(block, check)
    return b"\x78\xda" + packed * times + b"\x03\x00" + struct.pack(">I", check)


def content_bomb(path: Path, megabytes: int = 4_000) -> Path:
    """A page whose content unpacks to gigabytes, through two filters."""
    packed = zlib.compress(repeated(b" " * MEGA, megabytes), 9)
    return around(path, stream(packed, b"/Filter [/FlateDecode /FlateDecode]"))


def slow_page(path: Path) -> Path:
    """Three pages, of which the one in the middle draws a form of a hundred thousand steps three thousand times, which takes minutes."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Filter /FlateDecode"
    steps = repeated(b"q Q\n" * 1_000, 50)
    ends = [stream(shown(f"Forty places open in September, the {side} page says.")) for side in ("first", "last")]
    return paged(path, [ends[0], stream(b"/X Do\n" * 3_000), ends[1]], b"/X 4 0 R", [stream(steps, form)])


def object_stream_bomb(path: Path, megabytes: int = 4_000) -> Path:
    """A PDF whose catalogue lies in an object stream that unpacks to gigabytes."""
    out = bytearray(b"%PDF-1.7\n")
    place = len(out)
    head = b"1 0 2 40 " + b"<< /Type /Catalog /Pages 2 0 R >>".ljust(40)
    head += b"<< /Type /Pages /Count 0 /Kids [] >>"
    packed = repeated(head.ljust(MEGA), megabytes)
    out += b"3 0 obj\n%s\nendobj\n" % stream(packed, b"/Type /ObjStm /N 2 /First 9 /Filter /FlateDecode")
    start = len(out)
    rows = [(0, 0, 0), (2, 3, 0), (2, 3, 1), (1, place, 0), (1, start, 0)]
    table = b"".join(struct.pack(">BIB", *row) for row in rows)
    out += b"4 0 obj\n%s\nendobj\n" % stream(table, b"/Type /XRef /Size 5 /W [1 4 1] /Root 1 0 R")
    path.write_bytes(bytes(out) + b"startxref\n%d\n%%%%EOF\n" % start)
    return path


def with_script(path: Path) -> Path:
    """A PDF that runs JavaScript where it is opened."""
    action = b"/OpenAction << /S /JavaScript /JS (while \\(true\\) { app.alert\\('x'\\); }) >>"
    return paged(path, [stream(shown("Forty places open in September."))], root=action)


def with_package(path: Path, *, damaged: bool = False) -> Path:
    """A PDF with a Word document in it, packed no further, so that the file ends as a zip archive does."""
    attached = word(path.with_suffix(".docx")).read_bytes()
    directory = attached.rindex(b"PK\x01\x02")
    held = attached[:directory] + b"no entry of its directory"[:4] + attached[directory + 4 :] if damaged else attached
    writer = pypdf.PdfWriter(clone_from=str(worded(path)))
    writer.add_attachment("costs.docx", held)
    writer.write(str(path))
    return path


def with_attachments(path: Path) -> Path:
    """A PDF with two files in it."""
    writer = pypdf.PdfWriter(clone_from=str(worded(path)))
    writer.add_attachment("costs.xlsx", b"PK\x03\x04")
    writer.add_attachment("notes\n.txt", b"words that are not on a page")
    writer.write(str(path))
    return path


# -- Office files


def word(path: Path, *paragraphs: str) -> Path:
    """A sound Word document."""
    document = docx.Document()
    for text in paragraphs or ("Forty places open in September.",):
        document.add_paragraph(text)
    document.save(str(path))
    return path


def workbook(path: Path) -> Path:
    """A sound workbook, with its words in shared strings, as Excel writes them."""
    book = openpyxl.Workbook()
    book.save(path)
    book.close()
    name = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    words = ("Year", "Places", "2025", "thirty", "2026", "forty")
    cells = [f'<c r="{"AB"[n % 2]}{n // 2 + 1}" t="s"><v>{n}</v></c>' for n in range(len(words))]
    rows = "".join(f'<row r="{n // 2 + 1}">{cells[n]}{cells[n + 1]}</row>' for n in range(0, len(words), 2))
    strings = "".join(f"<si><t>{word}</t></si>" for word in words)
    with_part(path, "xl/worksheets/sheet1.xml", f'<worksheet xmlns="{name}"><sheetData>{rows}</sheetData></worksheet>'.encode())
    with_part(path, "xl/sharedStrings.xml", f'<sst xmlns="{name}">{strings}</sst>'.encode())
    with zipfile.ZipFile(path) as package:
        types = package.read("[Content_Types].xml")
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    return with_part(
        path, "[Content_Types].xml",
        types.replace(b"</Types>", b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % kind),
    )  # fmt: skip


def with_part(path: Path, name: str, content: bytes) -> Path:
    """The Office file with a part put in the place of its own, or added."""
    with zipfile.ZipFile(path) as package:
        parts = {info.filename: package.read(info) for info in package.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for part, own in {**parts, name: content}.items():
            package.writestr(part, own)
    return path


def with_bomb(path: Path, name: str, block: bytes, times: int, *, declared: int | None = None) -> Path:
    """The Office file with a part that unpacks to a block `times` over, and is `declared` to be so many bytes."""
    with_part(path, name, b"#bomb#")
    packed = repeated(block, times)[2:-4]
    check = 0
    for _ in range(times):
        check = zlib.crc32(block, check)
    with zipfile.ZipFile(path) as package:
        parts = {info.filename: package.read(info) for info in package.infolist()}
    size = len(block) * times if declared is None else declared
    out, index = bytearray(), bytearray()
    for part, content in parts.items():
        bomb = part == name
        data = packed if bomb else content
        fields = (8 if bomb else 0, 0, 0x21, check if bomb else zlib.crc32(content), len(data), size if bomb else len(content))
        index += struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, *fields, len(part), 0, 0, 0, 0, 0, len(out))
        index += part.encode()
        out += struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, *fields, len(part), 0) + part.encode() + data
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, len(parts), len(parts), len(index), len(out), 0)
    path.write_bytes(bytes(out) + bytes(index) + end)
    return path


def word_bomb(path: Path, megabytes: int = 3_000, declared: int | None = None) -> Path:
    """A Word document whose words unpack to gigabytes."""
    return with_bomb(word(path), "word/document.xml", b"<w:p/>".ljust(MEGA), megabytes, declared=declared)


def word_heap(path: Path, paragraphs: int = 6_000_000) -> Path:
    """A Word document with millions of empty paragraphs: small enough to be parsed, and large as soon as it is."""
    head = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    return with_part(word(path), "word/document.xml", head + b"<w:p/>" * paragraphs + b"</w:body></w:document>")


def strings_bomb(path: Path, megabytes: int) -> Path:
    """A workbook with that many megabytes of strings, which are sound but for being so many."""
    return with_bomb(workbook(path), "xl/sharedStrings.xml", b"<si><t>forty</t></si>" * 50_000, megabytes)


def word_with_entities(path: Path, declared: str, used: str) -> Path:
    """A Word document that declares entities and uses them in its words."""
    body = (
        f'<?xml version="1.0"?><!DOCTYPE d [{declared}]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        f"<w:p><w:r><w:t>Forty places open. {used}</w:t></w:r></w:p></w:body></w:document>"
    )
    return with_part(word(path), "word/document.xml", body.encode())


def sheet_with_entities(path: Path, declared: str, used: str) -> Path:
    """A workbook that declares entities and uses them in its strings."""
    strings = (
        f'<?xml version="1.0"?><!DOCTYPE d [{declared}]>'
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<si><t>{used}</t></si>" + "<si><t>forty</t></si>" * 9 + "</sst>"
    )
    return with_part(workbook(path), "xl/sharedStrings.xml", strings.encode())


def laughs() -> tuple[str, str]:
    """Entities that are made of each other, ten times at each of ten steps, and the one that unpacks to ten thousand million."""
    steps = ['<!ENTITY a0 "ha">', *(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 11))]
    return "".join(steps), "&a10;"
