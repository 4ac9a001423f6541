"""Evidence packs of real answers, opened and read back: the quotes word for word, where they stand, and which papers they are of."""

from __future__ import annotations

import hashlib
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document as read_docx
from docx.oxml.ns import qn
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from typer.testing import CliRunner

from assistant.answer import Answer
from assistant.cli import app
from assistant.desk import Desk, doubt, refusal
from assistant.evidence_pack import (
    ANSWERED,
    EXEMPT,
    GONE,
    NEAREST,
    PARTIAL,
    Pack,
    Packed,
    Paper,
    Part,
    Said,
    Source,
    packed,
    shown,
)
from assistant.pack_docx import as_docx
from assistant.pack_markdown import as_markdown, literal
from vectorstore.models import Classification, Document, fold_space
from vectorstore.settings import Settings

NOW = datetime(2026, 4, 30, 18, 30, tzinfo=UTC)
NASTY = (
    "<script>alert(1)</script> [x](javascript:alert(1)) ![i](u) # *b* _i_ `c` $x^2$ | a | 1. > - + ~~s~~ &amp; \\ https://e.org"
    " <!-- c --> [r]: /u <b@e.org> {% raw %} --- === #"
)
QUESTIONS = [
    "What controls exist for SEND funding risk?",
    "What did the committee promise about family hubs and what came of it?",
    "Why are so many children placed out of area?",
    "How many penguins live at the moon base?",
]
HELD = "Narrowed to meetings up to 30 April 2026."


@pytest.fixture(scope="module")
def desk(sample_library: Path) -> Iterator[Desk]:
    made = Desk.open(Settings.load(sample_library))
    yield made
    made.library.close()


@pytest.fixture(scope="module")
def held(desk: Desk) -> dict[str, Document]:
    return {document.id: document for document in desk.documents()}


@pytest.fixture(scope="module")
def answers(desk: Desk) -> list[Answer]:
    return [desk.ask(question, as_of=date(2026, 4, 30)) for question in QUESTIONS]


@pytest.fixture(scope="module")
def pack(answers: list[Answer], held: dict[str, Document]) -> Pack:
    made = [Packed(each.question, HELD, each, None, NOW) for each in answers]
    return packed(f"For Tuesday {NASTY}", [*made, Packed("???", None, None, "The question is empty.", NOW)], held, NOW)


def docx_text(content: bytes) -> str:
    made = read_docx(io.BytesIO(content))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in made.paragraphs), *cells])


OWN = {"heading", "paragraph", "bullet_list", "ordered_list", "list_item", "blockquote", "strong", "em"}


def markdown_text(text: str) -> str:
    """What a reader of rendered Markdown sees; it must hold no element but those that the pack itself uses."""

    def words(tokens: list[Any]) -> Iterator[str]:
        for token in tokens:
            element = token.type.removesuffix("_open").removesuffix("_close")
            assert element in OWN or token.type in ("inline", "text", "text_special"), token
            if token.children:
                yield from words(token.children)
            elif token.type == "text":
                yield token.content

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return "\n".join("".join(words([token])) for token in parser.parse(text))


def test_every_quote_is_in_the_pack_and_on_its_page(pack: Pack, answers: list[Answer], desk: Desk) -> None:
    word, markdown = as_docx(pack), as_markdown(pack)
    texts = [fold_space(docx_text(word)), fold_space(markdown_text(markdown))]
    cited = [citation for answer in answers for citation in answer.citations]
    printed = [source for part in pack.parts for source in part.sources]
    assert len(cited) >= 10
    assert [(c.n, c.quote) for c in cited] == [(s.n, s.quote) for s in printed]
    for citation, source in zip(cited, printed, strict=True):
        for text in texts:
            assert f"[{source.n}] {source.reference}" in text
            assert f"\u201c{fold_space(citation.quote)}\u201d" in text
            assert f"File: {citation.source}" in text
        pages = [desk.page(citation.document, ordinal) for ordinal in dict.fromkeys(place[0] for place in citation.places)]
        assert fold_space(citation.quote) in fold_space(" ".join(page.text for page in pages if page))


def test_the_papers_relied_on_are_named_with_the_hashes_of_their_files(pack: Pack, answers: list[Answer], samples: Path) -> None:
    made = read_docx(io.BytesIO(as_docx(pack)))
    rows = [[cell.text for cell in row.cells] for row in made.tables[0].rows]
    markdown = markdown_text(as_markdown(pack))
    files = list(dict.fromkeys(citation.source for answer in answers for citation in answer.citations))
    assert [paper.file for paper in pack.papers] == files
    for paper, row in zip(pack.papers, rows[1:], strict=True):
        digest = hashlib.sha256((samples / paper.file).read_bytes()).hexdigest()
        assert row[0] == f"{paper.title}\n{paper.file}"
        assert row[2] == digest
        assert f"SHA-256: {digest}" in markdown
        assert {"Kind", "Body", "Meeting", "Classification", "Read"} <= {name for name, _ in paper.particulars}


