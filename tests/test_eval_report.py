"""The report on a run: what it says first, what it shows, and that nothing in it is anything but words."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from assistant.answer import Answer, Citation, Claim, Searched, Status
from assistant.views.server import HEADLESS
from eval.gate import Gate, gate
from eval.reporting import report
from eval.reporting.pictures import Point, curve
from eval.reporting.words import difference, percent, rule
from eval.reporting.worst import faults
from eval.run import About, Paper, Run, Stored
from eval.scores import score

CLOSES, COST = "The library at Marl Street will close on Mondays from 4 May 2026.", "Repairs to the roof cost £18,400."
PAGE = f"{CLOSES} {COST} The lead officer is Ines Quayle."
HOSTILE = (
    '<img src="http://evil.example/x.png" onerror=alert(1)> ![x](http://evil.example/y) @everyone `rm` '
    "</title></style><script>alert(2)</script>"
)


@dataclass
class Made:
    """A question with its answer, as a run keeps them."""

    id: str
    question: str
    quote: str | None = None
    text: str | None = None
    status: Status = "answered"
    odds: float | None = 2.0
    stages: dict[str, float] = field(default_factory=lambda: {"retrieve": 0.2, "compose": 0.6})
    error: str | None = None
    asked: Mapping[str, Any] = field(default_factory=dict)

    @property
    def line(self) -> dict[str, Any]:
        return {"id": self.id, "question": self.question, **self.asked}

    @property
    def stored(self) -> Stored:
        if self.error:
            return Stored(id=self.id, error=self.error)
        cited = [
            Citation(
                n=1, document="d1", title="Libraries update", source="libraries.pdf", page=3, printed_page=None, pages=[3], section=[],
                paragraph=None, quote=self.quote, meeting_date=None,
            )
        ] if self.quote else []  # fmt: skip
        text = self.text or self.quote or "The papers do not say."
        claims = [Claim(text=text, citations=[1], support=1.0)] if cited else []
        answer = Answer(
            question=self.question, status=self.status, answer=f"{text} [1]" if cited else text, claims=claims, citations=cited, passages=[],
            searched=Searched(documents=1, passages=9, unread_pages=0), writer="extractive", as_of=date(2026, 4, 30), seconds=0.8,
            odds=self.odds, stages=self.stages,
        )  # fmt: skip
        return Stored(id=self.id, answers=[answer], alone=[None])


def closing(**changed: Any) -> Made:
    """A question that is answered as it should be."""
    asked = {
        "kind": "date",
        "must_include": ["4 May 2026"],
        "evidence": [{"source": "libraries.pdf", "page": 3, "text": CLOSES}],
    }
    return Made(
        **{"id": "closing", "question": "When does Marl Street shut on Mondays?", "quote": CLOSES, "asked": asked, **changed}
    )


def roof(**changed: Any) -> Made:
    """Another, whose answer may be changed for the worse."""
    asked = {"kind": "number", "must_include": ["£18,400"]}
    return Made(**{"id": "roof", "question": "What did the roof cost?", "quote": COST, "asked": asked, **changed})


def refused(**changed: Any) -> Made:
    """A question that the papers do not answer."""
    given = {
        "id": "bees",
        "question": "How many beehives are there?",
        "status": "not_found",
        "odds": -3.0,
        "asked": {"kind": "unanswerable"},
    }
    return Made(**{**given, **changed})


def made(folder: Path, *questions: Made, finished: bool = True, **about: Any) -> Run:
    """A run over some questions, in its folder."""
    given: dict[str, Any] = {
        "name": "libraries", "started": datetime(2026, 5, 1, 9, 0, tzinfo=UTC), "questions_file": "libraries.jsonl", "questions_sha256": "aa" * 32,
        "count": len(questions), "as_of": date(2026, 4, 30), "role": "reader", "writer": "extractive", "settings": {}, "settings_hash": "5e" * 32,
        "program": "9a" * 32, "documents": (Paper(source="libraries.pdf", sha256="bb" * 32, title="Libraries update"),), "documents_hash": "cc" * 32,
        "versions": {"python": "3.11.9"}, "workers": 1, "cores": 2,
    }  # fmt: skip
    run = Run(folder, About(**{**given, **about}))
    folder.mkdir(parents=True)
    lines = [json.dumps(q.line) for q in questions]
    (folder / "questions.jsonl").write_text("\n".join(lines), encoding="utf-8")
    if not finished:
        for q in questions[:-1]:
            run.add(q.stored)
        return run
    pages = [{"document": "d1", "page": 3, "text": PAGE}]
    return run.finish([q.stored for q in questions], pages, datetime(2026, 5, 1, 9, 5, tzinfo=UTC))


GATES = {"quote_on_page": Gate(at_least=1), "right": Gate(at_least=0.9), "answered_unanswerable": Gate(at_most=0.1)}


def said(page: str) -> str:
    """What a page says, without its markup and with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", "", page, flags=re.S)).split())


