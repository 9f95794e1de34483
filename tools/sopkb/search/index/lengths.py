"""How long a text is beside others of its kind: what BM25 divides by, in steps that an edit seldom moves.

Lengths are bytes of UTF-8, which need no tokeniser and compare scripts fairly enough: six bytes to an English word,
three to a Chinese character. A record's length is taken in steps of a quarter of an octave, the mean in steps
of half an octave; where the mean moves to another step, everything is indexed anew.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from sopkb.search.index.schema import LENGTHS

Lengths = Sequence[int]
"""One record's lengths in bytes, in the order of ``LENGTHS``; those of heading and section are of all its sections."""

_STEPS_OF_ONE = 4
_STEPS_OF_MEAN = 2


def usual_lengths(lengths: Iterable[Lengths], parts: Iterable[Sequence[int]]) -> Mapping[str, float]:
    """The mean of each length over all records (per section for headings and sections), in steps of half an octave.

    Args:
        lengths: of every record.
        parts: for every record how many sections and how many symptoms it has.
    """
    columns = list(zip(*lengths, strict=True)) or [()] * len(LENGTHS)
    totals, records = [sum(column) for column in columns], len(columns[0])
    sections, symptoms = (sum(counts) for counts in zip(*parts, strict=True)) if records else (0, 0)
    per = {"heading": sections, "section": sections, "symptom": symptoms}
    return {
        name: _stepped(total / max(per.get(name, records), 1), _STEPS_OF_MEAN)
        for name, total in zip(LENGTHS, totals, strict=True)
    }


def relative(length: int, usual: float) -> float:
    """A length beside the usual one, in steps of a quarter of an octave; 0 for nothing."""
    return _stepped(length, _STEPS_OF_ONE) / usual


def _stepped(length: float, steps: int) -> float:
    return float(2 ** (round(steps * math.log2(length)) / steps)) if length >= 1 else 1.0