def test_a_pack_says_what_it_is_and_what_the_papers_do_not_say(pack: Pack, answers: list[Answer]) -> None:
    for text in (docx_text(as_docx(pack)), markdown_text(as_markdown(pack))):
        for words in (
            "30 April 2026 at 18:30 (UTC)", "Scrutiny Desk 0.", "Answered as of: 30 April 2026", refusal(), NEAREST, "The question is empty.",
            HELD, "the papers' own words", "(counted from the list below):", "could not be read and were not searched", ANSWERED,
        ):  # fmt: skip
            assert words in text, words
        for found in answers[-1].passages[:3]:
            assert shown(found.text) in text
    listed = pack.parts[1]
    assert listed.listed
    assert any(said.below for said in listed.said)
    claims = [claim.text for claim in answers[1].claims[1:]]
    assert [text for said in listed.said for text in (said.text, *(below.text for below in said.below))] == claims


def test_doubt_comes_before_what_is_said_and_notes_after(answers: list[Answer], held: dict[str, Document]) -> None:
    answer = answers[2].model_copy(update={"status": "partial", "doubt": doubt(), "notes": ["Two papers differ."]})
    made = packed("x", [Packed(answer.question, None, answer, None, NOW)], held, NOW)
    for text in (docx_text(as_docx(made)), markdown_text(as_markdown(made))):
        said = (PARTIAL, doubt(), answer.claims[0].text, "Two papers differ.", "\nSources\n")
        places = [text.index(words) for words in said]
        assert places == sorted(places)


def test_the_words_of_a_model_are_said_to_be_its_own(answers: list[Answer], held: dict[str, Document]) -> None:
    written = answers[2].model_copy(update={"writer": "maker:large", "as_of": date(2026, 5, 1)})
    exchanges = [Packed(each.question, None, each, None, NOW) for each in (answers[0], written)]
    made = packed("Two answers", exchanges, held, NOW)
    assert dict(made.particulars)["Answered in"] == "the papers' own words and the words of a language model (maker:large)"
    assert dict(made.particulars)["Answered as of"] == "30 April 2026 and 1 May 2026"
    assert [dict(part.particulars)["Answered in"] for part in made.parts] == [
        "the papers' own words",
        "the words of a language model (maker:large)",
    ]
    assert [dict(part.particulars)["Answered as of"] for part in made.parts] == ["30 April 2026", "1 May 2026"]


def test_a_pack_that_quotes_exempt_papers_warns(answers: list[Answer], held: dict[str, Document]) -> None:
    for answer, exempt in (
        (answers[0], answers[0].citations[0].document),
        (answers[-1], next(d.id for d in held.values() if answers[-1].passages[0].source in d.sources)),
    ):
        exchange = Packed(answer.question, None, answer, None, NOW)
        assert packed("x", [exchange], held, NOW).warning is None
        closed = {**held, exempt: replace(held[exempt], classification=Classification.EXEMPT)}
        made = packed("x", [exchange], closed, NOW)
        for text in (docx_text(as_docx(made)), markdown_text(as_markdown(made))):
            assert text.index(EXEMPT) < text.index("Made: ")


def test_a_word_file_is_fit_for_a_report(pack: Pack) -> None:
    content = as_docx(pack)
    made = read_docx(io.BytesIO(content))
    headings = [p.text for p in made.paragraphs if p.style and p.style.name == "Heading 1"]
    assert headings == [*QUESTIONS, "???", "Papers relied on"]
    about = made.core_properties
    assert (about.author, about.language, about.title) == ("Scrutiny Desk", "en-GB", shown(pack.title))
    assert about.created is not None
    assert about.created.replace(tzinfo=UTC) == NOW
    size = made.sections[0]
    assert (round(size.page_width.mm), round(size.page_height.mm)) == (210, 297)  # type: ignore[union-attr]
    assert [field.get(qn("w:instr")) for field in size.footer._element.iter(qn("w:fldSimple"))] == ["PAGE"]
    assert {language.get(qn("w:val")) for language in made.styles.element.iter(qn("w:lang"))} == {"en-GB"}
    assert made.tables[0].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None  # type: ignore[union-attr]
    assert content == as_docx(pack)


