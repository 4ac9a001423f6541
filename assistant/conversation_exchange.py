"""A follow-up that names one thing ("And secondary?", "And the year before?"): the question before it with that thing exchanged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.conversation_frames import Frame, parse
from assistant.conversation_leaning import RELATIONS
from assistant.conversation_periods import LED, PRINTED, month_before, moved, shifted
from assistant.conversation_words import sorts
from assistant.question import content_words, stem

_LEADING = re.compile(
    r"^(?P<prep>(?:back )?in|for|about|on|at|of|with|by|from|to|under|according to|during|as at|against)\s+(?=\S)", re.I
)
_DEICTIC = re.compile(
    r"\b(?:last|this|the current|next) (?:(?:financial|calendar|school|academic) )?(?:year|month|quarter)\b(?!['\u2019]s)|\b(?:now|"
    r"today|currently|so far)$",
    re.I,
)
_PROPER = re.compile(
    r"(?<=\s)(?:(?:[A-Z][\w'\u2019-]+|[A-Z]{1,3}\d{1,3})(?:\s(?:of\s|and\s|the\s)?(?=[A-Z])[A-Z][\w'\u2019-]+)*)"
)
_PAPER_NOUN = re.compile(
    r"(?:the |our )?(?:[\w/-]+ ){0,4}(?:annual report|report|paper|minutes|risk register|register|strategy|plan|"
    r"briefing|letter|monitor|pack)(?: of .{3,30})?$",
    re.I,
)
_ROLE = re.compile(
    r"(?:the |our )?(?:[\w-]+ )?(?:vice-?\s?chair|chair|deputy|clerk|owner|leader|head|director|author|manager|lead|"
    r"secretary|treasurer|member|officer|adviser|governor)s?$",
    re.I,
)
_NEXT_PREP = (
    r"(?=\s+(?:in|for|about|on|at|of|with|by|from|to|under|during|were|was|is|are|do|does|did|has|have|will|between|against)\b"
    r"|\s*[,?]|$)"
)


def exchanged(what: str, earlier: Sequence[str], said: str | None, base: str | None = None) -> str:
    """The latest question in which what a follow-up names has its place, with it put there.

    `earlier` are the questions before it as understood, latest first; `said` is the period that the last of them was about, where it is not
    in its words, `base` the last of them that had a subject of its own.
    """
    led = _LEADING.match(what)
    prep = led.group("prep").lower() if led else ""
    bare = what[led.end() :].strip() if led else what.strip()
    if period := _period(bare, earlier, said):
        whole = _with_period(next((q for q in earlier if len(_periods(q)) == 1), earlier[0]), period, prep)
        rest = _without_moved(bare)
        return exchanged(f"{prep} {rest}".strip(), [whole, *earlier], said) if rest else whole
    if prep == "according to" or (_PAPER_NOUN.fullmatch(bare) and prep != "for"):
        return _with_paper(earlier[0], bare)
    if prep in ("back in", "during", "as at"):
        prep = "in"
    for n, question in enumerate(earlier):
        for place in (_after_preposition, _proper, _same_head, _same_sort):
            if n and place is _same_head:
                continue
            if found := place(question, bare, prep):
                return found
    return _subject(base or earlier[0], bare, prep)


def _period(bare: str, earlier: Sequence[str], said: str | None) -> str | None:
    """The period that a follow-up names: as printed, moved from the last question's, or as relative as it stands."""
    if printed := PRINTED.search(bare):
        return printed.group()
    if move := moved(bare):
        dated = (p for q in earlier for p in reversed(_periods(q)) if PRINTED.fullmatch(p))
        base = next(dated, said)
        return shifted(base, move[2]) if base else bare[move[0] : move[1]]
    deictic = _DEICTIC.search(bare)
    return deictic.group() if deictic else None


def _without_moved(bare: str) -> str:
    """What a follow-up names beside its period."""
    move = moved(bare)
    found = PRINTED.search(bare) or _DEICTIC.search(bare)
    start, end = (found.start(), found.end()) if found else (move[0], move[1]) if move else (0, 0)
    led = LED.search(bare[:start])
    rest = f"{bare[: led.start() if led else start]} {bare[end:]}"
    return " ".join(
        w for w in rest.split() if w.lower() not in ("in", "for", "the", "at", "end", "of", "year", "back", "during", "on")
    )


def _periods(question: str) -> list[str]:
    """The periods that a question asks about; those that name a paper are none."""
    return [question[a:b] for a, b in _places(question)]


