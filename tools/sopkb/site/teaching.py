"""Which tracks teach and ask about a record, and which roles it concerns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from sopkb.core.load import Base
from sopkb.core.record import Record
from sopkb.lint.tracks import Module, Pin, QuizQuestion, modules_of, questions_of


@dataclass(frozen=True, slots=True)
class Taught:
    """A place in a track that teaches a record."""

    track: Record
    module: Module
    pin: Pin


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a track that cites a record."""

    track: Record
    question: QuizQuestion


@dataclass(frozen=True)
class Teaching:
    """What the tracks of a base teach and ask; gathered once. Drafts and retired tracks teach nobody.

    Args:
        base: the loaded base.
    """

    base: Base

    @cached_property
    def tracks(self) -> tuple[Record, ...]:
        """The active tracks, by id."""
        return tuple(each for each in self.base.corpus.records if each.kind_name == "track" and each.is_active)

    @cached_property
    def taught(self) -> Mapping[str, tuple[Taught, ...]]:
        """For each record, the places that teach it."""
        found: dict[str, list[Taught]] = {}
        for track in self.tracks:
            for module in modules_of(track):
                for pin in module.pins:
                    found.setdefault(pin.record_id, []).append(Taught(track, module, pin))
        return {record_id: tuple(places) for record_id, places in found.items()}

    @cached_property
    def asked(self) -> Mapping[str, tuple[Asked, ...]]:
        """For each record, the questions that cite it."""
        found: dict[str, list[Asked]] = {}
        for track in self.tracks:
            for question in questions_of(track):
                found.setdefault(question.record_id, []).append(Asked(track, question))
        return {record_id: tuple(questions) for record_id, questions in found.items()}

    def roles_of(self, record: Record) -> tuple[str, ...]:
        """The roles that a record concerns.

        Those whose tracks teach it, those that must know it, and those that hold a permission which it needs; of a
        track, the role that follows it. In the order of the vocabulary.
        """
        concerned = set(self._roles_of(record))
        known = self.base.config.labels.get("roles", {})
        return tuple(role for role in (*known, *sorted(concerned - known.keys())) if role in concerned)

    def _roles_of(self, record: Record) -> Iterator[str]:
        if record.kind_name == "track":
            yield record.meta.text("role")
        yield from (place.track.meta.text("role") for place in self.taught.get(record.id, ()))
        needed = set(record.meta.texts("permissions"))
        for name, role in self.base.config.policy.roles.items():
            if record.id in role.must_know or needed & set(role.permissions):
                yield name
