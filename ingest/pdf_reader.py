"""PDF files: pages, headings, paragraphs over page breaks, list items and ruled tables."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from ingest.headings import contents_lines, find_headings
from ingest.legibility import is_garbled
from ingest.pdf_frame import reading_frame
from ingest.pdf_furniture import find_furniture, printed_number
from ingest.pdf_layout import Draft, drafts
from ingest.pdf_notes import form_note, layer_note, recognised_note, unseen_note
from ingest.pdf_page import clean, fragments, line_shape, page_glyphs
from ingest.pdf_rows import TableRow
from ingest.pdf_tables import numbered_rows
from ingest.reading import Block, Reading
from ingest.recognition import RECOGNISABLE, IllegibleError, Recognition, blocks, placed, recognise, upright
from ingest.ruled_tables import find_tables
from vectorstore.errors import ReadError, RefusedError
from vectorstore.models import Cell, Page, Recognised, Span, fold_space

_WAITING = re.compile(
    r"\bplease wait\b|document you are trying to load requires Adobe Reader", re.I
)  # what other programs show of a form
_ENDS = re.compile(r"[.!?:;\"'\u201d\u2019)\]]\s*$")
_STAMP = (
    120  # letters: a scan with fewer printed over it (a page number, a heading of the pack that it was put into) is still a scan
)
_FEW_LETTERS = 12  # a page with fewer letters than this has no text worth the name


@dataclass(slots=True)
class _Sheet:
    """A page while it is read: its drafts, which of them are furniture, or why there are none.

    `seen` is what was read from its picture; `unseen` says that it holds words that cannot be seen, `layered` that it is a scan with text.
    """

    drafts: list[Draft] = field(default_factory=list)
    height: float = 0.0
    unread: str | None = None
    furniture: set[int] = field(default_factory=set)
    shapes: set[str] = field(default_factory=set)
    seen: Recognition | None = None
    unseen: bool = False
    layered: bool = False


@dataclass(slots=True)
class _Whole:
    """A paragraph, item or row with all its parts, in reading order, before its place in the pages' text is known."""

    parts: list[Draft]
    row: TableRow | None = None
    table: int | None = None


Pace = Callable[[int, int, Callable[[], Any]], Any]
"""Called for each page with its number, the number of pages and what reads it: what that gives, or the reason why it is not read."""


def at_once(number: int, pages: int, read_page: Callable[[], Any]) -> Any:
    """The pace of whoever reads every page, whatever it takes."""
    return read_page()


