"""What changed in the shape of exports between weeks, told before anybody reads a wrong number.

A column that is gone, a word that is new, a site that stopped sending or a week off its usual looks like a change of
the work, and is one of the data.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from sopkb.core.diagnostics import shown
from sopkb_desk.count import poisson_at_most
from sopkb_desk.harmless import is_harmless
from sopkb_desk.ticket import Ticket

_WORDS = ("status", "priority", "channel", "category", "site")
_BACK = 8
"""Weeks that make the usual."""
_BY_CHANCE = 0.001
_RANGE = 3.0
"""A week is off its usual beyond so many times the usual distance of a week from the median."""


@dataclass(frozen=True)
class Shape:
    """What one file looks like.

    Args:
        name: of the file.
        format: of which product.
        columns: where each column of ours stands, ``""`` where it does not.
        header: every column of the file.
        left_out: rows that could not be used, of ``rows``.
        rows: rows in all.
    """

    name: str
    format: str
    columns: Mapping[str, str]
    header: frozenset[str]
    left_out: int
    rows: int


@dataclass(frozen=True, slots=True)
class Oddity:
    """One thing that changed, and what it does to figures."""

    what: str
    means: str


def between_files(shapes: Sequence[Shape]) -> Iterator[Oddity]:
    """What a file has otherwise than the one before it."""
    for old, new in pairwise(shapes):
        if old.format != new.format:
            yield Oddity(
                f"{new.name} is of {new.format}, {old.name} was of {old.format}", "every column may mean another"
            )
        for column, place in new.columns.items():
            was = old.columns.get(column, "")
            if was and not place:
                yield Oddity(f"{new.name} has no {column} any more", "figures that need it are not known from here on")
            elif place and not was:
                yield Oddity(f"{new.name} has {column} ({shown(place)}), {old.name} had not", "it is not known before")
            elif place != was:
                text = f"{new.name} takes {column} from {shown(place)}, {old.name} from {shown(was)}"
                yield Oddity(text, "they may differ in meaning")
        gone, come = sorted(old.header - new.header), sorted(new.header - old.header)
        if gone:
            text = f"{new.name} lacks columns: {', '.join(map(shown, gone[:12]))}"
            yield Oddity(text, "none of them was read, or it is said above")
        if come:
            yield Oddity(
                f"{new.name} has new columns: {', '.join(map(shown, come[:12]))}", "look whether one is needed"
            )
        if new.left_out * max(old.rows, 1) > 2 * old.left_out * max(new.rows, 1) and new.left_out >= 5:
            yield Oddity(
                f"{new.left_out:,} of {new.rows:,} rows of {new.name} could not be used", "its counts are too low"
            )


def between_weeks(tickets: Iterable[Ticket], until: datetime) -> Iterator[Oddity]:
    """What the last whole week has otherwise than the eight before it.

    Args:
        tickets: of the exports.
        until: the end of the last week that counts, a Monday 00:00 UTC.
    """
    weeks: dict[int, list[Ticket]] = defaultdict(list)
    for ticket in tickets:
        back = (until - ticket.created) // timedelta(weeks=1)
        if 0 <= back <= _BACK:
            weeks[back].append(ticket)
    last, before = weeks.get(0, []), [weeks.get(number, []) for number in range(1, _BACK + 1)]
    known = [week for week in before if week]
    if len(known) < 4:
        text = f"only {len(known)} of the {_BACK} weeks before hold tickets"
        yield Oddity(text, "what is usual is not known: name earlier exports too")
        return
    counts = [len(week) for week in known]
    usual = median(counts)
    spread = max(median(abs(count - usual) for count in counts), usual**0.5)
    if abs(len(last) - usual) > _RANGE * spread:
        yield Oddity(
            f"the week has {len(last):,} tickets; the median of {len(known)} weeks is {usual:.0f}, "
            f"from {min(counts):,} to {max(counts):,}",
            "an export may be cut off or doubled, or it was an unusual week",
        )
    for name in _WORDS:
        yield from _words(name, last, known)


def _words(name: str, last: Sequence[Ticket], known: Sequence[Sequence[Ticket]]) -> Iterator[Oddity]:
    now = Counter(str(getattr(ticket, name)) for ticket in last)
    past = Counter(str(getattr(ticket, name)) for week in known for ticket in week)
    for word, count in sorted(now.items(), key=lambda pair: -pair[1]):
        if word and word not in past:
            yield Oddity(f"{name} {_told(word)} is new, {count:,} tickets", "a mapping may not know it")
    for word, count in sorted(past.items(), key=lambda pair: -pair[1]):
        mean = count / len(known)
        if word and poisson_at_most(now[word], mean) < _BY_CHANCE:
            gone = "stopped" if not now[word] else "fell"
            why = "its export may be missing" if name == "site" else "renamed, or no longer used"
            yield Oddity(f"{name} {_told(word)} {gone}: {now[word]:,}, usually about {mean:.0f} a week", why)
    was, empty = past[""] / max(sum(past.values()), 1), now[""] / max(len(last), 1)
    if now[""] >= 5 and empty > 2 * was + 0.05:
        yield Oddity(
            f"{name} is empty for {empty:.0%} of the week's tickets, {was:.0%} before", "the column may have moved"
        )


def _told(word: str) -> str:
    return f"“{shown(word, 40)}”" if is_harmless(word) else "(a word that is not shown)"
