"""What weeks were like, gathered from the files of one folder; whatever is odd in a file is said, with its name."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from sopkb.core.errors import UsageError
from sopkb.core.moments import parse_date, parse_instant
from sopkb_desk.count import is_enough

FORMAT = 1
"""Of the files."""
_WEEK = re.compile(r"\d{4}-W\d\d")
_LARGEST = 50_000_000
_LONGEST = 3000
_SHARES = ("first_reply_in_time", "link_rate", "reopened")


@dataclass(frozen=True)
class Week:
    """One week; a figure is None where too few tickets stand behind it.

    Args:
        name: ``2026-W46``.
        tickets: how many were opened.
        shares: by name, from 0 to 1.
        median_minutes: from opening to answer.
        areas: for each area how many tickets, and how many of the answered ones were linked.
        incomplete: sites whose export is late.
        not_judged: how many of its tickets no share can be taken of, by reason (``priority``, ``status``).
    """

    name: str
    tickets: int | None
    shares: Mapping[str, float | None]
    median_minutes: float | None
    areas: Mapping[str, tuple[int, float | None]]
    incomplete: tuple[str, ...]
    not_judged: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Adherence:
    """Steps that were done, of those scored in a sample."""

    last: date
    share: float
    tickets: int


SEARCHED = ("nothing", "left", "dead", "failed")
"""Shares of a week's searches and reports."""
Row = Mapping[str, str | int | float | None]


@dataclass(frozen=True)
class SearchWeek:
    """What people searched in one week; a figure is None where too few searches or reports stand behind it.

    Args:
        name: ``2026-W46``.
        searches: how many there were.
        shares: by name (:data:`SEARCHED`), from 0 to 1.
    """

    name: str
    searches: int | None
    shares: Mapping[str, float | None]


@dataclass(frozen=True)
class Searches:
    """What people searched, and what somebody should look at.

    Args:
        weeks: oldest first.
        tables: rows by name: ``nothing``, ``abandoned``, ``dead``, ``failing``, of the file made last.
    """

    weeks: tuple[SearchWeek, ...]
    tables: Mapping[str, tuple[Row, ...]]


@dataclass(frozen=True)
class Trends:
    """All that a folder has.

    Args:
        weeks: oldest first, one for each name.
        samples: scored samples, oldest first.
        made: the newest moment at which a file was made.
        sources: names of the files that were used.
        searches: what people searched; None where no file tells.
    """

    weeks: tuple[Week, ...]
    samples: tuple[Adherence, ...]
    made: datetime | None
    sources: tuple[str, ...]
    searches: Searches | None = None


def read_trends(folder: Path) -> Trends:
    """Read every ``*.json`` of a folder and of the folders in it. Of a week in two files, the file made later counts.

    Raises:
        UsageError: there is nothing of ours, or a file of ours is broken.
    """
    found = _Found()
    for path in sorted(folder.rglob("*.json")):
        data = _read(path)
        if data is None:
            continue
        try:
            found.take(path.name, data)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise UsageError(
                f"{path.name} is not as `kb insights … --out` or `kb qa score --out` writes it.",
                "Make it again, or take it out of the folder.",
            ) from error
    if not found.weeks and not found.samples and not found.search_weeks:
        raise UsageError(f"No weeks in {folder}.", "Fill it with `kb insights tickets FILE --out FOLDER`.")
    return found.trends()


