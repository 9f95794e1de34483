"""What an update changed, kept beside the index it made: so what is made from an index can be mended."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from sopkb.search.index.posting import impacts_of

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
        keys: exact keys that a record has got or lost.
        words: spellings that stand in more or fewer records.
        traits: numbers of the records whose traits are others, or that came or went.
    """

    records: frozenset[int] = frozenset()
    terms: frozenset[str] = frozenset()
    moved: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    traits: frozenset[int] = frozenset()

    def __or__(self, other: Delta) -> Delta:
        return Delta(*(getattr(self, part.name) | getattr(other, part.name) for part in fields(Delta)))


@dataclass(frozen=True, slots=True)
class Version:
    """One record as an index has it, for comparing; nothing of one that is not there.

    Args:
        postings: by field and term.
        keys: its exact keys.
        words: its spellings.
        traits: as :func:`sopkb.search.index.cards.traits_row` has them.
    """

    postings: Postings = field(default_factory=dict)
    keys: Sequence[str] = ()
    words: Sequence[str] = ()
    traits: Sequence[Any] = ()


def delta_of(before: Mapping[int, Version], after: Mapping[int, Version]) -> Delta:
    """The delta of some records, by number, as they were and as they are."""
    terms: set[str] = set()
    moved: set[str] = set()
    keys: set[str] = set()
    traits: set[int] = set()
    for number in before.keys() | after.keys():
        one, other = before.get(number, Version()), after.get(number, Version())
        keys |= set(one.keys) ^ set(other.keys)
        if one.traits != other.traits:
            traits.add(number)
        for place in one.postings.keys() | other.postings.keys():
            old, new = one.postings.get(place), other.postings.get(place)
            if old == new:
                continue
            if old and new and impacts_of(old) == impacts_of(new):
                moved.add(place[1])
            else:
                terms.add(place[1])
    counts = [Counter(word for each in versions.values() for word in each.words) for versions in (before, after)]
    words = {word for word in counts[0].keys() | counts[1].keys() if counts[0][word] != counts[1][word]}
    records = frozenset(before.keys() | after.keys())
    return Delta(records, frozenset(terms), frozenset(moved), frozenset(keys), frozenset(words), frozenset(traits))


def write_delta(generation: Path, previous: Path, delta: Delta) -> None:
    """Write the steps that lead to a generation: those that led to the previous one, and one more."""
    step = {"from": previous.name, **{part.name: sorted(getattr(delta, part.name)) for part in fields(Delta)}}
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
        total |= Delta(*(frozenset(step[part.name]) for part in fields(Delta)))
    return total


def _steps(generation: Path) -> list[dict[str, Any]]:
    try:
        steps: list[dict[str, Any]] = json.loads((generation / DELTA_NAME).read_bytes())
    except FileNotFoundError:
        return []
    return steps
