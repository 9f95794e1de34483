"""The rota: which roles are on when, by days, rotations, zones and holidays; gaps and handovers. Never a person.

``desk.rota`` of ``kb.yml`` is its source (docs/guides/desk.md). Times are local to their zone, so that a shift keeps
its hour when clocks change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from sopkb.core.errors import UsageError
from sopkb.core.moments import parse_date
from sopkb_desk.formats.moments import zone_of

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_KEYS = ("zone", "lines", "holidays")
_LINE_KEYS = ("role", "roles", "days", "from", "to", "zone", "weeks", "starting", "on_holidays", "on_call")
_REMEDY = "See the rota in `kb docs desk`."


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a rota.

    Args:
        roles: who takes turns; one role where nobody does.
        days: weekdays on which a shift begins, Monday is 0.
        start: when it begins, in its zone.
        length: how long it lasts on the clock of its zone.
        zone: its zone.
        weeks: how many weeks a turn lasts.
        starting: the Monday of the first turn.
        on_holidays: whether it is kept on holidays.
        is_on_call: whether it can be called but is not at the desk: it closes no gap.
    """

    roles: tuple[str, ...]
    days: frozenset[int]
    start: time
    length: timedelta
    zone: tzinfo
    weeks: int
    starting: date
    on_holidays: bool
    is_on_call: bool

    def role_on(self, day: date) -> str:
        """Whose turn a day is in."""
        turn = (day - self.starting).days // (7 * self.weeks)
        return self.roles[turn % len(self.roles)]


@dataclass(frozen=True, slots=True)
class Duty:
    """A shift of a role on a day, in UTC."""

    role: str
    begins: datetime
    ends: datetime
    is_on_call: bool = False