def test_each_list_counts_from_one(answers: list[Answer], held: dict[str, Document]) -> None:
    made = packed("x", [Packed(each.question, None, each, None, NOW) for each in answers[:2]], held, NOW)
    word = read_docx(io.BytesIO(as_docx(made)))
    used = [p._p.pPr.numPr.numId.val for p in word.paragraphs if p.style and p.style.name == "List Number"]  # type: ignore[union-attr]
    lists = list(dict.fromkeys(used))
    assert [used.count(each) for each in lists] == [len(part.said) for part in made.parts]
    for each in lists:
        num: Any = word.part.numbering_part.element.num_having_numId(each)
        assert [start.val for start in num.iter(qn("w:startOverride"))] == [1]


def test_a_pack_of_one_question_says_it_once_as_its_title(answers: list[Answer], held: dict[str, Document]) -> None:
    made = packed(QUESTIONS[0], [Packed(QUESTIONS[0], None, answers[0], None, NOW)], held, NOW)
    assert made.parts[0].heading == "The answer"
    assert dict(made.parts[0].particulars)["Question"] == QUESTIONS[0]


def test_a_paper_that_is_no_longer_held_is_said_to_be_gone(answers: list[Answer]) -> None:
    answer = answers[0]
    made = packed("x", [Packed(answer.question, None, answer, None, NOW)], {}, NOW)
    for text in (docx_text(as_docx(made)), markdown_text(as_markdown(made))):
        assert text.count(GONE) == len(answer.citations) + 1


def everywhere(text: str) -> Pack:
    """A pack in which every word is the one given."""
    said = Said(text, (1,), (Said(text),))
    source = Source(1, text, text, (("Section", text),))
    part = Part(text, (("Question", text),), text, text, said, (said, said), True, (text,), (source,), ((text, text),))
    paper = Paper(text, text, (("Body", text),), text, text)
    return Pack(text, NOW, text, (("Made with", text),), (part, replace(part, listed=False)), (paper,))


def test_what_people_and_papers_wrote_is_no_markup() -> None:
    made = everywhere(NASTY)
    times = docx_text(as_docx(made)).count(NASTY)
    assert times == markdown_text(as_markdown(made)).count(NASTY) - 1  # the table has one place for the hash and the note
    assert times > 30


SIGNS = st.text(
    st.one_of(st.sampled_from("\\`*_{}[]()<>#+-.!|~&$^=:@/%1aA \t\n\u00a0\u2028\u202e\x00\x1b\ufffe\ud800"), st.characters())
)


@given(SIGNS)
def test_any_text_is_shown_as_it_is(text: str) -> None:
    seen = shown(text)
    assume(seen)
    assert not [c for c in seen if unicodedata.category(c) in ("Cc", "Cs")]
    for before in ("", "# ", "- ", "1. ", "> ", "x\n\n", "- **a:** ", "> \u201c", "1. x\n   - "):
        lines = f"{before}{literal(text)}\n"
        assert fold_space(markdown_text(lines)).endswith(seen), (before, text)
        own = {"#": "heading_open", "-": "bullet_list_open", "1": "ordered_list_open", ">": "blockquote_open"}.get(before[:1])
        kinds = [token.type for token in MarkdownIt("commonmark").parse(lines)]
        if own != "heading_open":
            assert "heading_open" not in kinds, (before, text)
        if not before.startswith(("-", "1")):
            assert not {"bullet_list_open", "ordered_list_open"} & set(kinds), (before, text)


@settings(max_examples=40, deadline=None)  # each writes a whole file and reads it
@given(SIGNS)
def test_any_text_is_fit_for_a_word_file(text: str) -> None:
    body = read_docx(io.BytesIO(as_docx(everywhere(text))))
    assert body.paragraphs[0].text == shown(text)
    assert not list(body.element.iter(qn("w:instrText"), qn("w:fldSimple"), qn("w:hyperlink")))


def test_the_command_line_writes_a_pack_beside_the_answer(sample_library: Path, tmp_path: Path) -> None:
    asked = ["ask", QUESTIONS[0], "--data", str(sample_library), "--to", "2026-04-30", "--out"]
    for name in ("pack.docx", "pack.md"):
        done = CliRunner().invoke(app, [*asked, str(tmp_path / name)])
        assert done.exit_code == 0, done.output
        assert "High needs recovery plan" in done.stdout
    texts = [docx_text((tmp_path / "pack.docx").read_bytes()), markdown_text((tmp_path / "pack.md").read_text(encoding="utf-8"))]
    for text in texts:
        assert "High needs recovery plan" in text
        assert HELD in text
    for wrong in (
        ["ask", "x?", "--out", str(tmp_path / "pack.pdf")],
        ["ask", "--batch", "-", "--out", str(tmp_path / "pack.md")],
    ):
        assert CliRunner().invoke(app, [*wrong, "--data", str(sample_library)]).exit_code == 2
    lost = CliRunner().invoke(app, [*asked, str(tmp_path / "no" / "a.md")])
    assert lost.exit_code == 1
