"""Reading a language model's stream within a time and a length; what goes wrong is put in words that hold nothing of its message."""

from __future__ import annotations

import queue
import time
from collections.abc import Iterator, Sequence
from threading import Event, Thread
from typing import TYPE_CHECKING

from langsmith import tracing_context

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

_CHARACTERS_A_TOKEN = 8  # at the most: a server that was told a length and goes on is stopped by this
_LOOK = 0.2  # seconds between two looks at whether anybody still waits
_CUT_OFF = {"length", "max_tokens"}
_REFUSED = {401, 403}
_BUSY = 429


class ModelFailure(Exception):
    """The model gave no answer that can be used. The message ends the sentence "the answer is in the papers' own words, as the model ..."."""


def pieces(
    model: BaseChatModel, prompt: Sequence[BaseMessage], seconds: float, tokens: int, stop: Event | None = None
) -> Iterator[str]:
    """What the model writes, piece by piece as it arrives. No trace of it is sent anywhere.

    Raises ModelFailure when it has not ended after `seconds`, is longer than `tokens`, cannot be had, or `stop` is set.
    """
    arrived: queue.SimpleQueue[tuple[str, bool] | Exception | None] = queue.SimpleQueue()
    left = Event()
    Thread(target=_read, args=(model, prompt, arrived, left), daemon=True, name="model").start()
    until, length = time.monotonic() + seconds, 0
    try:
        while True:
            if stop and stop.is_set():
                raise ModelFailure("was stopped")
            try:
                piece = arrived.get(timeout=min(_LOOK, max(0.0, until - time.monotonic())))
            except queue.Empty:
                if time.monotonic() < until:
                    continue
                raise ModelFailure(f"took longer than {seconds:g} seconds") from None
            if piece is None:
                return
            if isinstance(piece, Exception):
                raise ModelFailure(_in_words(piece, seconds)) from None
            text, cut_off = piece
            length += len(text)
            if cut_off or length > tokens * _CHARACTERS_A_TOKEN:
                raise ModelFailure(f"wrote more than its {tokens:,} tokens")
            yield text
    finally:
        left.set()


def _read(
    model: BaseChatModel,
    prompt: Sequence[BaseMessage],
    arrived: queue.SimpleQueue[tuple[str, bool] | Exception | None],
    left: Event,
) -> None:
    """Pass on what the model writes, until nobody waits for it any more. In a thread, as a library's own time limits are for each piece."""
    try:
        with tracing_context(enabled=False):
            for chunk in model.stream(list(prompt)):
                if left.is_set():
                    return
                told = chunk.response_metadata
                ended = {told.get(key) for key in ("finish_reason", "stop_reason", "done_reason")}
                arrived.put((str(chunk.text), bool(ended & _CUT_OFF)))
        arrived.put(None)
    except Exception as error:  # noqa: BLE001 - whatever a library or a server's answer makes it raise
        arrived.put(error)


def _in_words(error: BaseException, seconds: float) -> str:
    """What went wrong, from the kind of the error and those that led to it."""
    chain: list[BaseException] = []
    at: BaseException | None = error
    while at is not None and at not in chain:
        chain.append(at)
        at = at.__cause__ or at.__context__
    status = next((s for e in chain if isinstance(s := getattr(e, "status_code", None), int)), None)
    names = " ".join(type(e).__name__ for e in chain)
    if status in _REFUSED:
        return f"refused the key that it was given (status {status})"
    if status == _BUSY:
        return f"takes no more questions for now (status {status})"
    if status is not None:
        return f"answered with an error (status {status})"
    if "Timeout" in names:
        return f"took longer than {seconds:g} seconds"
    if "Connect" in names or any(isinstance(e, OSError) for e in chain):
        return "could not be reached"
    return "answered in a form that cannot be read"
