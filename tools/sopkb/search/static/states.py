"""What every record is, from one moment to another: a file for each span of time, of which a reader needs one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sopkb.core.state import State, turns_of
from sopkb.search.index import SearchIndex
from sopkb.search.static.entries import distances, json_bytes, letters

TURNS = 400
"""Turns of records from one state to another in a span, about: fewer make it smaller, and more of them."""
_PLACES = {state: place for place, state in enumerate(State)}

Turn = tuple[int, int, int]
"""When in seconds, the place of the record, the place of the state."""


def states_files(index: SearchIndex) -> Iterator[tuple[int, bytes]]:
    """For each span of time its first second, and its file; the first span is that of all moments before the second."""
    numbers = sorted(index.traits)
    in_incident = [place for place, number in enumerate(numbers) if index.traits[number].in_incident]
    states, turns = _lives(index, numbers)
    for span in _spans(turns):
        since = span[0][0] if span else 0
        moments = sorted({moment for moment, *_ in span})
        by_record = sorted((place, moment, state) for moment, place, state in span)
        yield (
            since,
            json_bytes(
                {
                    "numbers": distances(numbers),
                    "in_incident": distances(in_incident),
                    "states": letters(states),
                    "moments": distances(moments),
                    "turns": [
                        distances([place for place, *_ in by_record]),
                        letters(moments.index(moment) for _, moment, _ in by_record),
                        letters(state for *_, state in by_record),
                    ],
                }
            ),
        )
        for _, place, state in span:
            states[place] = state


def _lives(index: SearchIndex, numbers: Sequence[int]) -> tuple[list[int], list[Turn]]:
    """The first state of each record, and when which record turns to which other, in order."""
    states: list[int] = []
    turns: list[Turn] = []
    for place, number in enumerate(numbers):
        for moment, state in turns_of(index.traits[number].life, index.settings.soon):
            if moment is None:
                states.append(_PLACES[state])
            else:
                turns.append((round(moment.timestamp()), place, _PLACES[state]))
    return states, sorted(turns)


def _spans(turns: Sequence[Turn]) -> Iterator[Sequence[Turn]]:
    """The turns of each span; what happens in one second is in one."""
    start = 0
    for at in range(len(turns)):
        if at - start >= TURNS and turns[at][0] != turns[at - 1][0]:
            yield turns[start:at]
            start = at
    yield turns[start:]
