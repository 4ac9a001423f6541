"""The reliability of the score of support as a page: of the claims with a score, how many people found supported."""

from __future__ import annotations

from assistant.views.elements import element
from assistant.views.wording import count
from eval.calibrate import Calibration
from eval.intervals import wilson
from eval.reporting.markup import page
from eval.reporting.pictures import named_bars

_TITLE = "How well the score of support agrees with people"


def html(found: Calibration) -> str:
    """The figures of a calibration and their picture, as one HTML page that asks for nothing else."""
    rows = []
    tenths = len(found.reliability)
    for n, (claims, _, share) in enumerate(found.reliability):
        low, high = wilson(round(share * claims), claims)
        score = {"value": share, "low": low, "high": high} if claims else None
        rows.append((f"score {n / tenths:.1f} to {(n + 1) / tenths:.1f}", score, count(claims, "claim")))
    figures, _, _ = str(found).partition("score  ")
    picture = named_bars("Of the claims with a score, the share that people found supported, with its 95% interval", rows)
    return page(
        _TITLE,
        element("header", element("h1", _TITLE), *(element("p", line) for line in figures.strip().split("\n"))),
        element("main", element("section", element("h2", "Reliability"), picture)),
    )
