"""How a turn of a conversation opens: thanks, a correction, a change of subject, a return; and its slips of the fingers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from assistant.conversation_words import words_of
from assistant.question import STOP_WORDS

_THANKS = re.compile(
    r"^\W*(?:(?:thanks|thank you|cheers|great|good|ok|okay|right|fine|i see|got it|understood|interesting|hello|hi|well|"
    r"yes|hm+|ah|oh|sorry|please|so|alright|sure|perfect)\b"
    r"(?: very much| a lot| then| for that)?[\s,.!;:-]+)+(?=\w)",
    re.I,
)
_CORRECTED = re.compile(
    r"^\W*(?:(?:no|nope|sorry|actually|wait|oops|apologies)\b[\s,.!;:-]*)*(?:(?:i |what i )(?:meant?|was asking about|"
    r"wanted)(?: was| to say| to ask about)?\b|make that|rather|i said)[\s,:]*(?P<what>.+)$"
    r"|^\W*(?:no|nope|sorry|oops)\b[\s,.!;:-]+(?:not [\w/ ]{2,30}[,;]\s*)?(?P<just>(?:for |in |the )?[\w/\u2019' -]{2,40})\W*$",
    re.I,
)
_CHANGED = re.compile(
    r"^\W*(?:(?:and )?now,?\s+)?(?:(?:please )?(?:leave|forget|drop|never mind|enough of|ignore) (?:that|this|it|"
    r"about that|that one|about it|(?:about )?the [\w' -]{3,30}(?=[.,;!]))|never mind|moving on|move on|changing (?:the )?(?:subject|topic)"
    r"|(?:a )?(?:change of|different|another|new|separate|unrelated|next) (?:subject|topic|question|matter|thing|issue)|"
    r"on (?:another|a different|a separate) (?:matter|subject|topic|note|question)"
    r"|something else|separately|next)\b(?: (?:now|altogether|entirely|then|please))?[\s,.:;!-]+(?=\w)",
    re.I,
)
_TURNED = re.compile(
    r"^\W*(?:and |so |ok |okay |right,? )*(?:now|turning to|moving (?:on )?to|on to|next up|as (?:for|to)|on|regarding|"
    r"about|let's talk about|let us talk about)[, ]+(?P<topic>[\w'\u2019&/ -]{3,50}):\s*(?P<rest>.+)$",
    re.I,
)
_BACK = re.compile(
    r"^\W*(?:and |so |ok |okay |now |let's go |going |go |coming )*(?:back|returning|"
    r"return) (?:again )?to (?P<topic>[\w'\u2019&/ -]{3,60}?)\s*(?:[:,.;-]\s*(?P<rest>.+))?$",
    re.I,
)
_AND = re.compile(r"^\W*(?:(?:and|but|so|also|then)\b[\s,]*)+(?=\w)", re.I)

Move = Literal["goes on", "corrects", "changes", "returns"]


@dataclass(frozen=True, slots=True)
class Opening:
    """What a turn does to the conversation, its question without the words that say so, and the subject it turns to, where it names one."""

    move: Move
    text: str
    topic: str = ""


def opening(text: str) -> Opening:
    """Read how a turn opens."""
    said = _spelt(" ".join(text.split()))
    if changed := _CHANGED.match(said):
        return Opening("changes", said[changed.end() :])
    if back := _BACK.match(said):
        return Opening("returns", (back.group("rest") or "").strip(), back.group("topic").strip())
    if turned := _TURNED.match(said):
        return Opening("changes", turned.group("rest").strip(), turned.group("topic").strip())
    if corrected := _CORRECTED.match(said):
        return Opening("corrects", (corrected.group("what") or corrected.group("just")).strip(" .!?"))
    rest = _THANKS.sub("", said, count=1)
    return Opening("goes on", rest or said)


def without_and(text: str) -> str:
    """A question without the "and" that it begins with."""
    return _AND.sub("", text, count=1)


def _spelt(text: str) -> str:
    return re.sub(r"[A-Za-z]+", lambda m: _slips().get(m.group().lower(), m.group()), text)


@cache
def _slips() -> dict[str, str]:
    """The words that point back, with two letters changed round or an h left out, where that makes no other word."""
    found: dict[str, str] = {}
    for word in sorted(words_of("pointing")):
        turned = [word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(len(word) - 1)]
        for slip in [*turned, word.replace("h", "", 1)]:
            if slip != word and slip not in STOP_WORDS and len(slip) > 2:
                found.setdefault(slip, word)
    return {slip: word for slip, word in found.items() if slip not in words_of("no slips")}