class _Found:
    """What the files of a folder say, one after the other."""

    def __init__(self) -> None:
        self.weeks: dict[str, tuple[datetime, Week]] = {}
        self.search_weeks: dict[str, tuple[datetime, SearchWeek]] = {}
        self.samples: dict[date, Adherence] = {}
        self._tables: tuple[datetime, Mapping[str, tuple[Row, ...]]] | None = None
        self._used: dict[str, None] = {}

    def take(self, name: str, data: Mapping[str, Any]) -> None:
        """Take a file in, where it is one of ours."""
        if "weeks" in data:
            made = self._made(name, data)
            for week in map(_week, data["weeks"]):
                _newest(self.weeks, week.name, made, week)
        elif "search_weeks" in data:
            made = self._made(name, data)
            for searched in map(_search_week, data["search_weeks"]):
                _newest(self.search_weeks, searched.name, made, searched)
            tables = {str(key): tuple(map(_row, rows)) for key, rows in data["tables"].items()}
            if self._tables is None or self._tables[0] <= made:
                self._tables = made, tables
        elif {"adherence", "steps"} <= data.keys() and (sample := _sample(data)):
            self.samples[sample.last] = sample
            self._used[name] = None

    def _made(self, name: str, data: Mapping[str, Any]) -> datetime:
        made = parse_instant(data["made"])
        if data["format"] != FORMAT or made is None:
            raise ValueError("another format")
        self._used |= dict.fromkeys(f"{name} ({str(source)[:80]})" for source in data["source"])
        return made

    def trends(self) -> Trends:
        """All of it."""
        searches = None
        if self.search_weeks:
            searched = tuple(self.search_weeks[name][1] for name in sorted(self.search_weeks))
            searches = Searches(searched, self._tables[1] if self._tables else {})
        ordered = tuple(self.weeks[name][1] for name in sorted(self.weeks))
        made = max((made for made, _ in (*self.weeks.values(), *self.search_weeks.values())), default=None)
        samples = tuple(self.samples[day] for day in sorted(self.samples))
        return Trends(ordered, samples, made, tuple(self._used), searches)


Kept = TypeVar("Kept")


def _newest(weeks: dict[str, tuple[datetime, Kept]], name: str, made: datetime, week: Kept) -> None:
    if name not in weeks or weeks[name][0] <= made:
        weeks[name] = (made, week)


def _read(path: Path) -> dict[str, Any] | None:
    """A JSON object; None for a file that is none, or that nobody wrote for this."""
    if path.stat().st_size > _LARGEST:
        return None
    try:
        data = json.loads(path.read_text("utf-8"))
    except (ValueError, OSError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _week(raw: Mapping[str, Any]) -> Week:
    if not _WEEK.fullmatch(raw["week"]):
        raise ValueError("no week")
    areas = {}
    for area, figures in raw["areas"].items():
        count = _count(figures["tickets"])
        if count is not None and is_enough(count):
            areas[str(area)[:60]] = (count, _share(figures["link_rate"]))
    minutes = raw["median_minutes"]
    return Week(
        name=raw["week"],
        tickets=_count(raw["tickets"]),
        shares={name: _share(raw[name]) for name in _SHARES},
        median_minutes=None if minutes is None else max(float(minutes), 0.0),
        areas=areas,
        incomplete=tuple(str(site)[:60] for site in raw["incomplete"]),
        not_judged={str(why)[:60]: _count(count) or 0 for why, count in raw.get("not_judged", {}).items()},
    )


def _search_week(raw: Mapping[str, Any]) -> SearchWeek:
    if not _WEEK.fullmatch(raw["week"]):
        raise ValueError("no week")
    return SearchWeek(raw["week"], _count(raw["searches"]), {name: _share(raw[name]) for name in SEARCHED})


def _row(raw: Mapping[str, Any]) -> Row:
    """A row of a table: texts that are not too long, and numbers."""
    for value in raw.values():
        fits = len(value) <= _LONGEST if isinstance(value, str) else value is None or math.isfinite(value)
        if not fits:
            raise ValueError("no row")
    return dict(raw)


def _sample(raw: Mapping[str, Any]) -> Adherence | None:
    last, share = parse_date(raw["last"]), _share(raw["adherence"])
    return Adherence(last, share, int(raw["tickets"])) if last and share is not None else None


def _count(value: object) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or value < 0:
        raise ValueError("no count")
    return value


def _share(value: object) -> float | None:
    if value is None:
        return None
    if not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError("no share")
    return float(value)
