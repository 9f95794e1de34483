"""A sample of tickets for quality assurance: stratified, seeded, and with what each should have been done by."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sopkb.cells import csv_text
from sopkb.core.errors import UsageError
from sopkb.core.load import Base
from sopkb_desk.count import FEWEST
from sopkb_desk.facts import Unjudged
from sopkb_desk.in_force import History, InForce
from sopkb_desk.measures import area_of
from sopkb_desk.ticket import Ticket
from sopkb_desk.unjudged import unknown_statuses

STRATA = ("area", "record", "site", "region", "priority", "channel", "product", "category")
SHEET = (
    "ticket_id", "day", "record", "title", "version", "step", "action", "check", "result", "remark", "note",
    "stratum", "weight",
)  # fmt: skip
"""Columns of a sheet; whoever scores fills in ``result`` (yes, no, n/a) and, if need be, ``remark``."""


@dataclass(frozen=True)
class Drawn:
    """A ticket of the sample.

    Args:
        ticket: the ticket.
        stratum: that it was drawn from.
        record: id of the record that it is scored by.
        in_force: the record as it was on that day.
    """

    ticket: Ticket
    stratum: str
    record: str
    in_force: InForce


@dataclass(frozen=True)
class Sample:
    """What was drawn.

    Args:
        drawn: by stratum, then by ticket.
        strata: for each stratum how many tickets there were, and how many were drawn.
        passed_over: answered tickets whose record has no steps, or is not known.
        unlinked: answered tickets without a record.
        unjudged: tickets of which nobody can tell whether they were answered.
    """

    drawn: tuple[Drawn, ...]
    strata: Mapping[str, tuple[int, int]]
    passed_over: int
    unlinked: int = 0
    unjudged: tuple[Unjudged, ...] = ()


def draw(tickets: Sequence[Ticket], base: Base, per: Sequence[str], *, size: int, minimum: int, seed: str) -> Sample:
    """Draw a sample of answered tickets that are linked to a record with steps.

    Every stratum gives its share, and ``minimum`` where it has so many. The same tickets, strata and seed give the same
    sample, in whatever order the tickets come.

    Args:
        tickets: to draw from.
        base: the knowledge base.
        per: what makes a stratum, one or more of :data:`STRATA`.
        size: how many in all.
        minimum: of each stratum.
        seed: which of the many possible samples.

    Raises:
        UsageError: there is nothing to draw from, or the minimum of all strata is more than the sample.
    """
    history = History(base)
    strata: dict[str, list[tuple[Ticket, str]]] = defaultdict(list)
    passed_over = unlinked = 0
    for ticket in sorted(tickets, key=lambda ticket: ticket.id):
        if not ticket.is_ended:
            continue
        if not ticket.kb_ids:
            unlinked += 1
            continue
        record = next((name for name in ticket.kb_ids if _has_steps(name, base)), None)
        if record is None:
            passed_over += 1
            continue
        strata[" / ".join(_word(ticket, record, name, base) or "(none)" for name in per)].append((ticket, record))
    unjudged = tuple(unknown_statuses(tickets))
    if not strata:
        strange = "".join(f" Not judged: {each.text}." for each in unjudged)
        raise UsageError(
            f"No answered ticket is linked to a record with steps.{strange}", "Choose another time or export."
        )
    shares = _shares({name: len(theirs) for name, theirs in strata.items()}, size, minimum)
    drawn = []
    for name in sorted(strata):
        dice = random.Random(f"{seed}|{name}").random
        order = sorted(strata[name], key=lambda pair: (dice(), pair[0].id))
        for ticket, record in sorted(order[: shares[name]], key=lambda pair: pair[0].id):
            found = history.at(record, ticket.created)
            if found:
                drawn.append(Drawn(ticket, name, record, found))
    counts = {name: (len(strata[name]), shares[name]) for name in sorted(strata)}
    return Sample(tuple(drawn), counts, passed_over, unlinked, unjudged)


def _has_steps(record_id: str, base: Base) -> bool:
    record = base.corpus.by_id.get(record_id)
    return bool(record and record.steps)


def _word(ticket: Ticket, record: str, name: str, base: Base) -> str:
    if name == "record":
        return record
    if name == "area":
        return area_of(ticket, base)
    return str(getattr(ticket, name))


def _shares(counts: Mapping[str, int], size: int, minimum: int) -> dict[str, int]:
    """How many of each: the minimum, then in proportion to what is left, the largest remainders first."""
    shares = {name: min(count, minimum) for name, count in counts.items()}
    if sum(shares.values()) > size:
        raise UsageError(
            f"{len(counts)} strata with {minimum} each are more than {size}.",
            "Raise --size, lower --minimum, or use fewer --per.",
        )
    while (left := size - sum(shares.values())) > 0:
        room = {name: counts[name] - shares[name] for name in counts if counts[name] > shares[name]}
        whole = sum(room.values())
        if not room:
            break
        if whole <= left:
            return dict(counts)
        exact = {name: left * free / whole for name, free in room.items()}
        for name, share in exact.items():
            shares[name] += int(share)
        rest = left - sum(int(share) for share in exact.values())
        for name in sorted(exact, key=lambda name: (int(exact[name]) - exact[name], name))[:rest]:
            shares[name] += 1
    return shares


def sheet(sample: Sample) -> str:
    """The sheet to score, a row a step: what was to be done, what was to be seen, and an empty cell."""
    return csv_text(SHEET, _rows(sample))


def thin(sample: Sample) -> list[str]:
    """Strata that were left too thin to say anything of them: fewer than five drawn."""
    return [name for name, (_, drawn) in sample.strata.items() if 0 < drawn < FEWEST]


def _rows(sample: Sample) -> Iterator[tuple[object, ...]]:
    """A drawn ticket stands for as many of its stratum as its weight says."""
    drawn = Counter(each.stratum for each in sample.drawn)
    for each in sample.drawn:
        record = each.in_force.record
        weight = round(sample.strata[each.stratum][0] / drawn[each.stratum], 6)
        for step in record.steps:
            yield (
                each.ticket.id, each.ticket.created.date().isoformat(), each.record, record.title,
                record.meta.text("version"), step.number, step.text, step.check, "", "", each.in_force.note,
                each.stratum, weight,
            )  # fmt: skip
