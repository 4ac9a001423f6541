"""Citations: a quote is an exact slice of a page, cut from the unit that a claim shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.answer import Citation
from assistant.verify import figures
from vectorstore.models import Cell, Page, Span
from vectorstore.sentences import sentence_spans
from vectorstore.units import FEWEST_WORDS, Unit, text_at, word_count

_GAP = 260  # characters of a row between two shown cells that a quote may run over
_LONGEST = 900  # characters of a row quoted in one piece
_MENTIONS = 50  # of a label's figure, looked at for the header row
_CELL_END = re.compile(r"[\t\n]")
_BESIDE = 160  # characters of a neighbouring sentence that a quote takes in whole


def row_quotes(unit: Unit, shown: Sequence[Cell], pages: dict[int, Page]) -> list[tuple[Span, ...]]:
    """Quotes for the shown cells of a row: neighbours on one page in one quote where the row's words follow each other in the file.

    Cells whose words are running lines (a name that the file wraps alike on most pages) are not quoted on their own account.
    """
    wanted = sorted(span for cell in shown for span in cell.spans if not pages[span.page].is_running(span))
    merged: list[Span] = []
    for span in wanted:
        last = merged[-1] if merged else None
        if last and last.page == span.page and 0 <= span.start - last.end <= _GAP and span.end - last.start <= _LONGEST:
            joined = Span(span.page, last.start, span.end)
            if _in_one_piece(unit, joined) and not pages[span.page].is_running(joined):
                merged[-1] = joined
                continue
        merged.append(span)
    quotes = (_long_enough(unit, m, pages) for m in merged)
    return [(steady(s, pages),) for s in quotes if s and not pages[s.page].is_running(s)]


def cell_quotes(unit: Unit, pages: dict[int, Page]) -> list[tuple[Span, ...]]:
    """Quotes for a sentence of a long cell: one for each page, as other cells stand between the two parts of a cell that a page cuts."""
    quotes = [_long_enough(unit, span, pages) for span in unit.spans]
    return [(steady(q, pages),) for q in quotes if q]


def sentence_quotes(spans: Sequence[Span], pages: dict[int, Page]) -> list[list[Span]]:
    """A sentence's slices as one quote, its first and last figures whole. Fewer than three words before a page break are left out: whoever looks
    the quote up by its beginning would not find it.
    """
    if len(spans) == 1:
        return [[steady(spans[0], pages)]]
    if word_count(text_at(spans[:1], pages)) < FEWEST_WORDS:
        return sentence_quotes(spans[1:], pages) if word_count(text_at(spans[1:], pages)) > 2 * FEWEST_WORDS else []
    first, last = steady(spans[0], pages), steady(spans[-1], pages)
    return [[Span(first.page, first.start, spans[0].end), *spans[1:-1], Span(last.page, spans[-1].start, last.end)]]


def quote_alone(spans: Sequence[Span], pages: dict[int, Page], ref: str | None = None) -> tuple[Span, ...]:
    """The slices of some words as a quote that stands by itself: its first and last figures whole, three words at the least.

    A printed reference (`ref`) that begins the words behind another figure is left out; fewer words take in those behind them.
    """
    first, last = spans[0], spans[-1]
    text = pages[first.page].text
    if ref and _figure_before(text, first.start):
        number = re.match(rf"\W*{re.escape(ref)}[.):]*\s+", text[first.start : first.end])
        first = Span(first.page, first.start + (number.end() if number else 0), first.end)
    last = Span(last.page, last.start, _long_end(spans[:-1], last, pages))
    if word_count(text_at([first, *spans[1:-1], last] if len(spans) > 1 else [last], pages)) < FEWEST_WORDS:
        first = Span(first.page, _long_start(first, pages), first.end)
    if len(spans) == 1:
        return (steady(Span(first.page, first.start, last.end), pages),)
    begun, ended = steady(first, pages), steady(last, pages)
    return (Span(first.page, begun.start, first.end), *spans[1:-1], Span(last.page, last.start, ended.end))


def _long_end(before: Sequence[Span], last: Span, pages: dict[int, Page]) -> int:
    """Where a quote ends that takes in the cells or lines behind it until it has three words, as far as no running line begins."""
    page, end = pages[last.page], last.end
    while word_count(text_at([*before, Span(last.page, last.start, end)], pages)) < FEWEST_WORDS and end < len(page.text):
        following = _CELL_END.search(page.text, end + 1)
        further = following.start() if following else len(page.text)
        if page.is_running(Span(last.page, end, further)):
            break
        end = further
    return end


def _long_start(first: Span, pages: dict[int, Page]) -> int:
    """Where a quote begins that takes in the cells or lines before it until it has three words."""
    text, start = pages[first.page].text, first.start
    while start > 0 and word_count(text[start : first.end]) < FEWEST_WORDS:
        start = max(text.rfind(c, 0, start - 1) for c in "\t\n") + 1
    return start


def header_quote(unit: Unit, labels: Sequence[str], pages: dict[int, Page]) -> Span | None:
    """The line above a row that prints the figures in some of its labels ("2023/24"); None where no such line can be quoted."""
    wanted = figures(" ".join(labels))
    mark = next((m.group() for label in labels if (m := re.search(r"\S*\d\S*", label))), "")
    first = unit.spans[0]
    for page in sorted((p for p in pages.values() if mark and p.ordinal <= first.page), key=lambda p: -p.ordinal):
        at = first.start if page.ordinal == first.page else len(page.text)
        for _ in range(_MENTIONS):
            if (at := page.text.rfind(mark, 0, at)) < 0:
                break
            line = _whole_line(page, at)
            if wanted <= figures(page.text[line.start : line.end]) and line.end - line.start <= _LONGEST:
                return None if page.is_running(line) else steady(line, pages)
    return None


def _whole_line(page: Page, at: int) -> Span:
    """The line at a place of a page; one of too few words takes in the cell that follows it."""
    start, end = page.text.rfind("\n", 0, at) + 1, page.text.find("\n", at)
    end = len(page.text) if end < 0 else end
    while end < len(page.text) and word_count(page.text[start:end]) < FEWEST_WORDS:
        following = _CELL_END.search(page.text, end + 1)
        end = following.start() if following else len(page.text)
    return Span(page.ordinal, start, end)


def steady(span: Span, pages: dict[int, Page]) -> Span:
    """A quote whose first and last figures are whole to whoever checks it with white space and full stops squeezed out.

    A quote that begins or ends with a figure beside another figure of the page takes in the short sentence beside it on its line, or
    else the words up to one that is no figure.
    """
    text = pages[span.page].text
    start, end = span.start, span.end
    if _figure_before(text, start):
        line = max(text.rfind("\n", 0, start - 1), text.rfind("\t", 0, start - 1)) + 1
        before = [line + a for a, _ in sentence_spans(text[line:start]) if start - line - a <= _BESIDE]
        start = before[-1] if before and not _figure_before(text, before[-1]) else start
        while _figure_before(text, start):
            start = max(text.rfind(c, 0, start - 1) for c in " \t\n") + 1
    if _figure_after(text, start, end):
        stop = min((i for i in (text.find("\n", end), text.find("\t", end)) if i >= 0), default=len(text))
        after = [end + b for _, b in sentence_spans(text[end:stop]) if b <= _BESIDE]
        end = after[0] if after and not _figure_after(text, start, after[0]) else end
        in_whole = end > span.end
        while _figure_after(text, start, end) or (
            not in_whole and end > span.end and not re.search(r"[A-Za-z]\W*$", text[start:end]) and text[end:].strip()
        ):
            word = re.match(r"\s*\S+", text[end:])
            end += word.end() if word else 1
    return Span(span.page, start, end)


def _figure_before(text: str, start: int) -> bool:
    return bool(re.match(r"[^\w\u00a3%]*\d", text[start : start + 8])) and bool(
        re.search(r"\d[^\w\u00a3%]*$", text[max(0, start - 8) : start])
    )


def _figure_after(text: str, start: int, end: int) -> bool:
    return bool(re.search(r"\d[^\w\u00a3%]*$", text[start:end]) and re.match(r"[^\w\u00a3%]*\d", text[end:]))


def _in_one_piece(unit: Unit, wanted: Span) -> bool:
    return any(s.page == wanted.page and s.start <= wanted.start and wanted.end <= s.end for s in unit.hit.passage.spans)


def _long_enough(unit: Unit, span: Span, pages: dict[int, Page]) -> Span | None:
    """A quote of fewer than three words says too little to be found again: it takes in its neighbours in the row."""
    home = next((s for s in unit.hit.passage.spans if s.page == span.page and s.start <= span.start and span.end <= s.end), None)
    text = pages[span.page].text
    start, end = span.start, span.end
    while word_count(text[start:end]) < FEWEST_WORDS and home and (start > home.start or end < home.end):
        if start > home.start:
            start = max(text.rfind("\t", home.start, max(home.start, start - 1)) + 1, home.start)
            if start == span.start:
                start = home.start
        else:
            stop = text.find("\t", end + 1, home.end)
            end = stop if stop >= 0 else home.end
    if word_count(text[start:end]) < FEWEST_WORDS or end - start > _LONGEST:
        return None
    return Span(span.page, start, end)


def cite(n: int, unit: Unit, spans: Iterable[Span], pages: dict[int, Page]) -> Citation:
    """The citation of a quote, numbered `n`."""
    places = tuple(spans)
    document, passage = unit.hit.document, unit.hit.passage
    first = pages[places[0].page]
    numbers = [number for s in places if (number := pages[s.page].number) is not None]
    seen = [recognised.confidence for s in places if (recognised := pages[s.page].recognised)]
    return Citation(
        n=n, document=document.id, title=document.title, source=document.source, page=first.number, printed_page=first.printed,
        pages=list(dict.fromkeys(numbers)), section=list(passage.section), paragraph=passage.paragraph,
        quote=text_at(places, pages), meeting_date=document.meeting_date,
        ocr=round(min(seen), 2) if seen else None, places=tuple((s.page, s.start, s.end) for s in places),
    )  # fmt: skip
