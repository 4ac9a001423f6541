"""What people say of answers: kept whole in the library, seen by those who may, and made questions of a set."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect, sync_playwright
from pydantic import ValidationError
from streamlit.testing.v1 import AppTest

from assistant.desk import Desk
from assistant.feedback import FILE, LONGEST_WHY, Feedback, Verdict, keep, kept
from assistant.views.people import Person
from assistant.views.rating import KEPT, STAYS, THUMBS, WHY
from assistant.views.server import serving
from eval.adopt import adopt, listing
from eval.check import check
from eval.question_set import load
from vectorstore.errors import LibraryError, ScrutinyError
from vectorstore.models import Role
from vectorstore.settings import Settings

from .test_app import QUESTION, ask, checked, open_app, shown, words
from .test_browser import OVERFLOWING, PHONE, POOR_CONTRAST, SLOW, WIDE, ColourScheme, opened

__all__ = ["open_app"]  # a fixture

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
BINS = "When are the bins of Quay Lane emptied?"


def answer(
    question: str = BINS, status: str = "answered", quote: str | None = "Bins in Quay Lane are emptied on Fridays."
) -> dict[str, Any]:
    """An answer as `--json` prints it."""
    place = {
        "document": "d1",
        "title": "Bins",
        "printed_page": None,
        "pages": [2],
        "section": [],
        "paragraph": None,
        "meeting_date": None,
    }
    cited = [{"n": 1, "source": "bins.pdf", "page": 2, "quote": quote, **place}] if quote else []
    return {
        "id": None, "question": question, "understood": None, "status": status, "answer": quote or "The papers held do not say.",
        "claims": [{"text": quote, "citations": [1], "support": 1.0, "derived": None}] if quote else [], "citations": cited, "passages": [],
        "searched": {"documents": 1, "passages": 2, "unread_pages": 0}, "writer": "extractive", "as_of": "2026-05-01", "seconds": 0.1,
    }  # fmt: skip


def said(name: str, verdict: str = "up", minutes: int = 0, **more: Any) -> Feedback:
    return Feedback(**{"id": name, "at": NOON + timedelta(minutes=minutes), "verdict": verdict, "answer": answer(), **more})


# --- kept


def test_the_last_word_on_an_answer_holds_and_the_order_is_that_of_time(tmp_path: Path) -> None:
    for each in (said("b", minutes=2), said("a", minutes=1), said("b", "down", minutes=3, why="  It was Thursday.\n")):
        keep(tmp_path, each)
    found = kept(tmp_path)
    assert [(each.id, each.verdict, each.why) for each in found] == [("a", "up", ""), ("b", "down", "It was Thursday.")]
    assert found[1].answer == answer()
    assert found[1].at == NOON + timedelta(minutes=3)
    assert kept(tmp_path / "nothing") == []


def test_a_line_that_was_cut_short_takes_no_other_with_it(tmp_path: Path) -> None:
    keep(tmp_path, said("a"))
    keep(tmp_path, said("b", minutes=1))
    file = tmp_path / FILE
    file.write_bytes(file.read_bytes()[:-40])
    assert [each.id for each in kept(tmp_path)] == ["a"]
    keep(tmp_path, said("c", minutes=2))
    assert [each.id for each in kept(tmp_path)] == ["a", "c"]


def test_readers_never_meet_what_was_said_by_officers(tmp_path: Path) -> None:
    keep(tmp_path, said("open"))
    keep(tmp_path, said("exempt", minutes=1, role=Role.OFFICER))
    assert [each.id for each in kept(tmp_path)] == ["open"]
    assert [each.id for each in kept(tmp_path, Role.OFFICER)] == ["open", "exempt"]


def test_many_say_something_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: keep(tmp_path, said(f"n{n}", minutes=n)), range(40)))
    assert [each.id for each in kept(tmp_path)] == [f"n{n}" for n in range(40)]


@pytest.mark.parametrize(
    "wrong", [{"why": "x" * (LONGEST_WHY + 1)}, {"verdict": "sideways"}, {"at": datetime(2026, 5, 1)}, {"id": ""}]
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        said(**{"name": "a", **wrong} if "id" not in wrong else {"name": ""})


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(LibraryError, match=r"feedback\.jsonl.*try again"):
        keep(tmp_path, said("a"))


# --- in the chat


@pytest.fixture
def clean(sample_library: Path) -> Path:
    """The samples' library, in which nobody has said anything."""
    (sample_library / FILE).unlink(missing_ok=True)
    return sample_library


