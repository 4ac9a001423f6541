"""Whether a sentence, item or row answers a question: a small cross-encoder that reads the two together.

The model lies beside this module (`relevance_model/`, with a note on where it comes from); `eval/relevance/` is how it was trained. Where words and
vectors tell what a text is about, this tells whether it says what was asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from itertools import repeat
from typing import Any

from vectorstore.units import Unit

_LONGEST = 128  # tokens of a question and a text together
_TITLE, _HEADING, _ROW = 60, 60, 420  # characters of a paper's title, of each of the last two headings, and of a row
_AT_A_TIME = 2  # pairs
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def stated(unit: Unit) -> str:
    """A unit as the model reads it: behind its paper's title and its headings, a row with its cells' labels."""
    passage = unit.hit.passage
    place = " > ".join([unit.hit.document.title[:_TITLE], *(s[:_HEADING] for s in passage.section[-2:])])
    if unit.kind == "row":
        said = "; ".join(f"{c.label}: {c.text}" if c.label else c.text for c in unit.cells if c.text)[:_ROW]
    else:
        said = f"{unit.label}: {unit.text}" if unit.label else unit.text
    return f"{place}: {said}"


def pair_tokenizer(described: str) -> Any:
    """A tokenizer, from its JSON, that cuts the longer of a question and a text where both together are too long."""
    from tokenizers import Tokenizer

    tokenizer: Any = Tokenizer.from_str(described)
    tokenizer.no_padding()
    tokenizer.enable_truncation(_LONGEST, strategy="longest_first")
    return tokenizer


class Relevance:
    """The cross-encoder of a folder. What it says of a pair is the logarithm of the odds that the text answers the question: 0 is even, 2 likely."""

    def __init__(self, folder: Traversable) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.intra_op_num_threads = 1  # several pairs are read at a time, each by one thread
        with as_file(folder.joinpath("model.onnx")) as model:
            self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._readers = ThreadPoolExecutor(_AT_A_TIME, thread_name_prefix="relevance")
        self._tokenizer = pair_tokenizer(folder.joinpath("tokenizer.json").read_text(encoding="utf-8"))

    def of(self, question: str, texts: Sequence[str]) -> list[float]:
        """How surely each text answers a question, as log-odds.

        Each pair is read by itself: in a batch the numbers of one would depend on the others, and the same question would not always be
        answered alike.
        """
        return list(self._readers.map(self._read, repeat(question), texts))

    def _read(self, question: str, text: str) -> float:
        import numpy as np

        read = self._tokenizer.encode(question, text)
        values = dict(zip(_INPUTS, (read.ids, read.attention_mask, read.type_ids), strict=True))
        return float(self._session.run(None, {name: np.array([v], dtype=np.int64) for name, v in values.items()})[0][0])


@cache
def relevance() -> Relevance:
    """The model, opened when it is first asked."""
    return Relevance(files("assistant").joinpath("relevance_model"))
