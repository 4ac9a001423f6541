"""Whether two printed texts say the same, and where they do not: by words and figures, whatever their spacing, case, quotes and dashes."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from vectorstore.models import fold_space

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?"  # "e.g.", "U.K."
    r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
    r"|[^\W\d_]+(?:['\u2018\u2019`\u00b4][^\W\d_]+)*"
    r"|\S"
)
_APOSTROPHE = re.compile("['\u2018\u2019`\u00b4.]")
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d"
_NO_MEANING = frozenset("=|~^`\u00b4\u00a8\u00af\u25aa\u25a0\u25cf\u25cb\u25e6\u25a1\u25ab\u25fc\u25fb\u25c6\u25c7\u27a2\u2756")
_NEAR = 2  # words alike between two changes that are then shown as one
_CONTEXT = 4  # words shown on either side of a change


@dataclass(frozen=True, slots=True)
class Token:
    """A word, figure or sign, folded for comparing, and where it is printed."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that changed, as printed, with a few words (of the new text, or of the old where all of them went) on either side."""

    old: str
    new: str
    before: str
    after: str


def plain(text: str) -> str:
    """A text without invisible signs, its white space folded: what the positions of tokens count in."""
    return fold_space(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)))


@lru_cache(maxsize=16384)
def tokens(text: str) -> tuple[Token, ...]:
    """The words, figures and meaningful signs (currency, per cent, minus, arrows, ticks) of a plain text.

    Letters and figures part ("\u00a314m" is three tokens), so that spacing between them makes no difference.
    """
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        printed = match.group()
        if printed[0].isalpha():
            folded = _APOSTROPHE.sub("", unicodedata.normalize("NFKC", printed).casefold())
        elif printed[0].isdigit():
            folded = unicodedata.normalize("NFKC", printed.replace(",", ""))
        else:
            folded = _sign(printed, text, match.start(), found)
        if folded:
            found.append(Token(folded, match.start(), match.end()))
    return tuple(found)


def _sign(printed: str, text: str, at: int, before: list[Token]) -> str:
    """A sign if it changes what is said, else nothing. A dash does before a figure, unless it stands between two figures."""
    if printed in _DASHES:
        rest = text[at + 1 : at + 3].lstrip("\u00a3$\u20ac")
        free = at == 0 or not (text[at - 1].isalnum() or text[at - 1] in ")%")
        ranged = any(t.word[0].isdigit() for t in before[-2:])
        return "-" if rest[:1].isdigit() and free and not ranged else ""
    if printed in _NO_MEANING:
        return ""
    return printed if printed == "%" or unicodedata.category(printed)[0] == "S" else ""


@lru_cache(maxsize=65536)
def folded(text: str | None) -> str:
    """A text's tokens with single spaces: equal for two texts that differ in spacing, case, quotes, dashes and punctuation alone."""
    return " ".join(t.word for t in tokens(plain(text))) if text else ""


def same(old: str | None, new: str | None) -> bool:
    """Whether two texts say the same. A word broken by a hyphen (at a line's end) is the word unbroken; no text is like an empty one."""
    if folded(old) == folded(new):
        return True
    return bool(old and new) and not _changes(plain(old or ""), plain(new or ""))


def kept_share(old: str, new: str) -> float:
    """How much of two texts is common to both, in order: 0 (nothing) to 1."""
    a, b = tokens(plain(old)), tokens(plain(new))
    blocks = SequenceMatcher(None, [t.word for t in a], [t.word for t in b], autojunk=False).get_matching_blocks()
    return 2 * sum(x.size for x in blocks) / ((len(a) + len(b)) or 1)


def stretches(old: str, new: str) -> list[Stretch]:
    """Where two texts differ, in order, changes that stand close together as one."""
    old, new = plain(old), plain(new)
    a, b = tokens(old), tokens(new)
    changes = _joined([_widened(c, (old, a), (new, b)) for c in _changes(old, new)])
    found = []
    for n, (i, j, k, m) in enumerate(changes):
        in_new = m > k or not a
        text, held, first, last = (new, b, k, m) if in_new else (old, a, i, j)
        before = changes[n - 1][3 if in_new else 1] if n else 0
        after = changes[n + 1][2 if in_new else 0] if n + 1 < len(changes) else len(held)
        found.append(
            Stretch(
                _slice(old, a, i, j),
                _slice(new, b, k, m),
                _slice(text, held, _back(text, held, first, before), first),
                _slice(text, held, last, _on(text, held, last, after)),
            )
        )
    return found


def changed_words(old: str, new: str) -> list[dict[str, str]]:
    """`stretches` in JSON."""
    return [{"old": s.old, "new": s.new, "before": s.before, "after": s.after} for s in stretches(old, new)]


def _slice(text: str, held: tuple[Token, ...], first: int, last: int) -> str:
    return text[held[first].start : held[last - 1].end] if last > first else ""


def _back(text: str, held: tuple[Token, ...], at: int, least: int) -> int:
    """The token that the few words before a place begin with, none of them cut."""
    for _ in range(_CONTEXT):
        start = at - 1
        while start > least and _touch(text, held, start):
            start -= 1
        if start < least or _touch(text, held, start):
            break
        at = start
    return at


def _on(text: str, held: tuple[Token, ...], at: int, most: int) -> int:
    """The token that the few words after a place end before, none of them cut."""
    for _ in range(_CONTEXT):
        end = at + 1
        while end < most and _touch(text, held, end):
            end += 1
        if end > most or _touch(text, held, end):
            break
        at = end
    return at


def _changes(old: str, new: str) -> list[tuple[int, int, int, int]]:
    """(first, last) in the old tokens and (first, last) in the new of each change, but for words that a hyphen alone parts."""
    a, b = tokens(old), tokens(new)
    matcher = SequenceMatcher(None, [t.word for t in a], [t.word for t in b], autojunk=False)
    return [
        (i, j, k, m)
        for tag, i, j, k, m in matcher.get_opcodes()
        if tag != "equal" and not _hyphenated(_slice(old, a, i, j), _slice(new, b, k, m))
    ]


def _widened(
    change: tuple[int, int, int, int], old: tuple[str, tuple[Token, ...]], new: tuple[str, tuple[Token, ...]]
) -> tuple[int, int, int, int]:
    """A change with the tokens that are written together with it: the whole of "\u00a314m", not its figure alone."""
    i, j, k, m = change
    while i and k and (_touch(*old, i) or _touch(*new, k)):
        i, k = i - 1, k - 1
    while j < len(old[1]) and m < len(new[1]) and (_touch(*old, j) or _touch(*new, m)):
        j, m = j + 1, m + 1
    return i, j, k, m


def _touch(text: str, held: tuple[Token, ...], at: int) -> bool:
    """Whether a token is written together with the one before it."""
    return 0 < at < len(held) and " " not in text[held[at - 1].end : held[at].start]


def _hyphenated(old: str, new: str) -> bool:
    """Whether two slices are the same letters with a hyphen in one of them."""
    letters = [re.sub(rf"[{_DASHES}]\s*", "", text).casefold() for text in (old, new)]
    return letters[0] == letters[1] and letters[0].isalpha() and any(d in old + new for d in _DASHES)


def _joined(changes: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    out: list[tuple[int, int, int, int]] = []
    for change in changes:
        if out and change[0] - out[-1][1] <= _NEAR:
            out[-1] = (out[-1][0], change[1], out[-1][2], change[3])
        else:
            out.append(change)
    return out
