"""The daily report: what a day was like, against what such a day usually is, and what is left to do.

Its figures are those of the team's own day, so they are exact, however small; and what cannot be judged is said where
the figure would stand (:mod:`sopkb_desk.unjudged`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from sopkb.core.config import Desk
from sopkb.core.load import Base
from sopkb.core.moments import midnight
from sopkb.core.record import Record
from sopkb.core.state import State, Status, duration
from sopkb_desk.backlog import FollowUp, ended, follow_ups, not_judged, opened, unsettled
from sopkb_desk.base_news import change_lines, incident_lines, workaround_line, workarounds
from sopkb_desk.count import is_enough, poisson_at_most
from sopkb_desk.daily_figures import balance, replies, told, volume
from sopkb_desk.danger import danger_lines, hears, said, screened
from sopkb_desk.day_details import age, none_open, quality, resolution, to_follow, usual_counts, usual_line
from sopkb_desk.facts import Unjudged
from sopkb_desk.markdown import bullets, quoted
from sopkb_desk.reading import Export
from sopkb_desk.rota import coverage, rota_of
from sopkb_desk.ticket import Ticket
from sopkb_desk.unjudged import WEEKS_BACK, at, of_export, uncovered, unknown_statuses

_MOST_LINES = 12
_NEXT = timedelta(hours=8)
"""How far the coverage looks that a daily report ends with."""
_FIGURES = ("volume", "balance", "sla", "resolution", "age", "quality", "usual", "unusual", "frequent")


def day_of(day: date, desk: Desk) -> tuple[datetime, datetime]:
    """A day of the desk: the 24 hours that end on it."""
    until = midnight(day) + desk.day_ends
    return until - timedelta(days=1), until


def last_day(now: datetime, desk: Desk) -> date:
    """The last day that is over."""
    day = now.date()
    return day if midnight(day) + desk.day_ends <= now else day - timedelta(days=1)


def daily_values(export: Export, base: Base, day: date) -> Mapping[str, str]:
    """What the template of the daily report is filled with.

    Args:
        export: tickets; eight weeks before the day make "usual".
        base: the knowledge base, as it is now; states are those of the end of the day.
        day: of the report.
    """
    desk = base.config.desk
    since, until = day_of(day, desk)
    export = screened(export, hears(base, until), lambda each: each.ended is None or each.ended >= since)
    todays, gone = opened(export.tickets, since, until), ended(export.tickets, since, until)
    todo = list(follow_ups(export.tickets, until, desk))
    strange = unsettled(export.tickets, until)
    doubts = [
        *not_judged(todo, until, desk),
        *unknown_statuses(strange),
        *of_export(export, since, until),
    ]
    soon = [pair for pair in workarounds(base, until) if pair[1].state in (State.EXPIRES_SOON, State.EXPIRED)]
    live = [pair for pair in workarounds(base, until) if pair[1].state.is_live]
    unknown = uncovered(export, since, until)
    counted = None if unknown else usual_counts(export, since, until)
    usual = sum(counted) / len(counted) if counted else None
    odd = list(_unusual(export, todays, since, until, base)) if usual is not None else []
    knows_links = not unknown and "kb_ids" not in export.absent
    if unknown:
        figures = dict.fromkeys(_FIGURES, f"Not known: {unknown}.")
        counts = f"**Nothing is known of this day: {unknown}.**"
    else:
        figures = {
            "volume": volume(export, since, until, desk),
            "balance": balance(export, since, until),
            "sla": replies(todays, until, desk),
            "resolution": resolution(export, gone, until, desk),
            "age": age(todo, until, doubts),
            "quality": bullets(quality(export, todays, gone)),
            "usual": usual_line(counted, len(todays), f"{day:%A}", at(export.begins) if export.begins else ""),
            "unusual": _against_usual(export, odd, usual),
            "frequent": bullets(_frequent(todays, gone, base), _no_frequent(export)),
        }
        maybe = f", and {len(strange):,} more that may be open or not" if strange else ""
        against = f" (usually about {usual:.0f} on a {day:%A})" if usual is not None and usual >= 5 else ""
        counts = f"{len(todays):,} opened{against}, {len(gone):,} answered, {len(todo):,} open{maybe}."
    rota = rota_of(desk.rota)
    new = {each.id: each for each in (*todays, *(each.ticket for each in todo), *strange)}
    dangers = danger_lines(list(new.values()), export, base, until)
    short = [counts, _is_overdue(todo, doubts, until)]
    if soon:
        short.append(f"Ends soon or has just ended: {', '.join(record.id for record, _ in soon)}.")
    if odd:
        short.append(f"Out of the ordinary: {odd[0]}.")
    return {
        "day": day.isoformat(),
        "weekday": f"{day:%A}",
        "period": f"From {since:%a %d %b %H:%M} to {until:%a %d %b %H:%M} UTC",
        "source": f"Made from {', '.join(map(quoted, export.files))}, {len(export.tickets):,} tickets.",
        "short": "\n\n".join(part for part in (bullets(dangers), " ".join(short)) if part),
        **figures,
        "incidents": bullets(incident_lines(base, todays, until, knows_links=knows_links)),
        "soon": duration(base.config.policy.expires_soon),
        "expiring": bullets((workaround_line(*pair, until) for pair in soon), "No workaround ends within that time."),
        "live": _in_all(live),
        "changes": bullets(change_lines(base, day, day, until), "No record changed in a way that asks to be told."),
        "overdue": _overdue(todo, doubts, until),
        "to_follow": bullets(to_follow(todo, base, rota, until), none_open(doubts)),
        "next_shift": coverage(rota, until, until + _NEXT),
    }


def _in_all(live: Sequence[tuple[Record, Status]]) -> str:
    """The live workarounds by id; those that are only known, and have no fix, by themselves."""
    ids = ", ".join(record.id for record, status in live if status.state.has_steps) or "none"
    known = ", ".join(record.id for record, status in live if status.state is State.KNOWN)
    return f"{ids}; known, no fix yet: {known}" if known else ids


def _is_overdue(todo: Sequence[FollowUp], doubts: Sequence[Unjudged], until: datetime) -> str:
    """Whether anything is overdue. "Nothing is" is only said where everything was looked at."""
    late = sum(each.is_late(until) for each in todo)
    judged = sum(each.is_judged(until) for each in todo)
    if not doubts:
        return (
            f"Overdue: {late}." if late else f"Nothing is overdue: each of the {len(todo):,} open tickets was judged."
        )
    reasons = "; ".join(map(told, doubts))
    if late:
        found = f"Overdue: at least {late}."
    elif judged:
        found = f"Of the {judged:,} open tickets that could be judged, none is overdue."
    else:
        found = "**Whether anything is overdue is not known.**"
    return f"{found} **Not judged**: {reasons}."


def _overdue(todo: Sequence[FollowUp], doubts: Sequence[Unjudged], until: datetime) -> str:
    """Everything that is overdue, a line each, and what could not be judged."""
    late = [each for each in todo if each.is_late(until)]
    open_longest = sorted((each for each in todo if not each.is_judged(until)), key=lambda each: each.ticket.created)
    lines = [*late_lines(late, until), *waiting_lines(open_longest, until)]
    lines += (f"**Not judged**: {told(each)}" for each in doubts)
    return bullets(lines, f"None: each of the {len(todo):,} open tickets was judged.")


def _against_usual(export: Export, odd: Sequence[str], usual: float | None) -> str:
    if usual is None:
        begins = at(export.begins) if export.begins else ""
        return f"not known: the export begins on {begins}, and it takes the {WEEKS_BACK} weeks before the day"
    if "category" in export.absent:
        return "not known: the export has no category"
    return "; ".join(odd) or "no category is out of the ordinary"


def _unusual(export: Export, todays: Sequence[Ticket], since: datetime, until: datetime, base: Base) -> Iterator[str]:
    """Categories with far more or far fewer tickets than that weekday leads one to expect."""
    now = Counter(ticket.category for ticket in todays)
    past: Counter[str] = Counter()
    for number in range(1, WEEKS_BACK + 1):
        back = timedelta(weeks=number)
        past.update(ticket.category for ticket in opened(export.tickets, since - back, until - back))
    why = f" (the mean of {WEEKS_BACK} same weekdays before; by chance less than once in 1,000 such days)"
    for category in sorted(now.keys() | past.keys(), key=lambda word: -now[word]):
        mean, count = past[category] / WEEKS_BACK, now[category]
        label = quoted(base.config.label("areas", category) or "(no category)")
        if is_enough(count) and 1 - poisson_at_most(count - 1, max(mean, 0.5)) < 0.001:
            yield f"{label} **{count}**, usually {_about(mean)}{why}"
        elif mean >= 7 and poisson_at_most(count, mean) < 0.001:
            yield f"{label} only {count}, usually {_about(mean)}{why}"


def _about(mean: float) -> str:
    return f"about {mean:.0f}" if mean >= 5 else f"{mean:.1f}"


def _frequent(todays: Sequence[Ticket], gone: Sequence[Ticket], base: Base) -> Iterator[str]:
    seen = {ticket.id: ticket for ticket in (*todays, *gone)}
    counts = Counter(record_id for ticket in seen.values() for record_id in ticket.kb_ids)
    for record_id, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:3]:
        record = base.corpus.by_id.get(record_id)
        title = quoted(record.title, 120) if record else "not in this base"
        yield f"{record_id} {title}: {count}"


def _no_frequent(export: Export) -> str:
    if "kb_ids" in export.absent:
        return "Not known: the export does not say which records were linked (column kb_ids)."
    return "No ticket of the day is linked to a record."


def late_lines(late: Sequence[FollowUp], moment: datetime) -> Iterator[str]:
    """Overdue tickets, each with what is late and by how much."""
    for each in late[:_MOST_LINES]:
        assert each.due is not None
        what = "first reply" if each.is_first else "update"
        yield f"{_named(each)}: {what} {duration(moment - each.due)} late{_said(each)}"
    if len(late) > _MOST_LINES:
        yield f"and {len(late) - _MOST_LINES} more"


def waiting_lines(waiting: Sequence[FollowUp], moment: datetime) -> Iterator[str]:
    """Tickets of which nobody can tell whether they are late, each with how long it has been open."""
    for each in waiting[:_MOST_LINES]:
        yield f"{_named(each)}: open for {duration(moment - each.ticket.created)}, not judged{_said(each)}"
    if len(waiting) > _MOST_LINES:
        yield f"and {len(waiting) - _MOST_LINES} more that were not judged"


def _named(each: FollowUp) -> str:
    priority, site = quoted(each.ticket.priority) or "no priority", quoted(each.ticket.site) or "no site"
    return f"{quoted(each.ticket.id)} ({priority}, {site})"


def _said(each: FollowUp) -> str:
    if each.ticket.alerts:
        return f": {said(each.ticket)}"
    return f': "{said(each.ticket)}"' if each.ticket.summary else ""
