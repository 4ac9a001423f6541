"""What an answer of a conversation was about: the risk and the control that it rests on, its list, the people and the papers it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answer import Answer
from assistant.conversation_periods import printed, year_of
from assistant.conversation_words import words_of
from assistant.registers import Held

_NEAR = 40  # characters between a post and the name of who holds it
_ITEM = re.compile(r"^\d+\. (?P<said>.+)$", re.M)
_TITLE_END = re.compile(
    r"\s*(?:\[\d+\]|[.;:,] (?=(?:Status|Owner|Rating|Score|Note|Due|Risk|Impact|Likelihood|Control|Category|Ref)\b)).*$", re.S
)
_SENTENCE_END = re.compile(r"(?<=\w)[.;](?:\s.*)?$", re.S)
_UNDER = re.compile(r"\b(?:under|for|against) \u201c(?P<title>[^\u201d]{4,300})\u201d in \u201c")
_LISTED = re.compile(r"^(?:None of the )?\d* ?(?P<kind>control|risk|action)s?\b", re.I)
_NAME = re.compile(
    r"(?:(?:Councillor|Cllr|Dr|Canon|Mr|Mrs|Ms|"
    r"Professor) )?\b(?P<name>(?-i:[A-Z][a-z]+(?:[-'\u2019][A-Z]?[a-z]+)?(?: (?:de|van|von|"
    r"of) )?(?: [A-Z]\.?)? [A-Z][a-z'\u2019]+(?:[A-Z][a-z]+)?(?:-[A-Z][a-z]+)?))\b"
)
_ROLE = re.compile(r"\b(?:Owners?|Leads?|Led by|Responsible officer|Chair|Vice-Chair|Head|Director)\b[^:]{0,25}[:.] ?$")
_NO_NAME = words_of("no names")


@dataclass(frozen=True, slots=True)
class Titles:
    """What the registers held call their risks, and their controls and actions with the risk that each is under."""

    risks: tuple[str, ...] = ()
    children: tuple[tuple[str, str], ...] = ()


def titles_of(registers: Iterable[Held]) -> Titles:
    """The titles of the records of registers, each once."""
    risks: dict[str, None] = {}
    children: dict[tuple[str, str], None] = {}
    for held in registers:
        for risk in held.register.risks:
            risks[risk.name] = None
            children |= dict.fromkeys((child.name, risk.name) for child in risk.children)
    return Titles(tuple(risks), tuple(children))


def listed(answer: Answer) -> tuple[str, list[str]]:
    """The items of an answer that lists, by name, and what they are ("control", "risk", "action", else "item")."""
    items = [_title(m.group("said")) for m in _ITEM.finditer(answer.answer)]
    kind = _LISTED.match(answer.answer)
    return (kind.group("kind").lower() if kind else "item"), items


def _title(said: str) -> str:
    cut = _TITLE_END.sub("", said, count=1)
    return (_SENTENCE_END.sub("", cut, count=1) if cut == said else cut).rstrip(". ")


def risk_of(answer: Answer, titles: Titles) -> str | None:
    """The one risk that an answer rests on; None when it rests on none or on several."""
    if answer.claims and (under := _UNDER.search(answer.claims[0].text)):
        return under.group("title")
    sections = {s for c in answer.citations for s in c.section}
    said = " ".join(c.text for c in answer.claims[:2])
    rests = [t for t in titles.risks if t and (t in said or t in sections)]
    whole = [t for t in rests if not any(t != other and t in other for other in rests)]
    return whole[0] if len(set(whole)) == 1 else None


def child_of(answer: Answer, titles: Titles) -> str | None:
    """The control or action that an answer's first claim rests on, by its title: named in it, else in the row that it quotes."""
    if not answer.claims:
        return None
    first = answer.claims[0]
    quotes = [c.quote for c in answer.citations if c.n in first.citations]
    near = [first.text, *quotes, *(p.text for p in answer.passages if any(_within(q, p.text) for q in quotes))]
    for text in near:
        plain = " ".join(text.split())
        named = [title for title, _ in titles.children if len(title) > 3 and " ".join(title.split()) in plain]
        if named:
            return max(named, key=len)
    return None


def _within(quote: str, text: str) -> bool:
    return " ".join(quote.split())[:80] in " ".join(text.split())


def people(answer: Answer) -> list[str]:
    """The people whom an answer names, those that it gives a part ("Owner: ...") first."""
    found: dict[str, bool] = {}
    for claim in answer.claims:
        for match in _NAME.finditer(claim.text):
            name = match.group("name")
            if not _NO_NAME.intersection(re.findall(r"[A-Za-z]+", name)):
                found[name] = found.get(name, False) or bool(_ROLE.search(claim.text[: match.start()]))
    return sorted(found, key=lambda n: not found[n])


def holder_of(answer: Answer, post: str) -> str | None:
    """Whom an answer's claims and quotes name nearest to a post ("the Head of SEND"); None when nobody stands near it."""
    title = re.sub(r"^the ", "", post.split(" of the ")[0], flags=re.I)
    nearest: tuple[int, str] | None = None
    for text in [*(c.text for c in answer.claims), *(c.quote for c in answer.citations)]:
        for at in (m.start() for m in re.finditer(re.escape(title), text, re.I)):
            for match in _NAME.finditer(text):
                if _NO_NAME.intersection(re.findall(r"[A-Za-z]+", match.group("name"))):
                    continue
                apart = at - match.end() if match.end() <= at else match.start() - at - len(title)
                if 0 <= apart < _NEAR and (nearest is None or apart < nearest[0]):
                    nearest = apart, match.group("name")
    return nearest and nearest[1]


def paper_of(answer: Answer) -> str | None:
    """The title of the one paper that an answer cites."""
    cited = {c.title for c in answer.citations}
    return next(iter(cited)) if len(cited) == 1 else None


def last_period(answers: Sequence[Answer], found: str | None) -> str | None:
    """A period found in a question, or that the answer to it gives in its first claim or in its paper's title."""
    if found or not answers:
        return found
    answer = answers[-1]
    said = printed(answer.claims[0].text) if answer.claims else []
    if said:
        return year_of(said[0])
    of_papers = dict.fromkeys(p for c in answer.citations for p in printed(c.title))
    return year_of(next(iter(of_papers))) if len(of_papers) == 1 else None
