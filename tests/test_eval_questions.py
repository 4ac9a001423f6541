"""Question sets: what is taken, what is refused with its line, and whether their evidence still stands in the papers."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from eval.check import check
from eval.question_set import Asked, Evidence, QuestionSetError, Turn, as_line, load
from vectorstore.library import Library
from vectorstore.settings import Settings

FACT = {"id": "q1", "question": "How many pupils were excluded in 2023/24?", "kind": "number", "must_include": ["55"]}


def written(folder: Path, *lines: Any) -> Path:
    file = folder / "set.jsonl"
    file.write_text("".join(f"{x if isinstance(x, str) else json.dumps(x)}\n" for x in lines), encoding="utf-8")
    return file


def test_a_set_says_what_it_is_and_what_is_asked(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        {"set": "budget", "as_of": "2026-04-30", "papers": ["monitor.xlsx"]},
        FACT | {"persona": "officer", "evidence": ["55 pupils", {"text": "cells\tapart", "source": "b.pdf", "page": 3}], "source": "a.pdf"},
        {"id": "q2", "question": "What will it cost?", "kind": "unanswerable", "tags": ["near-miss"]},
        {"id": "c1", "turns": [{"question": "Who leads it?", "must_include": ["Ann Lee"]},
                               {"question": "And in Mill ward?", "standalone": "Who leads it in Mill ward?", "unanswerable": True}]},
    )  # fmt: skip
    held = load(file)
    assert (held.name, held.as_of, held.papers, len(held.questions)) == ("budget", date(2026, 4, 30), ("monitor.xlsx",), 3)
    first, second, third = held.questions
    assert first.persona == "officer"
    assert first.turns[0].evidence == (
        Evidence(text="55 pupils", source="a.pdf"),
        Evidence(text="cells\tapart", source="b.pdf", page=3),
    )
    assert first.turns[0].papers == ("a.pdf", "b.pdf")
    assert second.turns[0].status == "not_found"
    assert third.conversation
    assert third.kind == "conversation"
    assert [t.status for t in third.turns] == ["answered", "not_found"]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "is not JSON"),
        ("[1]", "is not a JSON object"),
        ({"id": "x"}, "question"),
        ({"question": "why?"}, "id"),
        (FACT | {"must_inclde": ["55"]}, "is 'must_include' meant"),
        (FACT | {"persona": "mayor"}, "persona"),
        (FACT | {"status": "perhaps"}, "status"),
        (FACT | {"must_include": ["..."]}, "literal without a letter or a figure"),
        (FACT | {"evidence": [{"text": "x", "page": 0}]}, "page"),
        (FACT | {"status": "not_found"}, "a refusal says nothing"),
        ({"id": "c", "turns": []}, "turns"),
        ({"id": "c", "turns": ["why?"]}, "turns"),
        (FACT | {"id": "q0"}, "stands in an earlier line"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(tmp_path: Path, line: Any, fault: str) -> None:
    file = written(tmp_path, FACT | {"id": "q0"}, "", line)
    with pytest.raises(QuestionSetError, match=r"set\.jsonl, line 3: ") as caught:
        load(file)
    assert fault in str(caught.value)


def test_a_set_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionSetError, match="no such file"):
        load(tmp_path / "none.jsonl")
    with pytest.raises(QuestionSetError, match="holds no question"):
        load(written(tmp_path, {"set": "empty"}))
    (tmp_path / "set.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(QuestionSetError, match="UTF-8"):
        load(tmp_path / "set.jsonl")


def test_a_question_is_written_as_it_is_read(tmp_path: Path) -> None:
    turns = (
        Turn(question="Who leads it?", must_include=("Ann Lee",)),
        Turn(question="Since when?", standalone="Since when does she?"),
    )
    every = (
        Asked(id="a", kind="who", persona="officer", tags=("adopted",), turns=turns[:1]),
        Asked(id="b", kind="conversation", turns=turns, conversation=True),
    )
    assert load(written(tmp_path, *(as_line(q) for q in every))).questions == every


def test_the_short_form_has_every_kind_and_is_always_the_same(tmp_path: Path) -> None:
    lines = [FACT | {"id": f"{kind}{n}", "kind": kind} for kind in ("fact", "list", "who") for n in range(9)]
    whole = load(written(tmp_path, *lines))
    short = whole.short()
    assert [q.kind for q in short.questions] == ["fact"] * 4 + ["list"] * 4 + ["who"] * 4
    assert load(written(tmp_path, *reversed(lines))).short().questions == short.questions[::-1]


def test_check_names_evidence_that_is_gone(tmp_path: Path, sample_library: Path) -> None:
    name, page = "children-education-annual-report-2024-25.pdf", 6
    library = Library(Settings.load(sample_library))
    try:
        holdings = library.holdings()
        document = next(d for d in holdings.documents() if name in d.source)
        text = next(p for p in holdings.pages(document.id) if p.number == page).body_text
        half = next(s for s in text.split("\n") if len(s.split()) > 12)
        given = [
            {"text": half, "source": name, "page": page},
            {"text": half, "source": name, "page": 1},
            {"text": "words that no paper of Thornmere has ever had", "source": name},
            {"text": half, "source": "sold.pdf"},
        ]
        lines = [FACT | {"id": f"q{n}", "evidence": [e]} for n, e in enumerate(given)]
        found = {f.id: f.what for f in check(load(written(tmp_path, *lines)), holdings)}
    finally:
        library.close()
    assert sorted(found) == ["q1", "q2", "q3"]
    assert "page 1 but on page 6" in found["q1"]
    assert "no longer occurs" in found["q2"]
    assert found["q3"] == "sold.pdf is not held"
