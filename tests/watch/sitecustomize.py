"""Python loads this by itself where this folder is on its path. It refuses and notes every socket that leads off this machine.

The file that WATCHED names gets a line for each. Python's own sockets are seen by its audit events; those of libraries written in
other languages are looked for in the kernel's tables, where there are such.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any

_NOTES = os.environ.get("WATCHED", "")
_TABLES = [Path(f"/proc/self/net/{name}") for name in ("tcp", "tcp6", "udp", "udp6")]
_HERE = {"localhost", "127.0.0.1", "::1", "0.0.0.0", "::", "", None, socket.gethostname()}


def _note(what: str) -> None:
    with Path(_NOTES).open("a", encoding="utf-8") as notes:
        notes.write(f"{os.getpid()} {what}\n")


def _is_here(host: Any) -> bool:
    host = host.decode() if isinstance(host, bytes) else host
    return host in _HERE or str(host).startswith("127.")


def _audit(event: str, given: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = given[1]
        if isinstance(address, tuple) and not _is_here(address[0]):
            _note(f"{event} {address}")
            raise PermissionError(f"{event} {address}: no socket may lead off this machine")
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr") and not _is_here(given[0]):
        _note(f"{event} {given[0]}")
        raise PermissionError(f"{event} {given[0]}: no name may be looked up")


def _own_sockets() -> set[str]:
    found = set()
    for number in list(Path("/proc/self/fd").iterdir()):
        try:
            link = str(number.readlink())
        except OSError:
            continue
        if link.startswith("socket:["):
            found.add(link[8:-1])
    return found


def _sweep() -> None:
    """Look through the kernel's tables of sockets for those of this process with a peer elsewhere."""
    seen = set()
    while True:
        own = _own_sockets()
        for table in _TABLES:
            for line in table.read_text().splitlines()[1:] if own and table.exists() else []:
                fields = line.split()
                peer = fields[2].split(":")[0]
                here = set(peer) == {"0"} or peer.endswith("7F") or peer == "00000000000000000000000001000000"
                if fields[9] in own and not here and peer not in seen:
                    seen.add(peer)
                    _note(f"kernel {table.name} {peer}")
        time.sleep(0.01)


if _NOTES:
    sys.addaudithook(_audit)
    if Path("/proc/self/fd").is_dir():
        threading.Thread(target=_sweep, daemon=True).start()
