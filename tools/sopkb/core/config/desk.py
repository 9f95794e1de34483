"""The part ``desk:`` of ``kb.yml``: shifts, and how soon people are answered; reports of the desk are made with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from typing import Any

_TIME = {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$"}
_MINUTES = {"type": "integer", "minimum": 1, "maximum": 100_000}


@dataclass(frozen=True, slots=True)
class Shift:
    """A part of every day, counted from 00:00 UTC; one that goes past midnight ends after 24 hours."""

    name: str
    title: str
    start: timedelta
    end: timedelta


@dataclass(frozen=True, slots=True)
class Pace:
    """What a priority asks for: minutes until the first reply, and between two updates."""

    first_reply: int
    update: int


_DEFAULT_CLOCK = MappingProxyType(
    {"sev1": Pace(5, 30), "sev2": Pace(15, 60), "sev3": Pace(60, 480), "sev4": Pace(480, 2880)}
)


@dataclass(frozen=True)
class Desk:
    """What the desk has agreed.

    Args:
        day_ends: when the day of a daily report ends, counted from 00:00 UTC.
        shifts: in the order of a day.
        clock: by priority, the most urgent first.
        export: what the ticket platform's exports call things, with the keys of a mapping file; the desk reads it.
        rota: which roles are on when, as the desk's guide has it; the desk reads it.
    """

    day_ends: timedelta = timedelta(hours=24)
    shifts: tuple[Shift, ...] = (Shift("day", "Day", timedelta(0), timedelta(hours=24)),)
    clock: Mapping[str, Pace] = field(default_factory=lambda: _DEFAULT_CLOCK)
    export: Mapping[str, Any] = field(default_factory=dict)
    rota: Mapping[str, Any] = field(default_factory=dict)


def _part(description: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "description": description,
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


DESK_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "description": "Shifts and the clock of tickets: what `kb report` is made with.",
    "additionalProperties": False,
    "required": [],
    "properties": {
        "day_ends": {**_TIME, "description": "When the day of a daily report ends, UTC; `24:00` where it is left out."},
        "shifts": {
            "type": "object",
            "description": "The shifts of a day, by a word each, in their order.",
            "additionalProperties": _part(
                "A shift.",
                {
                    "title": {"type": "string", "description": "What a reader is shown."},
                    "from": {**_TIME, "description": "When it begins, UTC."},
                    "to": {**_TIME, "description": "When it ends, UTC; before `from` where it goes past midnight."},
                },
            ),
        },
        "clock": {
            "type": "object",
            "description": "How soon people are answered, by priority, the most urgent first.",
            "additionalProperties": _part(
                "A priority.",
                {
                    "first_reply": {**_MINUTES, "description": "Minutes until the first reply."},
                    "update": {**_MINUTES, "description": "Minutes between two updates."},
                },
            ),
        },
        "export": {"type": "object", "description": "What ticket exports call things: the keys of a mapping file."},
        "rota": {"type": "object", "description": "Which roles are on when: the rota of the desk's guide."},
    },
}


def build_desk(data: Mapping[str, Any]) -> Desk:
    """The desk of a ``kb.yml`` that the schema has accepted; its defaults hold where it is silent."""
    given: dict[str, Any] = {name: data.get(name, {}) for name in ("export", "rota")}
    given["day_ends"] = _time(data.get("day_ends", "24:00"))
    if data.get("shifts"):
        given["shifts"] = _shifts(data["shifts"])
    if data.get("clock"):
        given["clock"] = {name.lower(): Pace(p["first_reply"], p["update"]) for name, p in data["clock"].items()}
    return Desk(**given)


def _shifts(data: Mapping[str, Any]) -> Sequence[Shift]:
    found = []
    for name, shift in data.items():
        start, end = _time(shift["from"]), _time(shift["to"])
        found.append(Shift(name, shift["title"], start, end if end > start else end + timedelta(days=1)))
    return tuple(found)


def _time(text: str) -> timedelta:
    return timedelta(hours=int(text[:2]), minutes=int(text[3:]))