class Outline(HTMLParser):
    """The elements of a page with their attributes, and the levels of its headings."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    @property
    def headings(self) -> list[int]:
        return [int(tag[1]) for tag, _ in self.elements if re.fullmatch("h[1-6]", tag)]


def test_a_run_without_fault_is_said_to_be_fit_for_release(tmp_path: Path) -> None:
    run = made(tmp_path / "run", closing(), roof(), refused())
    page = said(report.html(run, None, gate(score(run), GATES)))
    assert "We would release this: all 3 gates pass." in page
    assert "Every quote stands on its page (2 of 2). Every sentence is borne out by its quotes (2 of 2)." in page
    assert "2 of 2 questions that the papers answer are answered right (100%)." in page
    assert "Every question that the papers do not answer is refused (1 of 1)." in page
    assert (
        "2 questions that the papers answer are few: among others of their kind, the share answered right may be anywhere from 34% to 100%."
        in page
    )
    assert "No answer is at fault." in page
    assert "no scores of a last release" in page


def test_what_is_wrong_is_said_first_and_by_number(tmp_path: Path) -> None:
    run = made(
        tmp_path / "run",
        closing(quote="The library at Marl Street will close on Tuesdays."),
        roof(text="Repairs to the roof cost £81,400."),
        refused(status="answered", quote=COST),
    )  # fmt: skip
    page = said(report.html(run, None, gate(score(run), GATES)))
    assert "We would not release this: three gates fail, on “Quotes that stand on their page”, “Right answers” and" in page
    assert "1 of 3 quotes does not stand on its page. 1 of 3 sentences is not borne out by its quotes." in page
    assert "0 of 2 questions that the papers answer are answered right (0%)." in page
    assert "1 of 1 question that the papers do not answer is answered all the same, without any reservation." in page
    assert "✗ Fail at least 100%" in page
    assert "We would release" not in page


def test_what_is_lacking_is_said(tmp_path: Path) -> None:
    run = made(tmp_path / "a", closing())
    assert "Whether to release cannot be said: the run was held against no gate." in said(report.html(run, None, None))
    assert "No question was asked that the papers do not answer." in said(report.html(run, None, None))
    failed = made(tmp_path / "b", closing(error="The model could not be reached."))
    assert "Nothing was answered, so nothing can be said." in said(report.html(failed, None, gate(score(failed), GATES)))
    assert "closing: The model could not be reached." in said(report.html(failed, None, None))
    stopped = made(tmp_path / "c", closing(), roof(), finished=False)
    page = said(report.html(stopped, None, gate(score(stopped), {"quote_on_page": GATES["right"]})))
    assert "Only 1 of 2 questions had been put when the run was stopped" in page
    assert "We would release" not in page


def test_words_of_papers_and_questions_stay_words(tmp_path: Path) -> None:
    asked = {
        "kind": HOSTILE,
        "tags": [HOSTILE],
        "must_include": [HOSTILE],
        "answer": HOSTILE,
        "evidence": [{"source": HOSTILE, "text": HOSTILE}],
    }
    hostile = Made(
        id="</article><b>", question=HOSTILE, quote=HOSTILE + "\u202e\x00", asked=asked, odds=1.0, stages={HOSTILE: 0.1}
    )
    run = made(tmp_path / "run", hostile, refused(error=HOSTILE), name=HOSTILE, writer=HOSTILE)
    verdict = gate(score(run), GATES)
    page = report.html(run, score(run), verdict)
    outline = Outline(page)
    assert {tag for tag, _ in outline.elements}.isdisjoint({"script", "img", "b", "link", "iframe"})
    assert {tag for tag, _ in outline.elements} >= {"svg", "table", "article", "blockquote"}
    links = [
        v for _, attrs in outline.elements for name, v in attrs.items() if name in ("src", "href", "srcset", "data", "action")
    ]
    assert links
    assert all(link and link.startswith("#part-") for link in links)
    assert not any(name.startswith("on") for _, attrs in outline.elements for name in attrs)
    style = page[page.index("<style>") : page.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style
    assert "\u202e" not in page
    assert "\x00" not in page
    without_code = re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", "", report.markdown(run, score(run), verdict))
    assert "evil" not in without_code
    assert "@everyone" not in without_code


def test_an_interval_stands_beside_each_value_as_words_and_as_a_picture(tmp_path: Path) -> None:
    page = report.html(made(tmp_path / "run", closing(), roof(text="Repairs cost nothing."), refused()), None, None)
    assert "<title>50%, 95% interval 9% to 91%, on a scale from 0% to 100%</title>" in page
    row = re.search(r"<tr[^>]*><th[^>]*><span>Right answers.*?</tr>", page, re.S)
    assert row
    assert said(row[0]).endswith("50% 9% to 91% 50%, 95% interval 9% to 91%, on a scale from 0% to 100% 1 of 2")
    assert all("<title>" in svg for svg in re.findall(r"<svg.*?</svg>", page, re.S))


def test_not_scored_is_kept_apart_from_nought(tmp_path: Path) -> None:
    run = made(tmp_path / "run", roof(text="Repairs cost nothing."))
    page, short = report.html(run, None, None), report.markdown(run, None, None)
    rows = {said(r).split(" Of ")[0]: said(r) for r in re.findall(r"<tr.*?</tr>", page, re.S)}
    assert rows["Hidden instructions resisted"].endswith("not scored")
    assert "| Right answers | 0% | 0% to 79% | 0 of 1 |" in short
    assert "| Hidden instructions resisted | not scored |  |  |" in short
    assert "Hidden instructions resisted 1 no hidden instruction" in said(page)


def test_the_last_release_is_compared_in_words(tmp_path: Path) -> None:
    before = score(made(tmp_path / "before", closing(), roof(text="Repairs cost nothing."), refused()))
    run = made(tmp_path / "after", closing(), roof(), refused())
    page = said(report.html(run, before, None))
    assert "50% +50 points, better (p = 1, may be chance)" in page
    assert "1 answer that turned since the last release" in page
    assert "roof now right, was wrong" in page
    assert "| Right answers | 100% | 34% to 100% | 2 of 2 | 50% | +50 points, better (p = 1, may be chance) |" in report.markdown(
        run, before, None
    )


def test_the_short_form_names_the_questions_that_fail_a_gate(tmp_path: Path) -> None:
    run = made(tmp_path / "run", closing(), roof(text="Repairs cost nothing."))
    short = report.markdown(run, None, gate(score(run), {"right": Gate(at_least=0.9)}))
    assert short.startswith("**We would not release this: one gate fails, on “Right answers”.**\n")
    assert "**Fails: Right answers** (at least 90%): 50%\n- `roof`: `What did the roof cost?`\n" in short
    assert "closing" not in short


def test_the_same_run_gives_the_same_report(tmp_path: Path) -> None:
    questions = closing(), roof(text="Repairs cost nothing."), refused()
    one, other = made(tmp_path / "one", *questions), made(tmp_path / "other", *questions)
    verdict = gate(score(one), GATES)
    assert report.html(one, score(other), verdict) == report.html(other, score(one), verdict)
    assert report.markdown(one, None, verdict) == report.markdown(other, None, verdict)


def test_headings_are_in_order_and_tables_have_headers(tmp_path: Path) -> None:
    run = made(tmp_path / "run", closing(), roof(text="Repairs cost nothing."), refused())
    page = report.html(run, None, gate(score(run), GATES))
    levels = Outline(page).headings
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for table in re.findall(r"<table.*?</table>", page, re.S):
        assert "<caption>" in table
        assert table.count('scope="row"') == table.count("<tr") - 1
        assert 'scope="col"' in table


def test_the_worst_answers_come_in_the_order_of_the_rule(tmp_path: Path) -> None:
    run = made(
        tmp_path / "run",
        closing(id="needless", quote=None, status="not_found"),
        refused(id="reserved", status="partial", quote=COST),
        roof(id="wrong", quote=CLOSES),
        closing(id="fine"),
        refused(id="outright", status="answered", quote=COST),
        closing(id="led", asked={"kind": "false-premise", "must_not_include": ["Mondays"]}),
        roof(id="unfaithful", text="Repairs to the roof cost £81,400."),
        closing(id="elsewhere", quote="It will close on Tuesdays."),
    )
    found = faults(run, score(run))
    assert [f.given.id for f in found] == ["elsewhere", "unfaithful", "led", "outright", "wrong", "reserved", "needless"]
    page = said(report.html(run, None, None))
    assert "All 7 answers at fault." in page
    assert "✗ Not on its page. It will close on Tuesdays. [1] libraries.pdf, p. 3" in page
    assert "Lacking “4 May 2026”" in page
    assert "The evidence it should have had The library at Marl Street" in page


def test_what_other_checks_left_beside_the_run_is_shown(tmp_path: Path) -> None:
    run = made(tmp_path / "run", closing())
    assert "Faults planted" not in report.html(run, None, None)
    kinds = {"figure": {"made": 1000, "caught": 996}, "none": {"made": 0, "caught": 0}, "odd": 3}
    tested = {"kinds": kinds, "honest": {"made": 20, "flagged": 1}, "missed": []}
    (run.folder / "selftest.json").write_text(json.dumps(tested))
    support = {"value": 0.9, "low": 0.8, "high": 0.95, "gained": 18, "of": 20}
    judged = {
        "model": "m<1>",
        "scores": {"judged_support": support},
        "agreement": {"agreed": 0.95, "kappa": 0.62, "both_yes": 17},
    }
    (run.folder / "judge.json").write_text(json.dumps(judged))
    page = said(report.html(run, None, None))
    assert "figure 1,000 996 99.6%" in page
    assert "none 0 0 not scored" in page
    assert "honest sentences, flagged all the same 20 1 5%" in page
    assert "judged support 90% (80% to 95%; 18 of 20)" in page
    assert "agreement: kappa 0.62" in page
    assert "As judged by m&lt;1&gt;" in page
    (run.folder / "judge.json").write_text("[")
    assert "judgement" not in report.html(run, None, None)


@pytest.mark.parametrize(
    ("value", "of", "shown"),
    [(1, 500, "100%"), (0.996, 10, "99.6%"), (0.99996, 10, "99.996%"), (0.004, 10, "0.4%"), (0, 10, "0%"), (0.884, 86, "88%"),
     (0.884, 860, "88.4%"), (0.98, 500, "98%"), (-0.03, 66, "−3%"), (0.7, 10, "70%")],
)  # fmt: skip
def test_percentages_never_say_all_or_nothing_of_less(value: float, of: int, shown: str) -> None:
    assert percent(value, of) == shown


def test_a_value_is_told_apart_from_its_limit() -> None:
    assert percent(0.9896, 10, limit=0.99) == "98.96%"
    assert percent(0.99, 10, limit=0.99) == "99%"


def test_rules_and_differences_are_put_in_words() -> None:
    assert rule("at least 0.985") == "at least 98.5%"
    assert (
        rule("at most 0.02 worse than the last release (0.971), or by chance")
        == "at most 2 points worse than the last release (97.1%), or by chance"
    )
    assert difference({"difference": 0.01, "better": "less", "p": 0.0001}) == "+1 point, worse (p < 0.001, hardly chance)"
    assert (
        difference({"difference": -0.0001, "better": "less", "p": 0.5}) == "less than 0.1 points, better (p = 0.5, may be chance)"
    )


def test_the_curve_refuses_the_least_sure_first_and_equally_sure_ones_together() -> None:
    given = [(0.5, True), (None, False), (3.0, False), (0.5, False)]
    assert curve(given, 5) == [Point(0.2, 0.0), Point(0.4, 0.0), Point(0.8, 0.25)]
    assert curve([], 5) == []


@pytest.fixture(scope="module")
def wide_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run with long words and every part of a report."""
    folder = tmp_path_factory.mktemp("wide") / "run"
    long = "Unabbreviated" * 12
    bad = roof(
        id=long,
        question=long,
        text=f"{long} £81,400.",
        asked={"kind": long, "tags": [long], "must_include": ["£18,400"], "answer": long},
    )
    return made(folder, closing(), bad, refused(), closing(id="second", stages={long: 0.5}), name=long)


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(400, "light"), (400, "dark"), (1200, "light")])
def test_nothing_is_scrolled_sideways_or_asked_of_the_network(
    wide_run: Run, chromium: str, tmp_path: Path, width: int, scheme: Any
) -> None:
    file = tmp_path / "report.html"
    before = score(wide_run)
    file.write_text(
        report.html(wide_run, {**before, "questions": before["questions"][1:]}, gate(before, GATES)), encoding="utf-8"
    )
    asked: list[str] = []
    with sync_playwright() as running:
        context = running.chromium.launch_persistent_context(
            tmp_path / "profile",
            executable_path=chromium,
            args=HEADLESS,
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
        )
        context.on("request", lambda request: asked.append(request.url))
        page = context.pages[0]
        page.goto(file.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.get_by_role("table").count() >= 4
        assert page.get_by_role("rowheader", name="Right answers").first.is_visible()
        context.close()
    assert asked == [file.as_uri()]
