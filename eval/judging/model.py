"""The judge: a language model whose replies are kept, so that the same question is put to it once and a second run needs no model at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from assistant.model_provider import chat_model
from assistant.model_stream import ModelFailure, pieces
from eval.judging.prompts import PROTOCOL, Prompt
from vectorstore.errors import ScrutinyError, SettingsError
from vectorstore.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk, BaseMessage

CACHE = "judge-cache.jsonl"
_TEMPERATURE = 0.0


class JudgeError(ScrutinyError):
    """The judge failed before all was judged; what it said until then is kept."""


class Judge(Protocol):
    """Somebody who replies to prompts."""

    def reply(self, prompt: Prompt) -> str:
        """What it says to a prompt."""


class ModelJudge:
    """The model that the settings name, at temperature 0. It is opened when something is asked that has not been asked before.

    `asked` and `cached` count the different prompts that it was sent, and those whose replies were kept already. Raises SettingsError when no
    model is named.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = pinned(settings)
        self._replies = Replies(settings.data / CACHE)
        self._used: dict[str, bool] = {}  # by key, whether it was sent

    @property
    def name(self) -> str:
        """The model, as provider:model."""
        return self._settings.llm or ""

    @property
    def asked(self) -> int:
        """How many prompts were sent."""
        return sum(self._used.values())

    @property
    def cached(self) -> int:
        """How many replies were kept from earlier."""
        return len(self._used) - self.asked

    def reply(self, prompt: Prompt) -> str:
        """What the model says to a prompt, now or when it was asked before.

        Raises JudgeError when it fails, SettingsError when it cannot be set up.
        """
        asked = key(self._settings, prompt)
        kept = self._replies.get(asked)
        self._used.setdefault(asked, kept is None)
        if kept is not None:
            return kept
        try:
            said = self._read(prompt)
        except ModelFailure as failure:
            raise JudgeError(
                f"The judge ({self.name}) {failure}; its {len(self._used) - 1} replies so far are kept: judge again to go on from there."
            ) from None
        self._replies.put(asked, said)
        return said

    def _read(self, prompt: Prompt) -> str:
        """The reply, as much of it as is wanted."""
        from langchain_core.messages import HumanMessage, SystemMessage

        settings, said = self._settings, ""
        messages = [SystemMessage(prompt.system), HumanMessage(prompt.human)]
        for piece in pieces(self._model, messages, settings.llm_seconds, settings.llm_tokens):
            said = (said + piece).lstrip()
            if len(said) >= prompt.longest or (prompt.one_line and "\n" in said):
                break
        said = said[: prompt.longest].rstrip()
        return said.split("\n", 1)[0].rstrip() if prompt.one_line else said

    @cached_property
    def _model(self) -> BaseChatModel:
        return cast("BaseChatModel", _Uncut(chat_model(self._settings)))


class _Uncut:
    """A model whose replies may be cut off at their longest: that is no failure here, as what came of one can be read or cannot.

    Its stream is a plain generator, so that a reply that is left early ends at its server too, which would else write on before it takes the next.
    """

    def __init__(self, model: BaseChatModel) -> None:
        self._model = model

    def stream(self, prompt: list[BaseMessage]) -> Iterator[AIMessageChunk]:
        for chunk in self._model.stream(prompt):
            yield chunk.model_copy(update={"response_metadata": {}})


class Replies:
    """Replies by the hash of what was asked, in a file with a line each. A line that was cut short is as if it had not been written."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._held: dict[str, str] = {}
        for line in file.read_bytes().splitlines() if file.is_file() else ():
            with suppress(ValueError, TypeError, KeyError):
                kept = json.loads(line)
                self._held[kept["key"]] = kept["reply"]

    def get(self, asked: str) -> str | None:
        """The reply that is kept, if any."""
        return self._held.get(asked)

    def put(self, asked: str, reply: str) -> None:
        """Keep a reply."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("a", encoding="ascii") as file:
            # The break comes first: it ends a line that was cut short, which the next would else be part of.
            file.write("\n" + json.dumps({"key": asked, "reply": reply}))
        self._held[asked] = reply


def pinned(settings: Settings) -> Settings:
    """The settings that the judge is asked with. Raises SettingsError when they name no model."""
    if not settings.llm:
        raise SettingsError("No model is named that could judge; name one with --llm PROVIDER:MODEL (docs/model.md).")
    return settings.model_copy(update={"llm_temperature": _TEMPERATURE})


def key(settings: Settings, prompt: Prompt) -> str:
    """The SHA-256 of what is asked, of which model, with which settings."""
    asked = [PROTOCOL, settings.llm, settings.llm_temperature, settings.llm_tokens, prompt.system, prompt.human, prompt.longest]
    return sha256(json.dumps(asked).encode()).hexdigest()
