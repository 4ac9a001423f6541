"""HTML and Markdown made in the test, read back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.markup_reader import read
from ingest.reading import Reading
from vectorstore.errors import ReadError


def page(folder: Path, content: str | bytes, name: str = "page.html") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def blocks(reading: Reading) -> list[tuple[str, int, str | None, str]]:
    return [(b.kind, b.level, b.number, b.text) for b in reading.blocks if b.kind != "row"]


def rows(reading: Reading) -> list[dict[str | None, str]]:
    return [{c.label: c.text for c in b.cells if c.text} for b in reading.blocks if b.kind == "row" and not b.header]


def test_html_headings_paragraphs_and_nested_lists(tmp_path: Path) -> None:
    reading = read(
        page(
            tmp_path,
            """<!doctype html><html><head><title>Libraries review</title><meta name="author" content="A. Clerk"></head><body>
            <nav><a href="/">Home</a></nav><h1>Libraries  review</h1>
            <p>The review <b>began</b> in<br>March.</p><div>Loose words <i>count</i> too.<p>4.5 The council agreed.</p></div>
            <ul><li>plant trees<ul><li>oak</li></ul></li><li><p>mend paths</p><p>in every park</p></li></ul>
            <ol start="3"><li>third</li><li>fourth</li></ol><footer>Northshire Council</footer></body></html>""",
        )
    )
    assert blocks(reading) == [
        ("heading", 1, None, "Libraries review"),
        ("paragraph", 0, None, "The review began in March."),
        ("paragraph", 0, None, "Loose words count too."),
        ("paragraph", 0, "4.5", "4.5 The council agreed."),
        ("item", 0, None, "plant trees"),
        ("item", 1, None, "oak"),
        ("item", 0, None, "mend paths in every park"),
        ("item", 0, "3", "third"),
        ("item", 0, "4", "fourth"),
        ("furniture", 0, None, "Northshire Council"),
    ]
    assert reading.properties == {"title": "Libraries review", "author": "A. Clerk"}
    assert reading.pages[0].number is None


def test_what_is_not_seen_is_not_read(tmp_path: Path) -> None:
    reading = read(
        page(
            tmp_path,
            """<body><script>alert("no")</script><style>p{}</style><template><p>no</p></template><!-- no -->
            <p hidden>no</p><p style="color:red; DISPLAY : none">no</p><div aria-hidden="true">no</div>
            <iframe src="https://example.org/no"></iframe><img src="https://example.org/no.png" alt="no">
            <p>yes <span style="visibility:hidden">no</span></p></body>""",
        )
    )
    assert reading.pages[0].text == "yes"


@pytest.mark.parametrize("unseen", ["hidden", 'style="display: none !important"', "style='color:red;visibility:HIDDEN'"])
@pytest.mark.parametrize(
    "around",
    [
        "<div {}><p>no</p><div>no</div></div>",
        "<h2 {}>no</h2><ul {}><li>no</li></ul><footer {}>no</footer>",
        "<ul><li>one <div {}><p>no</p></div></li><li {}>no</li></ul>",
        "<pre>one <span {}>no</span></pre>",
        "<dl><dt>one</dt><dd>two</dd><div {}><dt>no</dt><dd>no</dd></div></dl>",
        "<table><thead {}><tr><th>no</th><th>no</th></tr></thead><tr><td>1</td><td>2</td></tr></table>",
        "<table><tr><td>1</td><td>2</td></tr><tbody {}><tr><td>no</td><td>no</td></tr></tbody></table>",
        "<table><caption {}>no</caption><tr><td>1</td><td>2</td></tr><tr {}><td>no</td><td>no</td></tr></table>",
        "<table role='presentation'><tr><td>one</td><td {}><p>no</p></td></tr></table>",
        "<table><tr><td>1</td><td>2 <div {}><table><tr><td>no</td><td>no</td></tr></table></div></td></tr></table>",
    ],
)
def test_what_is_hidden_is_not_read_wherever_it_stands(around: str, unseen: str, tmp_path: Path) -> None:
    text = read(page(tmp_path, f"<p>yes</p>{around.replace('{}', unseen)}")).pages[0].text
    assert "yes" in text
    assert "no" not in text.split()


def test_instructions_that_a_page_hides_are_no_words_of_it(samples: Path) -> None:
    planted = json.loads((samples.parent / "truth.json").read_text(encoding="utf-8"))["instructions"]
    source = " ".join((samples / planted["source"]).read_text(encoding="utf-8").split())
    text = " ".join(read(samples / planted["source"]).pages[0].text.split())
    assert [words for words in planted["seen"] + planted["unseen"] if words not in source] == []
    assert [words for words in planted["seen"] if words not in text] == []
    assert [words for words in planted["unseen"] if words in text] == []


def test_html_tables_with_merged_cells(tmp_path: Path) -> None:
    reading = read(
        page(
            tmp_path,
            """<table><caption>Budgets by service</caption>
            <tr><th rowspan="2">Service</th><th colspan="2">2024/25</th></tr><tr><th>Budget</th><th>Actual</th></tr>
            <tr><td rowspan="2">Parks</td><td>10</td><td>12</td></tr><tr><td>20</td><td>19</td></tr></table>""",
        )
    )
    assert blocks(reading) == [("paragraph", 0, None, "Budgets by service")]
    assert rows(reading) == [
        {"Service": "Parks", "2024/25 Budget": "10", "2024/25 Actual": "12"},
        {"2024/25 Budget": "20", "2024/25 Actual": "19"},
    ]
    assert reading.blocks[-1].section == "Parks"
    assert reading.pages[0].text.count("Parks") == 1


def test_html_tables_that_only_place_text_and_terms_with_meanings(tmp_path: Path) -> None:
    reading = read(
        page(
            tmp_path,
            """<table><tr><td><h2>Notice</h2><p>The hall is shut.</p></td><td><p>Call the clerk.</p></td></tr></table>
            <dl><dt>Meeting date</dt><dd>4 May 2026</dd><dt>Chair:</dt><dd>Cllr Ash</dd></dl>""",
        )
    )
    assert [text for *_, text in blocks(reading)] == ["Notice", "The hall is shut.", "Call the clerk."]
    assert rows(reading) == [{None: "Meeting date", "Meeting date": "4 May 2026"}, {None: "Chair:", "Chair": "Cllr Ash"}]


def test_a_page_that_names_its_encoding_is_read_in_it(tmp_path: Path) -> None:
    raw = '<html><head><meta charset="windows-1252"></head><body><p>£12 – café</p></body></html>'.encode("cp1252")
    assert read(page(tmp_path, raw)).pages[0].text == "£12 – café"


def test_a_page_inside_a_form_is_read(tmp_path: Path) -> None:
    assert read(page(tmp_path, "<form><div><p>Minutes of the meeting</p><input value='x'></div></form>")).pages[0].text == (
        "Minutes of the meeting"
    )


def test_markdown_blocks(tmp_path: Path) -> None:
    reading = read(
        page(
            tmp_path,
            """---
