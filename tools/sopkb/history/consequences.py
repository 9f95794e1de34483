"""What a change to one record means for others: tracks, quizzes, macros, banners, workarounds, error codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from sopkb.core.load import Base
from sopkb.core.record import Record
from sopkb.core.state import State, describe, status_of
from sopkb.core.version import Level
from sopkb.history.sections import touched_sections
from sopkb.lint.change import RecordChange, RecordPart
from sopkb.lint.rules.f03_near_duplicate import are_comparable
from sopkb.lint.rules.near_duplicates import ALIKE, Likeness, likeness, near_duplicates
from sopkb.lint.tracks import Module, Pin, modules_of, questions_of

PIN = "at_major"
"""What a trainer raises at the end of a review."""


class Topic(StrEnum):
    """What a consequence is about."""

    STATE = "state"
    BANNER = "banner"
    OVERRIDE = "override"
    TRACK = "track"
    QUIZ = "quiz"
    MACRO = "macro"
    CODE = "code"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Consequence:
    """One thing that follows from a change.

    Args:
        topic: what it is about.
        record: id of the record at which it shows; ``""`` where that is the changed one.
        text: a sentence without its full stop. What stands in a record is in ``quote`` alone.
        quote: words of a record that the sentence is about.
    """

    topic: Topic
    record: str
    text: str
    quote: str = ""


@dataclass(frozen=True)
class AffectedBase:
    """All that can notice a change: gathered once for all changes.

    Args:
        base: as it is now.
        now: the moment that states are computed for, in UTC.
    """

    base: Base
    now: datetime

    @cached_property
    def tracks(self) -> Sequence[Record]:
        return [record for record in self.base.corpus.records if record.kind_name == "track" and not record.is_retired]

    @cached_property
    def macros_quoting(self) -> Mapping[str, Sequence[str]]:
        """For each id, the macros whose text names it."""
        found: dict[str, list[str]] = {}
        for record in self.base.corpus.records:
            if record.kind_name == "macro" and not record.is_retired:
                for target in dict.fromkeys(link.target for link in record.body.links):
                    found.setdefault(target, []).append(record.id)
        return found

    @cached_property
    def claiming(self) -> Mapping[str, Sequence[str]]:
        """For each error code, the records that answer it and are not retired."""
        found: dict[str, list[str]] = {}
        for record in self.base.corpus.records:
            if not record.is_retired:
                for code in record.error_codes:
                    found.setdefault(code, []).append(record.id)
        return found

    @cached_property
    def overriding(self) -> Mapping[str, Sequence[str]]:
        """For each SOP, the live workarounds that override it."""
        found: dict[str, list[str]] = {}
        for record in self.base.corpus.records:
            if record.kind_name == "workaround" and self.is_live(record):
                for target in record.meta.texts("overrides"):
                    found.setdefault(target, []).append(record.id)
        return found

    @cached_property
    def alike(self) -> Mapping[str, Sequence[Likeness]]:
        """For each record that is not retired, those that say nearly the same."""
        return near_duplicates([record for record in self.base.corpus.records if not record.is_retired])

    def is_live(self, record: Record | None) -> bool:
        return record is not None and status_of(record, self.now).state.is_live

    def state_of(self, record: Record | None) -> tuple[State | None, str]:
        """A record's state, and the same in words; nothing where there is no record."""
        if record is None:
            return None, ""
        status = status_of(record, self.now, self.base.config.policy.expires_soon)
        return status.state, describe(status, self.now)


def consequences(change: RecordChange, around: AffectedBase) -> Iterator[Consequence]:
    """What follows from one change, what the reader of the record meets first."""
    if change.is_withdrawn:
        yield Consequence(Topic.BANNER, "", "Its page announces no change any more; what is in force stays")
    if change.is_there and change.after is None:
        return
    yield from _state(change, around)
    yield from _banners(change, around)
    yield from _tracks(change, around)
    yield from _questions(change, around)
    if change.behaviour or change.is_deleted or _retires(change):
        for macro in around.macros_quoting.get(change.id, ()):
            yield Consequence(Topic.MACRO, macro, f"{macro} names it in its text")
    if change.record and change.record.kind_name == "macro" and not change.is_new:
        arrows = around.base.corpus.inverses.get(change.id, ())
        users = sorted({arrow.source for arrow in arrows if arrow.kind.name == "replies_with"})
        if users:
            yield Consequence(Topic.MACRO, "", f"{_some(users)} {'reply' if len(users) > 1 else 'replies'} with it")
    yield from _codes(change, around)
    yield from _duplicates(change, around)


