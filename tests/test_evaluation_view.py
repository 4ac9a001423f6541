"""The Evaluation view: runs, scores, wrong answers and comparisons over runs made by hand, and the whole in a real browser."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Playwright, expect, sync_playwright
from streamlit.testing.v1 import AppTest

from assistant.feedback import keep
from assistant.views import evaluation_runs, library
from assistant.views.evaluation import EMPTY, GONE, GONE_ANSWER, NO_ANSWER, NO_OTHER
from assistant.views.evaluation_place import PARTS, Place, from_query
from assistant.views.evaluation_scores import bar
from assistant.views.people import Person
from assistant.views.server import serving
from eval.run import ABOUT, Run
from eval.scorers import SCORERS
from eval.scores import write
from vectorstore.models import Role

from .test_app import checked, find, shown, words
from .test_browser import OVERFLOWING, PHONE, POOR_CONTRAST, SLOW, WIDE, Visit, opened
from .test_eval_report import CLOSES, COST, HOSTILE, Made, closing, made, refused, roof
from .test_feedback import said

WRONG = "Repairs to the roof cost £81,400."


def scored(data: Path, key: str, *questions: Made, **about: Any) -> Run:
    """A run in a library's folder, with its scores."""
    run = made(data / "runs" / key, *questions, **about)
    write(run)
    return run


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A library without papers that holds runs: an earlier one, a later one that is worse in one answer and better in another, and others."""
    folder = tmp_path / "library"
    earlier = {"started": datetime(2026, 4, 1, 9, tzinfo=UTC)}
    scored(folder, "earlier", closing(status="not_found", quote=None), roof(), refused(), **earlier)
    scored(folder, "later", closing(), roof(text=WRONG), refused())
    scored(folder, "exempt", closing(question="What does the exempt award say?"), role="officer")
    stopped = made(folder / "runs" / "stopped", closing(), roof(), finished=False, name="half")
    (stopped.folder / ABOUT).write_text(stopped.about.model_dump_json(), encoding="utf-8")
    return folder


def evaluation_view() -> None:
    from assistant.views.app import guarded
    from assistant.views.evaluation import view

    guarded(view)()


@pytest.fixture
def open_view(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., AppTest]]:
    """The Evaluation view on the library in a folder, at an address, run once."""

    def opened_at(data: Path, **query: str) -> AppTest:
        monkeypatch.setenv("SCRUTINY_DATA", str(data))
        app = AppTest.from_function(evaluation_view, default_timeout=60)
        app.query_params.update(query)
        app = checked(app.run())
        assert not app.error
        return app

    yield opened_at
    library._opened.clear()
    evaluation_runs._answers.clear()


def rows(app: AppTest, table: str) -> list[str]:
    """The rows of a table, as they read."""
    return [" ".join(words(row).split()) for row in find(find(find(shown(app), "table", table), "tbody"), "tr")]


def row(app: AppTest, table: str, start: str) -> str:
    return next(each for each in rows(app, table) if each.startswith(start))


def links(app: AppTest, table: str) -> list[str]:
    return [link[1]["href"] for link in find(find(shown(app), "table", table), "a")]


@given(
    st.builds(
        Place,
        run=st.none() | st.text(min_size=1, max_size=20),
        part=st.sampled_from(PARTS),
        kind=st.none() | st.text(min_size=1, max_size=9),
        score=st.none() | st.sampled_from(list(SCORERS)),
        question=st.none() | st.text(min_size=1, max_size=20),
        against=st.none() | st.text(min_size=1, max_size=20),
    )
)
def test_a_link_leads_back_to_its_place(place: Place) -> None:
    from urllib.parse import parse_qsl

    assert from_query(dict(parse_qsl(place.link().removeprefix("?")))) == place
    assert re.fullmatch(r"\?[\w.~%&=+*-]*", place.link()), "what the page lets through as a link"


def test_without_a_run_it_says_the_command_that_makes_one(tmp_path: Path, open_view: Callable[..., AppTest]) -> None:
    folder = tmp_path / "our papers"
    app = open_view(folder)
    assert EMPTY in words(shown(app))
    assert shlex.split(app.code[0].value) == ["scrutiny", "eval", "run", "--data", str(folder)]
    assert "Nobody has said yet" in words(shown(app))


def test_runs_are_listed_with_how_they_came_out(data: Path, open_view: Callable[..., AppTest]) -> None:
    app = open_view(data)
    assert len(rows(app, "runs")) == 3
    assert set(links(app, "runs")) == {"?run=earlier", "?run=later", "?run=stopped"}
    assert rows(app, "runs")[-1] == (
        "libraries 1 April 2026, 09:00 UTC the papers’ own words 3 50% 1 of 2 100% 1 of 1 100% 1 of 1"
    ), "the earliest last"
    assert "stopped before its end" in row(app, "runs", "half")


def test_what_was_asked_for_an_officer_is_not_for_readers(
    data: Path, open_view: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    for query in ({}, {"run": "exempt"}, {"run": "exempt", "part": "answers"}, {"run": "exempt", "question": "closing"}):
        app = open_view(data, **query)
        assert "exempt" not in words(shown(app)).lower()
        assert (GONE in words(shown(app))) == bool(query)
    app = open_view(data, run="later", part="compare", against="exempt")
    assert app.selectbox(key="evaluation-against").options == ["libraries, 1 April 2026, 09:00 UTC, the papers’ own words"]
    monkeypatch.setattr("assistant.views.people.here", lambda: Person("Olu Officer", Role.OFFICER, "olu"))
    library._opened.clear()
    assert "exempt award" in words(shown(open_view(data, run="exempt", question="closing")))


def test_a_run_that_has_no_scores_says_what_to_do(data: Path, open_view: Callable[..., AppTest]) -> None:
    app = open_view(data, run="stopped")
    assert "stopped before its end" in words(shown(app))
    assert shlex.split(app.code[0].value) == ["scrutiny", "eval", "run", "--data", str(data), "--questions", "libraries.jsonl"]
    (data / "runs" / "later" / "scores.json").unlink()
    app = open_view(data, run="later")
    assert "not scored" in words(shown(app))
    assert app.code[0].value == f"scrutiny eval score {data}/runs/later"
    assert GONE_ANSWER in words(shown(open_view(data, run="later", question="closing")))


def test_scores_stand_with_their_intervals_as_figures_and_as_bars(data: Path, open_view: Callable[..., AppTest]) -> None:
    app = open_view(data, run="later")
    assert len(rows(app, "eval-scores")) == len(SCORERS)
    right = row(app, "eval-scores", "Right answers")
    assert "50% 9% to 91% 1 of 2" in right
    assert "not scored" in row(app, "eval-scores", "False premises resisted")
    bars = [each[1] for each in find(find(shown(app), "table", "eval-scores"), "span", "reach")]
    assert {"class": "reach", "data-from": "0.095", "data-to": "0.905"} in bars
    tree = shown(app)
    assert [words(each).strip() for each in find(find(tree, "div", "by-kind"), "th") if each[1]["scope"] == "row"] == [
        "date", "number", "unanswerable",
    ]  # fmt: skip
    assert "the answer is a refusal" in words(find(tree, "details")), "what was not scored has its reasons"


def test_a_score_that_may_be_less_than_nothing_has_no_bar() -> None:
    assert bar({"low": -0.1, "high": 0.2, "value": 0.1}) is None
    assert bar({"low": 0.0, "high": 0.2, "value": 0.1}) is not None


def test_questions_that_could_not_be_asked_are_named(tmp_path: Path, open_view: Callable[..., AppTest]) -> None:
    scored(tmp_path, "a", closing(), roof(error="The question is empty."))
    assert "1 question could not be asked: roof: The question is empty." in " ".join(
        words(shown(open_view(tmp_path, run="a"))).split()
    )


def test_wrong_answers_are_narrowed_by_kind_and_by_score(data: Path, open_view: Callable[..., AppTest]) -> None:
    app = open_view(data, run="later", part="answers")
    assert words(find(shown(app), "p", "tally")).strip() == "1 of 3 answers are wrong"
    (only,) = rows(app, "eval-answers")
    assert only.startswith("What did the roof cost? roof number answered, wrong")
    assert "Right answers" in only
    assert "Faithfulness" in only
    checked(app.selectbox(key="evaluation-kind").select("date").run())
    assert app.query_params["kind"] == "date"
    assert NO_ANSWER in words(shown(app))
    checked(app.selectbox(key="evaluation-kind").select("").run())
    checked(app.selectbox(key="evaluation-score").select("claim_support").run())
    assert len(rows(app, "eval-answers")) == 1
    assert app.query_params["score"] == "claim_support"
    app = open_view(data, run="earlier", part="answers", score="over_refusal", kind="no such kind")
    assert words(find(shown(app), "p", "tally")).strip() == "1 of 3 answers fall short: Answerable questions refused"
    assert links(app, "eval-answers") == ["?run=earlier&part=answers&score=over_refusal&question=closing"]


def test_a_right_answer_that_falls_short_by_a_score_is_listed_under_it(tmp_path: Path, open_view: Callable[..., AppTest]) -> None:
    scored(tmp_path, "a", closing(quote=CLOSES.replace("library", "branch")))
    assert NO_ANSWER in words(shown(open_view(tmp_path, run="a", part="answers")))
    app = open_view(tmp_path, run="a", part="answers", score="quote_on_page")
    (only,) = rows(app, "eval-answers")
    assert "date answered, right Quotes that stand on their page" in only


def test_an_answer_opens_to_what_was_said_and_expected(data: Path, open_view: Callable[..., AppTest]) -> None:
    app = open_view(data, run="later", part="answers", score="right", question="roof")
    tree = shown(app)
    text = " ".join(words(tree).split())
    assert words(find(tree, "h2")).strip() == "What did the roof cost?"
    assert "Answered, wrong. roof, kind: number, asked by a councillor." in text
    assert "A right answer has “£18,400”" in text
    assert WRONG in words(find(tree, "div", "claims"))
    assert "".join(words(mark) for mark in find(tree, "mark")).strip() == COST, (
        "the quote is marked on the page that the run kept"
    )
    assert "0 of 1 falls short" in row(app, "eval-gained", "Right answers")
    assert find(tree, "nav")[0][2][1]["href"] == "?run=later&part=answers&score=right", "the way back"
    app = open_view(data, run="later", question="closing")
    assert CLOSES in words(find(shown(app), "ul", "evidence"))
    assert "libraries.pdf, p. 3" in words(find(shown(app), "ul", "evidence"))
    assert GONE_ANSWER in words(shown(open_view(data, run="later", question="none")))


def test_a_later_turn_says_what_was_asked_before_it(
    sample_library: Path, tmp_path: Path, open_view: Callable[..., AppTest]
) -> None:
    from eval.asking import run as ask
    from eval.question_set import load
    from vectorstore.settings import Settings

    file = tmp_path / "two.jsonl"
    turns = [{"question": "Who owns the cyber attack risk?"}, {"question": "What is it rated?", "must_include": ["Purple"]}]
    file.write_text(json.dumps({"id": "c", "turns": turns}), encoding="utf-8")
    write(ask(Settings.load(sample_library), load(file), file, folder=tmp_path / "runs" / "a", workers=1))
    app = open_view(tmp_path, run="a", part="answers")
    assert links(app, "eval-answers") == ["?run=a&part=answers&question=c%232"]
    text = " ".join(words(shown(open_view(tmp_path, run="a", question="c#2"))).split())
    assert "Asked before it in the conversation Who owns the cyber attack risk?" in text
    assert "Understood as:" in text
    assert "“Purple”" in text


def test_two_runs_are_compared_whichever_is_being_read(data: Path, open_view: Callable[..., AppTest]) -> None:
    texts = []
    for run in ("later", "earlier"):
        app = open_view(data, run=run, part="compare")
        assert (
            row(app, "eval-changes", "Right answers")
            == "Right answers 50% 50% no change −100 to +100 points McNemar 1 better, 1 worse"
        )
        assert row(app, "eval-changes", "Answerable questions refused").endswith(
            "−50 points, better (p = 1, may be chance) −100 to +0 points McNemar 1 better"
        )
        worse, better = rows(app, "eval-turned")
        assert worse.startswith("What did the roof cost? roof, number ✓ right answered")
        assert "✗ wrong answered" in worse
        assert WRONG in worse
        assert better.startswith("When does Marl Street shut on Mondays? closing, date ✗ wrong refused")
        assert links(app, "eval-turned")[:2] == [
            "?run=earlier&part=compare&question=roof&against=later", "?run=later&part=compare&question=roof&against=earlier",
        ]  # fmt: skip
        texts.append(words(shown(app))[-400:])
    assert texts[0] == texts[1]


def test_there_may_be_nothing_to_compare(tmp_path: Path, open_view: Callable[..., AppTest]) -> None:
    scored(tmp_path, "a", closing())
    assert NO_OTHER in words(shown(open_view(tmp_path, run="a", part="compare")))
    scored(tmp_path, "b", roof(), name="others")
    assert "no question in common" in words(shown(open_view(tmp_path, run="a", part="compare")))


def test_another_run_is_chosen_to_compare_with(data: Path, open_view: Callable[..., AppTest]) -> None:
    scored(data, "oldest", closing(), started=datetime(2026, 1, 1, tzinfo=UTC), name="others")
    app = open_view(data, run="later", part="compare")
    box = app.selectbox(key="evaluation-against")
    assert box.value == "earlier", "the one before it of the same set"
    checked(box.select("oldest").run())
    assert app.query_params["against"] == "oldest"
    assert "over the 1 answer that both have" in words(shown(app))


def test_what_people_said_is_listed_for_those_who_may_see_it(data: Path, open_view: Callable[..., AppTest]) -> None:
    keep(data, said("a1", "down", why="It was Thursday."))
    keep(data, said("b2", minutes=1))
    keep(data, said("c3", minutes=2, role=Role.OFFICER))
    app = open_view(data)
    question = "When are the bins of Quay Lane emptied?"
    assert rows(app, "eval-said") == [
        f"{question} Thumb up – 1 May 2026 b2",
        f"{question} Thumb down It was Thursday. 1 May 2026 a1",
    ]
    assert "2 answers judged, 1 up and 1 down" in words(shown(app))


def test_words_of_questions_and_papers_are_shown_as_they_are(tmp_path: Path, open_view: Callable[..., AppTest]) -> None:
    scored(tmp_path, "a", roof(question=HOSTILE, text=HOSTILE), name=HOSTILE)
    keep(tmp_path, said("x", why=HOSTILE))
    for query in ({}, {"part": "answers"}, {"question": "roof"}):
        app = open_view(tmp_path, **({"run": "a", **query} if query else {}))
        assert " ".join(HOSTILE.split()) in " ".join(words(shown(app)).split())
        assert not app.markdown, "no word went through markdown"


def test_the_chat_starts_without_the_evaluation() -> None:
    code = "import sys, assistant.views.app; print([m for m in sys.modules if m.split('.')[0] in ('eval', 'numpy')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- in a browser


@pytest.fixture(scope="module")
def address(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    del chromium  # without a browser there is no need of a server
    folder = tmp_path_factory.mktemp("library")
    scored(
        folder, "earlier", closing(status="not_found", quote=None), roof(), refused(), started=datetime(2026, 4, 1, 9, tzinfo=UTC)
    )
    scored(folder, "later", closing(), roof(text=WRONG), refused())
    keep(folder, said("a1", "down", why="It was Thursday. " * 20))
    with serving(folder, tmp_path_factory.mktemp("server") / "log.txt") as served:
        yield served


@pytest.fixture(scope="module")
def browsers() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture
def visit(request: pytest.FixtureRequest, address: str, chromium: str, browsers: Playwright, tmp_path: Path) -> Iterator[Visit]:
    """A browser with an empty profile; parametrised by (width, height, colour scheme)."""
    width, height, scheme = getattr(request, "param", (*WIDE, "light"))
    with opened(browsers, chromium, address, tmp_path, (width, height), scheme) as made:
        yield made


@pytest.mark.browser
@pytest.mark.timeout(240)
def test_from_the_runs_to_a_wrong_answer_and_to_what_turned(visit: Visit) -> None:
    visit.go()
    page = visit.page
    page.get_by_role("link", name="Evaluation").click()
    expect(page.locator("table.runs")).to_be_visible(timeout=SLOW)
    page.locator("table.runs a").first.click()
    score = page.locator("table.eval-scores tr", has_text="Right answers")
    expect(score).to_be_visible(timeout=SLOW)
    track, reach = score.locator(".interval").bounding_box(), score.locator(".reach").bounding_box()
    assert track
    assert reach
    assert (reach["x"] - track["x"]) / track["width"] == pytest.approx(0.095, abs=0.02)
    assert reach["width"] / track["width"] == pytest.approx(0.81, abs=0.02)
    page.get_by_role("link", name="Wrong answers").click()
    link = page.get_by_role("link", name="What did the roof cost?")
    link.focus()
    page.keyboard.press("Enter")
    heading = page.locator("h2.entry-name")
    expect(heading).to_have_text("What did the roof cost?", timeout=SLOW)
    expect(heading).to_be_focused()
    assert "question=roof" in page.url
    page.locator("button.mark").first.click()
    expect(page.locator("mark").first).to_be_in_viewport()
    page.go_back()
    expect(link).to_be_visible(timeout=SLOW)
    page.get_by_role("link", name="Compare").click()
    before = page.get_by_role("link", name="Open the answer before to: What did the roof cost?")
    expect(before).to_be_visible(timeout=SLOW)
    before.click()
    expect(heading).to_be_visible(timeout=SLOW)
    assert "run=earlier" in page.url
    page.get_by_role("link", name="Back to the run").click()
    expect(page.locator("table.eval-turned")).to_be_visible(timeout=SLOW)


@pytest.mark.browser
@pytest.mark.timeout(240)
@pytest.mark.parametrize("visit", [(*PHONE, "light"), (*WIDE, "dark")], indirect=True)
def test_nothing_runs_off_the_side_and_words_stand_out_from_their_ground(visit: Visit) -> None:
    there = {
        "": "table.eval-said",
        "?run=later": "table.eval-scores",
        "?run=later&part=answers": "table.eval-answers",
        "?run=later&part=compare": "table.eval-turned",
        "?run=later&question=closing": "table.eval-gained",
    }
    for path, sign in there.items():
        visit.go(f"/evaluation{path}")
        expect(visit.page.locator(sign)).to_be_visible(timeout=SLOW)
        for each in visit.page.locator("details summary").all():
            each.click()
        assert visit.page.evaluate(OVERFLOWING) == [], path
        assert visit.page.evaluate(POOR_CONTRAST) == [], path
