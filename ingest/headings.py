"""Which stretches of a PDF are headings, and how deep they stand.

Council papers mark headings in three ways: larger type, bold type, or nothing but a short line on its own. Larger and bold ones are
ranked by their look. A plain short line counts only when text follows that it could head; the contents page, where there is one,
says which of these are real, and a plain heading that keeps coming back ("Next Steps") stands below the one before it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.pdf_layout import Draft

_TOP = re.compile(r"^(?:section|part|appendix|annex|chapter|priority|workstream|schedule|item|theme)\s+[\dA-Z]", re.I)
_NUMBERED = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+[A-Z]")
_NOT_A_HEADING = re.compile(r"https?://|www\.|@|\u00a3\d|\d{4,}\s\d|^\W*\d|\d\s?[ap]m\b|^(?:Cllr|Councillor|Mr|Mrs|Ms|Dr)\b")
_CAPTION = re.compile(r"^(?:table|figure|chart|map)\s+\d", re.I)
_LEADER = re.compile(r"(?:[.\u2026]\s?){6,}")
_CONTENTS_TITLE = re.compile(r"^(?:table of )?contents(?: page)?\W*$", re.I)
_CONTENTS_TAIL = re.compile(r"(?:[.\u2026]{3,}|\s{2,}|\t|\s)\s*(\d{1,3})\s*$")


@dataclass(slots=True)
class Heading:
    """A heading's depth; 1 is the highest."""

    level: int


def title_key(text: str) -> str:
    """A heading's words, so that a contents line and the heading it points to can be matched."""
    return re.sub(r"[^a-z0-9]+", " ", _CONTENTS_TAIL.sub("", text).lower()).strip()


def contents_lines(drafts: Sequence[Draft]) -> set[int]:
    """Indices of the drafts that are lines of a table of contents: four or more in a row that end in a page number, or a page with
    four or more dotted leaders, whose short lines are all of it, or one called "Contents" whose page numbers stand far from its titles.
    """
    found = _led(drafts) | _set_apart(drafts)
    run: list[int] = []

    def close() -> None:
        numbers = [n for i in run for n in _page_numbers(drafts[i])]
        rising = sum(b >= a for a, b in pairwise(numbers))
        if len(numbers) >= 4 and rising >= 0.8 * (len(numbers) - 1):
            found.update(run)
        run.clear()

    for i, draft in enumerate(drafts):
        if _page_numbers(draft) or (run and len(draft.text) < 90 and i + 1 < len(drafts) and _page_numbers(drafts[i + 1])):
            run.append(i)
        elif run:
            close()
    close()
    return found


def _led(drafts: Sequence[Draft]) -> set[int]:
    """The lines of pages with dotted leaders, whatever order the file draws titles, dots and numbers in."""
    pages: dict[int, list[int]] = {}
    for i, draft in enumerate(drafts):
        if _LEADER.search(draft.text):
            pages.setdefault(draft.page, []).append(i)
    found: set[int] = set()
    for page, led in pages.items():
        if len(led) >= 4:
            ends = range(max(0, led[0] - 1), min(len(drafts), led[-1] + 2))
            found |= {i for i in ends if drafts[i].page == page and (len(drafts[i].text) < 130 or i in led)}
    return found


def _set_apart(drafts: Sequence[Draft]) -> set[int]:
    """The titles and numbers of pages called "Contents" where each number stands on its title's line, far to the right."""
    called = {d.page for d in drafts if _CONTENTS_TITLE.match(d.text)}
    found: set[int] = set()
    for page in called:
        pairs = [i for i in range(1, len(drafts)) if drafts[i].page == page and _beside(drafts[i - 1], drafts[i])]
        numbers = [int(drafts[i].text) for i in pairs]
        if len(pairs) >= 4 and numbers == sorted(numbers):
            found |= {n for i in pairs for n in (i - 1, i)}
    return found


def _beside(title: Draft, number: Draft) -> bool:
    level = min(title.bottom, number.bottom) - max(title.top, number.top) > 0.5 * number.size
    return bool(re.fullmatch(r"\d{1,3}", number.text)) and level and title.page == number.page and title.x1 < number.x0


def _page_numbers(draft: Draft) -> list[int]:
    if draft.kind == "row":
        filled = [c.text for c in draft.cells if c.text]
        last = filled[-1] if filled else ""
        return [int(last)] if len(filled) == 2 and re.fullmatch(r"\d{1,3}", last) and re.search("[A-Za-z]{3}", filled[0]) else []
    led = re.findall(r"(?:[.\u2026]\s?){3,}\s*(\d{1,3})(?=\s|$)", draft.text)
    if led:
        return [int(n) for n in led]
    tail = _CONTENTS_TAIL.search(draft.text)
    short = len(draft.text) < 110 and draft.lines <= 2
    return (
        [int(tail.group(1))] if tail and short and not re.search(r"[.:;]\s*\d+$|\b(?:page|of|to|in)\s+\d+$", draft.text) else []
    )


