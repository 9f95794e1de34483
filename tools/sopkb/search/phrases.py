"""Quoted phrases: which records have these words side by side."""

from __future__ import annotations

from sopkb.index import SearchIndex
from sopkb.index.posting import positions_of
from sopkb.search.reading import Phrase


def records_with(phrase: Phrase, index: SearchIndex) -> frozenset[int]:
    """Numbers of the records that have a phrase in one of their texts."""
    starts: dict[int, set[int]] | None = None
    for term, offset in phrase.terms:
        here = {}
        for number, value in (*index.salient(term), *index.plain(term)):
            if starts is None or number in starts:
                places = {position - offset for position in positions_of(value)}
                if both := places if starts is None else places & starts[number]:
                    here[number] = both
        starts = here
    return frozenset(starts or ())
