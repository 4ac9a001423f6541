"""Pages as pictures and as text, and the files, over HTTP: what is marked where, and who gets none of it."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit import config

from assistant.desk import Desk
from assistant.views import library
from assistant.views.originals import GONE, MOVED, WIDTHS, address, routes
from ingest.job import ingest
from ingest.pdf_page import clean
from ingest.pdf_places import Box, picture, places
from vectorstore.errors import ReadError
from vectorstore.library import Library
from vectorstore.models import Document, Role, Span
from vectorstore.settings import Settings

REGISTER = "strategic-risk-register-q4-2025-26.pdf"


@pytest.fixture
def desk(sample_library: Path) -> Iterator[Desk]:
    made = Desk.open(Settings.load(sample_library))
    yield made
    made.library.close()


@pytest.fixture
def client() -> TestClient:
    assert config.get_option("server.allowedHosts"), "the project's own settings of the server hold"
    return TestClient(Starlette(routes=routes()), base_url="http://127.0.0.1:8501")


@pytest.fixture
def served(sample_library: Path, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """The addresses over the samples."""
    monkeypatch.setenv("SCRUTINY_DATA", str(sample_library))
    yield client
    library._opened.clear()


def named(desk: Desk, source: str) -> Document:
    return next(d for d in desk.documents() if d.source == source)


def within(path: Path, number: int, boxes: list[Box]) -> str:
    """The letters that a PDF draws inside of boxes."""
    pdf = pypdfium2.PdfDocument(path)
    page = pdf[number - 1]
    text, (width, height) = page.get_textpage(), page.get_size()
    found = "".join(
        text.get_text_bounded(
            left=b.left * width - 0.5,
            right=b.right * width + 0.5,
            bottom=height * (1 - b.bottom) - 0.5,
            top=height * (1 - b.top) + 0.5,
        )
        for b in boxes
    )
    pdf.close()
    return letters(found)


def letters(text: str) -> str:
    return "".join(clean(text).split())


def astray(wanted: str, found: str) -> int:
    """Letters that are missing or too many."""
    a, b = Counter(wanted), Counter(found)
    return sum((a - b).values()) + sum((b - a).values())


def test_every_passage_is_marked_where_it_is_printed(desk: Desk, samples: Path) -> None:
    looked = 0
    for document in desk.documents():
        if not document.source.endswith(".pdf"):
            continue
        for passage in desk.holdings.passages_of(document.id):
            for span in passage.spans:
                page = desk.page(document.id, span.page)
                assert page
                wanted = letters(page.text[span.start : span.end])
                [boxes] = places(samples / document.source, span.page, page.text, [(span.start, span.end)])
                assert astray(wanted, within(samples / document.source, span.page, boxes)) <= 2 + 0.05 * len(wanted), wanted
                looked += 1
    assert looked > 200


@pytest.mark.papers
@pytest.mark.timeout(300)
def test_passages_of_real_papers_are_marked_where_they_are_printed(papers: Path, tmp_path: Path) -> None:
    from ingest.files import read

    missed = looked = 0
    for path in sorted((papers / "papers").glob("*minutes*.pdf"))[:6] + sorted((papers / "corpus").glob("*.pdf"))[:2]:
        reading = read(path)
        for block in [b for b in reading.blocks if b.kind != "contents"][:: max(1, len(reading.blocks) // 60)]:
            for span in block.spans:
                page = reading.pages[span.page - 1]
                wanted = letters(page.text[span.start : span.end])
                [boxes] = places(path, span.page, page.text, [(span.start, span.end)])
                looked += 1
                missed += astray(wanted, within(path, span.page, boxes)) > 3 + 0.1 * len(wanted)
    assert looked > 200
    assert missed <= 0.01 * looked, f"{missed} of {looked}"


def test_the_boxes_of_a_line_are_one_and_of_cells_several(desk: Desk, samples: Path) -> None:
    page = desk.page(named(desk, REGISTER).id, 1)
    assert page
    start = page.text.index("High needs recovery plan\t")
    stop = page.text.index("\n", start)
    [title, row] = places(samples / REGISTER, 1, page.text, [(start, start + 24), (start, stop)])
    assert len(title) == 1
    assert len(row) > 5, "a box for each line of each cell"
    assert all(0 <= b.left < b.right <= 1 and 0 <= b.top < b.bottom <= 1 for b in row)
    assert title[0].left == pytest.approx(row[0].left)


def test_a_turned_page_is_marked_as_it_is_shown(desk: Desk, samples: Path, tmp_path: Path) -> None:
    from pypdf import PdfReader, PdfWriter

    page = desk.page(named(desk, REGISTER).id, 1)
    assert page
    start = page.text.index("SEND funding")
    [[upright, *_]] = places(samples / REGISTER, 1, page.text, [(start, start + 12)])
    writer = PdfWriter()
    writer.add_page(PdfReader(samples / REGISTER).pages[0]).rotate(90)
    turned = tmp_path / "turned.pdf"
    writer.write(turned)
    [[box, *_]] = places(turned, 1, page.text, [(start, start + 12)])
    assert box.top == pytest.approx(upright.left, abs=0.01)
    assert box.right == pytest.approx(1 - upright.top, abs=0.01)


def test_a_page_that_is_not_there_is_said_to_be_so(samples: Path, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"has no page 99\."):
        picture(samples / REGISTER, 99, 900)
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 and no more")
    with pytest.raises(ReadError, match=r"broken\.pdf: cannot be opened"):
        picture(broken, 1, 900)


def test_the_picture_of_an_endless_page_stays_small(tmp_path: Path) -> None:
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(72, 14_000)
    writer.write(tmp_path / "long.pdf")
    image = Image.open(io.BytesIO(picture(tmp_path / "long.pdf", 1, 2_000)))
    assert image.width * image.height < 17_000_000


def test_a_page_comes_with_its_name_its_text_and_the_places_of_its_marks(served: TestClient, desk: Desk) -> None:
    paper = named(desk, REGISTER)
    page = desk.page(paper.id, 1)
    assert page
    start = page.text.index("SEND funding")
    told = served.get(address(paper.id, 1, [(Span(1, start, start + 12), "title")])).json()
    assert (told["name"], told["ordinal"], told["last"]) == ("Page 1", 1, paper.page_count)
    assert [words for words, marked, field in told["text"] if marked and field == "title"] == ["SEND funding"]
    assert {box["field"] for box in told["boxes"]} == {"title"}
    assert told["file"] == f"/paper/{paper.id}/file#page=1"
    assert told["notice"] is None
    image = Image.open(io.BytesIO(served.get(told["picture"], params={"width": 1000}).content))
    assert image.width == next(w for w in WIDTHS if w >= 1000)
    box = told["boxes"][0]
    part = image.convert("L").crop(
        tuple(int(box[s] * m) for s, m in zip(("left", "top", "right", "bottom"), image.size * 2, strict=True))
    )
    darkest, lightest = part.getextrema()
    assert darkest < 100 < 250 < lightest, "print on a light ground"


def test_a_paper_without_pages_comes_as_text_and_is_saved_not_opened(served: TestClient, desk: Desk) -> None:
    paper = named(desk, "councillor-briefing-send-transport.md")
    page = desk.page(paper.id, 1)
    assert page
    told = served.get(address(paper.id, 1, [(Span(1, 0, 20), None)])).json()
    assert told["picture"] is None
    assert told["boxes"] == []
    assert told["text"][0][:2] == [page.text[:20], True]
    reply = served.get(told["file"])
    assert reply.headers["content-disposition"].startswith("attachment")
    assert reply.headers["x-content-type-options"] == "nosniff"
    pdf = served.get(f"/paper/{named(desk, REGISTER).id}/file")
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.headers["content-disposition"].startswith("inline")


def test_an_exempt_paper_is_not_there(served: TestClient, sample_library: Path) -> None:
    made = Library(Settings.load(sample_library))
    exempt = next(d for d in made.holdings(Role.OFFICER).documents() if d.source.startswith("exempt-"))
    nobody = served.get("/paper/0123456789abcdef/page/1")
    for path in ("page/1", "page/1/picture", "file"):
        reply = served.get(f"/paper/{exempt.id}/{path}")
        assert reply.status_code == 404
        assert reply.content in {nobody.content, GONE.encode()}
    made.close()


def test_a_page_elsewhere_that_points_its_name_here_gets_nothing(served: TestClient, desk: Desk) -> None:
    at = f"/paper/{named(desk, REGISTER).id}/page/1"
    assert served.get(at).status_code == 200
    assert served.get(at, headers={"host": "evil.example"}).status_code == 403
    assert served.get(at + "/picture", headers={"host": "evil.example:8501"}).status_code == 403


@pytest.mark.parametrize("at", ["", "9-3", "5-99999999", "x", "0-4,2-8", "0-4-<b>", "0-4" * 50])
def test_marks_that_do_not_fit_are_cut_or_left_out(served: TestClient, desk: Desk, at: str) -> None:
    paper = named(desk, REGISTER)
    page = desk.page(paper.id, 1)
    reply = served.get(f"/paper/{paper.id}/page/1", params={"at": at})
    assert page
    assert reply.status_code == 200
    text = "".join(words for words, _, _ in reply.json()["text"])
    assert letters(text.replace("…", "")) in letters(page.text)


def test_a_file_that_has_gone_or_changed_is_shown_as_the_text_that_was_read(
    client: TestClient, samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = tmp_path / "register.pdf"
    paper.write_bytes((samples / REGISTER).read_bytes())
    made = Library(Settings.load(tmp_path / "library"))
    ingest([paper], made)
    document = made.holdings().documents()[0]
    made.close()
    monkeypatch.setenv("SCRUTINY_DATA", str(tmp_path / "library"))
    at = f"/paper/{document.id}/page/1"
    assert client.get(at).json()["picture"]
    paper.write_bytes(paper.read_bytes() + b"\n% changed")
    told = client.get(at).json()
    assert (told["picture"], told["file"], told["notice"]) == (None, None, MOVED)
    assert "SEND funding" in "".join(words for words, _, _ in told["text"])
    assert client.get(f"/paper/{document.id}/file").status_code == 404
    paper.unlink()
    assert client.get(at).json()["notice"] == MOVED
    library._opened.clear()
