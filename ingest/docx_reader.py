"""DOCX files: headings, numbered paragraphs, lists, tables, text boxes and notes, in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import BadZipFile
from zlib import error as ZlibError

from ingest.docx_blocks import BodyReader, Paragraph, Table
from ingest.docx_headings import heading_levels
from ingest.docx_numbering import Numbering
from ingest.docx_rows import add_table, is_frame
from ingest.docx_styles import Styles, W
from ingest.line_marks import read_mark, runs_on
from ingest.office_file import check_package
from ingest.reading import Reading, Writer
from vectorstore.errors import ReadError
from vectorstore.models import fold_space

# What zip files and python-docx raise for parts that are broken or missing.
_FAULTS = (BadZipFile, ZlibError, KeyError, ValueError, TypeError, AttributeError, NotImplementedError, EOFError, OSError)
_PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart",
    "{urn:schemas-microsoft-com:vml}imagedata",
)
_PARTS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def read(path: Path) -> Reading:
    """Read a Word document as one page without a number. Raises ReadError."""
    check_package(path, "docx")
    with _named(path):
        return _read(path)


def _read(path: Path) -> Reading:
    package = _open(path)
    part = package.main_document_part
    styles = Styles(_root(part, "styles"))
    body = BodyReader(styles, Numbering(_root(part, "numbering"), styles))
    writer = Writer()
    writer.page()
    flow = _Flow(writer, body.read(_body(part)), _notes(part, styles))
    for text in _running(part, "header"):
        writer.add("furniture", text)
    flow.write()
    for text in _running(part, "footer"):
        writer.add("furniture", text)
    reading = writer.finish()
    if all(block.kind == "furniture" for block in reading.blocks):
        raise ReadError(f"{path.name} has no text in it: if its pages are pictures, have the text recognised and save it again.")
    reading.properties = _properties(package)
    reading.notes = _left_out(part, body)
    return reading


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Faults of the file, met inside, are raised as ReadError."""
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError  # type: ignore[import-untyped]

    try:
        yield
    except (OpcError, LxmlError, *_FAULTS) as error:
        raise ReadError(
            f"{path.name} is damaged and cannot be read as a Word document: open it in Word and save it again."
        ) from error


def _open(path: Path) -> Any:
    from docx.package import Package

    # The package and not `docx.Document`, which refuses documents that hold macros.
    return Package.open(str(path))


def _body(part: Any) -> Any:
    from docx.oxml import parse_xml

    root = getattr(part, "element", None)
    body = (root if root is not None else parse_xml(part.blob)).find(W + "body")
    if body is None:
        raise ValueError("no body")
    return body


class _Flow:
    """Writes the body's paragraphs and tables out as blocks."""

    def __init__(self, writer: Writer, parts: list[Paragraph | Table], notes: dict[tuple[str, str], str]) -> None:
        self._writer = writer
        self._parts = _mended(parts)
        self._notes = notes
        self._waiting: list[tuple[str, str]] = []
        self._noted: Counter[str] = Counter()
        self._tables = 0
        self._levels = {id(self._parts[i]): level for i, level in heading_levels(self._parts).items()}
        self._introduced: dict[str, bool] = {}
        self._last_ends = ""

    def write(self) -> None:
        self._write(self._parts)
        self._add_notes()

    def _write(self, parts: Sequence[Paragraph | Table]) -> None:
        for part in parts:
            if isinstance(part, Paragraph):
                self._paragraph(part)
            elif is_frame(part):
                for row in part.rows:
                    for cell in row.cells:
                        self._write(cell.content)
            else:
                self._tables, notes = add_table(self._writer, part, self._tables)
                self._waiting.extend(notes)
                self._last_ends = ""

    def _paragraph(self, part: Paragraph) -> None:
        text, mark = part.words.text, part.mark
        typed = read_mark(text)
        if typed and typed.kind == "number" and typed.depth > 1:
            mark = None  # a typed paragraph number is what the author meant, whatever list style it has been given
        number = (mark.number if mark else None) or (typed.number if typed else None)
        level = self._levels.get(id(part))
        if part.contents:
            self._writer.add("contents", text)
        elif level is not None:
            self._add_notes()
            self._writer.add("heading", text, level=level, number=number)
        elif mark and (mark.kind != "number" or (mark.depth == 1 and self._is_introduced(mark.list_id))):
            self._writer.add("item", text, level=mark.level, number=number)
        elif mark is None and (part.style.lower().startswith("list bullet") or (typed and typed.kind != "number")):
            self._writer.add("item", text, number=number)
        else:
            self._writer.add("paragraph", text, number=number)
        self._waiting.extend(part.words.notes)
        self._last_ends = text[-1:]

    def _is_introduced(self, list_id: str) -> bool:
        """Does the list follow a sentence that ends in a colon? If not, its numbers are a report's paragraph numbers."""
        if list_id not in self._introduced or self._last_ends == ":":
            self._introduced[list_id] = self._last_ends == ":"
        return self._introduced[list_id]

    def _add_notes(self) -> None:
        """Footnotes and endnotes follow the section that refers to them, so that they keep its headings."""
        for key in self._waiting:
            if text := self._notes.get(key):
                self._noted[key[0]] += 1
                self._writer.add("paragraph", text, number=str(self._noted[key[0]]))
        self._waiting.clear()


