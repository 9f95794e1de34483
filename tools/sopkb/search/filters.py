"""``kind:``, ``area:`` and the like: conditions on a record's fields and on its state at the moment of the question."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
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
class _Subject:
    record: Record
    state: State
    config: Config


def passes(filters: Iterable[Filter], record: Record, state: State, config: Config) -> bool:
    """Whether a record meets the filters: of one field any that is not negated, of different fields all."""
    subject = _Subject(record, state, config)
    wanted: dict[str, bool] = {}
    for condition in filters:
        matches = any(_TESTS[condition.field](subject, value) for value in condition.values)
        if condition.is_negated:
            if matches:
                return False
        else:
            wanted[condition.field] = wanted.get(condition.field, False) or matches
    return all(wanted.values())


def _kind(subject: _Subject, value: str) -> bool:
    return subject.record.kind_name == _KIND_WORDS.get(value, value)


def _state(subject: _Subject, value: str) -> bool:
    return subject.state in _STATE_WORDS.get(value.replace(" ", "-").replace("_", "-"), ())


def _area(subject: _Subject, value: str) -> bool:
    return _is_word("areas", subject.record.area, value, subject.config)


def _owner(subject: _Subject, value: str) -> bool:
    return _is_word("teams", subject.record.owner, value, subject.config)


def _audience(subject: _Subject, value: str) -> bool:
    return any(_is_word("audiences", word, value, subject.config) for word in subject.record.meta.texts("audience"))


def _language(subject: _Subject, value: str) -> bool:
    language = fold(subject.record.language)
    return language == value or language.startswith(f"{value}-")


def _region(subject: _Subject, value: str) -> bool:
    """A record that names no region, or all of them, holds everywhere."""
    affected = subject.record.meta.map("affected").get("regions")
    regions = [fold(region) for region in affected if isinstance(region, str)] if isinstance(affected, list) else []
    return not regions or value in regions or "all" in regions


def _is_word(vocabulary: str, word: str, value: str, config: Config) -> bool:
    return bool(word) and value in (fold(word), fold(config.label(vocabulary, word)))


_TESTS: Mapping[str, Callable[[_Subject, str], bool]] = {
    "kind": _kind,
    "area": _area,
    "state": _state,
    "region": _region,
    "audience": _audience,
    "lang": _language,
    "owner": _owner,
}
