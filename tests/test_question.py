"""What a question is understood to ask: what is wanted, about which periods, in which words, and following which question."""

from __future__ import annotations

import pytest

from assistant.question import content_words, periods, speaks_of, stem, understand, words
from ingest.acronyms import find_acronyms

ACRONYMS = [
    ("EHCP", "Education, Health and Care Plan"),
    ("SEND", "special educational needs and disabilities"),
    ("LAC", "looked after children"),
]


@pytest.mark.parametrize(
    ("question", "want"),
    [
        ("Who is the owner of the flood risk?", "who"),
        ("Which officer leads on school places?", "who"),
        ("When will the new school open?", "when"),
        ("By when must the plan be published?", "when"),
        ("Why did the deficit grow?", "reason"),
        ("What is the reason for the delay to the new school?", "reason"),
        ("How does absence compare with last year?", "comparison"),
        ("Is spending higher than last year?", "comparison"),
        ("List the children's homes in the borough", "list"),
        ("What actions are overdue?", "list"),
        ("How many controls are in place for transport?", "count"),
        ("What was the budget for home to school transport?", "amount"),
        ("How much money was spent on agency staff?", "amount"),
        ("How many children have an EHC plan?", "figure"),
        ("What percentage of plans were issued on time?", "figure"),
        ("Did the family hub open?", "yes_no"),
        ("Home to school transport", "fact"),
        ("What does the strategy say about early years?", "fact"),
    ],
)
def test_what_is_wanted(question: str, want: str) -> None:
    assert understand(question, []).want == want


def test_content_words_leave_out_small_words_and_repeats() -> None:
    assert content_words("What does the Council say about the Council's SEND funding, and about funding?") == ["send", "funding"]
    assert words("It\u2019s \u00a31.02m (0.5%) in 2024/25.") == ["it's", "\u00a31.02m", "0.5%", "in", "2024/25"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Controls", "control"), ("mitigating", "mitigated"), ("council\u2019s", "council"), ("POLICIES", "policy")],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


# --- acronyms, both ways


def test_a_short_form_is_looked_for_by_its_long_form() -> None:
    assert understand("How many EHCPs were late?", ACRONYMS).phrases == ("education, health and care plan",)


def test_a_long_form_is_looked_for_by_its_short_form() -> None:
    assert understand("How many looked after children are there?", ACRONYMS).phrases == ("lac",)


def test_a_word_that_only_looks_like_an_acronym_is_left_alone() -> None:
    assert understand("Did they send a letter to the lac?", ACRONYMS).phrases == ()


def test_acronyms_are_taken_from_the_papers_own_words() -> None:
    found = find_acronyms(
        [
            "Each child with an Education, Health and Care Plan (EHCP) has a review. The LSCP (Local Safeguarding Children Partnership) met.",
            "The Dedicated Schools Grant (DSG) is in deficit, and many (MANY) words are not.",
        ]
    )
    assert found == {
        ("EHCP", "Education, Health and Care Plan"), ("LSCP", "Local Safeguarding Children Partnership"), ("DSG", "Dedicated Schools Grant"),
    }  # fmt: skip
    asked = understand("What is the DSG deficit?", sorted(found))
    assert asked.phrases == ("dedicated schools grant",)


def test_plain_words_are_joined_by_the_papers_words() -> None:
    asked = understand("Which front-line staff look after kids?", [])
    assert "practitioners" in asked.joined
    assert "children" in asked.joined
    assert "children" not in understand("Which kids and children?", []).joined


# --- periods


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("in 2024/25 and 2023-24", ("2024/25", "2023/24")),
        ("in 2024/2025", ("2024/25",)),
        ("in 2024\u201325", ("2024/25",)),
        ("since October 2024", ("2024-10",)),
        ("on 26 January 2026", ("2026-01",)),
        ("on 2026-01-26", ("2026-01",)),
        ("in 2019", ("2019",)),
        ("by March 2026 and in 2027", ("2026-03", "2027")),
        ("1,900 pupils, 2,024 places and paragraph 20.19", ()),
        ("in 24/25 and 23-24", ("2024/25", "2023/24")),
        ("young people aged 16-17 and 18-25", ()),
        ("no year at all", ()),
    ],
)
def test_periods_have_one_form_however_they_are_printed(text: str, found: tuple[str, ...]) -> None:
    assert periods(text) == found


@pytest.mark.parametrize(
    ("period", "text", "speaks"),
    [
        ("2024/25", "the outturn for 2024-25", True),
        ("2024/25", "the outturn for 2024", False),
        ("2024/25", "the outturn for 2023/24", False),
        ("2024", "in March 2024", True),
        ("2024", "on 4 March 2024", True),
        ("2024", "in 2024/25", True),
        ("2025", "in 2024/25", True),
        ("2023", "in 2024/25", False),
        ("2024-03", "on 4 March 2024", True),
        ("2024-03", "in April 2024", False),
        ("2024-03", "in 2024", False),
        ("2031", "nothing of the kind, though 2,031 people came", False),
    ],
)
def test_a_text_speaks_of_a_period(period: str, text: str, speaks: bool) -> None:
    assert speaks_of(period, text) is speaks
