"""Whether the tracks still teach what is in force, ask what is still so, and cover what their roles must know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from sopkb.core.changelog import changes_of
from sopkb.core.errors import HistoryUnusable
from sopkb.core.load import Base
from sopkb.core.moments import midnight
from sopkb.core.record import Record
from sopkb.core.state import status_of
from sopkb.core.version import Level
from sopkb.history.edit.pins import Behind, pins_behind
from sopkb.history.fields import field_edits
from sopkb.history.git import open_repository
from sopkb.history.past import documents_at
from sopkb.history.sections import body_edits, touched_sections
from sopkb.lint.rules.quiz_waits import waiting
from sopkb.lint.tracks import questions_of
from sopkb.site.teaching import Asked, Taught, Teaching

_FELT = (Level.MAJOR, Level.MINOR)
"""Edits that people notice."""


@dataclass(frozen=True, slots=True)
class ToRead:
    """A question that somebody must read beside the record that it cites, and why, as clauses."""

    asked: Asked
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrackStatus:
    """Where one track stands.

    Args:
        track: it.
        behind: pins at another major than the one in force.
        gone: places that teach a retired or expired record, each with the record that took its place, if any.
        overridden: places that teach an SOP which a live workaround overrides, each with the workaround.
        to_read: questions that may teach yesterday, by number.
        is_compared: whether git could tell what stood in the cited sections when the track was last reviewed; where it
            cannot, changelogs tell which records changed since, and not which of their sections.
    """

    track: Record
    behind: tuple[Behind, ...]
    gone: tuple[tuple[Taught, Record | None], ...]
    overridden: tuple[tuple[Taught, Record], ...]
    to_read: tuple[ToRead, ...]
    is_compared: bool

    @property
    def is_up_to_date(self) -> bool:
        """Whether nothing is to be done. A workaround that overrides for a while is a remark: it ends by itself."""
        return not (self.behind or self.gone or self.to_read)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the tracks of a role leave out.

    Args:
        role: which role.
        tracks: its active tracks.
        untaught: ids that everybody with the role must know and no mandatory track of it teaches.
        unlearnt: permissions that the role holds and no record taught in its tracks needs, each with the ids of the
            active records that need it.
        asks: whether ``policy.roles`` says anything that the role must know or may do.
    """

    role: str
    tracks: tuple[Record, ...]
    untaught: tuple[str, ...]
    unlearnt: Mapping[str, tuple[str, ...]]
    asks: bool = True


@dataclass(frozen=True)
class StatusQuery:
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
            before = self._before(track)
            yield TrackStatus(
                track,
                pins_behind(track, self.base.corpus),
                tuple(self._gone(places)),
                tuple(
                    (place, self.overriding[place.pin.record_id])
                    for place in places
                    if place.pin.record_id in self.overriding
                ),
                tuple(self._to_read(track, before)),
                before is not None,
            )

    def _gone(self, places: Sequence[Taught]) -> Iterator[tuple[Taught, Record | None]]:
        for place in places:
            record = self.base.corpus.by_id.get(place.pin.record_id)
            if record is not None and status_of(record, self.now).state.is_dead:
                yield place, self.base.corpus.successor_of(record.id)

    def _to_read(self, track: Record, before: Mapping[str, Record] | None) -> Iterator[ToRead]:
        """Each question that somebody must read, with every reason there is."""
        waits = waiting(track, self.base.corpus, self.base.config.language)
        asked = [each for some in self.teaching.asked.values() for each in some if each.track.id == track.id]
        for each in sorted(asked, key=lambda each: each.question.number):
            record = self.base.corpus.by_id.get(each.question.record_id)
            why = [*waits.get(each.question.number, ())]
            if record is not None:
                why += _changed_since(track, record) if before is None else _is_stale(each, before, record)
            if why:
                yield ToRead(each, tuple(why))

    def _before(self, track: Record) -> Mapping[str, Record] | None:
        """The records that questions cite, as they were at the track's last review; None where git cannot tell."""
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
        cited = {question.record_id for question in questions_of(track)}
        return documents_at(self.base, repository, commit, cited)

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
            yield Coverage(name, tracks, tuple(untaught), unlearnt, bool(role.must_know or role.permissions))

    def _needing(self, permission: str) -> tuple[str, ...]:
        records = self.base.corpus.records
        return tuple(each.id for each in records if each.is_active and permission in each.meta.texts("permissions"))


def _changed_since(track: Record, record: Record) -> Iterator[str]:
    """By its changelog, which does not tell what section: a change that people must hear of, since the last review."""
    reviewed = track.day("last_reviewed")
    later = [
        each for each in changes_of(record) if each.training != "none" and reviewed and each.when.date() > reviewed
    ]
    if later:
        newest = f"{later[0].when:%Y-%m-%d} ({later[0].version})"
        yield f"{record.id} changed on {newest}, git does not tell in which section"


def _is_stale(asked: Asked, before: Mapping[str, Record], now: Record) -> Iterator[str]:
    """By git: whether the section changed since the last review, or was not there then."""
    old = before.get(now.id)
    if old is None:
        yield f"{now.id} was not there at the last review"
    elif old.digest != now.digest:
        edits = (edit for edit in (*field_edits(old, now), *body_edits(old, now)) if edit.level in _FELT)
        if asked.question.section.casefold() in touched_sections(edits):
            yield "the section has changed since the last review"
