"""What changed since a day or a revision in a way that asks something of people: the facts of ``kb changes``.

Git tells what stood in the records then; their changelogs tell what each change asks. Where git's history does not
reach back so far, the changelogs alone count, and no steps can be compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sopkb.core.corpus import Corpus
from sopkb.core.errors import HistoryUnusable, UsageError
from sopkb.core.fields import TRAININGS
from sopkb.core.load import Base
from sopkb.core.moments import midnight, parse_date
from sopkb.core.record import Record
from sopkb.core.state import status_of
from sopkb.core.version import Level
from sopkb.history import compare
from sopkb.history.git import Repository, open_repository
from sopkb.history.past import read_past
from sopkb.history.sections import touched_sections
from sopkb.lint.change import Edit, RecordChange
from sopkb.site.teaching import Teaching
from sopkb_training.items import ChangeLine, Digest, Item, Only, Since

_DAY = re.compile(r"\d{4}-\d\d?-\d\d?")
_WEIGHT = {word: number for number, word in enumerate(TRAININGS)}


def make_digest(base: Base, since: str, now: datetime, only: Only | None = None) -> Digest:
    """What changed between a day or a revision and the work tree, for those whom it concerns.

    Args:
        base: as loaded from the work tree.
        since: a date (its first moment, UTC), or a branch, tag or commit.
        now: the moment that states are computed for, in UTC.
        only: what to leave out; what asks nothing of anybody, unless told.

    Raises:
        UsageError: the date is after ``now``, or there is no such day.
        HistoryUnusable: a revision was named, and git does not know it.
    """
    start, repository, notes = _start(base, since, now)
    teaching, changes = Teaching(base), None
    if repository and start.commit:
        past = read_past(base, repository, start.commit)
        if past.corpus.documents or start.day is None:
            changes = compare(past.corpus, base.corpus).records
        else:
            start = Since(start.asked, start.day, "")
        notes = (*notes, *past.notes, *_unreadable(past.corpus, f"at {start.commit[:10]}"))
    if changes is not None:
        items: Iterable[Item | None] = (_compared(change, base, now, teaching) for change in changes)
    else:
        items = (_told(record, start.day, now, teaching, base) for record in _everything(base))
    wanted = only or Only()
    found = [item for item in items if item and wanted.holds(item)]
    found.sort(key=lambda item: (-_WEIGHT[item.training], item.record.area, item.record.id, item.record.path))
    notes = (*notes, *_unreadable(base.corpus, "now"), *_untold(base, compared=changes is not None))
    return Digest(start, now, tuple(found), (*notes, *_unknown_roles(wanted, teaching)), wanted)


def _unreadable(corpus: Corpus, when: str) -> Iterator[str]:
    if count := len(corpus.unreadable_paths):
        yield f"{count} files cannot be read {when}: what changed in them is not known (kb check)."


def _untold(base: Base, *, compared: bool) -> Iterator[str]:
    """Entries of changelogs that cannot be placed, or ask for nothing that is known."""
    entries = [entry for record in _everything(base) if not record.is_draft for entry in record.changelog]
    strange = sum(entry.get("training") not in _WEIGHT for entry in entries)
    if strange:
        yield f"{strange} entries of changelogs say no training that is known: they count as asking nothing (kb check)."
    undated = sum(parse_date(entry.get("date")) is None for entry in entries)
    if undated and not compared:
        yield f"{undated} entries of changelogs have no day, and are not among these (kb check)."


def _unknown_roles(only: Only, teaching: Teaching) -> Iterator[str]:
    """Roles of which nothing says what concerns them: that nothing does, nobody can tell."""
    said = {track.meta.text("role") for track in teaching.tracks}
    said |= {name for name, role in teaching.base.config.policy.roles.items() if role.must_know or role.permissions}
    for role in sorted(only.roles - said):
        yield f"What concerns {role} is not known: no track is for it, and `policy.roles` of kb.yml says nothing of it."


def _start(base: Base, since: str, now: datetime) -> tuple[Since, Repository | None, tuple[str, ...]]:
    day = parse_date(since)
    if day is None and _DAY.fullmatch(since):
        raise UsageError(f"--since {since} is not a valid date.", "Name one as YYYY-MM-DD.")
    if day and midnight(day) > now:
        raise UsageError(f"--since {since} is after {now:%Y-%m-%d}.", "Name an earlier date.")
    try:
        repository = open_repository(base.root)
        commit = repository.commit_before(midnight(day)) if day else repository.commit(since)
    except HistoryUnusable as trouble:
        if day is None:
            raise
        return Since(since, day, ""), None, (f"{trouble.message} {_ALONE}",)
    if not commit:
        return Since(since, day, ""), None, (f"Git's history here begins after {since}. {_ALONE}",)
    return Since(since, day, commit), repository, ()


_ALONE = "The changelogs alone are read: no steps are compared."


def _everything(base: Base) -> Iterator[Record]:
    yield from base.corpus.records
    yield from base.corpus.upcoming.values()


def _compared(change: RecordChange, base: Base, now: datetime, teaching: Teaching) -> Item | None:
    """What became of a record, where somebody follows it or did."""
    before, after = change.before, change.after
    what = _what(change, base, now)
    record = after or before
    if not what or record is None:
        return None
    entries = tuple(_entry(entry) for _, entry in change.new_entries)
    edits = tuple(edit for edit in change.edits if edit.level in (Level.MAJOR, Level.MINOR))
    if what == "new":
        edits = ()
    training = "read" if what == "deleted" else _most(entries)
    # Of a known issue nobody has learnt steps yet.
    undeclared = what == "changed" and bool(change.behaviour) and training != "retrain" and not _is_known(before)
    undeclared = undeclared and not change.says_behaviour_unchanged
    if undeclared:
        training = "retrain"
    return _item(record, what, training, before, entries, edits, teaching, undeclared=undeclared)


def _is_known(record: Record | None) -> bool:
    return record is not None and record.is_known


def _what(change: RecordChange, base: Base, now: datetime) -> str:
    """What it means for those who follow the record; ``""`` where nobody does."""
    before, after = change.before, change.after
    was_followed = before is not None and (before.is_active or before.is_known)
    if change.is_deleted:
        return "deleted" if was_followed else ""
    if after is None or after.is_unpublished:
        return ""
    if after.is_retired:
        return "retired" if was_followed else ""
    if after.is_next:
        return "announced"
    if status_of(after, now, base.config.policy.expires_soon).state.is_dead:
        return ""  # time took it out of force: nobody need learn what changed in it before
    return "changed" if was_followed else "new"


def _told(record: Record, day: date | None, now: datetime, teaching: Teaching, base: Base) -> Item | None:
    """What a record's own changelog says of the time since a day."""
    all_entries = tuple(_entry(entry) for entry in record.changelog)
    entries = tuple(entry for entry in all_entries if entry.day and day and day <= entry.day)
    state = status_of(record, now, base.config.policy.expires_soon).state
    if not entries or record.is_unpublished or (state.is_dead and not record.is_retired):
        return None
    earlier = all_entries[len(entries)].version if len(entries) < len(all_entries) else ""
    if record.is_retired:
        if not earlier:
            return None
        what = "retired"
    else:
        what = "announced" if record.is_next else "changed" if earlier else "new"
    return _item(record, what, _most(entries), None, entries, (), teaching, earlier=earlier, compared=False)