@dataclass(frozen=True)
class Rota:
    """The lines of a rota, and its holidays."""

    lines: tuple[Line, ...]
    holidays: frozenset[date]

    def duties(self, since: datetime, until: datetime) -> list[Duty]:
        """Every shift that overlaps a stretch of time, in the order that they begin."""
        found = []
        days = (until.date() - since.date()).days + 4
        for line in self.lines:
            for number in range(days):
                day = since.date() + timedelta(days=number - 2)
                if day.weekday() not in line.days or (day in self.holidays and not line.on_holidays):
                    continue
                begins = datetime.combine(day, line.start, line.zone)
                ends = (begins.replace(tzinfo=None) + line.length).replace(tzinfo=line.zone)
                duty = Duty(line.role_on(day), begins.astimezone(UTC), ends.astimezone(UTC), line.is_on_call)
                if duty.begins < until and duty.ends > since:
                    found.append(duty)
        return sorted(found, key=lambda each: (each.begins, each.ends, each.role))

    def on_duty(self, moment: datetime) -> list[Duty]:
        """Who is on at a moment."""
        return [
            each for each in self.duties(moment, moment + timedelta(seconds=1)) if each.begins <= moment < each.ends
        ]

    def gaps(self, since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
        """Stretches in which nobody is at the desk."""
        found, reached = [], since
        for each in self.duties(since, until):
            if each.is_on_call:
                continue
            if each.begins > reached:
                found.append((reached, each.begins))
            reached = max(reached, each.ends)
        return [*found, (reached, until)] if reached < until else found

    def handovers(self, since: datetime, until: datetime) -> list[tuple[datetime, list[str], list[str]]]:
        """Moments at which a shift ends: who ends, and who is on from then."""
        duties = self.duties(since, until)
        moments = sorted({each.ends for each in duties if since <= each.ends < until})
        return [
            (
                moment,
                sorted({each.role for each in duties if each.ends == moment}),
                sorted({each.role for each in self.on_duty(moment)}),
            )
            for moment in moments
        ]


def rota_of(data: Mapping[str, Any]) -> Rota | None:
    """The rota that ``desk.rota`` of a ``kb.yml`` says; None where there is none.

    Raises:
        UsageError: it makes no sense; every mistake, with its place.
    """
    if not data:
        return None
    mistakes = [*_mistakes(data)]
    if mistakes:
        raise UsageError("\n".join(f"kb.yml, desk.rota: {mistake}" for mistake in mistakes), _REMEDY)
    holidays = frozenset(day for each in data.get("holidays", ()) if (day := parse_date(str(each))))
    return Rota(tuple(_line(each, data.get("zone", "UTC")) for each in data["lines"]), holidays)


def _mistakes(data: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"`{key}` is not a key; known: {', '.join(_KEYS)}" for key in data if key not in _KEYS)
    lines = data.get("lines")
    if not isinstance(lines, list) or not lines:
        yield "`lines` is a list, a line for each shift"
        return
    yield from (
        f"holiday {each}: write it as 2026-12-25" for each in data.get("holidays", ()) if not parse_date(str(each))
    )
    for number, line in enumerate(lines, 1):
        if not isinstance(line, dict):
            yield f"line {number} is not a map"
            continue
        yield from (
            f"line {number}: `{key}` is not a key; known: {', '.join(_LINE_KEYS)}"
            for key in line
            if key not in _LINE_KEYS
        )
        if not line.get("role") and not line.get("roles"):
            yield f"line {number} names no `role` and no `roles`"
        if _clock(line.get("from")) is None or _clock(line.get("to")) is None:
            yield f'line {number}: `from` and `to` are times like "08:00"; `to` may be "24:00"'
        if _days(line.get("days", "mon-sun")) is None:
            yield f"line {number}: `days` is like mon-fri, or a list of mon, tue, wed, thu, fri, sat, sun"
        zone = line.get("zone", data.get("zone", "UTC"))
        if not isinstance(zone, str) or zone_of(zone) is None:
            yield f"line {number}: `zone` is a name like Europe/Dublin"
        if len(line.get("roles", ())) > 1 and not parse_date(str(line.get("starting", ""))):
            yield f"line {number}: roles that take turns need `starting`, the first day of the first turn"
        if not all(isinstance(line.get(key, True), bool) for key in ("on_holidays", "on_call")):
            yield f"line {number}: `on_holidays` and `on_call` are true or false"
        if not isinstance(line.get("weeks", 1), int) or line.get("weeks", 1) < 1:
            yield f"line {number}: `weeks` is a whole number from 1"


def _line(data: Mapping[str, Any], zone: str) -> Line:
    start, end = _clock(data["from"]), _clock(data["to"])
    found = zone_of(data.get("zone", zone))
    days = _days(data.get("days", "mon-sun"))
    assert start is not None
    assert end is not None
    assert found is not None
    assert days is not None
    starting = parse_date(str(data.get("starting", ""))) or date(2024, 1, 1)
    return Line(
        tuple(map(str, data.get("roles") or [data["role"]])),
        days,
        time(start.seconds // 3600, start.seconds // 60 % 60),
        end - start if end > start else end - start + timedelta(days=1),
        found,
        data.get("weeks", 1),
        starting - timedelta(days=starting.weekday()),
        data.get("on_holidays", True),
        data.get("on_call", False),
    )


def _clock(text: object) -> timedelta | None:
    hours, colon, minutes = str(text).partition(":")
    if not colon or not (hours + minutes).isdigit() or int(minutes) > 59 or int(hours) > 24:
        return None
    found = timedelta(hours=int(hours), minutes=int(minutes))
    return found if found <= timedelta(days=1) else None


def _days(value: object) -> frozenset[int] | None:
    parts: Sequence[object] = value if isinstance(value, list) else str(value).replace(" ", "").split(",")
    found: set[int] = set()
    for part in parts:
        first, _, last = str(part).casefold().partition("-")
        if first not in _DAYS or (last and last not in _DAYS):
            return None
        begin, end = _DAYS.index(first), _DAYS.index(last or first)
        found.update(number % 7 for number in range(begin, end + 1 if end >= begin else end + 8))
    return frozenset(found)


def rota_lines(rota: Rota, since: datetime, until: datetime) -> Iterator[str]:
    """What a rota says of a stretch of time, as Markdown: shifts by day, gaps, handovers."""
    for each in rota.duties(since, until):
        yield f"{each.begins:%a %d %b %H:%M} to {_short(each.ends, each.begins)} UTC: {each.role}{_call(each)}"


def coverage(rota: Rota | None, since: datetime, until: datetime) -> str:
    """Who is on in a shift, and where nobody is: a sentence for reports."""
    if rota is None:
        return "Not known: kb.yml has no rota (desk.rota)."
    duties = rota.duties(since, until)
    roles = "; ".join(
        f"{each.role}{_call(each)} from {max(each.begins, since):%H:%M} to {min(each.ends, until):%H:%M}"
        for each in duties
    )
    gaps = "; ".join(f"{begin:%a %H:%M} to {end:%H:%M} UTC" for begin, end in rota.gaps(since, until))
    found = f"{roles} (UTC)." if roles else "Nobody."
    return f"{found} **Nobody is at the desk**: {gaps}." if gaps else f"{found} No gap."


def _call(duty: Duty) -> str:
    return " (on call)" if duty.is_on_call else ""


def _short(moment: datetime, begin: datetime) -> str:
    return f"{moment:%H:%M}" if moment.date() == begin.date() else f"{moment:%a %H:%M}"


def roles_at(rota: Rota | None, moment: datetime) -> str:
    """The roles that are on at a moment, for a line of a report; ``""`` where that is not known."""
    return ", ".join(dict.fromkeys(each.role for each in rota.on_duty(moment))) if rota else ""


def listed(rota: Rota, since: datetime, until: datetime) -> Iterable[str]:
    """The lines of ``kb report rota``."""
    yield "## Shifts\n"
    yield from (f"- {line}" for line in rota_lines(rota, since, until))
    yield "\n## Handovers\n"
    for moment, ends, on in rota.handovers(since, until):
        yield f"- {moment:%a %d %b %H:%M} UTC: {', '.join(ends)} to {', '.join(on) or '**nobody**'}"
    yield "\n## Gaps\n"
    gaps = rota.gaps(since, until)
    yield from (f"- **{begin:%a %d %b %H:%M} to {_short(end, begin)} UTC**" for begin, end in gaps)
    if not gaps:
        yield f"None: somebody is at the desk from {since:%a %d %b %H:%M} to {until:%a %d %b %H:%M} UTC."
