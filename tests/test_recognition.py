"""Pages that are pictures: read by text recognition where it is installed, page by page, marked as such, and found again on the picture."""

from __future__ import annotations

import random
import stat
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from assistant.answer import Answer, Citation
from assistant.desk import Desk
from assistant.evidence_pack import _source
from assistant.reference import recognition
from assistant.terminal import show
from assistant.views.citations import opening_source
from ingest import recognition as module
from ingest.job import IngestReport, ingest
from ingest.legibility import is_garbled
from ingest.pdf_places import places, places_on_scan
from ingest.pdf_reader import read
from ingest.reading import Reading
from ingest.reading_messages import Limits
from vectorstore.library import Library
from vectorstore.models import Page
from vectorstore.settings import Settings

SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "papers"
LETTER = SAMPLES / "letter-parent-carer-forum-2026-02-02.pdf"
MINUTES = SAMPLES / "cyp-scrutiny-minutes-2026-01-19.pdf"


@cache
def tesseract() -> str:
    found = module.program("auto")
    if found is None:
        pytest.skip("no Tesseract on this machine: scripts/system_packages.sh says how to install it")
    return found


@cache
def letter() -> Reading:
    return read(LETTER, ocr=tesseract())


def picture_of(path: Path, number: int, turn: int = 0, upper: float = 1.0) -> Image.Image:
    """A page, or its upper part, as a scanner would give it: grey, 200 dots to the inch, turned by so many degrees against the clock."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(path)
    image = pdf[number - 1].render(scale=200 / 72, grayscale=True).to_pil().convert("L")
    pdf.close()
    return image.crop((0, 0, image.width, round(upper * image.height))).rotate(turn, expand=True)


def as_scan(target: Path, *pages: Image.Image) -> Path:
    first, *others = pages
    first.save(target, "PDF", resolution=200, save_all=True, append_images=others)
    return target


def words_of(page: Page) -> list[str]:
    assert page.recognised
    return [page.text[w.start : w.end] for w in page.recognised.words]


# -- reading


def test_a_scanned_letter_is_read_in_order() -> None:
    reading = letter()
    assert [p.unread for p in reading.pages] == [None, None]
    first, second = (" ".join(p.text.split()) for p in reading.pages)
    said = ["Thornmere Parent Carer Forum", "Dear Imelda", "1. Larkfield School", "2. The local offer website", "on 27 November."]
    assert [first.find(each) >= 0 for each in said] == [True] * len(said)
    assert [first.find(each) for each in said] == sorted(first.find(each) for each in said)
    assert "We counted 17 of these among our members since the summer." in second
    assert any(b.kind == "heading" and b.text == "Places, plans and promises" for b in reading.blocks)
    assert any(b.number == "3" and b.text.endswith("on 27 November.") for b in reading.blocks)


def test_a_recognised_page_says_how_sure_it_is_and_where_each_word_stands() -> None:
    for page in letter().pages:
        assert page.recognised
        assert 0.8 < page.recognised.confidence <= 1
        assert " ".join(words_of(page)) == " ".join(page.text.split())
        assert all(0 <= w.left < w.right <= 1 and 0 <= w.top < w.bottom <= 1 for w in page.recognised.words)
    assert letter().notes == ["pages 1 to 2 were read from a scan by text recognition, confidence 95% or more"]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_words_on_a_scan_are_where_they_are_printed(tmp_path: Path, turn: int) -> None:
    scan = as_scan(tmp_path / "scan.pdf", picture_of(MINUTES, 1, turn, upper=0.4))
    page = read(scan, ocr=tesseract()).pages[0]
    printed = read(MINUTES).pages[0]
    wanted = "Children and Young People"
    at, there = page.text.find(wanted), printed.text.find(wanted)
    assert page.recognised
    assert at >= 0
    [box] = places_on_scan(page.recognised, [(at, at + len(wanted))])[0]
    [drawn] = places(MINUTES, 1, printed.text, [(there, there + len(wanted))])[0]
    middle = (drawn.left + drawn.right) / 2, (drawn.top + drawn.bottom) / 2 / 0.4
    turned = {0: middle, 90: (middle[1], 1 - middle[0]), 180: (1 - middle[0], 1 - middle[1]), 270: (1 - middle[1], middle[0])}[
        turn
    ]
    assert (box.left + box.right) / 2 == pytest.approx(turned[0], abs=0.015)
    assert (box.top + box.bottom) / 2 == pytest.approx(turned[1], abs=0.015)


def test_a_mixed_file_is_read_page_by_page(tmp_path: Path) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    writer.add_page(PdfReader(MINUTES).pages[0])
    writer.add_page(PdfReader(LETTER).pages[1])
    writer.write(tmp_path / "mixed.pdf")
    text, scan = read(tmp_path / "mixed.pdf", ocr=tesseract()).pages
    assert text.recognised is None
    assert text.text == read(MINUTES).pages[0].text
    assert scan.recognised
    assert "written reply to each point" in scan.text
    assert [p.unread for p in read(tmp_path / "mixed.pdf").pages] == [None, "no text"]


def test_what_is_no_text_is_not_made_one(tmp_path: Path) -> None:
    drawn = random.Random(4)
    noise = Image.frombytes("L", (600, 800), bytes(drawn.choice((0, 255)) for _ in range(480_000))).resize((1200, 1600))
    blurred = picture_of(LETTER, 1).resize((160, 226)).resize((1654, 2339))
    reading = read(as_scan(tmp_path / "noise.pdf", noise, blurred), ocr=tesseract())
    assert [p.unread in ("no text", "not legible") for p in reading.pages] == [True, True]
    assert not reading.blocks


def test_a_page_that_takes_too_long_is_left_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "tesseract"
    slow.write_text("#!/bin/sh\nexec sleep 30\n")
    slow.chmod(slow.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(module, "_SECONDS", 0.3)
    assert [p.unread for p in read(LETTER, ocr=str(slow)).pages] == ["not read in time"] * 2


def test_all_that_recognition_does_with_a_page_is_within_its_time_and_that_within_the_page_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Limits().page_seconds > module._SECONDS
    script = tmp_path / "slow-tesseract"  # says after a while that a page of no words lies on its side
    script.write_text(
        '#!/bin/sh\nif [ "$1" = --list-langs ]; then echo eng; echo osd; exit; fi\ncat > /dev/null; sleep 0.7; echo "Rotate: 90"\n'
    )
    script.chmod(0o755)
    monkeypatch.setattr(module, "_SECONDS", 1.5)
    assert [p.unread for p in read(LETTER, ocr=str(script)).pages] == ["not read in time"] * 2


def test_rows_of_figures_keep_their_figures(papers: Path) -> None:
    reading = read(papers / "awkward" / "scan__sutton-coldfield-accounts-2016-17.pdf", ocr=tesseract())
    assert not [p.number for p in reading.pages if p.unread]
    rows = reading.pages[3].text.splitlines()
    assert any(r.startswith("Economic Development") and r.split()[-3:] == ["(3,000)", "(145,000)", "142,000"] for r in rows)


# -- fonts that name the wrong letters

PROSE = " ".join(block.text for block in read(MINUTES).blocks)[:1500]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda c: chr(ord(c) - 29),  # glyph numbers in place of letters, as subset fonts without a table give them
        lambda c: chr(ord(c) + 1),
        lambda c: chr(0xE000 + ord(c)),
        lambda c: "\ufffd",
        lambda c: f"/G{ord(c)}",
    ],
)
def test_text_that_is_no_language_is_garbled(spoil: Callable[[str], str]) -> None:
    assert is_garbled("".join(c if c.isspace() else spoil(c) for c in PROSE))


@pytest.mark.parametrize(
    "text",
    [
        PROSE,
        "Rada miasta przyj\u0119\u0142a uchwa\u0142\u0119 w sprawie bud\u017cetu oraz strategii rozwoju edukacji dzieci i m\u0142odzie\u017cy",
        "Mae'r adroddiad hwn yn nodi sut y bydd y cyngor yn cefnogi plant a phobl ifanc ag anghenion dysgu ychwanegol",
        "\u062a\u0642\u0631\u064a\u0631 \u0627\u0644\u0645\u062c\u0644\u0633 \u0639\u0646 \u0627\u0644\u062a\u0639\u0644\u064a\u0645",
        "SEND EHCP CAMHS MASH DfE LGSCO HNB DSG ICB NHS CQC Ofsted YJS NEET SEMH PRU MTFS",
        "2024/25 \u00a3000 1,234 5,678 (12.3%) 0.00 \u2014 \u2014 Q1 Q2 Q3 Q4 " * 20,
        "",
    ],
)
def test_text_of_any_kind_is_not(text: str) -> None:
    assert not is_garbled(text)


def test_no_page_of_real_papers_is_taken_for_garbled(papers: Path) -> None:
    from pypdf import PdfReader

    files = sorted((papers / "corpus").glob("*.pdf"))
    assert files
    assert not [(f.name, n) for f in files for n, p in enumerate(PdfReader(f).pages, 1) if is_garbled(p.extract_text())]


def test_a_garbled_page_is_unread_and_then_recognised(papers: Path) -> None:
    path = papers / "awkward" / "fonts__non-unicode-cmap-garbled.pdf"
    assert [p.unread for p in read(path).pages] == ["garbled"]
    assert [p.unread for p in read(path, ocr=tesseract()).pages] == [None]


# -- the library


def ingested(data: Path, ocr: str, *, again: bool = False) -> IngestReport:
    library = Library(Settings(data=data, ocr="auto" if ocr == "auto" else "off", cache=Settings.load(data).cache))
    try:
        return ingest([LETTER], library, again=again)
    finally:
        library.close()


def test_a_scan_is_read_again_when_recognition_comes_and_only_then(tmp_path: Path) -> None:
    tesseract()
    name = LETTER.name
    before = ingested(tmp_path, "off")
    assert [(u.source, u.pages) for u in before.unread_pages] == [(name, [1, 2])]
    assert ingested(tmp_path, "off").unchanged == [name]
    came = ingested(tmp_path, "auto")
    assert (came.updated, came.unread_pages) == ([name], [])
    assert ingested(tmp_path, "auto").unchanged == [name]
    assert ingested(tmp_path, "off").updated == [name]


def test_without_the_program_a_line_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    report = ingested(tmp_path / "library", "auto")
    assert report.unread_pages[0].pages == [1, 2]
    assert [note for note in report.notes if "Tesseract" in note] == [module.MISSING]
    assert not [note for note in ingested(tmp_path / "other", "off").notes if "Tesseract" in note]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    tesseract()
    settings = Settings.load(tmp_path_factory.mktemp("scans")).model_copy(update={"ocr": "auto"})
    library = Library(settings)
    report = ingest([LETTER, MINUTES], library)
    library.close()
    assert not report.unread_pages
    opened = Desk.open(settings)
    yield opened
    opened.library.close()


def test_a_citation_of_a_scan_says_so(desk: Desk) -> None:
    answer = desk.ask("What has the Forum said about the survey of parents' confidence?")
    scanned = [c for c in answer.citations if c.source == LETTER.name]
    others = [c for c in answer.citations if c.source != LETTER.name]
    assert scanned
    told = {c["n"]: c for c in answer.model_dump(mode="json")["citations"]}
    for citation in scanned:
        page = desk.page(citation.document, citation.places[0][0])
        assert page
        assert page.recognised
        assert told[citation.n]["ocr"] == citation.ocr == round(page.recognised.confidence, 2)
    assert all("ocr" not in told[c.n] for c in others)
    assert Answer.model_validate(answer.whole()) == answer


def test_it_is_said_in_words_wherever_a_source_is_shown(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    answer = desk.ask("What has the Forum said about the survey of parents' confidence?")
    citation = next(c for c in answer.citations if c.source == LETTER.name)
    words = recognition(citation) or ""
    assert words.startswith("read from a scan by text recognition, confidence 9")
    assert words.endswith("%")
    show(answer)
    assert words in " ".join(capsys.readouterr().out.split())
    assert ("Text", words) in _source(citation, None).particulars
    assert str(opening_source(citation, None, [])).count(words) >= 2


def test_other_citations_are_as_they_were(desk: Desk) -> None:
    plain = Citation(
        n=1, document="d", title="T", source="t.pdf", page=1, printed_page=None, pages=[1], section=[], paragraph=None, quote="q",
        meeting_date=None,
    )  # fmt: skip
    assert recognition(plain) is None
    assert "ocr" not in plain.model_dump()
    assert "recognition" not in str(opening_source(plain, None, []))


def test_the_catalogue_keeps_where_words_stand(desk: Desk) -> None:
    held = next(d for d in desk.holdings.documents() if d.source == LETTER.name)
    page, read_page = desk.page(held.id, 2), letter().pages[1]
    assert page
    assert page.recognised
    assert read_page.recognised
    assert page.text == read_page.text
    assert [(w.start, w.end) for w in page.recognised.words] == [(w.start, w.end) for w in read_page.recognised.words]
    assert desk.holdings.pages(held.id)[1] == page
    assert desk.page(next(d.id for d in desk.holdings.documents() if d.source == MINUTES.name), 1).recognised is None  # type: ignore[union-attr]
