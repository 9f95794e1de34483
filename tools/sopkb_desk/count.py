"""Counting that can be trusted: shares with their uncertainty, medians, and nothing over too few tickets."""

from __future__ import annotations

import math
from collections.abc import Iterable
from enum import StrEnum
from statistics import median

FEWEST = 5
"""A figure over fewer tickets than this is left out: it would tell of people, and means little."""


class NotKnown(StrEnum):
    """Why there is no figure: the words stand in its place."""

    NONE = "none to judge"
    FEW = f"under {FEWEST}"
    ABSENT = "not in the export"
    BEFORE = "before the export begins"


class Share(float):
    """A share that knows what it rests on; between 0 and 1.

    Args:
        part: cases.
        whole: of how many, more than 0.
        sample: of how many the uncertainty is, where cases count differently; else ``whole``.
    """

    low: float
    """Lower bound of Wilson's 95 % interval: what shares are ranked by."""
    high: float
    """Its upper bound."""
    whole: float
    """Of how many."""

    def __new__(cls, part: float, whole: float, sample: float | None = None) -> Share:
        found = super().__new__(cls, part / whole)
        found.low, found.high = wilson(part / whole, whole if sample is None else sample)
        found.whole = whole
        return found


def wilson(found: float, whole: float, sigmas: float = 1.96) -> tuple[float, float]:
    """Wilson's interval of a share that was found in so many; (0, 1) where there are none."""
    if whole <= 0:
        return 0.0, 1.0
    z = sigmas**2 / whole
    middle_, spread = found + z / 2, sigmas * math.sqrt(max(found * (1 - found), 0.0) / whole + z / (4 * whole))
    return max((middle_ - spread) / (1 + z), 0.0), min((middle_ + spread) / (1 + z), 1.0)


Measured = float | NotKnown
"""A figure, or why there is none."""


def is_enough(count: int) -> bool:
    """Whether a figure over so many tickets may be given."""
    return count >= FEWEST


def count_text(count: int) -> str:
    """A count for people: ``under 5`` where it is too small to be given."""
    return f"{count:,}" if count == 0 or is_enough(count) else f"under {FEWEST}"


def share(part: int, whole: int) -> Measured:
    """A share between 0 and 1 with its interval; where there is nothing, or too little, to take it of: that."""
    return Share(part, whole) if is_enough(whole) else _too_few(whole)


def middle(values: Iterable[float | None]) -> Measured:
    """The median of what is known; where that is nothing, or too little: that."""
    known = [value for value in values if value is not None]
    return float(median(known)) if is_enough(len(known)) else _too_few(len(known))


def _too_few(count: int) -> NotKnown:
    return NotKnown.FEW if count else NotKnown.NONE


def surely_above(part: int, whole: int, usual: float, sigmas: float = 3.3) -> bool:
    """Whether a share is above a usual one by more than chance brings about once in two thousand times.

    Args:
        part: cases.
        whole: of how many.
        usual: the share to compare with.
        sigmas: how sure; the lower bound of Wilson's interval must lie above the usual share.
    """
    if whole <= 0:
        return False
    return wilson(part / whole, whole, sigmas)[0] > usual


def poisson_at_most(count: int, expected: float) -> float:
    """How likely so few, or fewer, are where so many are expected."""
    if expected <= 0:
        return 1.0
    term = math.exp(-expected)
    total = term
    for number in range(1, count + 1):
        term *= expected / number
        total += term
    return min(total, 1.0)


def chance_of_more(part: int, whole: int, usual: float) -> float:
    """How likely so many cases, or more, are where each has a usual chance (the upper tail of the binomial).

    Where they are no more than usual, 1 is given, and beyond a hundred standard deviations 0.
    """
    if usual <= 0:
        return 0.0
    if part <= usual * whole:
        return 1.0
    log_of = (
        math.lgamma(whole + 1)
        - math.lgamma(part + 1)
        - math.lgamma(whole - part + 1)
        + part * math.log(usual)
        + (whole - part) * math.log1p(-usual)
    )
    total = term = 1.0
    for number in range(part, whole):  # each is smaller than the one before, for part is above the mean
        term *= (whole - number) / (number + 1) * usual / (1 - usual)
        total += term
        if term < 1e-12 * total:
            break
    return min(math.exp(log_of) * total, 1.0)
