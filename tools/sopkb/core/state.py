"""What a record is *now*. Computed whenever it is asked for, never stored; the time is always an argument."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sopkb.core.moments import midnight, parse_date
from sopkb.core.record import Record, remembered

_EARLIEST = datetime(1, 1, 1, tzinfo=UTC)


class State(StrEnum):
    """The states a reader sees; the value is the word on the page."""

    DRAFT = "DRAFT"
    SCHEDULED = "SCHEDULED"
    LIVE = "LIVE"
    REVIEW_DUE = "REVIEW DUE"
    EXPIRES_SOON = "EXPIRES SOON"
    KNOWN = "KNOWN, NO FIX YET"
    EXPIRED = "EXPIRED"
    RETIRED = "RETIRED"

    @property
    def is_live(self) -> bool:
        """Whether it is an answer now. Overdue is live; scheduled is not yet, expired no more.

        A known issue is one too: what is known, and what to tell the user, is what there is to say.
        """
        return self.has_steps or self is State.KNOWN

    @property
    def has_steps(self) -> bool:
        """Whether it is in force: somebody approved what it tells people to do."""
        return self in (State.LIVE, State.REVIEW_DUE, State.EXPIRES_SOON)

    @property
    def slug(self) -> str:
        """The state in an address, a filter or a class: ``expires-soon``, ``known``."""
        return self.name.lower().replace("_", "-")

    @property
    def is_dead(self) -> bool:
        """Whether it was an answer once and must never rank above a live one."""
        return self in (State.EXPIRED, State.RETIRED)


@dataclass(frozen=True, slots=True)
class Status:
    """A state with the moment it turns on.

    Args:
        state: the state.
        moment: when it began (EXPIRED, RETIRED, REVIEW DUE, KNOWN) or ends (EXPIRES SOON, SCHEDULED, LIVE with an
            expiry); None where no moment matters.
    """

    state: State
    moment: datetime | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a state depends on but the time.

    Args:
        state: ``DRAFT``, ``RETIRED`` or ``KNOWN`` whatever the time, else ``LIVE``.
        retired: since when.
        effective: from when on it holds; of a known issue, when it was first seen.
        expires: until when.
        due: when it is to be reviewed.
    """

    state: State
    retired: datetime | None = None
    effective: datetime | None = None
    expires: datetime | None = None
    due: datetime | None = None


@remembered
def facts_of(record: Record) -> Facts:
    """What a record's state depends on; one that is neither draft, active nor retired counts as a draft."""
    if record.is_retired:
        day = parse_date(record.meta.map("retired").get("on"))
        return Facts(State.RETIRED, retired=midnight(day) if day else None)
    if record.is_known:
        return Facts(State.KNOWN, effective=record.moment("started"))
    if not record.is_active:
        return Facts(State.DRAFT)
    effective = record.day("effective_from")
    return Facts(
        State.LIVE,
        effective=midnight(effective) if effective else None,
        expires=record.moment("expires"),
        due=review_due(record),
    )


def status_of(record: Record, now: datetime, soon: timedelta = timedelta(hours=48)) -> Status:
    """The state of a record at a moment.

    Args:
        record: the record.
        now: the moment, in UTC.
        soon: how long before its expiry a workaround is EXPIRES SOON (policy).
    """
    return status_at(facts_of(record), now, soon)


def status_at(facts: Facts, now: datetime, soon: timedelta) -> Status:
    """The state at a moment, from what it depends on; as :func:`status_of`."""
    if facts.state is State.RETIRED:
        return Status(State.RETIRED, facts.retired)
    if facts.state is State.DRAFT:
        return Status(State.DRAFT)
    if facts.state is State.KNOWN:
        return Status(State.KNOWN, facts.effective)
    if facts.effective and now < facts.effective:
        return Status(State.SCHEDULED, facts.effective)
    if facts.expires:
        if now >= facts.expires:
            return Status(State.EXPIRED, facts.expires)
        return Status(State.EXPIRES_SOON if facts.expires - now <= soon else State.LIVE, facts.expires)
    if facts.due and now >= facts.due:
        return Status(State.REVIEW_DUE, facts.due)
    return Status(State.LIVE)


def turns_of(facts: Facts, soon: timedelta) -> Iterator[tuple[datetime | None, State]]:
    """The states of a record in order, each with the moment from which on it is that; None for the first."""
    moments = {moment for moment in (facts.effective, facts.expires, facts.due) if moment}
    if facts.expires and facts.expires - _EARLIEST > soon:
        moments.add(facts.expires - soon)
    last = None
    for moment in (None, *sorted(moments)):
        state = status_at(facts, moment or _EARLIEST, soon).state
        if state is not last:
            yield moment, state
        last = state


def review_due(record: Record) -> datetime | None:
    """When the next review is due: ``last_reviewed`` + ``review_days``.

    None for a kind without reviews, and where the sum lies beyond the calendar (S02 and S05 have said so).
    """
    reviewed, days = record.day("last_reviewed"), record.meta.number("review_days")
    try:
        return midnight(reviewed) + timedelta(days=days) if reviewed and days else None
    except OverflowError:
        return None


def describe(status: Status, now: datetime) -> str:
    """A status in words, for a row or a banner: ``EXPIRES SOON (6 h left)``, ``RETIRED (2026-11-12)``."""
    if status.moment is None:
        return str(status.state)
    match status.state:
        case State.EXPIRES_SOON:
            return f"{status.state} ({duration(status.moment - now)} left)"
        case State.LIVE:
            return f"{status.state} (until {status.moment.date()} {status.moment:%H:%M} UTC)"
        case State.SCHEDULED:
            return f"{status.state} (from {status.moment.date()})"
        case State.KNOWN:
            return f"{status.state} (since {status.moment.date()})"
        case State.EXPIRED:
            return f"{status.state} ({status.moment.date()} {status.moment:%H:%M} UTC)"
        case _:
            return f"{status.state} ({status.moment.date()})"


def duration(span: timedelta) -> str:
    """A span in its largest sensible unit, rounded down: ``6 h``, ``40 min``, ``3 d``."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 72 * 60 else f"{minutes // (24 * 60)} d"
