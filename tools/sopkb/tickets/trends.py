"""What weeks were like, gathered from the files of one folder; whatever is odd in a file is said, with its name."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sopkb.errors import UsageError
from sopkb.model.moments import parse_date, parse_instant
from sopkb.tickets.count import is_enough

FORMAT = 1
"""Of ``weeks.json``."""
_WEEK = re.compile(r"\d{4}-W\d\d")
_LARGEST = 50_000_000
_SHARES = ("first_reply_in_time", "link_rate", "reopened", "zero_results")


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
    """

    name: str
    tickets: int | None
    shares: Mapping[str, float | None]
    median_minutes: float | None
    areas: Mapping[str, tuple[int, float | None]]
    incomplete: tuple[str, ...]


@dataclass(frozen=True)
class Adherence:
    """Steps that were done, of those scored in a sample."""

    last: date
    share: float
    tickets: int


@dataclass(frozen=True)
class Trends:
    """All that a folder has.

    Args:
        weeks: oldest first, one for each name.
        samples: scored samples, oldest first.
        made: the newest moment at which a file was made.
        sources: names of the files that were used.
    """

    weeks: tuple[Week, ...]
    samples: tuple[Adherence, ...]
    made: datetime | None
    sources: tuple[str, ...]


def read_trends(folder: Path) -> Trends:
    """Read every ``*.json`` of a folder and of the folders in it. Of a week in two files, the file made later counts.

    Raises:
        UsageError: there is nothing of ours, or a file of ours is broken.
    """
    weeks: dict[str, tuple[datetime, Week]] = {}
    samples: dict[date, Adherence] = {}
    used: dict[str, None] = {}
    for path in sorted(folder.rglob("*.json")):
        data = _read(path)
        if data is None:
            continue
        try:
            if "weeks" in data:
                made = parse_instant(data["made"])
                if data["format"] != FORMAT or made is None:
                    raise ValueError("another format")
                for raw in data["weeks"]:
                    week = _week(raw)
                    if week.name not in weeks or weeks[week.name][0] <= made:
                        weeks[week.name] = (made, week)
                used |= dict.fromkeys(f"{path.name} ({str(name)[:80]})" for name in data["source"])
            elif {"adherence", "steps"} <= data.keys():
                sample = _sample(data)
                if sample:
                    samples[sample.last] = sample
                    used[path.name] = None
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise UsageError(
                f"{path.name} is not as `kb insights tickets --out` or `kb qa score --out` writes it.",
                "Make it again, or take it out of the folder.",
            ) from error
    if not weeks and not samples:
        raise UsageError(f"No weeks in {folder}.", "Fill it with `kb insights tickets FILE --out FOLDER`.")
    ordered = tuple(weeks[name][1] for name in sorted(weeks))
    made = max((made for made, _ in weeks.values()), default=None)
    return Trends(ordered, tuple(samples[day] for day in sorted(samples)), made, tuple(used))


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
    )


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
