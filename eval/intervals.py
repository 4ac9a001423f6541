"""How sure a figure is: 95% intervals of shares and of ratios, and tests of the difference between two runs over the same questions.

Everything is computed with fixed draws, so that the same units give the same figures to the last digit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

Units = tuple[float, float]
"""What a question gained, of how much there was to gain: (3, 4) for three of four quotes, (1, 1) for a right answer."""

_Z = 1.959964  # standard deviations on both sides of 95%
_DRAWS = 2_000
_SEED = 20260


def ratio(units: Sequence[Units]) -> float | None:
    """All that was gained of all there was; None of nothing."""
    whole = math.fsum(of for _, of in units)
    return math.fsum(gained for gained, _ in units) / whole if whole else None


def interval(units: Sequence[Units]) -> tuple[float, float] | None:
    """The 95% interval of the ratio: Wilson's where each question is a yes or a no, else a bootstrap over questions; None of nothing.

    Questions are drawn and not quotes or claims, because those of one answer stand or fall together. Where all of them gained all, or none
    anything, no draw would differ: Wilson's then, of so many answers.
    """
    if not any(of for _, of in units):
        return None
    counted = [(gained, of) for gained, of in units if of]
    if all(of == 1 and gained in (0, 1) for gained, of in counted):
        return wilson(sum(int(gained) for gained, _ in counted), len(counted))
    if all(gained in (0, of) for gained, of in counted) and len({gained > 0 for gained, _ in counted}) == 1:
        return wilson(len(counted) if counted[0][0] else 0, len(counted))
    drawn = _drawn(np.array(units, dtype=float))
    low, high = np.percentile(drawn[~np.isnan(drawn)], [2.5, 97.5])
    return float(low), float(high)


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Wilson's score interval (1927) of a share at 95%; all of 0 to 1 for a share of nothing."""
    if not whole:
        return 0.0, 1.0
    p, squared = part / whole, _Z * _Z
    centre = (p + squared / (2 * whole)) / (1 + squared / whole)
    reach = _Z / (1 + squared / whole) * math.sqrt(p * (1 - p) / whole + squared / (4 * whole * whole))
    return max(0.0, centre - reach), min(1.0, centre + reach)


def mcnemar(gained: int, lost: int) -> float:
    """The exact two-sided p of McNemar's test: of so many questions that turned, how odd is it that so many turned one way."""
    turned = gained + lost
    if not turned:
        return 1.0
    tail: float = sum(math.comb(turned, k) for k in range(min(gained, lost) + 1)) / 2**turned
    return min(1.0, 2 * tail)


def difference(before: Sequence[Units], after: Sequence[Units]) -> tuple[float, tuple[float, float], float] | None:
    """(difference of the ratios, its 95% interval, two-sided p) of two runs over the same questions in the same order; None of nothing.

    A question that a score does not apply to counts (0, 0). McNemar's test where each is a yes or a no in both, else a bootstrap over questions.
    """
    old, new = ratio(before), ratio(after)
    if old is None or new is None:
        return None
    a, b = np.array(before, dtype=float), np.array(after, dtype=float)
    drawn = _drawn(b) - _drawn(a)
    drawn = drawn[~np.isnan(drawn)]
    low, high = (float(x) for x in np.percentile(drawn, [2.5, 97.5]))
    pairs = list(zip(before, after, strict=True))
    if all(of == 1 and gained in (0, 1) for pair in pairs for gained, of in pair):
        p = mcnemar(sum(n[0] > o[0] for o, n in pairs), sum(n[0] < o[0] for o, n in pairs))
    elif np.array_equal(a, b):
        p = 1.0
    else:
        beyond = 1 + min(int((drawn <= 0).sum()), int((drawn >= 0).sum()))
        p = min(1.0, 2 * beyond / (len(drawn) + 1))
    return new - old, (low, high), p


def _drawn(units: np.ndarray) -> np.ndarray:
    """The ratio of each of many draws of as many questions, with replacement; nan where there was nothing to gain."""
    n = len(units)
    chosen = np.random.default_rng(_SEED).integers(0, n, size=(_DRAWS, n))
    sums = units[chosen].sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        found: np.ndarray = sums[:, 0] / sums[:, 1]
    return found
