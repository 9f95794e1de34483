"""A record's life while it is in force: reviewed, renewed, replaced by its own next major.

Pure: texts and facts go in, new texts come out.
"""

from __future__ import annotations

from datetime import date, datetime

from sopkb.core.config import Policy
from sopkb.core.diagnostics import shown
from sopkb.core.errors import UsageError
from sopkb.core.moments import format_instant, midnight
from sopkb.core.record import Record
from sopkb.core.version import Level, Version
from sopkb.history.edit.layout import remove_field, set_field
from sopkb.history.edit.source import FileEdit, RecordFile
from sopkb.history.edit.versioning import VersionBump, with_version


def review(source: RecordFile, seen: str, today: date) -> FileEdit:
    """Say that somebody has confirmed the record today.

    A workaround's ``expires`` stays: a review moves only the latest moment to which a renewal may put it. A track's
    questions have been read as well.

    Args:
        source: the record.
        seen: what confirmed it, in a few words; may be empty.
        today: the day of the review.

    Raises:
        UsageError: it is retired, or was reviewed today and nothing is to be read.
    """
    record = source.record
    _refuse_retired(record, "reviewed")
    unread = "questions_to_review" in record.meta
    if record.day("last_reviewed") == today and not unread:
        raise UsageError(f"{record.id} has already been reviewed today.", 'After an edit: kb bump LEVEL "why".')
    text = set_field(source.text, record.kind_name, "last_reviewed", today.isoformat())
    text = remove_field(text, "questions_to_review") if unread else text
    change = VersionBump(Level.PATCH, f"Reviewed: {seen}" if seen else "Reviewed")
    return FileEdit(source.path, source.text, with_version(text, record, change, today))


def renew(source: RecordFile, until: datetime, seen: str, policy: Policy, now: datetime) -> FileEdit:
    """Let a workaround live longer, as far as policy allows, counted from today.

    Raises:
        UsageError: it is no workaround, is retired, or the moment is past or beyond the policy.
    """
    record, today = source.record, now.date()
    if record.kind_name != "workaround":
        raise UsageError(
            f"{record.id} is not a workaround, and only workarounds expire.", f"Use kb review {record.id}."
        )
    _refuse_retired(record, "renewed")
    verified = record.meta.text("confidence") == "verified"
    latest = policy.latest_expiry(midnight(today), verified=verified)
    if latest and until > latest:
        longer = "" if verified else " A verified workaround may live longer."
        raise UsageError(
            f"{record.id} may live until {format_instant(latest)} at most.",
            f"Use --until {format_instant(latest)}, or an earlier moment.{longer}",
        )
    if until <= now:
        most = f" {format_instant(latest)} is the latest." if latest else ""
        raise UsageError(f"--until {format_instant(until)} is in the past.", f"Give a later moment.{most}")
    text = set_field(source.text, record.kind_name, "last_reviewed", today.isoformat())
    text = set_field(text, record.kind_name, "expires", format_instant(until))
    why = f"Renewed: {seen}" if seen else f"Renewed until {until:%Y-%m-%d %H:%M} UTC"
    return FileEdit(source.path, source.text, with_version(text, record, VersionBump(Level.PATCH, why), today))


def promote(current: RecordFile, upcoming: RecordFile, now: datetime) -> tuple[FileEdit, ...]:
    """Put a future major into the place of the current text.

    Raises:
        UsageError: its day has not come, it is not active, or it is no newer than the current text.
    """
    record = upcoming.record
    _refuse_retired(current.record, "replaced under its id")
    if not record.is_active:
        raise UsageError(f"The future text of {record.id} is not active.", "Set `status: active` when it is approved.")
    effective = record.day("effective_from")
    if effective is None:
        raise UsageError(f"The future text of {record.id} does not say from when it holds.", "Give `effective_from`.")
    if now < midnight(effective):
        raise UsageError(
            f"{record.id} changes on {effective}, 00:00 UTC; until then the current text holds.",
            "Promote it that day.",
        )
    new, old = record.version, current.record.version
    if new is None or (old and new.major <= old.major):
        raise UsageError(
            f"The future text of {record.id} is version {new or 'unknown'}, the current one {old}: not a later major.",
            f'Raise it: kb bump major "why" {shown(upcoming.path, longest=200)}',
        )
    return FileEdit(current.path, current.text, upcoming.text), FileEdit(upcoming.path, upcoming.text, None)


def lost_by_promotion(current: Record, upcoming: Record) -> tuple[str, ...]:
    """Versions of the current text that came after the future text was written from it, oldest last.

    The future text's changelog lacks them, so what they mended may be missing in it.
    """
    known = [version for entry in upcoming.changelog if (version := Version.parse(str(entry.get("version"))))]
    written = [version for entry in current.changelog if (version := Version.parse(str(entry.get("version"))))]
    return tuple(str(version) for version in written if known and version > min(known) and version not in known)


def _refuse_retired(record: Record, what: str) -> None:
    if record.is_retired:
        raise UsageError(f"{record.id} is retired; it cannot be {what}.", "Write its successor: kb new.")