def thumb(app: AppTest, number: int, verdict: Verdict | None) -> AppTest:
    return checked(app.feedback[number].set_value(None if verdict is None else THUMBS.index(verdict)).run())


def reasons(app: AppTest) -> list[Any]:
    """The fields for a reason."""
    return [field for field in app.text_input if field.label == WHY]


def test_an_answer_is_judged_and_a_reason_given(clean: Path, open_app: Callable[[Path], AppTest]) -> None:
    app = ask(open_app(clean), QUESTION)
    assert kept(clean) == [], "nothing is kept before a thumb is pressed"
    assert not reasons(app)
    thumb(app, 0, "down")
    assert STAYS in words(shown(app))
    (first,) = kept(clean)
    assert (first.verdict, first.why, first.role, first.earlier) == ("down", "", Role.READER, [])
    assert first.answer == app.session_state["talk"].exchanges[0].answer.model_dump(mode="json")
    reasons(app)[0].set_value("The overdue one is missing")
    checked(next(each for each in app.button if each.label == "Save").click().run())
    assert KEPT in words(shown(app))
    assert not reasons(app), "what was said is said"
    assert [(each.id, each.why) for each in kept(clean)] == [(first.id, "The overdue one is missing")]
    thumb(app, 0, "up")
    assert [(each.id, each.verdict, each.why) for each in kept(clean)] == [(first.id, "up", "")], "another mind, another reason"
    assert reasons(app)
    thumb(app, 0, None)
    assert app.feedback[0].value == THUMBS.index("up"), "what was said is not unsaid by pressing the same thumb"
    assert len(kept(clean)) == 1
    assert not app.markdown


def test_a_refusal_is_judged_with_what_was_asked_before_it(clean: Path, open_app: Callable[[Path], AppTest]) -> None:
    app = ask(open_app(clean), QUESTION)
    ask(app, "How many penguins live at the moon base?")
    ask(app, "???")
    assert len(app.feedback) == 2, "what could not be asked has no answer to judge"
    thumb(app, 1, "up")
    (only,) = kept(clean)
    assert only.answer["status"] == "not_found"
    assert [each["question"] for each in only.earlier] == [QUESTION]
    assert only.earlier[0]["citations"]


def test_what_an_officer_says_is_kept_as_an_officers(
    clean: Path, open_app: Callable[[Path], AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.views.people.here", lambda: Person("Somebody", Role.OFFICER, "somebody"))
    thumb(ask(open_app(clean), QUESTION), 0, "up")
    assert kept(clean) == []
    assert [each.role for each in kept(clean, Role.OFFICER)] == [Role.OFFICER]


def test_what_could_not_be_kept_is_said(clean: Path, open_app: Callable[[Path], AppTest]) -> None:
    app = ask(open_app(clean), QUESTION)
    (clean / FILE).mkdir()
    try:
        thumb(app, 0, "up")
        assert "could not be kept" in app.error[0].value
        assert STAYS not in words(shown(app))
    finally:
        (clean / FILE).rmdir()


@pytest.mark.browser
@pytest.mark.timeout(240)
@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (WIDE, "dark")])
def test_in_a_browser_a_thumb_is_pressed_by_keyboard_and_stays(
    clean: Path, chromium: str, tmp_path: Path, size: tuple[int, int], scheme: ColourScheme
) -> None:
    with (
        serving(clean, tmp_path / "log.txt") as address,
        sync_playwright() as running,
        opened(running, chromium, address, tmp_path, size, scheme) as visit,
    ):
        visit.go()
        visit.ask(QUESTION)
        page = visit.page
        page.get_by_role("radio", name="Thumbs down").focus()
        page.keyboard.press("Space")
        why = page.get_by_label(WHY)
        expect(why).to_be_visible(timeout=SLOW)
        page.mouse.move(0, 0)
        expect(page.get_by_text(STAYS)).to_be_visible()
        assert page.evaluate(OVERFLOWING) == []
        assert page.evaluate(POOR_CONTRAST) == []
        why.fill("As I was told")
        page.keyboard.press("Enter")
        expect(page.get_by_text(KEPT)).to_be_visible(timeout=SLOW)
        visit.ask("How many penguins live at the moon base?")
        expect(page.get_by_text(KEPT)).to_be_visible()
        expect(page.get_by_role("radio", checked=True)).to_have_count(1)
        assert [(each.verdict, each.why) for each in kept(clean)] == [("down", "As I was told")]
        assert len((clean / FILE).read_bytes().splitlines()) == 2, "a rerun says nothing again"