def _item(
    record: Record,
    what: str,
    training: str,
    before: Record | None,
    entries: tuple[ChangeLine, ...],
    edits: tuple[Edit, ...],
    teaching: Teaching,
    *,
    earlier: str = "",
    compared: bool = True,
    undeclared: bool = False,
) -> Item:
    touched = touched_sections(edits)
    ends = what in ("deleted", "retired")
    cited = teaching.asked.get(record.id, ())
    asked = tuple(each for each in cited if ends or not compared or each.question.section.casefold() in touched)
    return Item(
        record,
        what,
        training,
        before.meta.text("version") if before else earlier,
        entries,
        edits,
        compared,
        undeclared,
        _effective(record, entries, what),
        teaching.taught.get(record.id, ()),
        asked,
        teaching.roles_of(record),
    )


def _effective(record: Record, entries: Sequence[ChangeLine], what: str) -> date | None:
    """From when it counts: a major's own day, else that of the newest entry."""
    day = record.day("effective_from")
    newest = entries[0].day if entries else None
    retrains = any(entry.training == "retrain" for entry in entries)
    if what == "announced" or (day and newest and (retrains or what == "new") and day > newest):
        return day
    return newest


def _entry(entry: Mapping[str, Any]) -> ChangeLine:
    training = entry.get("training")
    return ChangeLine(
        str(entry.get("version", "")),
        parse_date(entry.get("date")),
        training if training in _WEIGHT else "none",
        str(entry.get("change", "")),
    )


def _most(entries: Sequence[ChangeLine]) -> str:
    return max((entry.training for entry in entries), key=_WEIGHT.__getitem__, default="none")