def _places(question: str) -> list[tuple[int, int]]:
    paper = parse(question).paper.removeprefix("according to ")
    at = question.find(paper) if paper else -1
    quoted = [(m.start(), m.end()) for m in re.finditer(r"\u201c[^\u201d]*\u201d", question)]
    if at >= 0:
        quoted.append((at, at + len(paper)))
    found = [(m.start(), m.end()) for m in [*PRINTED.finditer(question), *_DEICTIC.finditer(question)]]
    return sorted(p for p in found if not any(a <= p[0] < b for a, b in quoted))


def _with_period(question: str, period: str, prep: str) -> str:
    """A question about another period: put for its own, or after it where it has none."""
    places = _places(question)
    relative = bool(_DEICTIC.fullmatch(period))
    if not places:
        frame = parse(question)
        paper = f", {frame.paper}" if frame.paper.startswith("according") and question.rstrip("?. ").endswith(frame.paper) else ""
        body = question.rstrip("?. ").removesuffix(paper.lstrip(", ")).rstrip(" ,")
        return f"{body} {'' if relative else 'in '}{period}{paper}?"
    start, end = places[-1]
    before, after = question[:start], question[end:]
    led = LED.search(before)
    if not relative and _DEICTIC.fullmatch(question[start:end]) and not led:
        before += "in "
    elif led and (
        relative
        or (led.group().strip().lower() in ("on", "as at", "at") and not period[:1].isdigit())
        or re.fullmatch(r"(?:19|20)\d\d|20\d\d.(?:20)?\d\d", period)
    ):
        word = "" if relative else prep if prep in ("since", "by", "during") else "in "
        before = f"{before[: led.start()]} {word}"
    return " ".join(f"{before}{period}{after}".split())


def _with_paper(question: str, paper: str) -> str:
    """A question asked of another paper."""
    frame = parse(question)
    named = paper if re.match(r"(?:the|our|that|this)\b", paper, re.I) else f"the {paper}"
    old = frame.paper.removeprefix("according to ")
    if old and old in question:
        return question.replace(old, named, 1)
    if spoken := re.match(
        r"^(what (?:do|does|did|has|have) )(.+?)( (?:say|show|report|promise|note|agree|decide|resolve|recommend)\b.*)$",
        question,
        re.I,
    ):
        plural = re.search(r"\bminutes$", named, re.I)
        verb = re.sub(r"\bdoes\b", "do", spoken.group(1)) if plural else re.sub(r"\bdo\b", "does", spoken.group(1))
        return f"{verb}{named}{spoken.group(3)}"
    return f"{question.rstrip('?. ')}, according to {named}?"


def _after_preposition(question: str, bare: str, prep: str) -> str | None:
    """ "And about transport?" after "How many complaints about SEND ...": what stands after the same preposition."""
    if not prep:
        return None
    periods = _places(question)
    for match in reversed(list(re.finditer(rf"\b{re.escape(prep)}\s+(?P<what>\S.*?){_NEXT_PREP}", question, re.I))):
        if not any(a < match.end("what") and match.start("what") < b for a, b in periods) and not re.match(
            r"(?:the )?(?:end|start)\b", match.group("what")
        ):
            end = _end_of(question, match.end("what")) if prep == "about" else match.end("what")
            return question[: match.start("what")] + bare + question[end:]
    return None


def _end_of(question: str, end: int) -> int:
    """Where a subject ends whose last noun may have more said of it: "the land at Mill Lane"."""
    more = re.match(rf"(?: (?:at|of|on|in|for|by|near|from) (?!the end\b)\S.*?{_NEXT_PREP})", question[end:], re.I)
    return _end_of(question, end + more.end()) if more and not PRINTED.search(more.group()) else end


def _proper(question: str, bare: str, prep: str) -> str | None:
    """A name for a name: a person, a place, a school, a reference ("R3" for "R2")."""
    if not _PROPER.fullmatch(f" {bare}", 1) or (len(bare) > 1 and bare.isupper() and not bare[-1].isdigit()):
        return None
    quoted = [(m.start(), m.end()) for m in re.finditer(r"\u201c[^\u201d]*\u201d", question)]
    if bare[-1].isdigit():
        marks = list(re.finditer(r"\b[A-Z]{1,3}\d{1,3}\b", question))
        return question[: marks[-1].start()] + bare + question[marks[-1].end() :] if marks else None
    taken = [*_places(question), *quoted]
    names = [m for m in _PROPER.finditer(question) if not m.group().isupper() and not any(a <= m.start() < b for a, b in taken)]
    many = len(bare.split()) > 1
    names = [m for m in names if (len(m.group().split()) > 1) == many] or names
    if not names:
        return None
    return question[: names[-1].start()] + bare + question[names[-1].end() :]


