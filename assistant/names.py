"""The names in a text (people, posts, bodies, places, acronyms), and whether other words hold them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.question import STOP_WORDS, stem
from assistant.values import plain, values

_TOKEN = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_LINKED = re.compile(r"[ '\u2019-]|\.\s?|\s(?:of|for|of the|&)\s")
_BEGINS = re.compile(r"(?:^|[.!?:;\u2022|/]\s|[\n\t]|(?:^|\s)[\u2013\u2014-]\s)[\s\"'\u201c\u2018(\[*]*$")
_ABBREVIATED = re.compile(r"\b(?:Cllrs?|Mrs?|Ms|Dr|Prof|Rev|St|[A-Z])\.\s*$")
_TITLES = frozenset(
    re.findall(r"\S+", "cllr cllrs councillor councillors mr mrs ms miss mx dr sir dame prof professor rev hon rt lady the")
)
_FILLERS = frozenset(("of", "for", "and", "the", "to", "in", "with", "a", "an"))
# what a council calls itself, where its paper says "we"
_OURSELVES = frozenset(("council", "borough", "authority", "city", "county", "district"))
_WE = re.compile(r"\b(?:we|our|us|council|councils|authority|borough|city|county|district)\b", re.I)
_LONGEST = 8  # words: a longer run of capitals is a title or somebody shouting
LABEL = re.compile(r"(?:^|(?<=[.;)!?] ))[A-Z](?:\u201c[^\u201d]*\u201d|[^.:;\d\u201c]){0,80}?\.?:(?= \S)")
"""What a row that is put in words says before a cell ("Owner:"): how it is read out, not what it says."""
_DATED = ("date", "period", "reference", "time")


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        return self.word[0].isupper()


class Words:
    """The words of some quotes, asked whether they hold a name."""

    def __init__(self, quotes: Sequence[str]) -> None:
        texts = [plain(q) for q in quotes]
        self._runs = [[_folded(t.word) for t in _tokens(x) if t.word.lower() not in _FILLERS] for x in texts]
        self._with_fillers = [[t.word for t in _tokens(x)] for x in texts]
        self._acronyms = sorted(
            {w.removesuffix("s") for run in self._with_fillers for w in run if len(w) > 2 and w.removesuffix("s").isupper()}
        )
        self._we = any(_WE.search(x) for x in texts)

    def hold(self, name: Sequence[str]) -> bool:
        """Whether the quotes hold a name: its words beside one another, in either order ("Finance Director" is the "Director of Finance"), its
        acronym for a name, or the name that an acronym stands for. Titles ("Cllr") need not be alike."""
        words = [w for w in name if w.lower() not in _TITLES and w.lower() not in _FILLERS]
        if not words or (self._we and all(w.lower() in _OURSELVES for w in words)):
            return True
        folded = [_folded(w) for w in words]
        if len(words) == 1 and any(
            a[:-1] == words[0] for a in self._acronyms if len(a) > 3
        ):  # the "EHC" of an "EHC plan", where they have "EHCP"
            return True
        if self._beside(folded) or self._short(words) or (len(words) == 1 and words[0].isupper() and self._long(words[0])):
            return True
        return len(words) > 2 and any(self.hold(words[:n]) and self.hold(words[n:]) for n in range(1, len(words)))

    def _beside(self, words: Sequence[str]) -> bool:
        size = len(words)
        return any(
            all(any(_same(w, h) for h in run[at : at + size]) for w in words)
            for run in self._runs
            for at in range(len(run) - size + 1)
        )

    def _short(self, words: Sequence[str]) -> bool:
        """Whether the acronym of a name is held, with or without its small words ("DfE")."""
        initials = "".join(w[0].upper() for w in words)
        return len(words) > 1 and any(
            w == initials or (len(w) > len(initials) and "".join(c for c in w if c.isupper()) == initials)
            for run in self._with_fillers
            for w in run
        )

    def in_short(self, text: str) -> str:
        """A text with the quotes' acronyms for the words that they stand for ("SEN" for "special educational needs")."""
        for short in self._acronyms:
            tokens = _tokens(text)
            for start in reversed(range(len(tokens))):
                if length := _spelt(short, tokens[start:]):
                    text = f"{text[: tokens[start].start]}{short}{text[tokens[start + length - 1].end :]}"
        return text

    def _long(self, acronym: str) -> bool:
        letters = acronym.lower().removesuffix("s") if len(acronym) > 3 else acronym.lower()
        whole = ["".join(w[0].lower() for w in run) for run in self._with_fillers]
        bare = ["".join(w[0] for w in run) for run in self._runs]
        return len(letters) > 2 and any(letters in initials for initials in (*whole, *bare))


def names(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each name in a text as printed, with its words: a run of words with capitals that is not only the first word of its sentence or a label
    before a colon. Words of dates and references are no names."""
    text = plain(text)
    for value in values(text):
        if value.kind in _DATED:
            text = text[: value.start] + "0" * (value.end - value.start) + text[value.end :]
    text = LABEL.sub(lambda m: "0" * (len(m.group()) - 1) + ":", text)
    for run in _runs(text):
        first = run[0]
        if _begins(text, first.start):
            alone = len(run) == 1 or len(text[first.end : run[1].start]) > 1  # "Inspectors of Ashdown House" names the house
            if first.word.lower() in STOP_WORDS or (alone and not _acronym(first.word)):
                run = run[1:]
        if 0 < len(run) <= _LONGEST and not re.match(r"\s?:", text[run[-1].end :]):
            yield text[run[0].start : run[-1].end], [t.word for t in run]


def _runs(text: str) -> Iterator[list[_Token]]:
    """Words with capitals that follow one another, "of", "for" and "&" among them."""
    run: list[_Token] = []
    for token in filter(lambda t: t.capital, _tokens(text)):
        if run and not (_LINKED.fullmatch(text[run[-1].end : token.start]) and not _ends(text, run[-1], token)):
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def _ends(text: str, token: _Token, following: _Token) -> bool:
    """Whether a sentence ends between two words: at a full stop that no initial or title has."""
    return "." in text[token.end : following.start] and not _ABBREVIATED.search(text[token.start : following.start])


def _tokens(text: str) -> list[_Token]:
    return [_Token(m.group(), *m.span()) for m in _TOKEN.finditer(text)]


def _begins(text: str, start: int) -> bool:
    return bool(_BEGINS.search(text[:start])) and not _ABBREVIATED.search(text[:start])


def _spelt(short: str, tokens: Sequence[_Token]) -> int:
    """How many words spell an acronym by their first letters, small words between them or not; 0 when they do not."""
    left = short.lower()
    for n, token in enumerate(tokens):
        word = token.word.lower()
        part = word if _acronym(token.word) else word[0]  # "EHC plan" is an "EHCP"
        if left.startswith(part) and part != short.lower():
            left = left.removeprefix(part)
        elif word not in _FILLERS or n == 0:
            return 0
        if not left:
            return n + 1
    return 0


def _acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _folded(word: str) -> str:
    return stem(word) or word.lower()


def _same(word: str, held: str) -> bool:
    return word == held or (len(word) == 1 and held.startswith(word))
