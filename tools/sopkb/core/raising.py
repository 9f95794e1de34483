"""What an emergency asks first of an escalation: how to raise it, who answers, and in how many minutes.

Pages, answers, alerts and programs all ask :func:`raising_of`, so that none of them says it otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sopkb.core.hours import WEEK, parse_hours
from sopkb.core.record import Record, remembered


@dataclass(frozen=True, slots=True)
class Answerer:
    """One level of a route: who answers there.

    Args:
        level: its number; 1 is asked first.
        team: key of the team in ``kb.yml``.
        role: whom of the team to ask for: ``duty``, ``on-call``.
        minutes: within how many minutes somebody answers; None where the record does not say.
        hours: when, as the record has it: ``24x7``, ``Mon-Fri 07:00-19:00 UTC``; ``""`` where it does not say.
    """

    level: int
    team: str
    role: str
    minutes: int | None
    hours: str

    @property
    def is_always_there(self) -> bool:
        """Whether it answers at any hour of the week."""
        return parse_hours(self.hours) == ((0, WEEK),)

    def told(self, team_label: Callable[[str], str] = str) -> str:
        """The level as a reader is told it: ``Safety operations on-call answers within 5 minutes, 24x7``.

        Args:
            team_label: gives the label of a team's key, for example ``config.team``.
        """
        who = " ".join(word for word in (team_label(self.team), self.role) if word)
        unit = "minute" if self.minutes == 1 else "minutes"
        fast = f"answers within {self.minutes} {unit}" if self.minutes else "answers; how fast is not known"
        return ", ".join(part for part in (f"{who} {fast}", self.hours) if part)


@dataclass(frozen=True, slots=True)
class Raising:
    """How to raise an escalation, and who answers.

    Args:
        how: what to press or where to write, in one line: ``Ticket > Escalate > ESC-0005``; ``""`` where the record
            does not say (``how_to_raise`` is missing): then its section Route must be read.
        levels: the whole route in order.
    """

    how: str
    levels: tuple[Answerer, ...]

    @property
    def first(self) -> Answerer | None:
        """Who is reached first; None where the record has no route."""
        return self.levels[0] if self.levels else None

    @property
    def answering(self) -> tuple[Answerer, ...]:
        """Who answers: the first level and, where that keeps hours, the first after it that is always there."""
        if not self.levels or self.levels[0].is_always_there:
            return self.levels[:1]
        always = next((level for level in self.levels[1:] if level.is_always_there), None)
        return (self.levels[0], always) if always else self.levels[:1]

    def how_fast(self, team_label: Callable[[str], str] = str) -> str:
        """Who answers in how many minutes, in one line; ``""`` where the record has no route.

        The second of two is told by its level, and not as what comes outside the hours of the first: whether a case
        may go there at night is for the record's own text to say.

        Args:
            team_label: as :meth:`Answerer.told` takes it.
        """
        told = (level.told(team_label) for level in self.answering)
        return "; ".join(
            f"level {level.level}: {text}" if place else text
            for place, (level, text) in enumerate(zip(self.answering, told, strict=True))
        )


@remembered
def raising_of(record: Record) -> Raising:
    """How to raise an escalation and who answers, from its ``how_to_raise`` and ``route``."""
    levels = (_answerer(level) for _, level in record.meta.maps("route"))
    return Raising(" ".join(record.meta.text("how_to_raise").split()), tuple(levels))


def _answerer(level: Mapping[str, Any]) -> Answerer:
    number, minutes = level.get("level"), level.get("respond_minutes")
    return Answerer(
        number if isinstance(number, int) else 0,
        _text(level.get("team")),
        _text(level.get("channel_role")),
        minutes if isinstance(minutes, int) and not isinstance(minutes, bool) else None,
        _text(level.get("hours")),
    )


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
