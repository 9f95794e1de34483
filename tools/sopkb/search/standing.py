"""The state of every record at a moment, worked out once for as long as it holds.

A query may meet thousands of records, and each must be asked what it is *now*. States change only where some record's
moment comes, so what was worked out for one question holds until the next such moment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from weakref import WeakKeyDictionary

from sopkb.core.state import State, status_at
from sopkb.search.index import SearchIndex
from sopkb.search.index.schema import NUMBERS_A_KIND

Group = tuple[int, str, State]
"""What facets count: the place of a kind, an area, a state."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What every record is, from one moment to another.

    Args:
        since: the first moment.
        until: the first that it does not hold for.
        states: of each record, by number.
        groups: what there is that facets count.
        group_of: of each record, by number, the place of its group in them: a number is quicker to count than a group.
        in_incident: numbers of those that name an open incident.
    """

    since: datetime
    until: datetime
    states: Mapping[int, State]
    groups: Sequence[Group]
    group_of: Mapping[int, int]
    in_incident: frozenset[int]


_LAST: WeakKeyDictionary[SearchIndex, Standing] = WeakKeyDictionary()
_EVER = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)


def standing_at(index: SearchIndex, now: datetime) -> Standing:
    """What every record of an index is at a moment."""
    last = _LAST.get(index)
    if last is None or not last.since <= now < last.until:
        last = _LAST[index] = _work_out(index, now)
    return last


def _work_out(index: SearchIndex, now: datetime) -> Standing:
    soon = index.settings.soon
    turns: set[datetime | None] = set()
    for traits in index.traits.values():
        life = traits.life
        turns.update((life.effective, life.expires, life.due))
        if life.expires and life.expires - _EVER[0] > soon:
            turns.add(life.expires - soon)
    moments = [moment for moment in turns if moment]
    since = max((moment for moment in moments if moment <= now), default=_EVER[0])
    until = min((moment for moment in moments if moment > now), default=_EVER[1])
    states = {number: status_at(traits.life, now, soon).state for number, traits in index.traits.items()}
    places: dict[Group, int] = {}
    group_of = {
        n: places.setdefault((n // NUMBERS_A_KIND, traits.area, states[n]), len(places))
        for n, traits in index.traits.items()
    }
    in_incident = frozenset(number for number, traits in index.traits.items() if traits.in_incident)
    return Standing(since, until, states, tuple(places), group_of, in_incident)
