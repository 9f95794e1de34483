"""What of an export cannot be judged, and why: it is said where the figure would stand, and counted.

A report that passes over a word it does not know calls a day quiet that nobody has looked at. So whoever says that
nothing is overdue, due or urgent asks here first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from sopkb.core.config import Desk
from sopkb.core.diagnostics import shown
from sopkb_desk.count import poisson_at_most
from sopkb_desk.facts import Unjudged, Why
from sopkb_desk.harmless import is_harmless
from sopkb_desk.reading import Export
from sopkb_desk.standing_out import incomplete
from sopkb_desk.ticket import Ticket

WEEKS_BACK = 8
"""An export that begins less than so many weeks before a day says neither what is usual then nor what is left over."""
OLD = timedelta(hours=12)
"""Older than this, an export is not the state of the desk: a shift has passed since."""
_BY_CHANCE = 0.001
"""How likely a desk may be silent for as long as an export is, where the export counts as made at its end."""
_MOST_WORDS = 8
"""More different words than that are no priorities or statuses, but another column: they may be names."""


def of_export(
    export: Export, since: datetime, moment: datetime, back: timedelta = timedelta(weeks=WEEKS_BACK)
) -> Iterator[Unjudged]:
    """What an export does not hold: rows, a time before it begins or after it was made, whole sites.

    Args:
        export: the tickets.
        since: when the time that is reported on begins.
        moment: when it ends.
        back: how long before the export must begin, so that what was left over is in it.
    """
    if not export.tickets:
        yield Unjudged(Why.EMPTY, 0, "everything, for the export has no ticket")
    if export.bad:
        count = len(export.bad)
        private = f", {export.private:,} of them for a personal datum or a secret" if export.private else ""
        yield Unjudged(Why.ROWS, count, f"{_counted(count, 'row')} that could not be used{private}")
    for site in incomplete([ticket for ticket in export.tickets if ticket.created < moment], moment):
        yield Unjudged(Why.SITE, site.tickets, f"{site.name}, so its export is incomplete")
    begin, end = export.begins, ends(export, moment)
    if begin and begin > since - back:
        yield Unjudged(Why.BEGIN, 0, f"tickets opened before {at(begin)}, where the export begins")
    if end:
        yield Unjudged(Why.END, 0, f"what came after {at(end)}, the newest entry of the export")


def uncovered(export: Export, since: datetime, until: datetime) -> str:
    """Why an export says nothing of a stretch of time; ``""`` where it does."""
    begin, end = export.begins, ends(export, until)
    if begin is None:
        return "the export has no ticket"
    if begin >= until:
        return f"the export begins on {at(begin)}"
    return f"the newest entry of the export is of {at(end)}" if end and end < since else ""


def ends(export: Export, moment: datetime) -> datetime | None:
    """The newest entry of an export that was made before a moment; None where it seems to reach it.

    It does not where its last hours are silent, and the same hours of the weeks before were so busy that this is not
    the desk's silence; nor beyond half a day, whatever the desk.
    """
    end = export.newest(moment)
    if end is None or moment - end > OLD:
        return end
    weeks = (timedelta(weeks=number) for number in range(1, WEEKS_BACK + 1))
    known = [back for back in weeks if export.begins and end - back >= export.begins]
    count = sum(any(end - back < ticket.created < moment - back for back in known) for ticket in export.tickets)
    is_cut_short = known and poisson_at_most(0, count / len(known)) < _BY_CHANCE
    return end if is_cut_short else None


def unknown_statuses(tickets: Iterable[Ticket]) -> Iterator[Unjudged]:
    """Tickets of which nobody can tell whether they are open."""
    words = Counter(ticket.status for ticket in tickets if not ticket.is_status_known)
    if words:
        count = words.total()
        text = f"{_counted(count, 'ticket')} with a status that is not known ({listed(words)})"
        yield Unjudged(Why.STATUS, count, text, _told(words))


def unknown_priorities(tickets: Iterable[Ticket], desk: Desk) -> Iterator[Unjudged]:
    """Tickets of which nobody can tell how soon they must be answered."""
    words = Counter(ticket.priority for ticket in tickets if ticket.priority not in desk.clock)
    if words:
        count = words.total()
        text = f"{_counted(count, 'ticket')} with a priority that kb.yml does not know ({listed(words)})"
        yield Unjudged(Why.PRIORITY, count, text, _told(words))


def undated(tickets: Iterable[Ticket], until: datetime) -> Iterator[Unjudged]:
    """Tickets that have left the backlog, nobody can tell when."""
    count = sum(ticket.has_left and ticket.ended is None and ticket.created < until for ticket in tickets)
    if count:
        yield Unjudged(Why.UNDATED, count, f"{_counted(count, 'ticket')} that ended, the export does not say when")


def listed(words: Mapping[str, int]) -> str:
    """Words of an export with their numbers, the most frequent first; an empty cell is ``empty``."""
    if len(words) > _MOST_WORDS:
        return f"{len(words)} different words: is that the right column?"
    ordered = sorted(words.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{_shown(word) if word else 'empty'} {count:,}" for word, count in ordered)


def _told(words: Mapping[str, int]) -> Mapping[str, int]:
    """Those words that may be told."""
    return {word: count for word, count in words.items() if is_harmless(word)} if len(words) <= _MOST_WORDS else {}


def at(moment: datetime) -> str:
    """A moment as reports write it."""
    return f"{moment:%a %d %b %Y %H:%M} UTC"


def _shown(word: str) -> str:
    return f"“{shown(word, 40)}”" if is_harmless(word) else "a word that is not shown"


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
