"""The embedding model as an ONNX file: made from sentence-transformers' model, and from that one whose weights take eight bits each."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

POOLED, PIECES = "sentence_embedding", "token_embeddings"
"""What an export gives: a vector of a text, and one of each of its words' pieces."""
_MATRICES = ("MatMul", "Gemm")
_INPUTS = ("input_ids", "token_type_ids")
_ATTENTION = "whole_texts"
_AGREEING = 0.9999  # cosine
_TRIED = ("what controls exist?", "The committee asked how the deficit will be recovered, and by when. " * 60)


def export(model: Any, target: Path) -> None:
    """Write a SentenceTransformer as an ONNX file that gives both, of texts that are all as long as each other: nothing is taken as padding.

    The attention of each layer is one operation of the runtime, which takes a fifth off the time of a text. That knows nothing but
    queries, keys and values; a model whose attention is made of more (places relative to each other, a window) does not agree with
    itself then, and is written as it is.
    """
    try:
        with _one_operation(model):
            _write(model, target)
        if _agrees(model, target):
            return
    except Exception as error:  # noqa: BLE001  a model's own code may fail in any way under an attention that it does not know
        logging.getLogger(__name__).info("attention is written as the model has it: %s", error)
    _write(model, target)


def _write(model: Any, target: Path) -> None:
    import torch

    names = [n for n in _INPUTS if n in model.tokenizer.model_input_names]

    class Whole(torch.nn.Module):
        """The model with its pooling and normalisation, tensors in, vectors of the texts and of their pieces out."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *tensors: Any) -> Any:
            made = self.model({**dict(zip(names, tensors, strict=True)), "attention_mask": torch.ones_like(tensors[0])})
            return made[POOLED], made[PIECES]

    sample = model.tokenizer(["what controls exist?", "a longer question than that one"], padding=True, return_tensors="pt")
    batch, length = torch.export.Dim("batch"), torch.export.Dim("length", max=model.max_seq_length)
    shapes = ({0: batch, 1: length},) * len(names)
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # the exporter warns of its own deprecations
        torch.onnx.export(
            Whole().eval(), tuple(sample[n] for n in names), str(target), input_names=names, output_names=[POOLED, PIECES],
            dynamic_shapes=(shapes,), dynamo=True, external_data=False, verbose=False,
        )  # fmt: skip


@contextmanager
def _one_operation(model: Any) -> Iterator[None]:
    """While it lasts, the attention of a model's layers is written as the runtime's own MultiHeadAttention
    (https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md). Raises ValueError for a model that has none to be set.
    """
    from transformers import AttentionInterface, PreTrainedModel

    AttentionInterface.register(_ATTENTION, _attention)
    read = next((m for m in model.modules() if isinstance(m, PreTrainedModel)), None)
    if read is None:
        raise ValueError("the model is none of transformers'")
    before = read.config._attn_implementation
    read.set_attn_implementation(_ATTENTION)
    try:
        yield
    finally:
        read.set_attn_implementation(before)


def _attention(
    module: Any, query: Any, key: Any, value: Any, mask: Any, scaling: float | None = None, **_: Any
) -> tuple[Any, None]:
    """Attention of whole texts; tensors are (texts, heads, pieces, width), what comes of it (texts, pieces, heads, width)."""
    import torch

    texts, heads, pieces, width = query.shape
    flat = [x.transpose(1, 2).reshape(texts, pieces, heads * width) for x in (query, key, value)]
    made = torch.onnx.ops.symbolic(
        "com.microsoft::MultiHeadAttention", flat, attrs={"num_heads": heads, "scale": float(scaling or width**-0.5)},
        dtype=query.dtype, shape=flat[0].shape,
    )  # fmt: skip
    return made.reshape(texts, pieces, heads, width), None


def _agrees(model: Any, written: Path) -> bool:
    """Whether an export gives the vectors that its model gives, of short texts and of the longest."""
    import numpy as np
    import onnxruntime

    session = onnxruntime.InferenceSession(str(written), providers=["CPUExecutionProvider"])
    for text in _TRIED:
        given = model.tokenizer(text, truncation=True, max_length=model.max_seq_length, return_tensors="np")
        made = session.run([POOLED], {i.name: given[i.name].astype(np.int64) for i in session.get_inputs()})[0][0]
        wanted = model.encode(text, show_progress_bar=False)
        if not float(made @ wanted) >= _AGREEING * float(np.linalg.norm(made) * np.linalg.norm(wanted)):
            return False
    return True


def quantise(whole: Path, target: Path) -> None:
    """Write an export with the weights of its matrices in eight bits, a scale for each column; what they are multiplied by is brought to
    eight bits as it comes, with a scale for each text (dynamic quantisation).

    The matrix that leads out of the first layer's wide middle stays as it is: what it is multiplied by has a few values so large that all
    others would share a few steps. It costs a twentieth of the time, and the vectors come half as far again towards the model's own.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    read = onnx.load(str(whole))
    del read.graph.value_info[:]  # shapes that the quantiser works out itself, and differently
    bare = target.with_name(f"{target.name}.bare")
    onnx.save(read, str(bare))
    shapes = {weights.name: tuple(weights.dims) for weights in read.graph.initializer}
    narrowing = [n.name for n in read.graph.node if n.op_type in _MATRICES and _narrows(shapes.get(n.input[1], ()))]
    logging.getLogger().addFilter(_is_error)  # it advises a preparation that changes nothing here
    try:
        quantize_dynamic(
            bare, target, op_types_to_quantize=list(_MATRICES), per_channel=True, weight_type=QuantType.QInt8,
            nodes_to_exclude=narrowing[:1],
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},  # behind operations whose types are not known to it
        )  # fmt: skip
    finally:
        logging.getLogger().removeFilter(_is_error)
        bare.unlink()


def _narrows(shape: tuple[int, ...]) -> bool:
    return len(shape) == 2 and shape[0] > shape[1]


def _is_error(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.ERROR
