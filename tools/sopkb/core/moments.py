"""Dates and instants as records write them. Everything is UTC; a date turns at 00:00 UTC."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


def parse_date(text: object) -> date | None:
    """Read ``"2026-11-22"``; None for anything else, an impossible day included."""
    if not isinstance(text, str) or not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def parse_instant(text: object) -> datetime | None:
    """Read ``"2026-11-22T10:00:00Z"`` (RFC 3339, UTC only); None for anything else."""
    if not isinstance(text, str) or not _INSTANT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def midnight(day: date) -> datetime:
    """The instant at which a date begins: 00:00 UTC."""
    return datetime.combine(day, time(), UTC)


def format_instant(moment: datetime) -> str:
    """An instant as records write it: ``2026-11-22T10:00:00Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