def _same_head(question: str, bare: str, prep: str) -> str | None:
    """ "And the vacancy rate?" after "What was the turnover rate ...": the phrase with the same head noun."""
    words = bare.split()
    if len(words) < 2 or not words[-1].isalpha():
        return None
    head = re.escape(words[-1])
    found = list(
        re.finditer(
            rf"\b(?:(?:the|our|a)\s+)?(?:\b(?!(?:of|for|in|on|the|our|a|is|are|was|were|about|and|to|by|does|did|do|many|"
            rf"which|what|owns|who)\b)[\w'\u2019-]+\s+){{1,4}}{head}\b",
            question,
            re.I,
        )
    )
    if not found:
        return None
    last = found[-1]
    led = re.match(r"(?:the|our|a)\s+", last.group(), re.I)
    named = bare if not led or re.match(r"(?:the|our|a)\s", bare, re.I) else f"{led.group()}{bare}"
    return question[: last.start()] + named + question[last.end() :]


def _same_sort(question: str, bare: str, prep: str) -> str | None:
    """ "And secondary?" after "... in primary schools ...": a word of the same sort."""
    low = re.sub(r"^(?:the|our) ", "", bare.lower())
    for sort in sorts():
        mine = next((w for w in sort if re.search(rf"\b{w}\b", low)), None)
        if mine is None:
            continue
        for other in (w for w in sort if w != mine):
            pattern = other.replace("children in care", "children (?:who )?(?:(?:are|were) )?in care")
            if found := re.search(rf"\b{pattern}\b", question, re.I):
                after = question[found.end() :]
                new, tail = low if mine == low else bare, bare.split()[-1]
                if re.match(rf"\s+{re.escape(tail)}\b", after, re.I) and len(bare.split()) > 1:
                    after = re.sub(rf"^\s+{re.escape(tail)}\b", "", after, count=1, flags=re.I)
                be = re.search(r"\b(?:are|were)\b", found.group(), re.I)
                there = f" {be.group()} there" if be and "who" not in found.group().lower() else ""
                return f"{question[: found.start()]}{new}{there}{after}"
    return None


def _subject(question: str, bare: str, prep: str) -> str:
    """What has no place of its own in the question before takes its subject's, is asked of its subject, or narrows it."""
    frame = parse(question)
    things = frame.things or frame.subject
    head = stem(bare.split()[-1])
    if re.fullmatch(r"[A-Z]{1,3}\d{1,3}", bare):
        return f"What about {bare}, for {things}?"
    if _ROLE.fullmatch(bare) and re.match(r"^\W*who\b", question, re.I):
        article = "" if re.match(r"(?:the|our)\b", bare, re.I) else "the "
        return f"Who is {article}{bare} of {things}?"
    if prep and frame.things and not frame.counts and prep != "about":
        return f"{question.rstrip('?. ')} {prep} {bare}?"
    if head in _relation_stems() and len(content_words(bare)) <= 2 and re.match(r"(?:the|its|their)\b", bare, re.I):
        return f"What was {bare} for {things}?"
    if amount := re.match(
        r"^(?P<lead>.*?\bthe (?:number|share|proportion|percentage|per cent|rate) of )(?P<what>.+)$", frame.subject, re.I
    ):
        period = _first_period(amount.group("what"))
        return f"{frame.head}{amount.group('lead')}{bare}{period} {frame.rest}".strip() + "?"
    return _about(frame, bare)


def _about(frame: Frame, bare: str) -> str:
    if not frame.head or not frame.subject:
        return f"What about {bare}, with {frame.things}?"
    if frame.head.lower().startswith(("what is ", "what was ", "what are ", "what were ")) and (
        kept := re.match(r"^(?P<lead>.+? (?:of|for|on|about|in) )(?P<what>.+)$", frame.subject)
    ):
        period = _first_period(kept.group("what"))
        return (
            f"{frame.head}{kept.group('lead')}{bare}{period} {frame.rest}".strip()
            + (f", {frame.paper}" if frame.paper else "")
            + "?"
        )
    if not frame.rest:
        bare = f"{bare}{_first_period(frame.subject)}"
    return frame.about(bare)


def _first_period(text: str) -> str:
    """The period in a text with the words that lead to it, after a space; nothing when there is none."""
    found = PRINTED.search(text)
    if found is None:
        return ""
    led = LED.search(text[: found.start()])
    return f" {text[led.start() if led else found.start() : found.end()].strip()}"


def _relation_stems() -> frozenset[str]:
    return frozenset(map(stem, RELATIONS))


def with_month(text: str, base: str | None) -> str:
    """A month without its year ("the March figure") put as that month before a period, where there is one."""
    if base is None or PRINTED.search(text):
        return text
    for match in _months(text):
        if dated := month_before(match.group(), base):
            return text[: match.start()] + dated + text[match.end() :]
    return text


def _months(text: str) -> Iterator[re.Match[str]]:
    return re.finditer(r"\b(?:January|February|March|April|June|July|August|September|October|November|December)\b", text)
