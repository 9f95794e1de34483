"""Quoted phrases: which records have these words side by side."""

from __future__ import annotations

from collections import defaultdict

from sopkb.index import SearchIndex
from sopkb.index.schema import TEXT_FIELDS
from sopkb.search.reading import Phrase


def records_with(phrase: Phrase, index: SearchIndex) -> frozenset[int]:
    """Numbers of the records that have a phrase in one field of one of their units."""
    found: set[int] = set()
    for field in TEXT_FIELDS:
        starts: dict[int, set[int]] | None = None
        for term, offset in phrase.terms:
            here: dict[int, set[int]] = defaultdict(set)
            for unit, positions in index.positions(field, term):
                if starts is None or unit in starts:
                    here[unit] = {position - offset for position in positions}
            starts = {
                unit: both
                for unit, places in here.items()
                if (both := places if starts is None else places & starts[unit])
            }
            if not starts:
                break
        found.update(index.record_of[unit] for unit in starts or ())
    return frozenset(found)
