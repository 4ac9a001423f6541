"""The app served for a while by `scrutiny chat` itself: for pictures, measurements and tests."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ADDRESS = "127.0.0.1"
HEADLESS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
"""How Chromium is started to look at the app: without a screen, and asking nothing of the network by itself."""
PATIENCE = 60.0
"""Seconds that the server may take until it answers."""


def free_port() -> int:
    """A port that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(data: Path, log: Path) -> Iterator[str]:
    """The app's address, served on the library in `data` while the context lasts; what the server says goes to `log`.

    Raises RuntimeError with the end of the log when it does not come up.
    """
    port = free_port()
    command = [sys.executable, "-m", "assistant.cli", "chat", "--data", str(data), "--port", str(port), "--no-browser"]
    with log.open("w") as out, subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT) as server:
        try:
            _await(port, server, log)
            yield f"http://{ADDRESS}:{port}"
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()


def _await(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://{ADDRESS}:{port}/_stcore/health", timeout=1) as reply:
                if reply.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"The app did not come up: {log.read_text()[-2000:]}")