def _mended(parts: Sequence[Paragraph | Table]) -> list[Paragraph | Table]:
    """The parts with paragraphs that were cut in two joined again."""
    out: list[Paragraph | Table] = []
    for part in parts:
        last = out[-1] if out else None
        if isinstance(part, Paragraph) and isinstance(last, Paragraph) and part.mark is None and _goes_on(last, part):
            last.words = replace(last.words.with_rest(part.words), bold=last.words.bold, size=last.words.size)
        else:
            out.append(part)
    return out


def _goes_on(last: Paragraph, part: Paragraph) -> bool:
    plain = all(p.heading is None and not p.contents for p in (last, part))
    return plain and runs_on(last.words.text, part.words.text)


def _root(part: Any, name: str) -> Any:
    """The XML of a related part (styles, numbering, footnotes ...), or None."""
    from docx.oxml import parse_xml
    from lxml.etree import LxmlError

    for relation in part.rels.values():
        if relation.reltype == _PARTS + name and not relation.is_external:
            try:
                return parse_xml(relation.target_part.blob)
            except (LxmlError, ValueError):
                return None
    return None


def _notes(part: Any, styles: Styles) -> dict[tuple[str, str], str]:
    """The text of every footnote and endnote by its sort and id."""
    found: dict[tuple[str, str], str] = {}
    for sort in ("footnote", "endnote"):
        root = _root(part, sort + "s")
        for note in root.iter(W + sort) if root is not None else ():
            if note.get(W + "type") in (None, "normal"):
                parts = BodyReader(styles, Numbering(None, styles)).read(note)
                found[sort, note.get(W + "id") or ""] = " ".join(p.words.text for p in parts if isinstance(p, Paragraph))
    return found


def _running(part: Any, name: str) -> list[str]:
    """The different texts of the document's running headers or footers."""
    from docx.oxml import parse_xml

    styles = Styles(_root(part, "styles"))
    texts: dict[str, None] = {}
    for _, relation in sorted(part.rels.items()):
        if relation.reltype == _PARTS + name and not relation.is_external:
            parts = BodyReader(styles, Numbering(None, styles)).read(parse_xml(relation.target_part.blob))
            words = fold_space(" ".join(_all_words(parts)))
            if words:
                texts[words] = None
    return list(texts)


def _all_words(parts: Sequence[Paragraph | Table]) -> list[str]:
    words: list[str] = []
    for part in parts:
        if isinstance(part, Paragraph):
            words.append(part.words.text)
        else:
            words.extend(word for row in part.rows for cell in row.cells for word in _all_words(cell.content))
    return words


def _properties(package: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in ("title", "author", "subject", "keywords", "category", "created", "modified"):
        try:
            value = getattr(package.core_properties, name)
        except (ValueError, AttributeError, KeyError):
            continue  # a date that is not one, or a part that is another; the document is readable without it
        if value:
            found[name] = value.isoformat() if hasattr(value, "isoformat") else fold_space(str(value))
    return found


def _left_out(part: Any, body: BodyReader) -> list[str]:
    notes = []
    comments = _root(part, "comments")
    count = len(comments.findall(W + "comment")) if comments is not None else 0
    if count:
        notes.append(f"{count} comment{'s' * (count > 1)} in the margin not read")
    pictures = sum(1 for _ in _body(part).iter(*_PICTURES))
    if pictures:
        notes.append(f"{pictures} picture{'s' * (pictures > 1)} or chart{'s' * (pictures > 1)} not read")
    if body.words.changes:
        notes.append("tracked changes: read as if all were accepted")
    if body.words.hidden:
        notes.append(f"hidden text in {body.words.hidden} paragraph{'s' * (body.words.hidden > 1)} not read")
    return notes
