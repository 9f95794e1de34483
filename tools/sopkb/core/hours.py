"""When a team answers: ``24x7``, or days and times of a week in UTC, as routes of escalations write them."""

from __future__ import annotations

import re

DAY = 24 * 60
WEEK = 7 * DAY
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAME = "|".join(_DAYS)
_SPAN = re.compile(
    rf"\A(?:(?P<first>{_NAME}|daily)[a-z]*(?:\s*[-\u2013]\s*(?P<last>{_NAME})[a-z]*)?\s+)?"
    r"(?P<start>\d{1,2}:\d{2})\s*[-\u2013]\s*(?P<end>\d{1,2}:\d{2})"
)
_ALWAYS = re.compile(r"24\s*[x/]\s*7|always", re.IGNORECASE)

Hours = tuple[tuple[int, int], ...]
"""Spans of a week, each from and to a minute after Monday 00:00 UTC; one that goes on past Sunday ends after it."""


def parse_hours(text: str) -> Hours | None:
    """Read the hours of a team.

    Args:
        text: as a record has it: ``24x7``, ``Mon-Fri 07:00-19:00 UTC``, ``08:00-16:00 UTC``; several are told apart
            by ``;`` or a comma.

    Returns:
        The spans in order; None for anything else, and for a time zone other than UTC: then a person has to read it.
    """
    if _ALWAYS.fullmatch(text.strip()):
        return ((0, WEEK),)
    whole = text.strip().lower()
    if not whole.endswith("utc"):
        return None
    spans: list[tuple[int, int]] = []
    for part in re.split(r"[;,]", whole.replace("utc", "")):
        match = _SPAN.fullmatch(part.strip())
        found = _spans(match) if match else ()
        if not found:
            return None
        spans += found
    return tuple(sorted(spans))


def _spans(match: re.Match[str]) -> tuple[tuple[int, int], ...]:
    start, end = _minutes(match["start"]), _minutes(match["end"])
    if start is None or end is None:
        return ()
    if end <= start:
        end += DAY  # through the night
    named = match["first"]
    first = _DAYS.index(named) if named and named != "daily" else 0
    last = _DAYS.index(match["last"]) if match["last"] else first if named and named != "daily" else 6
    days = (range(first, last + 1)) if first <= last else (*range(first, 7), *range(last + 1))
    return tuple((day * DAY + start, day * DAY + end) for day in days)


def _minutes(text: str) -> int | None:
    hour, minute = map(int, text.split(":"))
    total = hour * 60 + minute
    return total if minute < 60 and total <= DAY else None
