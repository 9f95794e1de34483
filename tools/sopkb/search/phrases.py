"""Quoted phrases: which records have these words side by side."""

from __future__ import annotations

from itertools import chain

from sopkb.search.index import SearchIndex
from sopkb.search.index.posting import positions_of
from sopkb.search.index.ranking import common_from
from sopkb.search.reading import Phrase

Starts = set[int] | None
"""Positions that a phrase may begin at; None for any, where only very common words of it were looked for."""


def records_with(phrase: Phrase, index: SearchIndex) -> frozenset[int]:
    """Numbers of the records that have a phrase in one of their texts.

    Where a very common word stands is not kept (see :func:`sopkb.search.weigh.is_common`): it may stand anywhere in a
    record.
    """
    found: dict[int, Starts] | None = None
    for term, offset in phrase.terms:
        here: dict[int, Starts] = {}
        is_vague = index.count(term) > common_from(index.settings.ranking, index.record_count)
        for number, value in chain(index.salient(term).items(), index.plain(term).items()):
            if found is not None and number not in found:
                continue
            before = found[number] if found is not None else None
            if is_vague:
                here[number] = before
                continue
            places = {position - offset for position in positions_of(value)}
            if both := places if before is None else places & before:
                here[number] = both
        found = here
    return frozenset(found or ())
