"""Nothing leaves the machine: no program of ours opens a socket but on the machine itself, whatever the environment asks for."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
WATCH = Path(__file__).resolve().parent / "watch"
# What people have in their environment who use these libraries for other work, and what would have them send or fetch.
TEMPTING = {
    "LANGSMITH_TRACING": "true",
    "LANGCHAIN_TRACING_V2": "true",
    "LANGSMITH_API_KEY": "lsv2_not_a_key",
    "ANONYMIZED_TELEMETRY": "True",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "true",
    "HF_HUB_OFFLINE": "0",
    "TRANSFORMERS_OFFLINE": "0",
}

WORK = """
import sys, time
from pathlib import Path
from assistant.cli import app

def scrutiny(*arguments):
    try:
        app([*arguments, "--data", sys.argv[2]])
    except SystemExit as end:
        assert not end.code, end.code

scrutiny("ingest", sys.argv[1], "--json")
scrutiny("ask", "How late is the bus?", "--json")
scrutiny("documents", "--json")
from assistant.retriever import PassageRetriever
from vectorstore.library import Library
from vectorstore.settings import Settings
retriever = PassageRetriever(holdings=Library(Settings.load(Path(sys.argv[2]))).holdings())
print(len(retriever.invoke("How late is the bus?")))
time.sleep(1)  # what is sent in the background is sent by now
"""


def watched(folder: Path, **more: str) -> dict[str, str]:
    """An environment in which every socket is watched; what leads off the machine is refused and noted in folder/watched."""
    path = os.pathsep.join([str(WATCH), str(ROOT)])
    kept = {k: v for k, v in os.environ.items() if not k.startswith("SCRUTINY_") or k == "SCRUTINY_CACHE"}
    return kept | {"PYTHONPATH": path, "WATCHED": str(folder / "watched")} | more


def noted(folder: Path) -> str:
    notes = folder / "watched"
    return notes.read_text() if notes.exists() else ""


def test_the_watch_sees_what_leads_off_the_machine_and_lets_the_rest_be(tmp_path: Path) -> None:
    script = (
        "import socket\n"
        "datagram = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
        "for attempt in (lambda: socket.socket().connect(('192.0.2.1', 80)), lambda: datagram.sendto(b'x', ('192.0.2.1', 53)),\n"
        "                lambda: socket.getaddrinfo('example.org', 443)):\n"
        "    try: attempt()\n"
        "    except PermissionError as error: print(error)\n"
        "with socket.create_server(('127.0.0.1', 0)) as server:\n"
        "    socket.create_connection(server.getsockname()).close()\n"
        "print('here')\n"
    )
    run = subprocess.run([sys.executable, "-c", script], env=watched(tmp_path), capture_output=True, text=True)
    assert run.stdout.splitlines()[-1] == "here", run.stderr
    assert [line.split(" ", 1)[1] for line in noted(tmp_path).splitlines()] == [
        "socket.connect ('192.0.2.1', 80)", "socket.sendto ('192.0.2.1', 53)", "socket.getaddrinfo example.org",
    ]  # fmt: skip


@pytest.mark.skipif(not Path("/proc/self/net/udp").exists(), reason="the kernel's tables of sockets are only on Linux")
def test_the_watch_sees_sockets_that_are_not_pythons(tmp_path: Path) -> None:
    # a datagram socket that is only told its peer (192.0.2.1, port 53): nothing is sent
    script = (
        "import ctypes, struct, time\n"
        "libc = ctypes.CDLL(None)\n"
        "number = libc.socket(2, 2, 0)\n"
        "peer = struct.pack('=H', 2) + struct.pack('!H', 53) + bytes([192, 0, 2, 1]) + bytes(8)\n"
        "assert libc.connect(number, peer, 16) == 0\n"
        "time.sleep(0.5)\n"
    )
    run = subprocess.run([sys.executable, "-c", script], env=watched(tmp_path), capture_output=True, text=True)
    if run.returncode:
        pytest.skip("this machine has no route for a socket to be told of")
    assert "kernel udp 010200C0" in noted(tmp_path)


def test_an_ingest_and_a_question_open_no_socket_off_the_machine(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "buses.md").write_text("# Buses\n\nThe bus is late by ten minutes.\n")
    shutil.copy(ROOT / "samples" / "papers" / "exempt-transport-award-2026-03-10.pdf", papers)
    command = [sys.executable, "-c", WORK, str(papers), str(tmp_path / "library")]
    run = subprocess.run(command, cwd=tmp_path, env=watched(tmp_path, **TEMPTING), capture_output=True, text=True, timeout=110)
    assert run.returncode == 0, run.stderr
    report, answer, documents, found = run.stdout.splitlines()
    assert json.loads(report)["added"] == ["buses.md", "exempt-transport-award-2026-03-10.pdf"]
    assert json.loads(answer)["status"] == "answered"
    assert len(json.loads(documents)["documents"]) == 1
    assert found == "1"
    assert noted(tmp_path) == ""
    assert "smith" not in run.stderr.lower()


def test_the_chat_server_opens_no_socket_off_the_machine(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "assistant.cli",
        "chat",
        "--no-browser",
        "--port",
        str(port),
        "--data",
        str(tmp_path / "library"),
    ]
    home = {
        "HOME": str(tmp_path),
        "USERPROFILE": str(tmp_path),
    }  # no settings or state of Streamlit's of the one who runs the tests
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(
            command, cwd=ROOT, env=watched(tmp_path, **TEMPTING, **home), stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    try:
        page = _answer(f"http://127.0.0.1:{port}/_stcore/health", server, tmp_path / "log")
        assert page == "ok"
        assert "<title>" in _answer(f"http://127.0.0.1:{port}/", server, tmp_path / "log")
        time.sleep(1)
        assert server.poll() is None
    finally:
        server.terminate()
        server.wait(20)
    assert noted(tmp_path) == ""


def _answer(address: str, server: subprocess.Popen[bytes], log: Path) -> str:
    """What the server answers, once it does."""
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the server did not answer: {log.read_text()}")