def _state(change: RecordChange, around: AffectedBase) -> Iterator[Consequence]:
    (old, before), (new, after) = around.state_of(change.before), around.state_of(change.after)
    if change.after is not None and change.after.is_next:
        day = change.after.day("effective_from")
        yield Consequence(Topic.BANNER, "", f"Its page announces the change{f' for {day}' if day else ''}")
    elif change.is_deleted:
        sources = sorted({arrow.source for arrow in around.base.corpus.inverses.get(change.id, ())})
        still = f"; {_some(sources)} still {'name' if len(sources) > 1 else 'names'} it" if sources else ""
        yield Consequence(Topic.STATE, "", f"Its page is gone, and tickets that name it lead nowhere{still}")
    elif old is not new:
        yield Consequence(Topic.STATE, "", f"{after}; it was {before}" if before else after)


def _banners(change: RecordChange, around: AffectedBase) -> Iterator[Consequence]:
    """Advisories that come and go, banners on SOPs that a workaround overrides, and workarounds over an SOP."""
    sensitive = [record.is_sensitive for record in (change.before, change.after) if record]
    if change.before and change.after and sensitive[0] != sensitive[1]:
        yield Consequence(Topic.BANNER, "", f"Its advisory {'appears' if sensitive[1] else 'goes'}")
    old, new = (
        set(record.meta.texts("overrides")) if record and around.is_live(record) else set()
        for record in (change.before, change.after)
    )
    for target in sorted(new - old):
        yield Consequence(Topic.OVERRIDE, target, f"A banner appears on {target}: known fault, see {change.id} first")
    for target in sorted(old - new):
        yield Consequence(Topic.OVERRIDE, target, f"The banner on {target} that leads to {change.id} goes")
    if not change.is_new and change.edits:
        for workaround in around.overriding.get(change.id, ()):
            text = f"{workaround} overrides it while live: see whether that still fits"
            yield Consequence(Topic.OVERRIDE, workaround, text)


def _tracks(change: RecordChange, around: AffectedBase) -> Iterator[Consequence]:
    after = change.after
    ends = change.is_deleted or _retires(change)
    if not ends and change.least not in (Level.MAJOR, Level.MINOR) and change.bump is not Level.MAJOR:
        return
    for track in around.tracks:
        for module, pin in _pins(track, change.id):
            # What stands in a record may be anything; an id of letters and digits is its own escape.
            place = f"{track.id} {module.id}" if module.id.isalnum() else track.id
            if ends:
                yield Consequence(Topic.TRACK, track.id, f"{place} teaches it: take it out")
            elif after and after.version and pin.at_major not in (None, after.version.major):
                text = (
                    f"{place} pins {pin.at_major}, now {after.version.major}: review the module, then set `{PIN}` to it"
                )
                yield Consequence(Topic.TRACK, track.id, text)
            else:
                yield Consequence(Topic.TRACK, track.id, f"{place} teaches it")


def _pins(track: Record, record_id: str) -> Iterator[tuple[Module, Pin]]:
    for module in modules_of(track):
        yield from ((module, pin) for pin in module.pins if pin.record_id == record_id)


def _questions(change: RecordChange, around: AffectedBase) -> Iterator[Consequence]:
    changed = touched_sections(edit for edit in change.edits if edit.level or edit.part is RecordPart.FIELD)
    if not changed and not change.is_deleted:
        return
    for track in around.tracks:
        for question in questions_of(track):
            if question.record_id == change.id and (change.is_deleted or question.section.casefold() in changed):
                text = f"{track.id} question {question.number} cites it: see whether its answer still holds"
                yield Consequence(Topic.QUIZ, track.id, text, question.ask)


def _codes(change: RecordChange, around: AffectedBase) -> Iterator[Consequence]:
    if change.after is None:
        return
    had = change.before.error_codes if change.before else ()
    for code in change.after.error_codes:
        if code not in had:
            others = [other for other in around.claiming.get(code, ()) if other != change.id]
            text = f"New error code; {_some(others)} answer{'' if len(others) > 1 else 's'} it too" if others else ""
            yield Consequence(Topic.CODE, "", text or "New error code, which no other record answers", code)


def _duplicates(change: RecordChange, around: AffectedBase) -> Iterator[Consequence]:
    """Records that this one has become nearly the same as."""
    after = change.after
    has_other_words = change.is_new or any(edit.part is not RecordPart.FIELD for edit in change.edits)
    if after is None or after.is_next or not has_other_words:
        return
    for each in around.alike.get(change.id, ()):
        was_alike = change.before is not None and likeness(change.before, each.other) >= ALIKE
        if not was_alike and are_comparable(after, each.other):
            text = f"{int(each.share * 100)}% like {each.other.id}: extend that one, or keep here only what differs"
            yield Consequence(Topic.DUPLICATE, each.other.id, text)


def _retires(change: RecordChange) -> bool:
    return change.after is not None and change.after.is_retired and not (change.before and change.before.is_retired)


def _some(ids: Sequence[str]) -> str:
    """Ids as an enumeration; of many the first three."""
    if len(ids) > 4:
        return f"{', '.join(ids[:3])} and {len(ids) - 3} more"
    return " and ".join(filter(None, (", ".join(ids[:-1]), ids[-1])))
