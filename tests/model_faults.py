"""Sentences about passages whose worth is known by how they are made: honest paraphrases, and each kind of fault planted in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from tests.model_server import Prompt
from vectorstore.sentences import sentences

KINDS = ("figure", "date", "owner", "negation", "invented", "citation")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})\b")
_NUMBER = re.compile(r"(?<![\d.,/-])\d{1,3}(?:,\d{3})*(?:\.\d+)?(?![\d/-]|[.,]\d)")
_PERSON = re.compile(
    r"\b(?:Head|Director|Cabinet Member|Leader|Chair) (?:of|for) (?:the )?[A-Z][a-z]+(?: (?:and )?[A-Z][a-z]+)*|\bCllr [A-Z][a-z]+"
)
_AUXILIARY = re.compile(r"\b(is|are|was|were|will|has|have|can|could|would|should|must)\b(?! not\b)")
# Other words for the same, both ways of writing an amount, and phrases that add nothing.
_SAME = (
    (r"\bapproximately\b", "about"), (r"\bchildren and young people\b", "young people and children"), (r"\bcommenced\b", "began"),
    (r"\bin order to\b", "to"), (r"\bassist\b", "help"), (r"\brequire(?=s?\b)", "need"), (r"\bpurchase(?=s?\b)", "buy"),
    (r"\bobtain(?=s?\b)", "get"), (r"\bas well as\b", "and"), (r"\bper cent\b", "%"), (r" million\b", "m"), (r"\bensure\b", "make sure"),
    (r"\bhowever, ", ""), (r"\bset out\b", "described"), (r"\bincrease in\b", "rise in"), (r"\bdecrease in\b", "fall in"),
)  # fmt: skip
_FRONTED = re.compile(r"^((?:In|By|Since|During|From) [^,]{4,40}), ([^,:;]+)\.$")
_LEAD = ("The paper says that {}", "According to the paper, {}", "As the paper puts it, {}", "{}")
_INVENTED = (
    "Residents were overwhelmingly satisfied with the service.", "The Mayor will open a new swimming pool in the town centre.",
    "An independent review found serious failings in the contract.", "The Government has promised to meet the whole cost.",
    "Staff morale has improved since the new director arrived.", "Consultants were paid to draw up the proposals.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """A sentence as the server says it, without its mark: its kind ("honest" or a kind of fault) and the passage it names."""

    text: str
    kind: str
    passage: int

    @property
    def marked(self) -> str:
        return f"{self.text.rstrip('.')} [{self.passage}]."


def honest(prompt: Prompt) -> Iterator[Made]:
    """Paraphrases of the prose sentences of the passages, in their order."""
    for number in prompt.passages:
        for sentence in _plain_sentences(prompt.words(number)):
            yield Made(_paraphrased(sentence), "honest", number)


def faulty(prompt: Prompt, kind: str) -> Iterator[Made]:
    """The same sentences with one fault of a kind in each; those that have nothing to spoil are left out."""
    everything = "\n".join(prompt.passages.values())
    people = list(dict.fromkeys(_PERSON.findall(everything)))
    for made in honest(prompt):
        own = prompt.words(made.passage)
        spoilt, passage = None, made.passage
        if kind == "figure" and (number := _first(_NUMBER, made.text)):
            spoilt = made.text.replace(number, _other_number(number, own), 1)
        elif kind == "date" and (month := _first(_MONTH, made.text)):
            other = _MONTHS[(_MONTHS.index(month) + 4) % 12]
            spoilt = made.text.replace(month, other, 1) if other not in own else None
        elif kind == "owner" and (person := _first(_PERSON, made.text)):
            others = [p for p in people if p not in made.text]
            spoilt = made.text.replace(person, others[_draw(made.text, len(others))], 1) if others else None
        elif kind == "negation":
            spoilt = _turned_round(made.text)
        elif kind == "invented":
            spoilt = _INVENTED[_draw(made.text, len(_INVENTED))]
        elif kind == "citation":
            words = set(re.findall(r"\w{4,}", made.text.lower()))
            strangers = [n for n in prompt.passages if _shared(words, prompt.passages[n]) < 0.5]
            if strangers:
                spoilt, passage = made.text, strangers[_draw(made.text, len(strangers))]
        if spoilt and (spoilt != made.text or kind == "citation"):
            yield Made(spoilt, kind, passage)


def _plain_sentences(words: str) -> list[str]:
    lines = [re.sub(r"^\W*(?:\d+(?:\.\d+)*\.?\s+)?", "", line) for line in words.split("\n")]
    found = [s for line in lines for s in sentences(line)]
    return [
        s
        for s in found
        if 8 <= len(s.split()) <= 45 and re.match(r"[A-Z]", s) and s.endswith(".") and ":" not in s and "\t" not in s
    ]


def _paraphrased(sentence: str) -> str:
    for pattern, other in _SAME:
        sentence = re.sub(pattern, other, sentence)
    if fronted := _FRONTED.match(sentence):  # "In May 2026, the hub opened." as "The hub opened in May 2026."
        when, what = fronted.groups()
        sentence = f"{what[0].upper()}{what[1:]} {when[0].lower()}{when[1:]}."
    lead = _LEAD[_draw(sentence, len(_LEAD))]
    if lead == "{}":
        return sentence
    first, _, rest = sentence.partition(" ")
    begins = first.lower() if first in ("The", "This", "A", "An", "In", "These", "There", "It", "All", "Our", "We") else first
    return lead.format(f"{begins} {rest}")


def _turned_round(text: str) -> str | None:
    if " not " in text:
        return text.replace(" not ", " ", 1)
    lead = len(next((stem for each in _LEAD if (stem := each.partition("{}")[0]) and text.startswith(stem)), ""))
    found = _AUXILIARY.search(text, lead)
    return f"{text[: found.end()]} not{text[found.end() :]}" if found else None


def _other_number(number: str, own: str) -> str:
    for step in (3, 7, 11, 40, 300):
        whole = number.replace(",", "")
        other = f"{float(whole) + step:g}" if "." in whole else f"{int(whole) + step:,}"
        if other not in own and other.replace(",", "") not in own:
            return other
    return "987"


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return found.group() if found else None


def _shared(words: set[str], passage: str) -> float:
    return len(words & set(re.findall(r"\w{4,}", passage.lower()))) / (len(words) or 1)


def _draw(text: str, among: int) -> int:
    return int(sha256(text.encode()).hexdigest(), 16) % among if among else 0
