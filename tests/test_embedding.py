"""The embedder: one model by two roads, its tokens, its export, and the library as parts of LangChain."""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from langchain_core.documents import Document as LangChainDocument
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableLambda

from assistant.retriever import PassageEmbeddings, PassageRetriever
from vectorstore.embedding import Embedder
from vectorstore.embedding_export import POOLED, export
from vectorstore.errors import SettingsError
from vectorstore.library import Library
from vectorstore.models import Filters, Kind, Role
from vectorstore.processor import multiplies_bytes
from vectorstore.settings import Settings

LONG = "The Committee asked how the deficit of £4.6m in the high needs block will be recovered by March 2028. " * 60
TEXTS = [
    "What controls exist for SEND funding risk?",
    "a",
    ".",
    "Risk: High needs deficit | Control: Monthly finance board; Status: In place; Owner: Director of Finance",
    "Cllr Fennimore said that 57% of plans were issued within 20 weeks, up from 48% in 2024.",
    "£21,486,300",
    "EHCP CAMHS DSG HNB NEET",
    "Zoë O’Neill’s café — “a good place”, n’est-ce pas?",
    "特別な教育的ニーズ",
    "🚌 the bus is late 🚌",
    "one two  three\tfour\n\nfive",
    "supercalifragilistic" * 40,
    "word " * 253,
    "word " * 254,
    "word " * 255,
    "word " * 300,
    LONG,
    LONG * 5,
]


@pytest.fixture(scope="module")
def embedder(tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    return Embedder(Settings.load(tmp_path_factory.mktemp("empty")))


@pytest.fixture(scope="module")
def reference(embedder: Embedder) -> Any:
    """The vectors that sentence-transformers gives."""
    return np.array(embedder.embed_by_reference(TEXTS))


@pytest.mark.parametrize(("arithmetic", "near"), [("fp32", 0.9999), ("int8", 0.98)])
def test_the_export_agrees_with_the_model_on_every_text(
    arithmetic: str, near: float, tmp_path: Path, embedder: Embedder, reference: Any
) -> None:
    computed = Embedder(Settings.load(tmp_path).model_copy(update={"embedding_arithmetic": arithmetic}))
    assert computed.identity == embedder.identity, "a library can be opened on a machine that computes otherwise"
    vectors = np.array(computed.embed_documents(TEXTS))
    for vector, wanted, text in zip(vectors, reference, TEXTS, strict=True):
        assert float(vector @ wanted) >= near, text[:60]
    if arithmetic == "int8":
        sentences = [f"{text} {more}" for text in TEXTS[:5] for more in TEXTS[:5]]
        wanted = np.array(embedder.embed_by_reference(sentences))
        assert float(np.mean(np.sum(np.array(computed.embed_documents(sentences)) * wanted, axis=1))) >= 0.99
        assert not np.allclose(vectors, reference, atol=1e-4), "eight bits are used"
    for text, vector in zip(TEXTS, computed.embed_texts(TEXTS), strict=True):
        assert np.allclose(vector, computed.embed_query(text), atol=0), (
            "a question's texts are computed in floating point, alone or together"
        )
    assert np.allclose(computed.embed_texts(TEXTS), reference, atol=1e-4)


@pytest.mark.parametrize(("kind", "in_one"), [("bert", True), ("modernbert", False), ("mpnet", False)])
def test_attention_is_one_operation_where_the_model_agrees_with_itself_then(
    kind: str, in_one: bool, tmp_path: Path, embedder: Embedder
) -> None:
    """Small models of chance: the second attends within a window, the third by distances, which one operation would leave out."""
    import onnx
    import torch
    from onnxruntime import InferenceSession
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Pooling, Transformer
    from transformers import AutoConfig, AutoModel, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(str(embedder.folder))
    marks = {"pad_token_id": 0, "cls_token_id": 101, "sep_token_id": 102, "bos_token_id": 101, "eos_token_id": 102}
    size = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 48}
    window = {"local_attention": 8, "global_attn_every_n_layers": 2} if kind == "modernbert" else {}
    torch.manual_seed(0)
    whole = AutoModel.from_config(AutoConfig.for_model(kind, vocab_size=len(tokenizer), **size, **marks, **window))
    with torch.no_grad():
        for name, weights in whole.named_parameters():
            if weights.dim() == 2 and "embed" not in name:
                weights.mul_(12)  # or each piece would attend to all alike, and a window would change nothing
    whole.save_pretrained(tmp_path)
    tokenizer.save_pretrained(tmp_path)
    model = SentenceTransformer(modules=[Transformer(str(tmp_path), max_seq_length=64), Pooling(32)], device="cpu")
    export(model, tmp_path / "model.onnx")
    operations = {n.op_type for n in onnx.load(str(tmp_path / "model.onnx")).graph.node}
    assert ("MultiHeadAttention" in operations) is in_one
    session = InferenceSession(str(tmp_path / "model.onnx"), providers=["CPUExecutionProvider"])
    for text in ("a", LONG):
        given = tokenizer(text, truncation=True, max_length=64, return_tensors="np")
        made = session.run([POOLED], {i.name: given[i.name].astype(np.int64) for i in session.get_inputs()})[0][0]
        assert np.allclose(made, model.encode(text), atol=1e-4), "the model itself gives what it gave before"


