"""What this machine's processor has."""

from __future__ import annotations

import os
import platform
import threading
from functools import cache
from pathlib import Path

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
"""The cores that this program may use."""
_loading = threading.Lock()
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


def load_numpy() -> None:
    """Load numpy, before threads that need it begin: two that import it at the same moment may find half of it.

    Its products of matrices are computed on one core from then on. They are short here, and a core that has helped with one goes on turning
    for some milliseconds, in the way of what is done beside them.
    """
    with _loading:
        _load_numpy()


@cache
def _load_numpy() -> None:
    import numpy  # noqa: F401
    from threadpoolctl import threadpool_limits

    threadpool_limits(1, user_api="blas")
