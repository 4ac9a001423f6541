"""Planted faults: what papers of an invented borough say, honest sentences about it, and sentences with one fault of each kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.verify import SUPPORTED, faults, support

TABLE = Path(__file__).with_name("planted_faults.txt")
KINDS = ("figure", "date", "name", "negation")


def table() -> list[tuple[str, str, str]]:
    """(quote, kind, sentence) of each line; the kind of an honest one is "honest"."""
    found: list[tuple[str, str, str]] = []
    quote = ""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("Q: "):
            quote = line[3:]
        elif line.startswith("+ "):
            found.append((quote, "honest", line[2:]))
        elif line and not line.startswith("#"):
            kind, sentence = line.split(": ", 1)
            assert kind in KINDS, line
            found.append((quote, kind, sentence))
    return found


CASES = table()


def test_there_are_enough_of_each_kind() -> None:
    assert len({quote for quote, _, _ in CASES}) >= 60
    assert all(sum(kind == k for _, kind, _ in CASES) >= 30 for k in (*KINDS, "honest"))


@pytest.mark.parametrize("kind", KINDS)
def test_planted_faults_are_caught(kind: str) -> None:
    planted = [(sentence, quote) for quote, k, sentence in CASES if k == kind]
    missed = [sentence for sentence, quote in planted if not faults(sentence, [quote])]
    assert len(missed) <= 0.05 * len(planted), missed


def test_honest_sentences_pass() -> None:
    honest = [(sentence, quote) for quote, k, sentence in CASES if k == "honest"]
    dropped = {sentence: found for sentence, quote in honest if (found := faults(sentence, [quote]))}
    assert len(dropped) <= 0.05 * len(honest), dropped


def test_honest_sentences_are_supported() -> None:
    honest = [support(sentence, [quote]) for quote, k, sentence in CASES if k == "honest"]
    assert sum(score >= SUPPORTED for score in honest) >= 0.95 * len(honest)


def test_every_quote_bears_itself_out_and_no_other() -> None:
    quotes = list(dict.fromkeys(quote for quote, _, _ in CASES))
    assert [found for q in quotes if (found := faults(q, [q]))] == []
    assert all(support(q, [q]) > SUPPORTED for q in quotes)
    others = [support(q, [other]) for q, other in zip(quotes, [*quotes[1:], quotes[0]], strict=True)]
    assert max(others) < SUPPORTED
