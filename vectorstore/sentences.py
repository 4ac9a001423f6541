"""Where sentences begin and end in council prose, with its abbreviations, amounts, numbered paragraphs and run-in lists."""

from __future__ import annotations

import re

_ABBREVIATIONS = frozenset(
    re.findall(
        r"\S+",
        "e.g i.e etc cllr cllrs mr mrs ms dr prof rev st no nos para paras p pp vs approx est dept ref fig inc ltd co "
        "jan feb mar apr jun jul aug sep sept oct nov dec hon rt sec cl sch viz cf al",
    )
)
_LOOK_BACK = 60  # characters before a full stop that can tell what it is
_END = re.compile(
    r"[.!?][\"'\u201d\u2019)\]]*(?=\s)|;(?=\s+[-\u2022\u25cf\u25aa\u2013]\s)"
    r"|(?<=\S)(?=\s+[\u2022\u25cf\u25aa\u25e6]\s*\S)|:(?=\s+-\s)"
)
_NEXT = re.compile(r"\s+[\"'\u201c\u2018(\[]*[A-Z0-9\u00a3\u2022\u25cf\u25aa\u25e6<-]")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence of a text, in order; together they cover all of it but white space between them."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        end = match.end()
        if _is_end(text, match.start(), end) and text[start:end].strip():
            spans.append(_trim(text, start, end))
            start = end
    if text[start:].strip():
        spans.append(_trim(text, start, len(text)))
    return spans


def sentences(text: str) -> list[str]:
    """The sentences of a text, in order."""
    return [text[a:b] for a, b in sentence_spans(text)]


def _is_end(text: str, stop: int, end: int) -> bool:
    if text[stop : stop + 1] != ".":
        return True
    if not _NEXT.match(text, end):
        return False
    before = text[max(0, stop - _LOOK_BACK) : stop]
    word = re.search(r"([A-Za-z](?:[A-Za-z.]*[A-Za-z])?)$", before)
    if word and (word.group(1).lower() in _ABBREVIATIONS or re.fullmatch(r"[A-Z](?:\.[A-Z])*", word.group(1))):
        return False
    # a paragraph number or list marker ("4.5.", "2.") is no sentence
    number = re.search(r"(?:^|\s)\(?\d{1,2}(?:\.\d{1,2})*$", before)
    return number is None or re.search(r"[a-z]\s+\d+(?:\.\d+)?$", before) is not None


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
