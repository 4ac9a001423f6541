"""What words that point back mean: the subject of the question before, the record or people of its answer, an item of its list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Answer
from assistant.conversation_frames import Frame, parse, without_periods
from assistant.conversation_leaning import Back, ellipsis, leans, pointers
from assistant.conversation_openings import opening
from assistant.conversation_periods import LED, PRINTED, printed
from assistant.conversation_subjects import Titles, child_of, holder_of, last_period, listed, paper_of, people, risk_of
from assistant.question import content_words, stem
from vectorstore.dates import long_date

ORDINALS = {
    "first": 0, "1st": 0, "former": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "fifth": 4, "5th": 4,
    "sixth": 5, "last": -1, "final": -1, "latter": -1, "other": -1,
}  # fmt: skip
_COMPARES = re.compile(
    r"\b(?:more|fewer|less|higher|lower|up|down|better|worse|compar\w+|improv\w+|increas\w+|decreas\w+|rise|rising|"
    r"risen|fall|falling|fallen|enough|normal|typical|good|bad|average|change[ds]?)\b",
    re.I,
)
_OF_RECORD = re.compile(r"\b(?:controls?|actions?|mitigations?|owners?|owns|rating|rated|score[ds]?|impact|likelihood)\b", re.I)
_PLURAL = re.compile(
    r"^(?:the |our |any of |all )?(?:[\w'\u2019-]+ ){0,5}?(?:\w+(?<!s)s|children|people|women|men|staff)\b(?! )|"
    r"^(?:the |our )?[\w-]+(?<!s)s (?:that|who|for|of|on|in|about)\b",
    re.I,
)
_OWN_SET = (
    r"\b(?:the|their|its|which|what|our) (?:\w+ )?(?:controls|actions|risks|recommendations|places|schools|people|children|pupils"
    r"|complaints|requests|homes|hubs|bases)\b"
)
_ENDS = r"(?:in|on|at|for|by|to|with|from|of|about|during|and|or|who|that|which|is|are|was|were)\b"
_PAPERS = ("report", "reports", "paper", "papers", "register", "registers", "strategy", "minutes")
_AMOUNTS = ("figure", "figures", "number", "numbers", "rate", "rates", "share", "shares", "total", "amount", "sum", "money")
_RECORDS = {"control": "control", "controls": "control", "action": "action", "actions": "action"}


class Referents:
    """What an earlier turn gave to speak of. `questions` are the questions before, latest first, as understood."""

    def __init__(self, turns: Sequence[Answer], questions: Sequence[str], titles: Titles) -> None:
        self.turns, self.questions, self.titles = turns, list(questions), titles
        self.last = turns[-1]
        self.frame = parse(self.questions[0])
        self.things = _things(self.frame, self.questions[0])
        own = next((n for n, turn in enumerate(reversed(turns)) if _has_subject(turn.question)), len(turns) - 1)
        self.base = self.questions[own]
        self.based = parse(self.base)
        self.topic = _things(self.based, self.base)
        self.amount = (
            self.based.amount if self.based.counts or re.match(r"the (?:number|share|amount)", self.based.amount) else ""
        )
        periods = printed(self.questions[0])
        self.asked_period = periods[-1] if periods else None
        self.period = last_period(turns, self.asked_period)
        self.said = self._led_period()

    @property
    def noun(self) -> str:
        """The subject without what was said of it."""
        return self.based.subject or self.topic

    @property
    def counted(self) -> str:
        """What the last question counted, as a plural without article."""
        noun = self.frame.subject if self.frame.counts else self.topic
        return re.sub(r"^(?:the|our|of the) ", "", noun)

    def _led_period(self) -> str | None:
        found = list(PRINTED.finditer(self.questions[0]))
        if not found:
            return None
        led = LED.search(self.questions[0][: found[-1].start()])
        return self.questions[0][led.start() if led else found[-1].start() : found[-1].end()].strip()

    def several(self) -> str:
        """What "they" are: people after a question of who, the records that the answer lists, else the subject."""
        kind, items = listed(self.last)
        risk = risk_of(self.last, self.titles)
        if len(items) > 1 and kind in ("control", "action") and risk and not re.search(r"\b(?:that|with) ", self.things):
            return f"the {kind}s for the risk \u201c{risk}\u201d"
        last = self.turns[-1].question
        return self.things if re.search(_OWN_SET, last, re.I) or re.match(r"^\W*(?:and )?which of\b", last, re.I) else self.topic

    def item(self, said: str) -> str | None:
        """The item of the latest list that an ordinal names."""
        at = ORDINALS.get(said.lower())
        if at is None:
            return None
        for turn in reversed(self.turns):
            kind, items = listed(turn)
            if len(items) > max(at, 0) and (at >= 0 or len(items) > 1):
                named = f"\u201c{items[at]}\u201d"
                return named if kind == "item" else f"the {kind} {named}"
        return None

    def put(self, back: Back, text: str, spoken: bool) -> str | None:
        """What to write for a word that points back; None to leave it. `spoken` when another of the question was written out already."""
        if back.sort == "he":
            return self._person()
        if back.sort == "his":
            person = self._person()
            return person and f"{person}\u2019s"
        if back.sort == "they" or back.said.lower() in ("those", "these"):
            return self._they(text)
        if back.sort in ("it", "that"):
            return self._single(text, back)
        if back.sort in ("its", "their"):
            return self._owned(self.topic if back.sort == "its" else self._they(text))
        if back.sort == "named":
            return self._named(back, text)
        if back.sort == "one":
            return self.item(back.noun) or (self._single(text, back) if not spoken else None)
        if back.sort == "there":
            return back.said.lower().replace("in there", "there").replace("there", f"at {self.topic}")
        if back.sort == "then":
            return self._then(bool(re.search(r"\bit\b", text[: back.start], re.I)))
        return None

    def _single(self, text: str, back: Back) -> str:
        """ "it", "that": the amount where it is compared, the record where a record's field is asked, else the subject."""
        around = text[: back.start] + " " + text[back.end :]
        if self.amount and _COMPARES.search(around):
            return self.amount
        risk = risk_of(self.last, self.titles)
        if (
            risk
            and re.search(r"\b(?:controls?|actions?|mitigations?)\b", text[: back.start], re.I)
            and "risk" not in self.topic.lower()
        ):
            return f"the risk \u201c{risk}\u201d"
        kind, items = listed(self.last)
        if len(items) == 1 and re.match(r"^\W*which\b", self.questions[0], re.I):
            return f"the {kind} \u201c{items[0]}\u201d" if kind != "item" else f"\u201c{items[0]}\u201d"
        return self._one_of_counted() or self.topic

    def _one_of_counted(self) -> str | None:
        """What "it" is after a count of many: the one thing that the question says of them, else their number."""
        if not self.based.counts or not _PLURAL.match(self.based.subject):
            return None
        said = without_periods(self.based.rest)
        one = re.search(
            rf"\b(?P<one>(?:the|a|an|our) (?!same\b|first time\b|end\b)[\w'\u2019-]+(?: (?!{_ENDS})[\w'\u2019-]+)*)", said, re.I
        )
        return one.group("one") if one else self.amount or None

    def _they(self, text: str) -> str:
        if (
            re.match(r"^\W*(?:who|whose)\b", self.questions[0], re.I)
            and (known := people(self.last))
            and re.search(r"\b(?:they|their)\b", text, re.I)
        ):
            return " and ".join(known[:2])
        return self.several()

    def _owned(self, whose: str) -> str:
        return f"{whose}\u2019" if whose.endswith("s") and " " not in whose.split(" of ")[0][4:] else f"{whose}\u2019s"

    def _person(self) -> str | None:
        if re.match(r"^\W*who (?:is|was|chairs|are)\b", self.questions[0], re.I) and (
            holder := holder_of(self.last, self.frame.things)
        ):
            return holder
        known = people(self.last)
        if known:
            return known[0]
        for question in self.questions:
            found = re.search(r"\b[A-Z][a-z]+ [A-Z][a-z'\u2019-]+\b(?<!Scrutiny Committee)", question[1:])
            if found:
                return found.group()
        return next((p[0] for t in reversed(self.turns[:-1]) if (p := people(t))), None)

    def _named(self, back: Back, text: str) -> str | None:
        """ "that control", "the same report", "those schools"."""
        noun = back.noun.lower()
        if noun in _RECORDS and not noun.endswith("s") and (child := child_of(self.last, self.titles)):
            return f"the {noun} \u201c{child}\u201d"
        if noun == "risk":
            risk = risk_of(self.last, self.titles)
            return f"the risk \u201c{risk}\u201d" if risk else f"the risk on {without_periods(re.sub('^the ', '', self.topic))}"
        if noun in _PAPERS:
            return self._paper(noun)
        if (
            noun in ("meeting", "meetings")
            and (days := {c.meeting_date for c in self.last.citations if c.meeting_date})
            and len(days) == 1
        ):
            return f"the meeting of {long_date(next(iter(days)))}"
        if noun in _AMOUNTS:
            return self.amount or self.topic
        if noun in _RECORDS or noun == "risks":
            return self.several()
        return self.things if _mentions(self.things, noun) else self.topic

    def _paper(self, noun: str) -> str | None:
        if self.frame.paper:
            return self.frame.paper.removeprefix("according to ")
        for question in self.questions:
            if found := re.search(rf"\b(?:the |our )?(?:[\w/-]+ ){{0,3}}{noun.rstrip('s')}s?\b", question, re.I):
                return found.group() if found.group().lower().startswith(("the ", "our ")) else f"the {found.group()}"
        title = paper_of(self.last)
        return f"the {noun} \u201c{title}\u201d" if title else None

    def _then(self, named: bool) -> str | None:
        """ "before that" after "when does the hub open": "the hub opens"; "it opens" where the hub is `named` already."""
        frame = self.frame
        if re.match(r"^(?:by )?when", frame.head, re.I) and frame.rest:
            verb = frame.rest.split()[0]
            subject = "it" if named else frame.subject
            if verb.endswith("s") or not re.search(r"\b(?:does|will|should)\b", frame.head, re.I):
                return f"{subject} {frame.rest}"
            return f"{subject} {verb}s" if verb not in ("be", "have") else self.topic
        return self.period or self.topic


def _things(frame: Frame, question: str) -> str:
    """What a question spoke of, as a noun phrase."""
    things = frame.things or frame.subject or question.rstrip("?")
    return re.sub(r"^(?:any|all|each|some) of ", "", things)


def _has_subject(typed: str) -> bool:
    """Whether a turn brought a subject of its own: it named one, or exchanged one."""
    text = opening(typed).text
    if ellipsis(text) and not pointers(text):
        return True
    return not leans(text)


def _mentions(things: str, noun: str) -> bool:
    return stem(noun) in {stem(w) for w in content_words(things)}