@pytest.mark.parametrize(
    ("described", "found"),
    [
        ("processor : 0\nflags : fpu avx2 avx512_vnni\n", True),
        ("processor : 0\nflags : fpu avx2 avx512f\n", False),
        ("Features : fp asimd asimddp\n", True),
        ("nothing of the kind\n", False),
    ],
)
def test_a_processor_that_multiplies_bytes_is_known_by_its_flags(described: str, found: bool, tmp_path: Path) -> None:
    file = tmp_path / "cpuinfo"
    file.write_text(described)
    assert multiplies_bytes(file) is found
    assert not multiplies_bytes(tmp_path / "none")


def test_vectors_have_unit_length_and_the_same_size_by_either_road(embedder: Embedder, reference: Any) -> None:
    short = embedder.embed_texts(TEXTS)
    assert short.shape == reference.shape
    assert np.allclose(np.linalg.norm(reference, axis=1), 1, atol=1e-4)
    assert np.allclose(np.linalg.norm(short, axis=1), 1, atol=1e-4)
    assert len(embedder.embed_query("a")) == reference.shape[1]


def test_a_text_has_the_same_vector_whatever_it_is_embedded_with(embedder: Embedder) -> None:
    alone = embedder.embed_texts(["the bus is late"])[0]
    among = embedder.embed_texts([LONG, "a", "the bus is late", LONG])[2]
    assert np.array_equal(alone, among)
    assert embedder.embed_query("the bus is late") == embedder.embed_query("the bus is late")


def test_nearness_is_nearness_in_meaning(embedder: Embedder) -> None:
    question, near, far = embedder.embed_texts(["late buses", "The coach did not arrive on time.", "Reserves earn interest."])
    assert float(question @ near) > float(question @ far) + 0.2


def test_nothing_to_embed_gives_nothing(embedder: Embedder) -> None:
    assert embedder.embed_documents([]) == []


def test_tokens_are_counted_as_the_model_counts_them(embedder: Embedder) -> None:
    from sentence_transformers import SentenceTransformer

    tokenizer = SentenceTransformer(str(embedder.folder), device="cpu", local_files_only=True).tokenizer
    for text in TEXTS:
        assert embedder.count(text) == len(tokenizer(text, truncation=False, verbose=False)["input_ids"]), text[:60]
    assert embedder.count("") == 2
    assert embedder.limit == 256


def test_what_lies_beyond_the_limit_is_not_read(embedder: Embedder) -> None:
    inside = "word " * (embedder.limit - 2)
    assert embedder.count(inside) == embedder.limit
    vectors = embedder.embed_texts([inside, inside + "transport deficit", inside.replace("word", "deficit", 1)])
    assert math.isclose(float(vectors[0] @ vectors[1]), 1, abs_tol=1e-5)
    assert float(vectors[0] @ vectors[2]) < 0.9999


