"""A new version of a record with its changelog entry: what every edit of its meaning ends in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sopkb.core.errors import UsageError
from sopkb.core.moments import parse_date
from sopkb.core.record import Record
from sopkb.core.version import Level, Version
from sopkb.history.edit.layout import put_first, set_field, values_of
from sopkb.history.edit.source import FileEdit, RecordFile


@dataclass(frozen=True, slots=True)
class VersionBump:
    """What the newest changelog entry will say.

    Args:
        level: how much it means.
        why: in the words of who follows the record.
        training: what it asks of people; the level's own where empty.
        unchanged: whether behaviour stays as it was although steps were edited.
    """

    level: Level
    why: str
    training: str = ""
    unchanged: bool = False


def bump(source: RecordFile, change: VersionBump, today: date) -> FileEdit:
    """Raise the version, and say why in the changelog.

    Where the author has raised ``version`` by that level already and only the entry is missing, only the entry is
    added.

    Raises:
        UsageError: the record has no version to raise, or its newest entry is of a later day.
    """
    return FileEdit(source.path, source.text, with_version(source.text, source.record, change, today))


def with_version(text: str, record: Record, change: VersionBump, today: date) -> str:
    """The text of a record, perhaps edited already, with its next version and the entry that says why.

    Raises:
        UsageError: see :func:`bump`.
    """
    newest = next((parse_date(entry.get("date")) for entry in record.changelog), None)
    if newest and newest > today:
        raise UsageError(
            f"The newest changelog entry of {record.id} is of {newest}, after today ({today}).",
            "Correct its date, or give today's date with --now.",
        )
    version = str(_next_version(record, change.level))
    entry = {
        "version": version,
        "date": today.isoformat(),
        "training": change.training or change.level.training,
        "change": change.why,
    }
    if change.unchanged:
        entry["behaviour"] = "unchanged"
    if values_of(text).get("version") != version:
        text = set_field(text, record.kind_name, "version", version)
    return put_first(text, record.kind_name, "changelog", entry)


def _next_version(record: Record, level: Level) -> Version:
    version = record.version
    if version is None:
        raise UsageError(f"{record.id} has no version to raise.", 'Write `version: "0.1.0"` first.')
    logged = next((Version.parse(str(entry.get("version"))) for entry in record.changelog), None)
    if logged and version == logged.raised(level):
        return version
    return max(version, logged or version).raised(level)