# --- made questions


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """A set of one question."""
    file = tmp_path / "ours.jsonl"
    file.write_text(
        '{"set": "ours", "as_of": "2026-05-01"}\n{"id": "one", "question": "Who chairs the Committee?"}', encoding="utf-8"
    )
    return file


def test_a_thumb_up_expects_what_was_answered_on_what_was_quoted(ours: Path) -> None:
    (made,) = adopt([said("a", why="Just what I was told.")], ["a"], ours)
    (turn,) = made.turns
    assert (made.id, made.kind, made.tags) == ("adopted-a", "fact", ("adopted",))
    assert (turn.status, turn.must_include) == ("answered", ())
    assert [e.model_dump() for e in turn.evidence] == [
        {"text": "Bins in Quay Lane are emptied on Fridays.", "source": "bins.pdf", "page": 2}
    ]
    assert turn.answer == "Said by a reader: Just what I was told."
    read = load(ours)
    assert (read.name, [q.id for q in read.questions]) == ("ours", ["one", "adopted-a"])
    assert read.questions[1] == made


def test_a_refusal_that_was_right_is_unanswerable(ours: Path) -> None:
    (made,) = adopt([said("a", answer=answer(status="not_found", quote=None))], ["a"], ours)
    assert (made.kind, made.turns[0].status, made.turns[0].evidence) == ("unanswerable", "not_found", ())


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"status": "not_found"}, ("not_found", (), "unanswerable")),
        ({"status": "answered"}, ("answered", (), "fact")),
        ({"must_include": ["Thursday"]}, ("answered", ("Thursday",), "fact")),
        ({"status": "partial", "kind": "date"}, ("partial", (), "date")),
    ],
)
def test_a_thumb_down_expects_what_is_told(ours: Path, told: dict[str, Any], expected: tuple[Any, ...]) -> None:
    (made,) = adopt([said("a", "down")], ["a"], ours, **told)
    assert (made.turns[0].status, made.turns[0].must_include, made.kind) == expected
    assert made.turns[0].evidence == (), "what a wrong answer quotes is evidence of nothing"


def test_a_conversation_is_kept_with_all_its_turns(ours: Path) -> None:
    later = answer("And in Mill Lane?", quote="Bins in Mill Lane are emptied on Mondays.") | {
        "understood": "When are the bins of Mill Lane emptied?"
    }
    refusal = answer("Who empties them?", "not_found", None)
    (made,) = adopt([said("a", answer=later, earlier=[answer(), refusal])], ["a"], ours)
    assert made.conversation
    assert made.kind == "conversation"
    assert [(t.question, t.status, len(t.evidence)) for t in made.turns] == [
        (BINS, "answered", 1), ("Who empties them?", "not_found", 0), ("And in Mill Lane?", "answered", 1),
    ]  # fmt: skip
    assert made.turns[2].standalone == "When are the bins of Mill Lane emptied?"
    assert load(ours).questions[1] == made


