"""Where sentences end in the prose of councils."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.sentences import sentence_spans, sentences


@pytest.mark.parametrize(
    "whole",
    [
        "See para. 4.5 of the report.",
        "Cllr. Fennimore asked what it costs, e.g. by year.",
        "Mr J. Smith and Ms A. B. Jones replied.",
        "St. Mary's School closed.",
        "It costs approx. £4m a year.",
        "The rise was 3 per cent. of the budget.",
        "It closes on 31 Jan. 2026.",
        "No. 14 is the only bus.",
        "4.5.2. The Board met.",
        "2. Note the actions.",
        "The U.K. Government replied.",
    ],
)
def test_a_full_stop_that_ends_nothing_does_not_cut(whole: str) -> None:
    assert sentences(whole) == [whole]
    assert sentences(f"Before it. {whole} After it.") == ["Before it.", whole, "After it."]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("The target is £1.2m. It was £3.4m.", ["The target is £1.2m.", "It was £3.4m."]),
        ("It rose to 12.5%. Then it fell.", ["It rose to 12.5%.", "Then it fell."]),
        ("Pupils rose to 12.5. The next year they fell.", ["Pupils rose to 12.5.", "The next year they fell."]),
        ("Pupils in Year 6. They sat tests.", ["Pupils in Year 6.", "They sat tests."]),
        ("Is it funded? No. It waits.", ["Is it funded?", "No. It waits."]),
        ("(See Appendix 2.) The rest is here.", ["(See Appendix 2.)", "The rest is here."]),
        ("She said “not yet.” He left at 7.30 p.m. It ended.", ["She said “not yet.”", "He left at 7.30 p.m.", "It ended."]),
        ("1. Agree the report. 2. Note the actions.", ["1. Agree the report.", "2. Note the actions."]),
        ("The plan is: • one • two; • three", ["The plan is:", "• one", "• two;", "• three"]),
        ("Actions: - write to schools; - report in June", ["Actions:", "- write to schools;", "- report in June"]),
        ("Cost: £4m. £2m is funded.", ["Cost: £4m.", "£2m is funded."]),
        ("no full stop at the end", ["no full stop at the end"]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


@pytest.mark.parametrize("text", ["", "   ", "\n\t "])
def test_white_space_holds_no_sentence(text: str) -> None:
    assert sentence_spans(text) == []


@given(st.lists(st.sampled_from([*"aAB .!?;:•-\n\"')(£4", "No. ", "4.5. ", "Cllr. ", "e.g. "]), max_size=60).map("".join))
def test_sentences_cover_all_but_white_space_and_never_overlap(text: str) -> None:
    spans = sentence_spans(text)
    at = 0
    for start, end in spans:
        assert at <= start < end <= len(text)
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


def test_a_long_text_takes_no_long_time() -> None:
    text = "The Committee asked about 4.5 places. " * 5_000
    assert len(sentences(text)) == 5_000
    assert len(re.findall(r"\S", "".join(sentences(text)))) == len(re.findall(r"\S", text))
