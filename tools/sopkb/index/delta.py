"""What an update changed, kept beside the index it made: so what is made from an index can be mended."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sopkb.index.posting import impacts_of

DELTA_NAME = "delta.json"
MOST_STEPS = 20
"""Updates that are remembered; whoever is further behind begins anew."""

Postings = Mapping[tuple[str, str], bytes]
"""One record's postings by field and term."""


@dataclass(frozen=True, slots=True)
class Delta:
    """What lies between two generations of an index.

    Args:
        records: numbers of the records that came, went or changed.
        terms: terms of which some record's impacts changed.
        moved: terms of which nothing changed but where they stand.
    """

    records: frozenset[int] = frozenset()
    terms: frozenset[str] = frozenset()
    moved: frozenset[str] = frozenset()

    def __or__(self, other: Delta) -> Delta:
        return Delta(self.records | other.records, self.terms | other.terms, self.moved | other.moved)


def delta_of(changed: Iterable[tuple[int, Postings, Postings]]) -> Delta:
    """The delta of some records, each with its number, and its postings before and after."""
    records: set[int] = set()
    terms: set[str] = set()
    moved: set[str] = set()
    for number, before, after in changed:
        records.add(number)
        for place in before.keys() | after.keys():
            old, new = before.get(place), after.get(place)
            if old == new:
                continue
            if old and new and impacts_of(old) == impacts_of(new):
                moved.add(place[1])
            else:
                terms.add(place[1])
    return Delta(frozenset(records), frozenset(terms), frozenset(moved))


def write_delta(generation: Path, previous: Path, delta: Delta) -> None:
    """Write the steps that lead to a generation: those that led to the previous one, and one more."""
    step = {
        "from": previous.name,
        "records": sorted(delta.records),
        "terms": sorted(delta.terms),
        "moved": sorted(delta.moved),
    }
    steps = [*_steps(previous), step][-MOST_STEPS:]
    (generation / DELTA_NAME).write_text(json.dumps(steps, ensure_ascii=False), encoding="utf-8")


def delta_since(generation: Path, older: str) -> Delta | None:
    """What changed since an older generation; None where that is not known."""
    if generation.name == older:
        return Delta()
    steps = _steps(generation)
    start = next((place for place, step in enumerate(steps) if step["from"] == older), None)
    if start is None:
        return None
    total = Delta()
    for step in steps[start:]:
        total |= Delta(*(frozenset(step[name]) for name in ("records", "terms", "moved")))
    return total


def _steps(generation: Path) -> list[dict[str, Any]]:
    try:
        steps: list[dict[str, Any]] = json.loads((generation / DELTA_NAME).read_bytes())
    except FileNotFoundError:
        return []
    return steps