def test_no_question_is_asked_twice(ours: Path) -> None:
    again = said("b", minutes=1, answer=answer("when are the BINS of  Quay Lane emptied"))
    other = said("c", minutes=2, answer=answer("When are the bins of Mill Lane emptied?"))
    assert [made.id for made in adopt([said("a"), again, other], ["a", "b", "c"], ours)] == ["adopted-a", "adopted-c"]
    before = ours.read_bytes()
    with pytest.raises(ScrutinyError, match="already"):
        adopt([again], ["b"], ours)
    assert ours.read_bytes() == before


def test_ids_are_fresh_and_a_set_can_be_begun(tmp_path: Path) -> None:
    file = tmp_path / "new.jsonl"
    adopt([said("a")], ["a"], file)
    (made,) = adopt([said("a", answer=answer("Where is the tip?"))], ["a"], file)
    assert made.id == "adopted-a-2"
    assert [q.id for q in load(file).questions] == ["adopted-a", "adopted-a-2"]


@pytest.mark.parametrize(
    ("feedback", "told", "fault"),
    [
        ([said("a", "down")], {}, "--status not_found, or --status answered"),
        ([said("a")], {"status": "maybe"}, "no status"),
        ([said("a", "down")], {"status": "not_found", "must_include": ["x"]}, "not both"),
        ([said("b")], {}, "no feedback with the id 'a'"),
        ([said("a")], {"kind": "unanswerable"}, "another --kind"),
        ([said("a", "down")], {"must_include": ["–"]}, "letter or a figure"),
        (
            [said("a", answer=answer(status="not_found", quote=None))],
            {"must_include": ["x"]},
            "a refusal says nothing",
        ),
        ([said("a", answer=answer() | {"shade": "red"})], {}, "another version"),
        ([said("b", "down"), said("a", answer=answer("And Mill Lane?"), earlier=[answer()])], {}, "judged wrong"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_the_set_stays_as_it_was(
    ours: Path, feedback: list[Feedback], told: dict[str, Any], fault: str
) -> None:
    before = ours.read_bytes()
    with pytest.raises(ScrutinyError, match=fault):
        adopt(feedback, ["a"], ours, **told)
    assert ours.read_bytes() == before
    assert [file.name for file in ours.parent.iterdir()] == ["ours.jsonl"]


def test_what_is_expected_is_told_for_one_question_at_a_time(ours: Path) -> None:
    with pytest.raises(ScrutinyError, match="one at a time"):
        adopt([said("a", "down"), said("b", "down")], ["a", "b"], ours, must_include=["Friday"])


def test_a_set_that_is_not_valid_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "broken.jsonl"
    file.write_text('{"id": "one"\n', encoding="utf-8")
    with pytest.raises(ScrutinyError, match="line 1"):
        adopt([said("a")], ["a"], file)
    assert file.read_text(encoding="utf-8") == '{"id": "one"\n'


def test_the_listing_is_one_line_each_and_nothing_that_a_terminal_acts_on() -> None:
    feedback = [said("a"), said("bb", "down", why="No\n\x1b[31mred")]
    assert listing(feedback).split("\n") == [
        f"a   2026-05-01  up    {BINS}",
        f"bb  2026-05-01  down  {BINS}  (No [31mred)",
    ]
    assert listing([]) == "No feedback was given yet."


def test_what_was_really_answered_stands_in_the_papers_and_in_a_set(clean: Path, tmp_path: Path) -> None:
    desk = Desk.open(Settings.load(clean))
    try:
        first = desk.ask("What was resolved about family hubs?")
        second = desk.ask("When?", turns=[first])
        keep(clean, said("real", answer=second.model_dump(mode="json"), earlier=[first.model_dump(mode="json")]))
        file = tmp_path / "real.jsonl"
        adopt(kept(clean), ["real"], file)
        assert sum(len(turn.evidence) for turn in load(file).questions[0].turns) >= len(first.citations) > 0
        assert check(load(file), desk.holdings) == []
        assert json.loads(file.read_text(encoding="utf-8"))["turns"][0]["question"] == "What was resolved about family hubs?"
    finally:
        desk.library.close()
