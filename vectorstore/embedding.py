"""Text to vectors, by the configured sentence-transformers model.

Vectors come from an ONNX export of the model (pooling and normalisation included), made once from the local weights and kept in the
cache: importing torch takes longer than answering, and on a processor the export is more than twice as fast, and about twice that again in
whole numbers of eight bits where the processor multiplies these at once: so an ingest computes what is kept, and a question its few texts in
floating point, on which what counts as near was measured. sentence-transformers makes the export and stays the reference
that it is held against.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import tempfile
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any

from vectorstore.disk import flush
from vectorstore.embedding_export import PIECES as _PIECES
from vectorstore.embedding_export import POOLED as _POOLED
from vectorstore.embedding_export import export, quantise
from vectorstore.errors import SettingsError
from vectorstore.piece_vectors import packed
from vectorstore.processor import CORES, multiplies_bytes
from vectorstore.settings import Settings

_AHEAD = 64  # texts
_KEPT_TEXTS, _KEPT_BYTES = 4_000, 16_000_000  # in memory, of texts that are asked of again: vectors of texts, 6 MB, and of pieces
_IDENTIFYING = {".json", ".safetensors", ".bin", ".txt"}


class Embedder:
    """The configured model. Vectors have unit length; nothing is fetched from a hub."""

    def __init__(self, settings: Settings) -> None:
        self._name = settings.embedding_model
        self._making = threading.Lock()
        self._keeping = threading.Lock()
        self._made: dict[bool, Any] = {}
        self._cache = settings.cache
        self._in_eight_bits = {"auto": multiplies_bytes(), "int8": True, "fp32": False}[settings.embedding_arithmetic]
        self._texts: OrderedDict[str, Any] = OrderedDict()
        self._pieces: OrderedDict[str, bytes] = OrderedDict()

    @cached_property
    def folder(self) -> Path:
        """The folder with the model's files. Raises SettingsError when there is none."""
        given = Path(self._name)
        if (given / "config.json").is_file() or (given / "modules.json").is_file():
            return given
        spec = importlib.util.find_spec(self._name.replace("-", "_")) if self._name.replace("-", "_").isidentifier() else None
        for place in spec.submodule_search_locations or [] if spec else []:
            for config in sorted(Path(place).glob("**/modules.json")):
                return config.parent
        raise SettingsError(
            f"embedding_model '{self._name}': neither an installed package with a sentence-transformers model nor a folder with "
            "one; install the package or give the folder."
        )

    @cached_property
    def identity(self) -> str:
        """A name that changes when the model's weights do; vectors of two identities cannot be compared."""
        digest = hashlib.sha256()
        for file in sorted(p for p in self.folder.rglob("*") if p.is_file() and p.suffix in _IDENTIFYING):
            size = file.stat().st_size
            digest.update(f"{file.relative_to(self.folder).as_posix()}:{size}".encode())
            with file.open("rb") as stream:
                digest.update(stream.read(1 << 16))
                stream.seek(max(0, size - (1 << 16)))
                digest.update(stream.read())
        return f"{Path(self._name).name}-{digest.hexdigest()[:12]}"

    @cached_property
    def limit(self) -> int:
        """The most tokens of a text that the model reads."""
        config = self.folder / "sentence_bert_config.json"
        return int(json.loads(config.read_text())["max_seq_length"]) if config.is_file() else 256

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return tokenizer

    def count(self, text: str) -> int:
        """The number of tokens that a text takes, its start and end marks included."""
        return len(self._tokenizer.encode(text).ids)

    @cached_property
    def _reference(self) -> Any:
        os.environ["HF_HUB_OFFLINE"] = "1"
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        os.environ.setdefault("TQDM_DISABLE", "1")
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(str(self.folder), device="cpu", local_files_only=True)

    def prepare(self) -> None:
        """Load what an ingest needs, made where it is missing; callers may do so in a thread while they read files."""
        self._session(many=True)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of unit length of texts that are to be kept, one a text."""
        return [list(map(float, v)) for v in _unit(self._each(texts, _POOLED, many=True))] if texts else []

    def embed_by_reference(self, texts: list[str]) -> list[list[float]]:
        """The same vectors by sentence-transformers itself, which the export is held against."""
        vectors = self._reference.encode(texts, batch_size=32, normalize_embeddings=True, show_progress_bar=False)
        return [list(map(float, v)) for v in vectors]

    def embed_query(self, text: str) -> list[float]:
        """A question's vector of unit length. Those of its words' pieces come of the same run; both are kept in memory."""

        def both(_: list[str]) -> Any:
            vector, pieces = self._run(self._session(), text, _POOLED, _PIECES)
            self._kept(self._pieces, [text], lambda _: [packed(pieces)], _full)
            return _unit(iter([vector]))

        [vector] = self._kept(self._texts, [text], both, _many)
        return [float(x) for x in vector]

    def embed_texts(self, texts: Sequence[str]) -> Any:
        """Vectors of unit length of some texts as a float32 array (texts x dimensions), by the ONNX export."""
        return _unit(self._each(texts, _POOLED))

    def embed_again(self, texts: Sequence[str]) -> Any:
        """As `embed_texts`, of texts that are likely to be asked of again: their vectors are kept in memory."""
        import numpy as np

        return np.stack(self._kept(self._texts, texts, self.embed_texts, _many))

    @cached_property
    def dimensions(self) -> int:
        """The length of a vector."""
        return int(self._session().get_outputs()[0].shape[-1])

    def embed_pieces(self, texts: Sequence[str]) -> list[bytes]:
        """For each text that is to be kept the packed vectors (piece_vectors.py) of its words' pieces, as the text means them."""
        return [packed(vectors) for vectors in self._each(texts, _PIECES, many=True)]

    def embed_pieces_again(self, texts: Sequence[str]) -> list[bytes]:
        """As `embed_pieces`, of texts of a question, which are likely to be asked of again: their vectors are kept in memory."""
        return self._kept(self._pieces, texts, lambda new: [packed(v) for v in self._each(new, _PIECES)], _full)

    def pieces(self, text: str) -> list[str]:
        """The word that each piece of a text is of, in lower case; empty for start, end and signs."""
        read = self._tokenizer.encode(text)
        spans: dict[int, tuple[int, int]] = {}
        for word, (start, end) in zip(read.word_ids, read.offsets, strict=True):
            if word is not None:
                first, last = spans.get(word, (start, end))
                spans[word] = (min(first, start), max(last, end))
        named = {w: text[a:b].lower() for w, (a, b) in spans.items()}
        held = [named[w] if w is not None and any(map(str.isalnum, named[w])) else "" for w in read.word_ids]
        return held if len(held) <= self.limit else [*held[: self.limit - 1], held[-1]]

    def _kept(
        self,
        kept: OrderedDict[str, Any],
        texts: Sequence[str],
        make: Callable[[list[str]], Any],
        full: Callable[[OrderedDict[str, Any]], bool],
    ) -> list[Any]:
        """What belongs to each text: from memory, or made and put there in place of what was asked for longest ago."""
        with self._keeping:
            found = {t: kept[t] for t in texts if t in kept}
        if new := [t for t in dict.fromkeys(texts) if t not in found]:
            found |= zip(new, make(new), strict=True)
        with self._keeping:
            for t in dict.fromkeys(texts):
                kept[t] = found[t]
                kept.move_to_end(t)
            while full(kept) and len(kept) > 1:
                kept.popitem(last=False)
        return [found[t] for t in texts]

    def _cut(self, ids: list[int]) -> list[int]:
        return ids if len(ids) <= self.limit else [*ids[: self.limit - 1], ids[-1]]

    def _each(self, texts: Sequence[str], wanted: str, *, many: bool = False) -> Iterator[Any]:
        """What the model makes of each text. Where an ingest makes `many`, it may be computed in eight bits.

        Every core works on a text of its own: no token is padding, cores that share one text wait for each other, and a text's vector is
        the same to the last digit whatever others it is embedded with.
        """
        session = self._session(many=many)
        if len(texts) < 2:
            yield from (self._run(session, text, wanted)[0] for text in texts)
            return
        with ThreadPoolExecutor(CORES, thread_name_prefix="embedding") as cores:
            waiting: deque[Future[Any]] = deque()
            for text in texts:  # some ahead of what is taken, so that not all vectors are in memory at once
                waiting.append(cores.submit(self._run, session, text, wanted))
                if len(waiting) > _AHEAD:
                    yield waiting.popleft().result()[0]
            while waiting:
                yield waiting.popleft().result()[0]

    def _run(self, session: Any, text: str, *wanted: str) -> list[Any]:
        import numpy as np

        ids = np.array([self._cut(self._tokenizer.encode(text).ids)], dtype=np.int64)
        known = {"input_ids": ids, "token_type_ids": np.zeros_like(ids)}
        return [of_text[0] for of_text in session.run(list(wanted), {i.name: known[i.name] for i in session.get_inputs()})]

    def _session(self, *, many: bool = False) -> Any:
        with self._making:  # a thread that warms up and the one that embeds make it once between them
            in_eight_bits = many and self._in_eight_bits
            if in_eight_bits not in self._made:
                self._made[in_eight_bits] = self._open_session(self._export(in_eight_bits=in_eight_bits))
            return self._made[in_eight_bits]

    def _open_session(self, model: Path) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.intra_op_num_threads = 1  # several texts are read at a time, each by one thread
        slower = ["SkipLayerNormFusion"]  # twice the time of a sum and then a normalisation
        return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"], disabled_optimizers=slower)

    def export(self) -> Path:
        """The model as an ONNX file in the cache, made from the local weights when it is not there yet."""
        return self._export(in_eight_bits=False)

    def _export(self, *, in_eight_bits: bool) -> Path:
        whole = self._made_once(f"{self.identity}.texts.onnx", lambda target: export(self._reference, target))
        if not in_eight_bits:
            return whole
        return self._made_once(f"{self.identity}.texts.int8.onnx", lambda target: quantise(whole, target))

    def _made_once(self, name: str, make: Callable[[Path], None]) -> Path:
        target = self._cache / "onnx" / name
        if target.is_file():
            return target
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            made = Path(folder) / "model.onnx"
            make(made)
            flush(made)
            made.replace(target)
        return target


def _unit(vectors: Iterator[Any]) -> Any:
    import numpy as np

    array = np.array(list(vectors), dtype=np.float32)
    return array / np.linalg.norm(array, axis=1, keepdims=True)


def _many(kept: OrderedDict[str, Any]) -> bool:
    return len(kept) > _KEPT_TEXTS


def _full(kept: OrderedDict[str, bytes]) -> bool:
    return sum(map(len, kept.values())) > _KEPT_BYTES
