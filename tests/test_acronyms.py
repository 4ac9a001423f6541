"""Acronyms as the papers explain them."""

from __future__ import annotations

import time

import pytest

from ingest.acronyms import find_acronyms


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("an Education, Health and Care Plan (EHCP) for each", ("EHCP", "Education, Health and Care Plan")),
        ("EHCPs (Education, Health and Care Plans)", ("EHCP", "Education, Health and Care Plans")),
        ("pupils with special educational needs and disabilities (SEND)", ("SEND", "special educational needs and disabilities")),
        ("special educational needs and/or disabilities (SEND)", ("SEND", "special educational needs and/or disabilities")),
        ("agreed with the Department for Education (DfE)", ("DfE", "Department for Education")),
        ("young people Not in Education, Employment or Training (NEET)", ("NEET", "Not in Education, Employment or Training")),
        ("the Multi-Agency Safeguarding Hub (MASH)", ("MASH", "Multi-Agency Safeguarding Hub")),
        ("Unaccompanied Asylum Seeking Children (“UASC”)", ("UASC", "Unaccompanied Asylum Seeking Children")),
        ("the Medium Term Financial Strategy (the MTFS)", ("MTFS", "Medium Term Financial Strategy")),
        ("HRA (Housing Revenue Account)", ("HRA", "Housing Revenue Account")),
        ("the Housing Revenue\nAccount (HRA)", ("HRA", "Housing Revenue Account")),
        ("better Value for Money (VfM)", ("VfM", "Value for Money")),
    ],
)
def test_an_acronym_is_found_with_the_words_it_stands_for(text: str, pair: tuple[str, str]) -> None:
    assert find_acronyms([text]) == {pair}


@pytest.mark.parametrize(
    "text",
    [
        "agreed by Cabinet (MTFS)",
        "the cost of transport (see CFO's note)",
        "the Panel (A)",
        "Ofsted (January 2024)",
        "a strategy (SEND) without its words",
        "the risk owner (Director)",
        "",
    ],
)
def test_brackets_that_explain_nothing_give_none(text: str) -> None:
    assert find_acronyms([text]) == set()


def test_several_texts_give_each_pair_once() -> None:
    texts = ["Dedicated Schools Grant (DSG) and High Needs Block (HNB)", "the Dedicated Schools Grant (DSG) again"]
    assert find_acronyms(texts) == {("DSG", "Dedicated Schools Grant"), ("HNB", "High Needs Block")}


@pytest.mark.parametrize(
    "text",
    ["ABC (" + "a" * 20_000 + " bbb", "NHS (" + "a-b" * 5_000, "A" * 50_000, "a " * 20_000, "Aa " * 20_000 + "(AB", "(" * 20_000],
)
def test_no_text_however_odd_takes_long(text: str) -> None:
    started = time.perf_counter()
    find_acronyms([text])
    assert time.perf_counter() - started < 2