def read(path: Path, pace: Pace = at_once, ocr: str | None = None) -> Reading:
    """Read a PDF, each page at a `pace`, those that are pictures by the text recognition program `ocr`, where there is one.

    Raises ReadError when the file cannot be opened as a PDF or no page of it has text, RefusedError when it wants a password.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    pdf, drawn = _open(path)
    read_pages = [pace(n + 1, len(drawn), partial(_sheet, pdf, drawn, n, path, ocr)) for n in range(len(drawn))]
    sheets = [_Sheet(unread=found) if isinstance(found, str) else found for found in read_pages]
    if _is_dynamic_form(drawn, sheets):
        sheets = [_Sheet(height=s.height, unread="a dynamic form") for s in sheets]
    for sheet, furniture in zip(sheets, find_furniture([s.drafts for s in sheets], [s.height for s in sheets]), strict=True):
        sheet.furniture = furniture | {i for i, d in enumerate(sheet.drafts) if d.hidden}
    reading = Reading(properties=_properties(pdf))
    flow = [d for s in sheets for i, d in enumerate(s.drafts) if i not in s.furniture]
    contents = contents_lines(flow)
    headings = find_headings(flow, contents)
    wholes = list(_wholes(flow, {*contents, *headings}))
    index = {id(d): i for i, d in enumerate(flow)}
    places = _write_pages(reading, sheets, flow)
    for whole in wholes:
        at = index[id(whole.parts[0])]
        reading.blocks.append(_block(whole, places, at in contents, headings[at].level if at in headings else 0))
    reading.notes += recognised_note(reading.pages)
    reading.notes += layer_note([n for n, s in enumerate(sheets, 1) if s.layered])
    reading.notes += unseen_note([n for n, s in enumerate(sheets, 1) if s.unseen])
    reading.notes += form_note(reading.pages)
    return reading


def _open(path: Path) -> tuple[Any, Any]:
    import pypdfium2
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    if path.stat().st_size == 0:
        raise ReadError(f"{path.name}: the file is empty; fetch it again.")
    try:
        pdf = PdfReader(path)
        if pdf.is_encrypted and not pdf.decrypt(""):
            raise RefusedError(f"{path.name}: the PDF is protected by a password; save a copy without one.")
        len(pdf.pages)
        drawn = pypdfium2.PdfDocument(path)
        if len(drawn) == 0:
            raise ReadError(f"{path.name}: the PDF has no pages; export it again.")
        return pdf, drawn
    except ReadError:
        raise
    except (PyPdfError, pypdfium2.PdfiumError, OSError, ValueError, TypeError, KeyError, RecursionError, AttributeError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ReadError(
            f"{path.name}: cannot be opened as a PDF ({reason}); it is damaged or cut short, fetch it again."
        ) from error


def _sheet(pdf: Any, drawn: Any, n: int, path: Path, ocr: str | None) -> _Sheet:
    try:
        page = drawn[n]
        raw = pdf.pages[n].extract_text()
        unread = _unread(raw, page)
        return _seen_sheet(page, n + 1, unread, ocr) if unread else _read_sheet(raw, page, n + 1, ocr)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - one bad page must not lose the others; it is reported by number
        logging.getLogger(__name__).warning("%s: page %d could not be read (%s)", path.name, n + 1, error)
        return _Sheet(unread="damaged")


def _read_sheet(raw: str, page: Any, number: int, ocr: str | None) -> _Sheet:
    """A page with text."""
    frame = reading_frame(page)
    with frame.upright(page):
        ink = page_glyphs(page, frame)
        tables, marks = find_tables(page, frame)
        boxes = [box for t in tables for row in t.rows for box in row.cells]
        lines = fragments(raw, page, ink.glyphs, boxes)
    unseen = any(g.unseen and g.char.isalnum() for g in ink.glyphs)
    letters = sum(g.char.isalpha() for g in ink.glyphs if not g.hidden)
    if unseen and not letters:
        return replace(_seen_sheet(page, number, "no text", ocr), unseen=True)
    if ocr and ink.pictured and not ink.layered and letters < _STAMP:
        seen = _seen_sheet(page, number, "no text", ocr)
        if sum(c.isalpha() for d in seen.drafts for c in d.text) > 2 * letters:
            return replace(seen, unseen=unseen)
    shapes = {line_shape(line) for line in clean(raw).splitlines()}
    found = drafts(number, lines, tables, marks)
    return _Sheet(found, frame.size[1], shapes=shapes, unseen=unseen, layered=ink.layered)


def _unread(raw: str, page: Any) -> str | None:
    """Why a page's text cannot be used, None where it can."""
    if sum(c.isalpha() for c in raw) < _FEW_LETTERS:
        blank = not raw.strip() and not any(True for _ in page.get_objects(max_depth=1))
        return "blank" if blank else "no text"
    return "garbled" if is_garbled(clean(raw)) else None


def _seen_sheet(page: Any, number: int, unread: str, ocr: str | None) -> _Sheet:
    """A page whose text cannot be used: read from its picture, if that can be."""
    if ocr is None or unread not in RECOGNISABLE:
        return _Sheet(height=page.get_height(), unread=unread)
    try:
        seen = recognise(page, ocr)
    except IllegibleError as error:
        return _Sheet(height=page.get_height(), unread=str(error))
    found = [draft for block in blocks(seen, page.get_size()) for draft in drafts(number, block, [], [])]
    return _Sheet(found, upright(seen, page.get_size())[1], seen=seen)


def _is_dynamic_form(drawn: Any, sheets: Sequence[_Sheet]) -> bool:
    """Whether a file is a form (XFA) that Adobe Reader alone can lay out, and says on its only page that one should wait for it."""
    import pypdfium2.raw as pdfium

    said = " ".join(d.text for s in sheets for d in s.drafts)
    return len(sheets) == 1 and drawn.get_formtype() == pdfium.FORMTYPE_XFA_FULL and bool(_WAITING.search(said))


def _properties(pdf: Any) -> dict[str, str]:
    try:
        found = {k.strip("/").lower(): fold_space(str(v)) for k, v in (pdf.metadata or {}).items() if v}
    except Exception:  # noqa: BLE001 - properties are a courtesy; a file with broken ones is still read
        return {}
    return found


