"""A time without a zone, an impossible order of dates, or a review in the future.

What: Instants are in UTC and say so with a `Z`. A record is created before it is reviewed, in force or retired; a bug
    starts before its workaround expires; a review that has not happened cannot have confirmed anything. The
    changelog runs from new to old, and its newest entry is the record's version.

Why on shift: Sites in eleven time zones read the same expiry as eleven different moments.

Bad:
    expires: "2026-12-02 09:00"

Good:
    expires: "2026-12-02T09:00:00Z"
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from sopkb.core.diagnostics import Finding, Severity, shown
from sopkb.core.moments import format_instant, midnight, parse_date, parse_instant
from sopkb.core.record import Record
from sopkb.core.types import Instant
from sopkb.core.version import Version
from sopkb.lint.rules.rule import Context, RecordRule

_ORDER = (
    ("created", "effective_from"),
    ("created", "last_reviewed"),
    ("created", "retired"),
    ("started", "expires"),
    ("started", "fixed_on"),
)


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Form of instants, order of dates, the future, the changelog."""
    for name, field in record.fields.items():
        value = record.meta.data.get(name)
        if isinstance(field.type, Instant) and isinstance(value, str) and parse_instant(value) is None:
            yield Finding(f'`{name}: {shown(value)}` needs UTC, for example "2026-12-02T09:00:00Z".', record.at(name))
    for earlier, later in _ORDER:
        before, after = _moment(record, earlier), _moment(record, later)
        if before and after and (after < before if later == "expires" else after.date() < before.date()):
            message = (
                f"`{later}` ({_told(after)}) must not be before `{earlier}` ({_told(before)}). Correct one of them."
            )
            yield Finding(message, record.at(later))
    today = context.now.date()
    for name in ("last_reviewed", "created", "fixed_on"):
        day = record.day(name)
        if day and day > today:
            yield Finding(f"`{name}` is in the future ({day}). Set it to the day it happened.", record.at(name))
    yield from _changelog(record)


def _moment(record: Record, name: str) -> datetime | None:
    """An instant, or the midnight at which a day begins."""
    day = parse_date(record.meta.map("retired").get("on")) if name == "retired" else record.day(name)
    return midnight(day) if day else record.moment(name)


def _told(moment: datetime) -> str:
    return str(moment.date()) if moment.time() == time() else format_instant(moment)


def _changelog(record: Record) -> Iterator[Finding]:
    previous: tuple[Version, date] | None = None
    for number, entry in record.meta.maps("changelog"):
        version, day = Version.parse(str(entry.get("version"))), parse_date(entry.get("date"))
        if version is None or day is None:
            continue
        if number == 0 and record.version and version != record.version:
            yield Finding(
                f"The newest changelog entry is {version}, `version` is {record.version}. "
                'Run `kb bump patch|minor|major "what changed"`, or make them equal.',
                record.at("changelog", number),
            )
        if previous and (version >= previous[0] or day > previous[1]):
            message = f"{version} of {day} is listed below {previous[0]} of {previous[1]}. Newest first."
            yield Finding(message, record.at("changelog", number))
        previous = (version, day)


RULE = RecordRule("S05", Severity.ERROR, check=check)
