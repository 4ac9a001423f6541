"""The check that stands between a draft and its reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import verify
from assistant.answer import Citation, Claim, Derivation
from assistant.compose import Draft
from assistant.desk import Desk
from assistant.verify import (
    count_stands,
    derivation_stands,
    faults,
    figures,
    figures_stand,
    quote_stands,
    said,
    values_stand,
)
from vectorstore.library import Library
from vectorstore.models import Page
from vectorstore.sentences import sentences
from vectorstore.settings import Settings

TEXT = "Council Depot Report\nThe depot moved 1,204 tonnes of waste, \u00a31.02m worth, in 2024/25.\nPage 1"
PAGE = Page(1, 1, TEXT, running=((0, 20), (TEXT.index("Page 1"), len(TEXT))))
NEXT = Page(2, 2, "Council Depot Report\nand spent more than before.", running=((0, 20),))


def citation(quote: str, n: int = 1, **changes: Any) -> Citation:
    given: dict[str, Any] = {
        "n": n, "document": "d", "title": "T", "source": "s.pdf", "page": 1, "printed_page": None, "pages": [1], "section": [],
        "paragraph": None, "quote": quote, "meeting_date": None,
    }  # fmt: skip
    return Citation(**{**given, **changes})


def counted(value: int) -> Derivation:
    return Derivation.model_validate({"op": "count", "value": value, "from": [1]})


def stands(quote: str, *pages: Page) -> bool:
    held = {p.ordinal: p for p in pages or (PAGE,)}
    return quote_stands(citation(quote), held.get, list(held))


@pytest.mark.parametrize(
    "quote",
    [
        "The depot moved 1,204 tonnes of waste",
        "the  depot\nmoved 1,204 tonnes",
        "\u201cThe depot moved\u201d",
        "1,204 tonnes of waste, \u00a31.02m worth",
    ],
    ids=["as it stands", "white space and case", "quotation marks", "figures"],
)
def test_a_quote_stands_however_it_is_set(quote: str) -> None:
    assert stands(quote)


@pytest.mark.parametrize(
    "quote",
    [
        "The depot moved 1,240 tonnes of waste",
        "The depot never moved 1,204 tonnes",
        "The depot moved tonnes of waste",
        "moved depot The 1,204",
        "\u00a310.2m worth in 2024/25",
        "epot moved 1,204 tonnes of",
        "depot moved 1,204 tonnes of was",
        "\u2026",
        "",
    ],
    ids=[
        "another figure",
        "a word more",
        "a word less",
        "another order",
        "a moved point",
        "part of a word at its start",
        "part of a word at its end",
        "no words",
        "nothing",
    ],
)
def test_a_corrupted_quote_does_not_stand(quote: str) -> None:
    assert not stands(quote)


def test_ligatures_and_curly_quotes_are_the_letters_they_stand_for() -> None:
    page = Page(1, 1, "The of\ufb01cer\u2019s \u201c\ufb02ood plan\u201d is \ufb01nal.")
    assert stands('The officer\'s "flood plan" is final.', page)


def test_a_quote_over_a_page_break_needs_both_its_pages() -> None:
    quote = "in 2024/25. and spent more than before"
    assert stands(quote, PAGE, NEXT)
    assert not stands(quote, PAGE)
    assert not stands(quote, NEXT)


def test_running_lines_neither_part_a_quote_nor_are_quoted() -> None:
    assert not stands("Council Depot Report")
    assert not stands("2024/25. Page 1 Council Depot Report and spent more", PAGE, NEXT)


def test_a_page_that_is_not_held_holds_no_quote() -> None:
    assert not quote_stands(citation("The depot moved"), lambda _: None, [1])


def test_figures_are_compared_without_separators() -> None:
    assert figures("1,204 tonnes, \u00a31.02m (0.5%) in 2024/25.") == {"1204", "1.02", "0.5", "2024", "25"}


def test_words_are_the_same_however_they_are_set() -> None:
    assert (
        said("The of\ufb01cer\u2019s \u00a31,204.50 \u2013 (50%), in\t2024/25.")
        == " the officer s \u00a31,204.50 50% in 2024 25 "
    )


@pytest.mark.parametrize(
    ("text", "quotes", "allowed"),
    [
        ("The depot moved 1204 tonnes.", ["The depot moved 1,204 tonnes"], True),
        ("The depot moved 1,205 tonnes.", ["The depot moved 1,204 tonnes"], False),
        ("It cost \u00a31.02m.", ["It cost \u00a31.02m"], True),
        ("It cost \u00a31.2m.", ["It cost \u00a31.02m"], False),
        ("Figures: 12 and 13.", ["twelve is 12", "and 13 is more"], True),
        ("Nothing to count.", [], True),
    ],
)
def test_a_claims_figures_stand_in_its_quotes(text: str, quotes: list[str], allowed: bool) -> None:
    assert figures_stand(Claim(text=text, citations=[1], support=1.0), quotes) is allowed


def test_a_computed_figure_is_allowed_and_no_other() -> None:
    derived = counted(4)
    assert figures_stand(
        Claim(text="There are 4 controls.", citations=[1], support=1.0, derived=derived), ["Control one is in place"]
    )
    assert not figures_stand(
        Claim(text="There are 4 of 9 controls.", citations=[1], support=1.0, derived=derived), ["Control one"]
    )


@pytest.mark.parametrize(
    ("text", "quote", "stands"),
    [
        ("It cost \u00a31.2 million.", "at a cost of \u00a31,200,000", True),
        ("Owner: 26% of staff.", "26 members of staff", False),
        ("Due: 31 August 2026.", "due 31/08/2026", True),
        ("Due: 5th April 2023.", "dispatch: 5th Cabinet questions for members April 2023", True),
        ("In \u201cPlan 2031\u201d: it is whole.", "it is whole", True),
    ],
    ids=["another form", "another unit", "another form of a date", "a date parted by columns", "a title is no figure"],
)
def test_values_of_the_papers_words_stand_in_any_form(text: str, quote: str, stands: bool) -> None:
    assert figures_stand(Claim(text=text, citations=[1], support=1.0), [quote]) is stands


# --- a quote is a quote however its page is set

PRINTED = """the of\ufb01cer\u2019s plan co\u00adoperation \u201cbudget\u201d waste 1,204 \u00a31.02m 26% na\u00efve caf\u00e9 flood 2024/25 depot"""
WORDS = st.sampled_from([*PRINTED.split(), "hous-\ning"])
PAGES = st.lists(WORDS, min_size=6, max_size=30)
PROPERTY = settings(derandomize=True, max_examples=150, deadline=None)
LIGATURES = {"\ufb01": "fi", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00ad": "", "-\n": ""}


def two_pages(words: list[str], cut: int) -> dict[int, Page]:
    return {n: Page(n, n, " ".join(part)) for n, part in enumerate((words[:cut], words[cut:]), 1)}


@PROPERTY
@given(PAGES, st.data())
def test_a_quote_cut_from_pages_stands_however_they_are_set(words: list[str], data: st.DataObject) -> None:
    pages = two_pages(words, data.draw(st.integers(1, len(words) - 1)))
    start = data.draw(st.integers(0, len(words) - 3))
    cut = " ".join(words[start : data.draw(st.integers(start + 3, len(words)))])
    as_typed = cut
    for sign, letters in LIGATURES.items():
        as_typed = as_typed.replace(sign, letters)
    for quote in (cut, " ".join(cut.split()), cut.upper(), as_typed):
        assert quote_stands(citation(quote), pages.get, [1, 2]), quote


@PROPERTY
@given(PAGES, st.data())
def test_a_quote_with_one_word_changed_does_not_stand(words: list[str], data: st.DataObject) -> None:
    pages = two_pages(words, data.draw(st.integers(1, len(words) - 1)))
    at = data.draw(st.integers(0, len(words) - 1))
    changed = [*words[:at], data.draw(st.sampled_from(["never", "1,240", "\u00a31.2m", "plans", "62%"])), *words[at + 1 :]]
    assert not quote_stands(citation(" ".join(changed)), pages.get, [1, 2])


# --- what a claim states and its quotes do not

SUBJECTS = ("the depot", "Harbour Lane library", "the youth service", "Councillor Nadia Frost", "the panel")
DONE = (
    ("has been", "approved", "by the Cabinet"),
    ("will be", "reviewed", "in June 2026"),
    ("was", "inspected", "by Ofsted"),
    ("can be", "funded", "from reserves"),
)
SENTENCES = st.tuples(st.sampled_from(SUBJECTS), st.sampled_from(DONE))


def first_upper(text: str) -> str:
    return text[0].upper() + text[1:]


@PROPERTY
@given(SENTENCES, st.sampled_from(["not", "never"]))
def test_a_denial_put_in_or_taken_out_is_a_fault(sentence: tuple[str, tuple[str, str, str]], no: str) -> None:
    subject, (verbs, done, rest) = sentence
    auxiliary, _, more = verbs.partition(" ")
    said_of = first_upper(f"{subject} {verbs} {done} {rest}.")
    denied = first_upper(f"{subject} {auxiliary} {no} {more} {done} {rest}.".replace("  ", " "))
    assert faults(said_of, [said_of]) == faults(denied, [denied]) == []
    assert faults(denied, [said_of]) == [no]
    assert faults(said_of, [denied])


@pytest.mark.parametrize(
    ("text", "quotes", "found"),
    [
        ("It cost \u00a31.3m [1] in 2025 [2].", ["It cost \u00a31.2m in 2025."], ["\u00a31.3m"]),
        ("Seven schools and 31% of pupils.", ["7 schools", "31 pupils"], ["31%"]),
        ("It is owned by Nadia Frost.", ["Owner: Nadia Frost"], []),
        ("It is owned by Nadia Marsh.", ["Owners: Nadia Frost and Peter Marsh"], ["Nadia Marsh"]),
        ("The Director of Finance said so.", ["The Finance Director said so."], []),
        ("The Council will act.", ["We will act."], []),
        ("The Council will act.", ["The Trust will act."], ["Council"]),
        (
            "SEND pupils are in the ABC plan.",
            ["special educational needs and disabilities", "children and young people"],
            ["ABC"],
        ),
        ("The plan did not fail.", ["The plan failed."], ["not"]),
        ("More than 50 came.", ["No more than 50 came."], ["50"]),
        ("", ["Anything at all"], []),
    ],
)
def test_faults_are_what_no_quote_has_as_printed(text: str, quotes: list[str], found: list[str]) -> None:
    assert faults(text, quotes) == found


# --- what code worked out is worked out again


def row(text: str = "A row.", below: bool = False, count: int | None = None) -> Claim:
    return Claim(text=text, citations=[1], support=1.0, below=below, derived=counted(count) if count is not None else None)


@pytest.mark.parametrize(
    ("value", "rows", "left_out", "stands"),
    [
        (2, [row(), row(below=True), row()], None, True),
        (3, [row(), row()], None, False),
        (1, [row(), row()], None, False),
        (5, [row(), row()], "3 more are not shown; ask of a narrower subject.", True),
        (3, [row(), row()], "1 of them cannot be quoted word for word and is not shown.", True),
        (3, [row(count=2), row(count=1)], None, True),
        (3, [row(count=2), row(count=2)], None, True),
        (5, [row(count=2), row(count=2)], None, False),
        (1, [row(count=2), row(count=2)], None, False),
    ],
)
def test_a_count_is_counted_again_from_the_rows(value: int, rows: list[Claim], left_out: str | None, stands: bool) -> None:
    assert count_stands(row(count=value), rows, left_out) is stands


@pytest.mark.parametrize(
    ("op", "value", "rows", "stands"),
    [
        ("overdue", "overdue as of 1 June 2026", [1], True),
        ("overdue", "2 of 3 dates overdue as of 1 June 2026", [1], True),
        ("overdue", "3 of 3 dates overdue as of 1 June 2026", [1], False),
        ("overdue", "overdue", [1], False),
        ("count", "2", [1], True),
        ("count", "2", [1, 2], False),
        ("count", "2", [], False),
        ("guess", "2", [1], False),
    ],
)
def test_what_cannot_be_worked_out_again_does_not_stand(op: str, value: str, rows: list[int], stands: bool) -> None:
    derived = Derivation.model_validate({"op": op, "value": value, "from": rows})
    quote = "Stages: by 20 March 2026, by 20 May 2026 and by 20 July 2026"
    assert derivation_stands(Claim(text="It.", citations=[1], support=1.0, derived=derived), [citation(quote)]) is stands


# --- the desk drops what does not stand


@pytest.fixture(scope="module")
def desk(sample_library: Path) -> Iterator[Desk]:
    library = Library(Settings.load(sample_library))
    yield Desk(library)
    library.close()


def place(desk: Desk) -> tuple[str, int, str]:
    """A document, a page of it, and a sentence with a figure that stands there."""
    for document in desk.documents():
        for page in desk.holdings.pages(document.id):
            for sentence in sentences(page.body_text.replace("\n", " ")):
                if re.search(r"\b\d{2,}\b", sentence) and 60 < len(sentence) < 200 and "\t" not in sentence:
                    return document.id, page.ordinal, sentence
    pytest.fail("the samples hold no sentence with a figure")


def checked(desk: Desk, *claims: Claim, quotes: list[str], listed: bool = False) -> Draft:
    document, page, _ = place(desk)
    citations = [citation(q, n, document=document) for n, q in enumerate(quotes, 1)]
    return desk._verified(Draft(list(claims), citations, [(page,)] * len(citations), listed=listed))


def claim(text: str, *citations: int, derived: Derivation | None = None) -> Claim:
    return Claim(text=text, citations=list(citations), support=1.0, derived=derived)


def test_a_claim_whose_quote_is_corrupted_is_dropped_and_the_rest_numbered_anew(desk: Desk) -> None:
    _, _, sentence = place(desk)
    figure = re.search(r"\d{2,}", sentence)
    assert figure
    corrupted = sentence.replace(figure.group(), str(int(figure.group()) + 1), 1)
    draft = checked(desk, claim(corrupted, 1), claim(sentence, 2), quotes=[corrupted, sentence])
    assert [c.text for c in draft.claims] == [sentence]
    assert [(c.n, c.quote) for c in draft.citations] == [(1, sentence)]
    assert draft.claims[0].citations == [1]


def test_a_claim_with_a_figure_of_its_own_is_dropped(desk: Desk) -> None:
    _, _, sentence = place(desk)
    draft = checked(desk, claim(f"{sentence} That is 987654 in all.", 1), claim(sentence, 1), quotes=[sentence])
    assert [c.text for c in draft.claims] == [sentence]
    assert draft.said == "1 sentence failed the check against the papers and was left out."


def test_a_claim_without_a_citation_is_dropped(desk: Desk) -> None:
    _, _, sentence = place(desk)
    assert checked(desk, claim("All is well."), claim(sentence, 1), quotes=[sentence]).claims == [claim(sentence, 1)]


def test_a_count_stays_only_while_its_rows_do(desk: Desk) -> None:
    _, _, sentence = place(desk)
    count = claim("1 control is recorded.", 1, derived=counted(1))
    kept = checked(desk, count, claim(sentence, 1), quotes=[sentence])
    assert [c.derived and (c.derived.value, c.derived.rows) for c in kept.claims] == [(1, [1]), None]
    gone = checked(desk, count, claim("A corrupted row of words", 1), quotes=["A corrupted row of words"])
    assert (gone.claims, gone.citations) == ([], [])


def test_a_list_that_lost_a_row_says_so(desk: Desk) -> None:
    _, _, sentence = place(desk)
    count = claim("2 controls are recorded.", 1, derived=counted(2))
    draft = checked(desk, count, claim(sentence, 1), claim("Row 987654.", 1), quotes=[sentence], listed=True)
    assert [c.text for c in draft.claims] == ["2 controls are recorded.", sentence]
    assert draft.left_out == "1 of them cannot be quoted word for word and is not shown."


def test_a_count_that_its_rows_do_not_make_is_not_shown(desk: Desk) -> None:
    _, _, sentence = place(desk)
    count = claim("3 controls are recorded.", 1, derived=counted(3))
    draft = checked(desk, count, claim(sentence, 1), claim(sentence, 2), quotes=[sentence, sentence], listed=True)
    assert [c.text for c in draft.claims] == [sentence, sentence]
    assert not draft.listed


def test_a_count_beside_a_month_in_the_next_cell_stands() -> None:
    row = "Resource base, Fenwick Park 12 September 2026 No date"
    assert values_stand("Places: 12. Strategy: September 2026. Now: No date.", [row])
    assert not values_stand("Places: 14. Strategy: September 2026.", [row])
    assert not values_stand("Places: 12. Strategy: October 2026.", [row])


def test_a_sentence_of_the_quote_stands_however_short_it_is() -> None:
    quote = "The Panel met twice. No decision has been taken."
    assert verify.stands("No decision has been taken.", [quote])
    assert verify.stands("The Panel met twice.", [quote])
    assert not verify.stands("Decision has been taken.", [quote])
    assert not verify.stands("has been taken", ["No decision has been taken yet by anybody at all."])
