"""What the judge is asked, and how its replies are read. A change of either is another protocol, which uses no replies to the old one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Literal

from assistant.answer import Citation
from assistant.question import content_words, stem
from assistant.verify import faults

PROTOCOL = 1
Verdict = Literal["supported", "not supported", "unclear"]

_CLAIMS, _VERDICT = "judge_claims.txt", "judge_verdict.txt"
_PART = "\n---\n"
_FENCE = re.compile(r"<(?=/?\s*(?:sentence|statement|quote))", re.I)
_SHARE = 0.75  # of the words of meaning: so many of a statement's are the sentence's, and of the sentence's the statements'
_MOST = 12  # statements of a sentence; what falls into more is no longer its own
_VERDICT_LENGTH = 200
_JOINT = re.compile(r"(?<=[.;])\s+|,\s+(?:and|but|which|who)\s+|\s+and\s+(?=[a-z]+\s)")
_ITEM = re.compile(r"^(?:[-*\u2022\u2013]|\d{1,2}[.)])\s+(\S.*)$")
_SAID = re.compile(r"[\W_]*(?:(?:the )?verdict(?: is)?\W+)?(not supported|supported|unclear)[\W_]*", re.I)
_DECLINED = re.compile(
    r"\W*(?:(?:(?:i[\u2019']m|i am)\s+)?(?:very\s+)?sorry|i apologi[sz]e"
    r"|i (?:can(?:no|[\u2019'])t|am (?:not able|unable) to|won[\u2019']t|will not|must decline))\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Prompt:
    """One thing to ask. The reply is read up to `longest` characters, or to the end of its first line; `supposed` is a reply to count with
    where none has been had."""

    system: str
    human: str
    longest: int
    one_line: bool
    supposed: str

    @property
    def characters(self) -> int:
        """How much is sent."""
        return len(self.system) + len(self.human)


def prompts_hash() -> str:
    """The SHA-256 of all that is fixed in what the judge is asked."""
    whole = sha256(str(PROTOCOL).encode())
    for name in (_CLAIMS, _VERDICT):
        whole.update(b"\0" + "\0".join(_parts(name)).encode())
    return whole.hexdigest()


def claims_prompt(sentence: str) -> Prompt:
    """Asks for the single statements of a sentence."""
    system, human = _parts(_CLAIMS)
    supposed = "\n".join(f"- {part}" for part in _JOINT.split(sentence))
    return Prompt(system, human.format(sentence=_fenced(sentence)), 4 * len(sentence) + 400, False, supposed)


def verdict_prompt(statement: str, citations: Sequence[Citation], again: bool = False) -> Prompt:
    """Asks whether quotes bear a statement out; `again` after a reply that could not be read."""
    system, human, reminder = _parts(_VERDICT)
    quotes = "\n\n".join(
        f'<quote number="{n}">\n{_fenced(", ".join([c.title, *c.section[-2:]]))}\n{_fenced(c.quote)}\n</quote>'
        for n, c in enumerate(citations, 1)
    )
    asked = human.format(quotes=quotes, statement=_fenced(statement))
    return Prompt(system, f"{asked}\n\n{reminder}" if again else asked, _VERDICT_LENGTH, True, "not supported")


def statements(reply: str, prompt: Prompt) -> list[str]:
    """The statements that a reply lists, each once; [] when it cannot be read, or did not come to an end. A single line needs no bullet."""
    lines = [line.strip() for line in reply.splitlines() if line.strip()]
    items = [m[1] for m in map(_ITEM.match, lines) if m] if len(lines) > 1 else [_ITEM.sub(r"\1", line) for line in lines]
    return list(dict.fromkeys(items)) if len(items) == len(lines) and len(reply) < prompt.longest else []


def keep_to(stated: Sequence[str], sentence: str) -> bool:
    """Whether statements say what a sentence says and no more: each in its words, and all of its words among them."""
    return 0 < len(stated) <= _MOST and all(_within(s, [sentence]) for s in stated) and _within(sentence, stated)


def verdict(reply: str) -> Verdict | None:
    """The verdict that a reply is; None when it is none, or more than one."""
    said = _SAID.fullmatch(reply.strip())
    found: dict[str, Verdict] = {"supported": "supported", "not supported": "not supported", "unclear": "unclear"}
    return found[said[1].lower()] if said else None


def declined(reply: str) -> bool:
    """Whether a reply refuses to judge."""
    return bool(_DECLINED.match(reply))


def _within(text: str, whole: Sequence[str]) -> bool:
    stems, held = _stems(text), {s for each in whole for s in _stems(each)}
    return bool(stems) and len(stems & held) >= _SHARE * len(stems) and not faults(text, whole)


def _stems(text: str) -> set[str]:
    return {stem(w) for w in content_words(text)}


def _fenced(text: str) -> str:
    """Text of papers, in which no tag of the prompt's is opened or closed."""
    return _FENCE.sub("\u2039", text)


@cache
def _parts(name: str) -> list[str]:
    """A prompt's parts: what the judge is told, what it is asked and, where there is one, what a second try adds."""
    return [part.strip() for part in files("prompts").joinpath(name).read_text(encoding="utf-8").split(_PART)]
