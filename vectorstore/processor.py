"""What this machine's processor has."""

from __future__ import annotations

import os
import platform
from functools import cache
from pathlib import Path

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
"""The cores that this program may use."""
_MULTIPLYING = {"avx512_vnni", "avx_vnni", "asimddp", "i8mm"}  # as Linux names them


@cache
def multiplies_bytes(described: Path = Path("/proc/cpuinfo")) -> bool:
    """Whether the processor multiplies and adds numbers of eight bits in one step (VNNI on x86, the dot product on ARM), which is faster than
    floating point and exact; without it eight bits gain little, and on some x86 processors sums overflow.
    """
    if platform.system() == "Darwin" and platform.machine() == "arm64":
        return True
    try:
        lines = described.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    flags = (line.partition(":")[2].split() for line in lines if line.startswith(("flags", "Features")))
    return bool(_MULTIPLYING.intersection(next(flags, [])))
