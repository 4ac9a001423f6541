"""The embedding model as an ONNX file: made from sentence-transformers' model, and from that one whose weights take eight bits each."""

from __future__ import annotations

import logging
import warnings
from pathlib import Path
from typing import Any

POOLED, PIECES = "sentence_embedding", "token_embeddings"
"""What an export gives: a vector of a text, and one of each of its words' pieces."""
_MATRICES = ("MatMul", "Gemm")
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def export(model: Any, target: Path) -> None:
    """Write a SentenceTransformer as an ONNX file that gives both."""
    import torch

    names = [n for n in _INPUTS if n in model.tokenizer.model_input_names]

    class Whole(torch.nn.Module):
        """The model with its pooling and normalisation, tensors in, vectors of the texts and of their pieces out."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *tensors: Any) -> Any:
            made = self.model(dict(zip(names, tensors, strict=True)))
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
        )  # fmt: skip
    finally:
        logging.getLogger().removeFilter(_is_error)
        bare.unlink()


def _narrows(shape: tuple[int, ...]) -> bool:
    return len(shape) == 2 and shape[0] > shape[1]


def _is_error(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.ERROR