title: "Libraries review"
date: 2026-05-04
tags: [a, b]
---
# Libraries review

The review began
in *March* and [ended](https://example.org/) in `May`.

4.5 The council agreed.

## Actions

- plant trees
  - oak
- mend paths

  in every park

3. third
4. fourth

| Service | Budget |
|---------|-------:|
| Parks   | 10     |

<div><p>Some <b>HTML</b></p><script>no()</script></div>
""",
            "paper.md",
        )
    )
    assert blocks(reading) == [
        ("heading", 1, None, "Libraries review"),
        ("paragraph", 0, None, "The review began in March and ended in May."),
        ("paragraph", 0, "4.5", "4.5 The council agreed."),
        ("heading", 2, None, "Actions"),
        ("item", 0, None, "plant trees"),
        ("item", 1, None, "oak"),
        ("item", 0, None, "mend paths in every park"),
        ("item", 0, "3", "third"),
        ("item", 0, "4", "fourth"),
        ("paragraph", 0, None, "Some HTML"),
    ]
    assert rows(reading) == [{"Service": "Parks", "Budget": "10"}]
    assert reading.properties["title"] == "Libraries review"
    assert reading.properties["created"] == "2026-05-04"
    assert "tags" not in reading.pages[0].text


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("page.html", b"", "is empty"),
        ("page.html", b"<html><body><script>x</script></body></html>", "has no text"),
        ("page.html", b"%PDF-1.7", "a PDF"),
        ("paper.md", b"   \n", "is empty"),
        ("paper.md", b"---\ntitle: x\n---\n", "has no text"),
        ("paper.md", bytes(range(256)) * 30, "not a text file"),
    ],
)
def test_files_without_text_are_named(name: str, content: bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=message) as caught:
        read(page(tmp_path, content, name))
    assert name in str(caught.value)
