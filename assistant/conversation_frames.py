"""Questions taken apart: what is asked, of which subject, and how the subject is called in another question."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.conversation_periods import LED, PRINTED
from assistant.conversation_words import words_of

_AUX = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|must|may|might)(?:n't)?"
_PAPER = (
    r"(?:the |our |its |that |this )?(?:[\w/'&\u2019-]+ ){0,5}?(?:annual report|cover(?:ing)? report|cabinet (?:report|"
    r"paper)|report|paper|papers|minutes|"
    r"risk register|register|strategy|strategic plan|action plan|plan|briefing|letter|budget monitor|note|pack|consultation)"
    rf"(?: (?:of|for) (?:the )?(?:(?:{PRINTED.pattern})|[\w ]{{3,30}}?))?"
)
_ACCORDING = re.compile(
    rf"\s*,?\s*\b(?P<said>according to {_PAPER})(?=\s*[,?]|$)|^(?P<first>(?:according to|in|from) {_PAPER}),\s*", re.I
)
_SAYS = re.compile(
    rf"\b(?:do|does|did) (?P<paper>{_PAPER}) (?:say|says|state|show|report|give|promise|"
    rf"record)\b(?: that)?",
    re.I,
)
_PEOPLE = re.compile(
    r"\b(?:children|people|pupils|parents|carers|families|residents|workers|leavers|councillors|members|staff|girls|"
    r"boys|students"
    r"|psychologists|teachers|officers|households|patients|tenants|youngsters|governors|entrants|adults|seekers|women|men)\b",
    re.I,
)
_VERBS = words_of("verbs")
_PAST = dict(pair.split(":") for pair in words_of("pasts"))
_DONE = words_of("participles")
_STATES = words_of("states")
_PLAIN_VERBS = words_of("counted verbs")
_BEFORE_NOUN = words_of("before a noun")
_HOW_MANY = re.compile(
    r"^(?P<ask>how many (?:more )?(?:of )?|how much (?!is |are |was |were |do |does |did |has |have |had |can |could |"
    r"will |would |should )|(?:what|which) (?P<share>share|proportion|percentage|per cent|percent|number|rate) of )",
    re.I,
)
_WHICH = re.compile(
    r"^(?:which(?: of)?|what(?! (?:is|are|was|were|do|does|did|has|have|had|will|would|should|can|happen|about|s)\b)) ", re.I
)
_WHAT_IS = re.compile(r"^(?:what|who|which)(?:'s|\u2019s| is| are| was| were)(?: now)? ", re.I)
_WHO = re.compile(
    r"^who (?P<does>(?:currently )?(?:owns|leads on|leads|chairs|runs|wrote|signed|manages|looks after|carries|made|"
    r"asked for|proposed|delivers"
    r"|(?:is|was|are|were|will be) (?:responsible|accountable) for|(?:is|was) in charge of|(?:is|was) leading(?: on)?)) ",
    re.I,
)
_LIST = re.compile(
    r"^(?:please )?(?:list|show|name|give|tell|summari[sz]e|explain|describe)(?: me| us)?(?: all)?(?: about)? ", re.I
)
_SAID_OF = re.compile(
    r"^what (?:do|does|did|has|have) .+? (?:say|said|says|show|report|reported|promise|promised|note|agree|agreed|"
    r"decide|decided|resolve|resolved|recommend|recommended|think)"
    r"(?: will be done| should be done| to do)? (?:about|on|for|of|regarding|over) ",
    re.I,
)
_DECIDED = re.compile(
    r"^(?:that|why|when)?.*\b(?P<verb>agree|decide|plan|promise|propose|recommend)(?:d|ed)? (?P<what>to \w.+)$", re.I
)
_DECISION = {
    "agree": "decision",
    "decide": "decision",
    "plan": "plan",
    "promise": "promise",
    "propose": "proposal",
    "recommend": "recommendation",
}
_DONE_ABOUT = re.compile(
    r"^what (?:(?:has been|is being|was|is|will be|can be|should be) (?:done|planned)|(?:happens|happened|will happen|"
    r"is happening))"
    r"(?: about| to improve| to| for| with| in)? ",
    re.I,
)
_SPENT = re.compile(
    r"^how much (?:was|is|has been|did (?:we|the council)|do we|does the council|will be) (?:spent|spend|paid|pay|"
    r"budgeted) (?:on|for) ",
    re.I,
)
_OPENING = re.compile(
    rf"^(?:(?:by |since |until |from )?(?:when|where|why|how(?: far| soon| long| often| big| high| much)?)|(?:up )?(?:to|"
    rf"for|from|on|at|in) (?:what|which) \w+|what) {_AUX} |^{_AUX} ",
    re.I,
)  # fmt: skip
_EXISTENTIAL = re.compile(
    r"^(?:(?:are|were|is|was|will) there(?: be)?|(?:do|did|does) (?:we|the council|they) (?:have|hold|record)|"
    r"have (?:we|there been)|exists?)\b ?",
    re.I,
)
_INSTITUTIONS = re.compile(
    r"^(?:the |our )?(?:council|cabinet|committee|commission|scrutiny committee|we|ofsted|board|government|full council|"
    r"inspectors)$",
    re.I,
)


_FURTHER = re.compile(r",? and (?=(?:what|who|how|when|which|why|where|by when)\b)|; |\? +(?=\w)", re.I)
_OURS = re.compile(r"^(?:we|i|they|the council|the borough) .*\b(?:to|of|on|for|about|with|in|at) (?P<what>\S.+)$", re.I)


@dataclass(frozen=True, slots=True)
class Frame:
    """A question in parts: `head` + `subject` + `rest` are the question without its paper phrase, in order.

    `subject` is what is spoken of, `things` the same as a noun phrase that holds what the question says of it ("the pupils who were
    excluded in 2024/25"), `amount` the quantity asked for, if one is ("the number of pupils who ...").
    """

    head: str
    subject: str
    rest: str
    things: str
    amount: str = ""
    paper: str = ""
    counts: bool = False

    def about(self, other: str) -> str:
        """The question with another subject."""
        rest = self.rest
        if self.counts and (
            state := re.match(r"^(?P<be>is|are|was|were) (?:in|under|with|on|without|at) (?!\d)(?!the end)", rest, re.I)
        ):
            # "children were in care in March" asked of others: how many of them there were in March
            period = PRINTED.search(rest)
            led = LED.search(rest[: period.start()]) if period else None
            rest = f"{state.group('be')} there" + (rest[led.start() if led else period.start() :] if period else "")
        paper = f", {self.paper}" if self.paper.lower().startswith("according") else ""
        return " ".join(f"{self.head}{other} {rest}".split()) + paper + "?"


def parse(question: str) -> Frame:
    """Take a question apart, the first where it asks several. One of an unknown build is all subject."""
    text = _FURTHER.split(" ".join(question.strip().rstrip("?.! ").split()), maxsplit=1)[0]
    paper = ""
    if said := _ACCORDING.search(text):
        paper = (said.group("said") or said.group("first")).strip()
        if said.group("first"):
            paper = re.sub(r"^(?:in|from) ", "according to ", paper, flags=re.I)
        text = (text[: said.start()] + text[said.end() :]).strip(" ,")
        paper = paper[0].lower() + paper[1:]
    elif not _SAID_OF.match(text) and (said := _SAYS.search(text)) and said.start() and text[said.end() :].strip():
        paper = f"according to {said.group('paper')}"
        text = re.sub(r"\s+", " ", f"{text[: said.start()]}{text[said.end() :]}").strip()
        return _clause(text, paper)
    return _of(text, paper)


def _of(text: str, paper: str) -> Frame:
    if found := _SPENT.match(text):
        subject = text[found.end() :]
        return Frame(found.group(), subject, "", subject, f"the amount spent on {subject}", paper)
    if found := _HOW_MANY.match(text):
        return _counted(found, text, paper)
    if found := _SAID_OF.match(text):
        subject, period = _without_period(text[found.end() :])
        return Frame(found.group(), subject, period, subject, "", paper)
    if found := _DONE_ABOUT.match(text):
        subject = text[found.end() :]
        return Frame(found.group(), subject, "", subject, "", paper)
    for simple in (_WHO, _WHAT_IS, _LIST):
        if found := simple.match(text):
            return _named(found.group(), text[found.end() :], paper)
    if found := _WHICH.match(text):
        return _counted(found, text, paper)
    if found := _OPENING.match(text):
        return _asked(found.group(), text[found.end() :], paper)
    return Frame("", text, "", text, "", paper)


def _named(head: str, tail: str, paper: str) -> Frame:
    """ "What is the target for 2026/27", "Who owns the risk": what stands after the verb, without what is said of it ("rated")."""
    tokens = _tokens(tail)
    end = len(tokens)
    if _WHAT_IS.match(head):
        end = next((n for n in range(1, end) if tokens[n].lower() in _STATES and not _is_inside(tokens, n)), end)
    subject = " ".join(tokens[: end - 1] if end < len(tokens) and tokens[end - 1].lower() in ("now", "still") else tokens[:end])
    return Frame(head, subject, tail[len(subject) :].strip(), subject, subject, paper)


def _tokens(text: str) -> list[str]:
    """Words; what stands in quotation marks is one."""
    return re.findall(r"\u201c[^\u201d]*\u201d\S*|\S+", text)


def _is_inside(tokens: list[str], n: int) -> bool:
    """Whether a word belongs to the noun phrase before it: it follows an article or preposition, or is the verb of a "that ..."."""
    before = [t.lower() for t in tokens[:n]]
    if before[-1] in _BEFORE_NOUN or tokens[n][0].isupper() or before[-1] in ("who", "which"):
        return True
    return bool({"who", "that", "which"}.intersection(before)) and bool(re.fullmatch(_AUX, before[-1]))


def _clause(text: str, paper: str) -> Frame:
    """A question of what a paper says: "When the new hub opens", the paper's part cut out."""
    found = re.match(r"^(?:(?:by )?when|where|why|how many|how much|how|what|who|which) ", text, re.I)
    if not found:
        return _of(text, paper)
    if found.group().lower() in ("how many ", "how much ", "which "):
        return _of(text, paper)
    subject, rest = _split(text[found.end() :], said=True)
    return Frame(found.group(), subject, rest, subject, "", paper)


def _counted(found: re.Match[str], text: str, paper: str) -> Frame:
    """ "How many pupils were excluded in 2024/25", "Which controls are overdue"."""
    tail = text[found.end() :]
    noun, verb = _noun_and_verb(tail)
    said = _EXISTENTIAL.sub("", verb, count=1).strip()
    dropped = said != verb.strip()
    of = found.group().rstrip().lower().endswith(" of")
    noun_phrase = noun if re.match(r"(?:the|our|its|their|those|these)\b", noun, re.I) else f"the {noun}"
    link = "who" if _PEOPLE.search(noun) else "that"
    if not said or dropped:
        things = " ".join((noun_phrase, said)).strip()
    elif turned := _turned(said):
        things = f"{noun_phrase} that {turned}"
    else:
        things = f"{noun_phrase} {link} {said}"
    measured = "the number of" if not (found.groupdict().get("share")) else f"the {found.group('share').lower()} of"
    counts = found.re is _HOW_MANY
    amount = f"{measured} {things.removeprefix('the ') if not of or found.groupdict().get('share') else things}" if counts else ""
    return Frame(found.group(), noun, verb, things, amount, paper, counts)


def _turned(said: str) -> str | None:
    """The order of a statement for that of a question: "does Ann Lee own" -> "Ann Lee owns"; None when the verb stands first already."""
    found = re.match(rf"(?P<aux>{_AUX}) (?P<rest>(?P<first>\S+).*)$", said, re.I)
    if found is None:
        return None
    aux, first = found["aux"].lower(), found["first"]
    helps = aux in ("do", "does", "did")
    if not helps and not (
        first.lower() in ("the", "a", "an", "our", "we", "they", "it", "he", "she")
        or (first[0].isupper() and not first.isupper())
    ):
        return None
    subject, verb = _split(found["rest"], loose=helps)
    if not verb:
        return None
    if helps and aux != "do":
        base, _, after = verb.partition(" ")
        verb = f"{_past(base) if aux == 'did' else 'has' if base == 'have' else f'{base}s'} {after}".strip()
    return f"{subject} {verb}" if helps else f"{subject} {aux} {verb}"


def _past(base: str) -> str:
    """A verb in the past, for "did ... decide"."""
    return _PAST.get(base) or f"{base}{'d' if base.endswith('e') else 'ed'}"


def _noun_and_verb(tail: str) -> tuple[str, str]:
    """Where the noun phrase that a question counts ends and its verb begins."""
    tokens = _tokens(tail)
    for n, token in enumerate(tokens):
        if n and re.fullmatch(_AUX, token, re.I) and tokens[n - 1].lower() not in ("who", "that", "which"):
            return " ".join(tokens[:n]), " ".join(tokens[n:])
    for n, token in enumerate(tokens):
        low = token.lower()
        if n and (low in _PLAIN_VERBS or (low.endswith("ed") and tokens[n - 1].lower() not in _BEFORE_NOUN)):
            if tokens[n - 1].lower() in ("who", "that", "which"):
                continue
            return " ".join(tokens[:n]), " ".join(tokens[n:])
    return tail, ""


def _asked(head: str, tail: str, paper: str) -> Frame:
    """ "When will the hub open", "Did transport overspend in 2024/25"."""
    subject, rest = _split(tail)
    things = subject
    if not rest and (ours := _OURS.match(subject)):
        things = ours.group("what")
    elif _INSTITUTIONS.match(subject):
        if decided := _DECIDED.match(rest):
            things = f"the {_DECISION[decided.group('verb').lower()]} {decided.group('what')}"
        elif done := re.match(r".*?\b(?P<what>(?:the|a|an|its|our) .+)$", rest):
            things = done.group("what")
    elif made := re.match(r"(?P<verb>recommend|decide|agree|propose|promise|find)(?:ed|d)?$", rest):
        noun = {"find": "findings", "agree": "decisions", "decide": "decisions", "propose": "proposals", "promise": "promises"}
        things = f"the {noun.get(made['verb'], 'recommendations')} of {subject}"
    things, _ = _without_period(things) if things == subject else (things, "")
    return Frame(head, subject, rest, things, "", paper)


def _split(tail: str, said: bool = False, loose: bool = False) -> tuple[str, str]:
    """A clause's subject and the rest, which begins with its verb; `said` for a statement ("the hub opens"), else for a question's tail.

    `loose` takes the last word for the verb where none is known.
    """
    tokens = _tokens(tail)
    for n, token in enumerate(tokens):
        low = token.lower().strip(",")
        if not n or _is_inside(tokens, n):
            continue
        base = low.removesuffix("s") if said else low
        if (
            low in ("be", "been", "not", "now", "still", "also", "actually", "expected", "due")
            or base in _VERBS
            or low in _DONE
            or low in _STATES
        ):
            return " ".join(tokens[:n]), " ".join(tokens[n:])
        if said and re.fullmatch(_AUX, low):
            return " ".join(tokens[:n]), " ".join(tokens[n:])
        if low.endswith("ed") and len(low) > 4:
            return " ".join(tokens[:n]), " ".join(tokens[n:])
    if loose and len(tokens) > 1:
        return " ".join(tokens[:-1]), tokens[-1]
    return _without_period(tail)


def _without_period(text: str) -> tuple[str, str]:
    """A phrase and the period that it ends in, with the words that lead to it."""
    found = PRINTED.search(text)
    if found is None or text[found.end() :].strip():
        return text, ""
    led = LED.search(text[: found.start()])
    return (text[: led.start()], text[led.start() :].strip()) if led and led.start() else (text, "")


def without_periods(text: str) -> str:
    """A text without its periods and the words that lead to them."""
    for found in reversed(list(PRINTED.finditer(text))):
        led = LED.search(text[: found.start()])
        text = text[: led.start() if led else found.start()] + text[found.end() :]
    return " ".join(text.split())
