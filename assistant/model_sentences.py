"""What a language model writes, sentence by sentence as it arrives, and the numbers of the passages that each sentence cites."""

from __future__ import annotations

import re
from dataclasses import dataclass

from vectorstore.sentences import sentence_spans

_MARK = re.compile(r"\s*\[\s*\d+(?:\s*[,;]\s*\d+)*\s*\]")
_MARKS = re.compile(rf"(?:{_MARK.pattern})*")
_LIST_SIGN = re.compile(r"^\s*(?:[-*\u2022\u2013]|\d{1,2}[.)])\s+")
_HEADING = re.compile(r"^\s*#{1,6}\s")
_EMPHASIS = re.compile(r"\*\*|__|(?<!\w)\*(?=\w)|(?<=[\w.])\*(?!\w)|`")
_THOUGHT = "<think>"
_THOUGHT_ENDS = "</think>"


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence that a model wrote, without its marks, and the numbers of the passages that these name."""

    text: str
    cited: tuple[int, ...]


class Sentences:
    """Cuts a stream into finished sentences. A sentence is finished when the next one, or a new line, has begun behind its marks."""

    def __init__(self) -> None:
        self._held = ""

    def feed(self, text: str) -> list[Written]:
        """The sentences that are finished once `text` has arrived."""
        self._held += text
        if not self._past_thought():
            return []
        *lines, self._held = self._held.split("\n")
        found = [s for line in lines for s in _of_line(line)]
        parts = _parts(self._held)
        for part in parts[:-1]:
            found += _of_line(part)
        if len(parts) > 1:
            self._held = parts[-1]
        return found

    def rest(self) -> list[Written]:
        """The sentences that are left when the stream has ended."""
        held, self._held = self._held, ""
        return [] if held.lstrip().startswith(_THOUGHT) else _of_line(held)

    def _past_thought(self) -> bool:
        """Whether what arrives is the answer; what some models think aloud before it is thrown away."""
        begun = self._held.lstrip()
        if _THOUGHT.startswith(begun[: len(_THOUGHT)]) and not begun.startswith(_THOUGHT):
            return not begun
        if begun.startswith(_THOUGHT):
            _, ended, self._held = begun.partition(_THOUGHT_ENDS)
            self._held = self._held if ended else begun
            return bool(ended)
        return True


def _parts(line: str) -> list[str]:
    """A line cut where its sentences end, each with the marks behind it; the last is not known to have ended."""
    parts: list[str] = []
    start = 0
    for _, end in sentence_spans(line):
        marks = _MARKS.match(line, end)
        end = marks.end() if marks else end
        following = line[end:].lstrip()
        if end > start and following and not following.startswith("["):
            parts.append(line[start:end])
            start = end
    return [*parts, line[start:]]


def _of_line(line: str) -> list[Written]:
    if _HEADING.match(line):
        return []
    return [w for part in _parts(_LIST_SIGN.sub("", line)) if (w := _written(part))]


def _written(part: str) -> Written | None:
    cited = tuple(dict.fromkeys(int(n) for mark in _MARK.findall(part) for n in re.findall(r"\d+", mark)))
    plain = _EMPHASIS.sub("", _MARK.sub("", part))
    text = re.sub(r"\s+([.,;:!?])", r"\1", " ".join(plain.split()))
    return Written(text, cited) if any(c.isalnum() for c in text) else None
