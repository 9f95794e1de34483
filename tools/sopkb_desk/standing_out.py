"""Records that fail, and sites whose export is incomplete."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from sopkb.core.load import Base
from sopkb.core.moments import midnight
from sopkb_desk.common import minutes_of, tickets_by_record, where
from sopkb_desk.count import count_text, poisson_at_most, surely_above
from sopkb_desk.facts import Sort, Standout
from sopkb_desk.ticket import Ticket

FAILS_ABOVE = 0.10
"""A record whose tickets come back more often than this is a gap (SOP-0028)."""
_FEWEST_OF_A_RECORD = 20
_SURE = 4.0
_BY_CHANCE = 0.0005
"""How likely one of all sites may look late without being it."""


def failing(tickets: Sequence[Ticket], base: Base) -> Iterator[Standout]:
    """Records whose tickets are opened again, or passed on, far more often than those of others."""
    ended = [ticket for ticket in tickets if ticket.is_ended and ticket.kb_ids]
    by_record = tickets_by_record(ended)
    measures: tuple[tuple[str, float, Callable[[Ticket], bool]], ...] = (
        ("opened again", FAILS_ABOVE, lambda ticket: bool(ticket.reopened)),
        ("passed on", 2 * FAILS_ABOVE, lambda ticket: bool(ticket.escalated_to)),
    )
    for record_id, theirs in by_record.items():
        record = base.corpus.by_id.get(record_id)
        reasons = []
        for what, least, is_case in measures:
            cases, others = sum(map(is_case, theirs)), sum(map(is_case, ended))
            usual = (others - cases) / max(len(ended) - len(theirs), 1)
            if len(theirs) < _FEWEST_OF_A_RECORD or cases <= least * len(theirs):
                continue
            if surely_above(cases, len(theirs), usual, _SURE):
                reasons.append(f"{cases / len(theirs):.0%} {what}, {usual:.0%} elsewhere")
        if reasons and record:
            yield Standout(
                Sort.STEP,
                f"{record_id} {record.title}",
                len(theirs),
                minutes_of(theirs),
                " and ".join(reasons),
                f"Follow {record_id} with five of its tickets: which step is wrong, or missing?",
                record_id,
                **where(theirs),
            )


def incomplete(tickets: Sequence[Ticket], until: datetime) -> Iterator[Standout]:
    """Sites of which the last days are missing: far fewer tickets than the eight weeks before lead one to expect."""
    by_site: dict[str, Counter[datetime]] = defaultdict(Counter)
    for ticket in tickets:
        if ticket.site:
            by_site[ticket.site][midnight(ticket.created.date())] += 1
    last = max((ticket.created for ticket in tickets), default=until)
    end = midnight(last.date()) - timedelta(days=1)  # the last day may not be over
    for site, days in sorted(by_site.items()):
        found = _missing_since(days, end, _BY_CHANCE / len(by_site))
        if found:
            since, expected, seen = found
            yield Standout(
                Sort.SITE,
                f"{site}: {'hardly any' if seen else 'no'} tickets since {since.date()}",
                round(expected) - seen,
                0.0,
                f"about {expected:.0f} were to be expected by the eight weeks before, there are {count_text(seen)}",
                f"Ask {site} for its export, and run this again: until then every figure of these days is too low.",
                first=since,
                last=end,
            )


def _missing_since(days: Counter[datetime], end: datetime, chance: float) -> tuple[datetime, float, int] | None:
    """From which of the last fourteen days on there is too little to be chance; the day itself, expected and seen."""
    best: tuple[datetime, float, int] | None = None
    for back in range(1, 15):
        since = end - timedelta(days=back - 1)
        span = [since + timedelta(days=number) for number in range(back)]
        expected = sum(_usual(days, day, since) for day in span)
        seen = sum(days[day] for day in span)
        is_odd = poisson_at_most(seen, expected) < chance and seen * 4 <= expected
        if is_odd and (best is None or (seen, -expected) < (best[2], -best[1])):
            best = (since, expected, seen)
    return best


def _usual(days: Counter[datetime], day: datetime, since: datetime) -> float:
    """What that weekday brings: the mean of the eight before the time that is judged."""
    weeks = (day - timedelta(weeks=number) for number in range(1, 13))
    before = [each for each in weeks if each < since][:8]
    return sum(days[each] for each in before) / max(len(before), 1)
