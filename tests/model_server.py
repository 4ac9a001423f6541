"""A server that speaks OpenAI's protocol and says what a script tells it: honest paraphrases of the passages that it is sent, faults planted
in them, or whatever can go wrong with a server."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MODEL = "openai:scripted"
PASSAGE = re.compile(r'<passage number="(\d+)">\n(.*?)\n</passage>', re.S)


@dataclass(frozen=True, slots=True)
class Prompt:
    """What was asked: the passages by number (their first line says where they stand) and the question."""

    passages: Mapping[int, str]
    question: str
    system: str

    def words(self, number: int) -> str:
        return self.passages[number].split("\n", 1)[1]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server does: the text that it streams, or a status with a body; how long it waits, before it begins and after each line, in
    seconds; how the stream ends.
    """

    text: str = ""
    status: int = 200
    body: str | None = None
    wait: float = 0.0
    pause: float = 0.0
    ends: str = "stop"


Script = Callable[[Prompt], str | Reply]


@dataclass(slots=True)
class Served:
    """A server that runs: its address and what it was asked."""

    url: str
    prompts: list[Prompt] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)


@contextmanager
def scripted(script: Script) -> Iterator[Served]:
    """Serve a script on this machine while the context lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            prompt = _prompt(given["messages"])
            served.asked.append(given)
            served.prompts.append(prompt)
            served.keys.append(self.headers.get("Authorization"))
            made = script(prompt)
            reply = Reply(made) if isinstance(made, str) else made
            left.wait(reply.wait)
            try:
                self._whole(reply) if reply.body is not None else self._stream(reply)
            except OSError:
                return  # whoever asked has gone

        def _whole(self, reply: Reply) -> None:
            body = (reply.body or "").replace("{key}", self.headers.get("Authorization", "")).encode()
            self.send_response(reply.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _stream(self, reply: Reply) -> None:
            self.send_response(reply.status)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            pieces = [reply.text[n : n + 7] for n in range(0, len(reply.text), 7)]
            for delta, ends in [*(({"content": p}, None) for p in pieces), ({}, reply.ends)]:
                chunk = {
                    "id": "1", "object": "chat.completion.chunk", "created": 1, "model": "scripted",
                    "choices": [{"index": 0, "delta": delta, "finish_reason": ends}],
                }  # fmt: skip
                self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
                if "\n" in delta.get("content", ""):
                    left.wait(reply.pause)
            self.wfile.write(b"data: [DONE]\n\n")

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    left = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served = Served(f"http://127.0.0.1:{server.server_address[1]}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield served
    finally:
        left.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _prompt(messages: Sequence[Mapping[str, str]]) -> Prompt:
    human = messages[-1]["content"]
    question = re.search(r"^Question: (.*)$", human, re.M)
    return Prompt(
        {int(n): text for n, text in PASSAGE.findall(human)}, question.group(1) if question else "", messages[0]["content"]
    )


def slow(seconds: float) -> Script:
    """A script that begins after some seconds."""
    return lambda _: Reply("The papers say so [1].", wait=seconds)


def until(true: Callable[[], bool], seconds: float = 5.0) -> bool:
    """Whether something becomes true in time."""
    end = time.monotonic() + seconds
    while not (held := true()) and time.monotonic() < end:
        time.sleep(0.02)
    return held
