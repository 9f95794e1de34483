"""``kind:``, ``area:`` and the like: conditions on a record's fields and on its state at the moment of the question."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sopkb.core.folding import fold
from sopkb.core.kinds import KINDS, kind_of_id
from sopkb.core.state import State
from sopkb.search.index.cards import Traits
from sopkb.search.index.schema import id_of
from sopkb.search.index.settings import Settings
from sopkb.search.reading import Filter

_STATE_WORDS: Mapping[str, frozenset[State]] = {
    "live": frozenset(state for state in State if state.is_live),
    "dead": frozenset(state for state in State if state.is_dead),
    "active": frozenset({State.SCHEDULED, *(state for state in State if state.is_live)}),
    "overdue": frozenset({State.REVIEW_DUE}),
    "due": frozenset({State.REVIEW_DUE}),
    "soon": frozenset({State.EXPIRES_SOON}),
    **{state.slug: frozenset({state}) for state in State if state is not State.LIVE},
}
_KIND_WORDS = {fold(name): kind.name for kind in KINDS for name in (kind.name, kind.plural, kind.prefix)}


@dataclass(frozen=True, slots=True)
class Subject:
    """What filters are put to, of one record: every word as it may be typed, folded.

    Args:
        kind: name of the kind.
        areas: its area, as files and as readers spell it; ``owners`` and ``audiences`` likewise.
        language: its language tag.
        regions: where it holds; empty means everywhere.
    """

    kind: str
    areas: tuple[str, ...]
    owners: tuple[str, ...]
    audiences: tuple[str, ...]
    language: str
    regions: tuple[str, ...]


def subject_of(number: int, traits: Traits, settings: Settings) -> Subject:
    """What filters see of a record."""
    kind = kind_of_id(id_of(number))
    return Subject(
        kind=kind.name if kind else "",
        areas=_spellings(settings, "areas", traits.area),
        owners=_spellings(settings, "teams", traits.owner),
        audiences=_spellings(settings, "audiences", *traits.audience),
        language=traits.language,
        regions=traits.regions,
    )


def passes(filters: Sequence[Filter], number: int, traits: Traits, state: State, settings: Settings) -> bool:
    """Whether a record meets the filters: of one field any that is not negated, of different fields all."""
    if not filters:
        return True
    subject = subject_of(number, traits, settings)
    wanted: dict[str, bool] = {}
    for condition in filters:
        matches = any(_TESTS[condition.field](subject, state, value) for value in condition.values)
        if condition.is_negated:
            if matches:
                return False
        else:
            wanted[condition.field] = wanted.get(condition.field, False) or matches
    return all(wanted.values())


def _spellings(settings: Settings, vocabulary: str, *words: str) -> tuple[str, ...]:
    found = (fold(spelling) for word in words if word for spelling in (word, settings.label(vocabulary, word)))
    return tuple(dict.fromkeys(found))


def _is_state(state: State, value: str) -> bool:
    word = value.partition(",")[0]  # "KNOWN, NO FIX YET", as a row and a facet have it
    return state in _STATE_WORDS.get(word.replace(" ", "-").replace("_", "-"), ())


_TESTS: Mapping[str, Callable[[Subject, State, str], bool]] = {
    "kind": lambda subject, state, value: subject.kind == _KIND_WORDS.get(value, value),
    "area": lambda subject, state, value: value in subject.areas,
    "state": lambda subject, state, value: _is_state(state, value),
    "region": lambda subject, state, value: not subject.regions or value in subject.regions,
    "audience": lambda subject, state, value: value in subject.audiences,
    "lang": lambda subject, state, value: f"{subject.language}-".startswith(f"{value}-"),
    "owner": lambda subject, state, value: value in subject.owners,
}
