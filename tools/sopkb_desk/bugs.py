"""Bugs and the tickets that they cost, and what engineering should hear of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sopkb.core.codes import codes_as_written, normal_form
from sopkb.core.load import Base
from sopkb.core.record import Record
from sopkb_desk.asking import Asker
from sopkb_desk.common import minutes_of, where
from sopkb_desk.count import is_enough
from sopkb_desk.facts import Sort, Standout
from sopkb_desk.terms import holders_of, saying, terms_of
from sopkb_desk.ticket import Ticket

MANY_TICKETS = 10
"""From so many tickets on, a bug is reported to engineering (SOP-0028)."""


@dataclass(frozen=True)
class Bug:
    """A bug and the tickets that say so: linked to its workaround, or naming its id or its code.

    Args:
        id: of the bug; of the code, where no bug is known.
        record: the workaround; None where there is none.
        tickets: in the order of their opening.
    """

    id: str
    record: Record | None
    tickets: tuple[Ticket, ...]


def bugs(tickets: Sequence[Ticket], base: Base, ask: Asker) -> list[Bug]:
    """Bugs, and codes that no record knows, with their tickets; the costliest first."""
    policy = base.config.policy
    bug_of = {record.id: record.meta.text("bug") for record in base.corpus.records if record.meta.text("bug")}
    holder = {bug: base.corpus.by_id[record_id] for record_id, bug in bug_of.items()}
    found: dict[str, list[Ticket]] = defaultdict(list)
    for ticket in tickets:
        named = {bug_of[record_id] for record_id in ticket.kb_ids if record_id in bug_of}
        if any(character.isdigit() for character in ticket.summary):
            named |= {match.group() for match in codes_as_written(ticket.summary, policy.bug_pattern)}
            if not ticket.kb_ids:  # a link says better than a code which of two records it was
                named |= _by_code(ticket, base)
        for bug in named:
            found[bug].append(ticket)
    _add_unlinked(found, tickets, list(holder.values()), ask)
    listed = [Bug(bug, holder.get(bug), tuple(theirs)) for bug, theirs in found.items() if is_enough(len(theirs))]
    return sorted(listed, key=lambda bug: (-minutes_of(bug.tickets), bug.id))


def _add_unlinked(
    found: dict[str, list[Ticket]], tickets: Sequence[Ticket], workarounds: Sequence[Record], ask: Asker
) -> None:
    """Tickets without a record that say a symptom of a bug once it had begun, and that search gives its record."""
    unlinked = [ticket for ticket in tickets if not ticket.kb_ids and ticket.summary]
    holders = holders_of([terms_of(ticket.summary) for ticket in unlinked])
    for record in workarounds:
        theirs, started = found[record.meta.text("bug")], record.moment("started")
        if started is None:
            continue
        known = {ticket.id for ticket in theirs}
        said = (unlinked[number] for number in saying(map(terms_of, record.symptoms), holders))
        likely = (ticket for ticket in said if ticket.created >= started and ticket.id not in known)
        theirs += (ticket for ticket in likely if ask(ticket.summary).answer == record.id)
        theirs.sort(key=lambda ticket: (ticket.created, ticket.id))


def _by_code(ticket: Ticket, base: Base) -> set[str]:
    """Bugs that had begun when a ticket named their code; and codes that no record has."""
    named = set()
    for match in codes_as_written(ticket.summary, base.config.policy.error_code_pattern):
        known = base.corpus.by_code.get(normal_form(match.group()), ())
        if not known:
            named.add(match.group())
        for record in known:
            started = record.moment("started")
            if record.meta.text("bug") and not (started and ticket.created < started):
                named.add(record.meta.text("bug"))
    return named


def costly(found: Sequence[Bug], base: Base) -> Iterator[Standout]:
    """Bugs that engineering should hear of: from ten tickets on; codes without a bug from two sites on as well."""
    for bug in found:
        told = where(bug.tickets)
        is_known = bug.record is not None or bug.id in base.corpus.tracker.items
        if len(bug.tickets) < MANY_TICKETS and (is_known or told["sites"] < 2):
            continue
        is_open = base.corpus.tracker.is_open(bug.id)
        state = "" if is_open is None else ("open" if is_open else "closed") + " in the tracker"
        title = bug.record.title if bug.record else _tracked_title(base, bug.id)
        do = f"Send {bug.id} to engineering with this line: tickets, minutes, sites, first and last."
        if not is_known:
            do = f"Nothing knows {bug.id}: send it to the product's route and ask for a bug number; write a workaround."
        elif is_open is False:
            do = f"The tracker says that {bug.id} is closed, and tickets go on: ask whether the fix is out."
        yield Standout(
            Sort.BUG if is_known else Sort.DEFECT,
            f"{bug.id} {title}".strip(),
            len(bug.tickets),
            minutes_of(bug.tickets),
            ", ".join(filter(None, [f"seen at {_sites(told['sites'])}" if told["sites"] else "", state])),
            do,
            bug.record.id if bug.record else "",
            **told,
        )


def _sites(count: int) -> str:
    return f"{count} sites" if count > 1 else "one site"


def _tracked_title(base: Base, bug: str) -> str:
    item = base.corpus.tracker.items.get(bug)
    return item.title if item else ""