def test_what_the_pieces_of_a_question_mean_comes_with_its_vector(
    embedder: Embedder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = "Who answers for the buses to Lintock?"
    wanted = Embedder(embedder_settings(tmp_path, embedder._cache)).embed_pieces_again([question])
    vector = embedder.embed_query(question)
    assert vector == [float(x) for x in embedder.embed_texts([question])[0]]
    monkeypatch.setattr(embedder, "_each", None)  # whatever would run the model
    assert embedder.embed_pieces_again([question]) == wanted


def test_the_export_is_made_once_and_asking_does_not_import_torch(embedder: Embedder, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    fresh = Embedder(embedder_settings(tmp_path, cache))
    made = fresh.export()
    assert [p.name for p in made.parent.iterdir()] == [f"{fresh.identity}.texts.onnx"], "nothing else is left beside it"
    fresh.embed_documents(["for an ingest"])
    names = {f"{fresh.identity}.texts.onnx", f"{fresh.identity}.texts.int8.onnx"}
    assert {p.name for p in made.parent.iterdir()} <= names
    stamp = made.stat().st_mtime_ns
    assert Embedder(embedder_settings(tmp_path, cache)).export() == made
    script = (
        "import sys; from pathlib import Path; from vectorstore.embedding import Embedder; from vectorstore.settings import Settings\n"
        "vector = Embedder(Settings.load(Path(sys.argv[1]))).embed_query('late buses')\n"
        "print(len(vector), [m for m in ('torch', 'sentence_transformers', 'transformers') if m in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        env={**os.environ, "SCRUTINY_CACHE": str(cache)},
        capture_output=True,
        text=True,
    )
    assert run.stdout.strip() == "384 []", run.stderr
    assert made.stat().st_mtime_ns == stamp


def embedder_settings(data: Path, cache: Path) -> Settings:
    return Settings.load(data).model_copy(update={"cache": cache})


def test_the_model_can_be_a_folder_and_a_changed_one_is_another(embedder: Embedder, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(embedder.folder, folder)
    settings = Settings.load(tmp_path).model_copy(update={"embedding_model": str(folder)})
    copied = Embedder(settings)
    assert copied.folder == folder
    assert copied.identity.split("-")[-1] == embedder.identity.split("-")[-1]
    with (folder / "config.json").open("a") as config:
        config.write("\n")
    assert Embedder(settings).identity != copied.identity


@pytest.mark.parametrize("name", ["no-such-model-anywhere", "/no/such/folder", "json", "sentence-transformers/all-MiniLM-L6-v2"])
def test_a_model_that_is_not_there_is_named_and_not_fetched(name: str, tmp_path: Path) -> None:
    embedder = Embedder(Settings.load(tmp_path).model_copy(update={"embedding_model": name}))
    with pytest.raises(SettingsError) as error:
        embedder.embed_query("x")
    assert str(error.value).startswith(f"embedding_model '{name}': neither an installed package")
    assert "\n" not in str(error.value)


# -- as parts of LangChain


def test_the_embedder_is_an_embeddings_of_langchain(embedder: Embedder) -> None:
    made = PassageEmbeddings(embedder)
    assert isinstance(made, Embeddings)
    assert made.embed_query(TEXTS[0]) == embedder.embed_query(TEXTS[0])
    assert made.embed_documents(TEXTS[:2]) == embedder.embed_documents(TEXTS[:2])


def test_the_library_serves_other_chains_as_a_retriever(sample_library: Path) -> None:
    library = Library(Settings.load(sample_library))
    retriever = PassageRetriever(holdings=library.holdings(Role.READER), filters=Filters(kinds=(Kind.RISK_REGISTER,)), k=5)
    assert isinstance(retriever, BaseRetriever)
    found = retriever.invoke("What controls exist for SEND funding risk?")
    assert 0 < len(found) <= 5
    assert all(isinstance(each, LangChainDocument) for each in found)
    held = library.holdings(Role.READER).passages(str(each.id) for each in found)
    for each in found:
        assert each.page_content == held[str(each.id)].text
        assert each.metadata["source"].startswith("strategic-risk-register")
        assert each.metadata["pages"] == list(held[str(each.id)].pages)
    assert [each.metadata["score"] for each in found] == sorted((e.metadata["score"] for e in found), reverse=True)
    sources = (retriever | RunnableLambda(lambda docs: [d.metadata["source"] for d in docs])).invoke("SEND funding")
    assert set(sources) <= {d.source for d in library.holdings(Role.READER).documents()}
    library.close()