def find_headings(drafts: Sequence[Draft], contents: set[int]) -> dict[int, Heading]:
    """Which of a document's drafts (in order, without furniture) are headings, by index."""
    body = _body_size(drafts)
    listed = {title_key(part) for i in contents for part in _contents_titles(drafts[i])}
    styled = {i: look for i, d in enumerate(drafts) if i not in contents and (look := _look(d, body))}
    plain = _plain(drafts, contents, styled, listed)
    depth = {look: n for n, look in enumerate(sorted(set(styled.values()), reverse=True), 1)}
    below = len(depth) + 1
    times = Counter(title_key(drafts[i].text) for i in [*styled, *plain])
    found = {}
    for i in sorted([*styled, *plain]):
        text = drafts[i].text
        level = depth[styled[i]] if i in styled else below
        if i not in styled or not _is_larger(styled[i]):
            if _TOP.match(text):
                level = max(1, level - 1)
            elif times[title_key(text)] > 1 and title_key(text) not in listed:
                level += 1
        if number := _NUMBERED.match(text):
            level += number.group(1).count(".")
        found[i] = Heading(level)
    return found


def _contents_titles(draft: Draft) -> list[str]:
    if draft.kind == "row":
        return [draft.cells[0].text]
    return [t for t in re.split(r"(?:[.\u2026]\s?){3,}\s*\d{0,3}", draft.text) if re.search("[A-Za-z]", t)]


def _body_size(drafts: Sequence[Draft]) -> float:
    sizes: Counter[float] = Counter()
    for d in drafts:
        if d.kind != "row":
            sizes[round(d.size, 1)] += len(d.text)
    del sizes[0.0]  # words that no glyph was found for have no size
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _is_larger(look: tuple[float, bool]) -> bool:
    return look[0] > 1.0


def _look(draft: Draft, body: float) -> tuple[float, bool] | None:
    """(type size as a multiple of the body's, bold) for a draft that looks like a heading."""
    words = draft.text.split()
    if draft.kind == "row" or len(words) > 30 or not re.search("[A-Za-z]{2}", draft.text) or draft.text[0].islower():
        return None
    size = round(draft.size / body, 1)
    if size >= 1.15 and draft.lines <= 4:
        return (size, draft.bold)
    sentence = re.search(r"[.;,!]$", draft.text) and len(words) > 4
    if draft.bold and draft.lines <= 2 and len(words) <= 18 and not sentence and size >= 0.9:
        return (1.0, True)
    return None


def _plain(drafts: Sequence[Draft], contents: set[int], styled: dict[int, tuple[float, bool]], listed: set[str]) -> list[int]:
    candidate = [i not in contents and i not in styled and _short_line(d) for i, d in enumerate(drafts)]
    found = []
    for i, draft in enumerate(drafts):
        if (
            i not in contents
            and i not in styled
            and draft.kind == "paragraph"
            and draft.lines <= 2
            and title_key(draft.text) in listed
        ):
            found.append(i)
            continue
        if not candidate[i]:
            continue
        after = drafts[i + 1] if i + 1 < len(drafts) else None
        beside = (i > 0 and candidate[i - 1]) + (i + 1 < len(drafts) and candidate[i + 1])
        heads = after is not None and (
            after.kind in ("row", "item") or after.lines >= 2 or bool(after.number) or _is_sentence(after)
        )
        if heads and beside <= 1:
            found.append(i)
    return found


def _introduces(text: str) -> bool:
    """Whether a line is a sentence that introduces a list, and no title that closes with a colon ("Next steps:", "Table 2: ...:")."""
    return text.endswith(":") and len(text.split()) > 5 and not _CAPTION.match(text)


def _short_line(draft: Draft) -> bool:
    words = draft.text.split()
    numbered = _NUMBERED.match(draft.text)
    return (
        draft.kind == "paragraph"
        and draft.lines == 1
        and draft.ends_short
        and 1 <= len(words) <= 13
        and len(draft.text) <= 95
        and draft.text[0].isupper() | bool(numbered)
        and not re.search(r"[.,;!]$", draft.text)
        and not _introduces(draft.text)
        and (bool(numbered) or not _NOT_A_HEADING.search(draft.text))
        and bool(re.search("[A-Za-z]{3}", draft.text))
    )


def _is_sentence(draft: Draft) -> bool:
    """Whether a paragraph of one line is a sentence, which a heading could head."""
    return draft.kind == "paragraph" and draft.text.endswith(".") and len(draft.text.split()) >= 5 and not draft.text[0].islower()
