"""The end of a record: why, since when, and what takes its place. Both ends are edited, or none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sopkb.core.corpus import Corpus
from sopkb.core.errors import UsageError
from sopkb.core.record import Record
from sopkb.core.version import Level
from sopkb.history.edit.layout import append, set_field
from sopkb.history.edit.source import FileEdit, RecordFile
from sopkb.history.edit.versioning import VersionBump, with_version


@dataclass(frozen=True, slots=True)
class Retirement:
    """Why a record goes.

    Args:
        reason: ``fixed``, ``superseded``, ``obsolete`` or ``unsafe``.
        note: what its banner says beside that.
        fixed_in: the version with the fix, when fixed.
        fixed_on: the day that version came out, when fixed.
    """

    reason: str
    note: str = ""
    fixed_in: str = ""
    fixed_on: date | None = None


def retire(
    old: RecordFile, why: Retirement, successor: RecordFile | None, corpus: Corpus, today: date
) -> tuple[FileEdit, ...]:
    """Retire a record, and let its successor say that it supersedes it.

    For an unsafe record that is a major change, because following yesterday's text does harm; for any other a minor
    one. The successor's new relation is a patch; where it has that relation already, it stays as it is.

    Raises:
        UsageError: the record is already retired, the reason does not fit it, or the successor cannot be one.
    """
    record = old.record
    _refuse_state(record)
    if why.reason == "fixed":
        _refuse_fix(record, why, today)
    if successor:
        _refuse_successor(record, successor.record, corpus)
    elif why.reason == "superseded":
        raise UsageError(f"{record.id} is superseded by what?", "Name the successor: --by ID.")
    text = old.text
    for name, value in _fields(why, today).items():
        text = set_field(text, record.kind_name, name, value)
    level = Level.MAJOR if why.reason == "unsafe" else Level.MINOR
    text = with_version(text, record, VersionBump(level, _in_words(why, successor)), today)
    edits = [FileEdit(old.path, old.text, text)]
    if successor and record.id not in successor.record.meta.texts("supersedes"):
        new = append(successor.text, successor.record.kind_name, "supersedes", record.id)
        new = with_version(new, successor.record, VersionBump(Level.PATCH, f"Supersedes {record.id}"), today)
        edits.append(FileEdit(successor.path, successor.text, new))
    return tuple(edits)


def dependants(record: Record, corpus: Corpus) -> tuple[str, ...]:
    """Ids of active records that depend on a record; once it is retired, rule R02 reports them."""
    arrows = [relation for relation in corpus.inverses.get(record.id, ()) if relation.kind.depends]
    return tuple(dict.fromkeys(arrow.source for arrow in arrows if corpus.by_id[arrow.source].is_active))


def _fields(why: Retirement, today: date) -> dict[str, Any]:
    retired = {"reason": why.reason, "on": today.isoformat()}
    if why.note:
        retired["note"] = why.note
    fields: dict[str, Any] = {"status": "retired", "retired": retired}
    if why.reason == "fixed" and why.fixed_on:
        fields |= {"fix_status": "released", "fixed_in": why.fixed_in, "fixed_on": why.fixed_on.isoformat()}
    return fields


def _in_words(why: Retirement, successor: RecordFile | None) -> str:
    words = f"Retired as {why.reason}" + (f" in {why.fixed_in}" if why.fixed_in else "")
    return f"{words}; {successor.record.id} takes its place" if successor else words


def _refuse_state(record: Record) -> None:
    if record.is_retired:
        reason = record.retired_because
        raise UsageError(f"{record.id} is already retired{f' ({reason})' if reason else ''}.", "Nothing is left to do.")


def _refuse_fix(record: Record, why: Retirement, today: date) -> None:
    if record.kind_name != "workaround":
        raise UsageError(f"{record.id} is not a workaround, so no fix ends it.", "Give another --reason.")
    if not why.fixed_in or why.fixed_on is None:
        raise UsageError(
            "Users on older versions must know where the fix is.", "Add --fixed-in VERSION and --fixed-on DAY."
        )
    if not any(sign.isdigit() for sign in why.fixed_in):
        raise UsageError(f"--fixed-in {why.fixed_in} is not a version that users can compare.", "Give its number.")
    started = record.moment("started")
    if started and why.fixed_on < started.date():
        raise UsageError(
            f"--fixed-on {why.fixed_on} is before the bug was seen ({started.date()}).", "Correct the date."
        )
    if why.fixed_on > today:
        raise UsageError(f"--fixed-on {why.fixed_on} is after today ({today}).", "Retire it once the fix is out.")


def _refuse_successor(record: Record, successor: Record, corpus: Corpus) -> None:
    if successor.id == record.id:
        raise UsageError(f"{record.id} cannot take its own place.", "Name another record with --by.")
    if not successor.is_active:
        state = "retired" if successor.is_retired else "a draft"
        raise UsageError(
            f"{successor.id} is {state}: nobody may follow it instead.",
            "Make it active first; both belong in one pull request.",
        )
    if successor.kind_name != record.kind_name and (successor.kind_name, record.kind_name) != ("sop", "workaround"):
        raise UsageError(
            f"{successor.id} is of kind {successor.kind_name}, {record.id} of kind {record.kind_name}.",
            "A successor is of the same kind, or an SOP in place of a workaround.",
        )
    if successor.id in _superseded_by(record, corpus):
        raise UsageError(f"{record.id} itself supersedes {successor.id}: that would be a cycle.", "Name another one.")


def _superseded_by(record: Record, corpus: Corpus) -> set[str]:
    """Ids that a record supersedes, directly or through others."""
    found: set[str] = set()
    waiting = [record]
    while waiting:
        for relation in waiting.pop().relations:
            target = corpus.by_id.get(relation.target)
            if relation.kind.name == "supersedes" and target and target.id not in found:
                found.add(target.id)
                waiting.append(target)
    return found