def _wholes(flow: Sequence[Draft], fixed: set[int]) -> Iterator[_Whole]:
    """Drafts joined over page breaks; `fixed` ones (headings, contents) stay as they are. Rows are those of tables."""
    rows = numbered_rows(flow, fixed)
    open_whole: _Whole | None = None
    for i, draft in enumerate(flow):
        if open_whole and i not in rows and i not in fixed and _goes_on(open_whole.parts[-1], draft):
            open_whole.parts.append(draft)
            continue
        if open_whole:
            yield open_whole
            open_whole = None
        if i in rows:
            if found := rows[i]:
                yield _Whole(found[1].parts, found[1], found[0])
        elif i in fixed:
            yield _Whole([draft])
        else:
            open_whole = _Whole([draft])
    if open_whole:
        yield open_whole


def _goes_on(last: Draft, draft: Draft) -> bool:
    """Whether a paragraph or item goes on in the next draft: it stopped mid-sentence, at a page's end or for no reason."""
    if draft.kind != "paragraph" or draft.number or abs(draft.size - last.size) > 0.15 * last.size or draft.bold != last.bold:
        return False
    if _ENDS.search(last.text):
        return False
    if draft.text[:1].islower():
        return True
    return draft.page == last.page + 1 and not last.ends_short and draft.lines > 1


def _write_pages(reading: Reading, sheets: list[_Sheet], flow: Sequence[Draft]) -> dict[int, Span]:
    """Set each page's text (headers, the drafts in the file's order, footers) and say where each draft stands, by its identity."""
    order: list[list[Draft]] = [[] for _ in sheets]
    for draft in flow:
        order[draft.page - 1].append(draft)
    repeated = _repeated(sheets)
    places: dict[int, Span] = {}
    for n, (sheet, body) in enumerate(zip(sheets, order, strict=True), 1):
        furniture = [sheet.drafts[i] for i in sorted(sheet.furniture)]
        header = [d for d in furniture if d.top < sheet.height / 2]
        footer = [d for d in furniture if d.top >= sheet.height / 2]
        lines, running, at = [], [], 0
        for draft in [*header, *body, *footer]:
            places[id(draft)] = Span(n, at, at + len(draft.text))
            lines.append(draft.text)
            own = [(0, len(draft.text), "")] if draft in furniture else [x for x in draft.own_lines if x[2] in repeated]
            running += [(at + start, at + end) for start, end, _ in own]
            at += len(draft.text) + 1
        page = Page(
            n,
            n,
            "\n".join(lines),
            printed_number([d for d in furniture if not d.hidden]),
            unread=sheet.unread,
            running=tuple(running),
            recognised=Recognised(round(sheet.seen.confidence, 4), placed(sheet.seen, sheet.drafts, places))
            if sheet.seen
            else None,
        )
        reading.pages.append(page)
    return places


def _repeated(sheets: list[_Sheet]) -> set[str]:
    """Lines that stand on more than half of the pages. To whoever has only the text they are running lines, wherever they stand, so
    no quote may rest on them.
    """
    times = Counter(shape for s in sheets for shape in s.shapes)
    return {shape for shape, n in times.items() if n > max(3, len(sheets) / 2)}


def _spans(draft: Draft, line: Span) -> list[Span]:
    """Where a draft's words stand: one span, but for a row whose cells do not follow each other in the file one a cell."""
    if draft.kind != "row" or draft.contiguous:
        return [line]
    return [s for s in _cell_spans(draft, line) if s.end > s.start]


def _cell_spans(draft: Draft, line: Span) -> list[Span]:
    spans, at = [], line.start
    for cell in draft.cells:
        spans.append(Span(line.page, at, at + len(cell.text)))
        at += len(cell.text) + 1
    return spans


def _block(whole: _Whole, places: dict[int, Span], contents: bool, level: int) -> Block:
    first = whole.parts[0]
    spans = tuple(s for part in whole.parts for s in _spans(part, places[id(part)]))
    text = fold_space(" ".join(part.text for part in whole.parts))
    if contents:
        return Block("contents", text, spans)
    if level:
        return Block("heading", text, spans, level=level, number=first.number)
    if whole.row is None:
        return Block("item" if first.kind == "item" else "paragraph", text, spans, number=first.number)
    pieces = [_cell_spans(part, places[id(part)]) for part in whole.parts]
    cells = tuple(
        Cell(label, fold_space(words), tuple(s[n] for s in pieces if s[n].end > s[n].start))
        for n, (label, words) in enumerate(zip(whole.row.labels, whole.row.texts, strict=True))
    )
    return Block("row", text, spans, table=whole.table, cells=cells, header=whole.row.header, section=whole.row.section)
