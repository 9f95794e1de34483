"""``kind:``, ``area:`` and the like: conditions on a record's fields and on its state at the moment of the question."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sopkb.config import Config
from sopkb.model.folding import fold
from sopkb.model.kinds import KINDS
from sopkb.model.record import Record
from sopkb.model.state import State
from sopkb.search.reading import Filter

_STATE_WORDS: Mapping[str, frozenset[State]] = {
    "live": frozenset(state for state in State if state.is_live),
    "dead": frozenset(state for state in State if state.is_dead),
    "active": frozenset({State.SCHEDULED, *(state for state in State if state.is_live)}),
    "overdue": frozenset({State.REVIEW_DUE}),
    "due": frozenset({State.REVIEW_DUE}),
    "soon": frozenset({State.EXPIRES_SOON}),
    **{
        _name: frozenset({_state})
        for _state in State
        for _name in (_state.lower().replace(" ", "-"),)
        if _name != "live"
    },
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


def subject_of(record: Record, config: Config) -> Subject:
    """What filters see of a record."""
    return Subject(
        kind=record.kind_name,
        areas=_spellings(config, "areas", record.area),
        owners=_spellings(config, "teams", record.owner),
        audiences=_spellings(config, "audiences", *record.meta.texts("audience")),
        language=fold(record.language),
        regions=_regions(record),
    )


def passes(filters: Sequence[Filter], record: Record, state: State, config: Config) -> bool:
    """Whether a record meets the filters: of one field any that is not negated, of different fields all."""
    if not filters:
        return True
    subject = subject_of(record, config)
    wanted: dict[str, bool] = {}
    for condition in filters:
        matches = any(_TESTS[condition.field](subject, state, value) for value in condition.values)
        if condition.is_negated:
            if matches:
                return False
        else:
            wanted[condition.field] = wanted.get(condition.field, False) or matches
    return all(wanted.values())


def _spellings(config: Config, vocabulary: str, *words: str) -> tuple[str, ...]:
    found = (fold(spelling) for word in words if word for spelling in (word, config.label(vocabulary, word)))
    return tuple(dict.fromkeys(found))


def _regions(record: Record) -> tuple[str, ...]:
    """Where a record holds; one that names no region, or all of them, holds everywhere."""
    affected = record.meta.map("affected").get("regions")
    regions = [fold(region) for region in affected if isinstance(region, str)] if isinstance(affected, list) else []
    return () if "all" in regions else tuple(regions)


def _is_state(state: State, value: str) -> bool:
    return state in _STATE_WORDS.get(value.replace(" ", "-").replace("_", "-"), ())


_TESTS: Mapping[str, Callable[[Subject, State, str], bool]] = {
    "kind": lambda subject, state, value: subject.kind == _KIND_WORDS.get(value, value),
    "area": lambda subject, state, value: value in subject.areas,
    "state": lambda subject, state, value: _is_state(state, value),
    "region": lambda subject, state, value: not subject.regions or value in subject.regions,
    "audience": lambda subject, state, value: value in subject.audiences,
    "lang": lambda subject, state, value: f"{subject.language}-".startswith(f"{value}-"),
    "owner": lambda subject, state, value: value in subject.owners,
}
