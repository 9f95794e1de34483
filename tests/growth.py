"""Whether work grows with its input and no faster: by the ratio of processor times, which no slow machine changes."""

from __future__ import annotations

import time
from collections.abc import Callable

_DOUBLINGS = 3
_MOST = 2.9
"""Times as long for twice the text: 2 where work is linear, 4 where every part is compared with every other."""

_TOO_QUICK = 0.005
"""Seconds that say nothing: a text that takes so little is made longer first."""

_LONGEST = 4_000_000


def grows_with_its_text(work: Callable[[str], object], part: str, least: int = 20_000) -> bool:
    """Whether three doublings of a repeated part cost no more than a linear function's, with a margin for noise.

    The mean of three doublings counts, of the quickest of several runs; a machine's speed is in none of it.

    Args:
        work: what is measured.
        part: repeated.
        least: characters to begin with; more of them where so many take no time worth speaking of.
    """
    text = part * (least // len(part) + 1)
    while (first := _quickest(work, text)) < _TOO_QUICK and len(text) < _LONGEST:
        text *= 2
    if first < _TOO_QUICK:
        return True
    most, longer = first * _MOST**_DOUBLINGS, text * 2**_DOUBLINGS
    return _seconds(work, longer) <= most or _quickest(work, longer) <= most  # a second look only where it matters


def _quickest(work: Callable[[str], object], text: str, runs: int = 2) -> float:
    taken = []
    for _ in range(runs):
        taken.append(_seconds(work, text))
        if taken[-1] > 2:
            break
    return min(taken)


def _seconds(work: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    work(text)
    return time.process_time() - start
