"""Whether the tracks still teach what is in force, ask what is still so, and cover what their roles must know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from sopkb.change.fields import field_edits
from sopkb.change.git import open_repository
from sopkb.change.past import documents_at
from sopkb.change.sections import body_edits, touched_sections
from sopkb.edit.pins import Behind, pins_behind
from sopkb.errors import HistoryUnusable
from sopkb.load import Base
from sopkb.model.moments import midnight
from sopkb.model.record import Record
from sopkb.model.state import status_of
from sopkb.model.version import Level
from sopkb.train.teaching import Asked, Taught, Teaching


@dataclass(frozen=True, slots=True)
class TrackStatus:
    """Where one track stands.

    Args:
        track: it.
        behind: pins at another major than the one in force.
        gone: places that teach a retired or expired record, each with the record that took its place, if any.
        overridden: places that teach an SOP which a live workaround overrides, each with the workaround.
        stale: questions whose cited section changed since the track was last reviewed.
        is_compared: whether git could tell what stood in the cited sections then.
    """

    track: Record
    behind: tuple[Behind, ...]
    gone: tuple[tuple[Taught, Record | None], ...]
    overridden: tuple[tuple[Taught, Record], ...]
    stale: tuple[Asked, ...]
    is_compared: bool

    @property
    def is_true(self) -> bool:
        """Whether nothing is to be done. A workaround that overrides for a while is a remark: it ends by itself."""
        return not (self.behind or self.gone or self.stale)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the tracks of a role leave out.

    Args:
        role: which role.
        tracks: its active tracks.
        untaught: ids that everybody with the role must know and no mandatory track of it teaches.
        unlearnt: permissions that the role holds and no record taught in its tracks needs, each with the ids of the
            active records that need it.
    """

    role: str
    tracks: tuple[Record, ...]
    untaught: tuple[str, ...]
    unlearnt: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Desk:
    """What ``kb track status`` looks at.

    Args:
        base: the loaded base.
        now: the moment that states are computed for, in UTC.
    """

    base: Base
    now: datetime

    @cached_property
    def teaching(self) -> Teaching:
        return Teaching(self.base)

    @cached_property
    def overriding(self) -> Mapping[str, Record]:
        """For each SOP that a live workaround overrides, the workaround."""
        found: dict[str, Record] = {}
        for record in self.base.corpus.records:
            if record.kind_name == "workaround" and status_of(record, self.now).state.is_live:
                for target in record.meta.texts("overrides"):
                    found.setdefault(target, record)
        return found

    def statuses(self) -> Iterator[TrackStatus]:
        """Where each active track stands, by id."""
        for track in self.teaching.tracks:
            places = [
                place for places in self.teaching.taught.values() for place in places if place.track.id == track.id
            ]
            places.sort(key=lambda place: place.pin.path[1:])
            stale = self._stale(track)
            yield TrackStatus(
                track,
                pins_behind(track, self.base.corpus),
                tuple(self._gone(places)),
                tuple(
                    (place, self.overriding[place.pin.record_id])
                    for place in places
                    if place.pin.record_id in self.overriding
                ),
                stale or (),
                stale is not None,
            )

    def _gone(self, places: Sequence[Taught]) -> Iterator[tuple[Taught, Record | None]]:
        for place in places:
            record = self.base.corpus.by_id.get(place.pin.record_id)
            if record is not None and status_of(record, self.now).state.is_dead:
                yield place, self.base.corpus.successor_of(record.id)

    def _stale(self, track: Record) -> tuple[Asked, ...] | None:
        """Questions about sections that changed since the track's last review; None where git cannot tell."""
        asked = [each for some in self.teaching.asked.values() for each in some if each.track.id == track.id]
        asked.sort(key=lambda each: each.question.number)
        day = track.day("last_reviewed")
        if day is None:
            return None
        try:
            repository = open_repository(self.base.root)
            commit = repository.commit_before(midnight(day) + timedelta(days=1))
        except HistoryUnusable:
            return None
        if not commit:
            return None
        before = documents_at(self.base, repository, commit, {each.question.record_id for each in asked})
        return tuple(each for each in asked if self._is_stale(each, before))

    def _is_stale(self, asked: Asked, before: Mapping[str, Record]) -> bool:
        old, new = before.get(asked.question.record_id), self.base.corpus.by_id.get(asked.question.record_id)
        if old is None or new is None or old.digest == new.digest:
            return False
        edits = [
            edit for edit in (*field_edits(old, new), *body_edits(old, new)) if edit.level in (Level.MAJOR, Level.MINOR)
        ]
        return asked.question.section.casefold() in touched_sections(edits)

    def coverage(self) -> Iterator[Coverage]:
        """What each role of ``policy.roles`` must know and may do, beside what its tracks teach."""
        for name, role in self.base.config.policy.roles.items():
            tracks = tuple(track for track in self.teaching.tracks if track.meta.text("role") == name)
            taught = {
                record_id: {place.track.id for place in places} for record_id, places in self.teaching.taught.items()
            }
            mandatory = {track.id for track in tracks if track.meta.flag("mandatory")}
            own = {track.id for track in tracks}
            known = [self.base.corpus.by_id.get(record_id) for record_id, ids in taught.items() if ids & own]
            learnt = {word for record in known if record for word in record.meta.texts("permissions")}
            # Where no track of the role is mandatory, a track that people may follow must do.
            untaught = (i for i in role.must_know if not taught.get(i, set()) & (mandatory or own))
            unlearnt = {word: self._needing(word) for word in role.permissions if word not in learnt}
            yield Coverage(name, tracks, tuple(untaught), unlearnt)

    def _needing(self, permission: str) -> tuple[str, ...]:
        records = self.base.corpus.records
        return tuple(each.id for each in records if each.is_active and permission in each.meta.texts("permissions"))
