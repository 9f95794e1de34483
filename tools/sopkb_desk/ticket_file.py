"""One export, opened: how it was understood, and its tickets as they are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path

from sopkb.core.diagnostics import shown
from sopkb.core.errors import UsageError
from sopkb.private import find_private, masked
from sopkb_desk.cells import BadCell, Cells
from sopkb_desk.columns import PLAIN, WORDS, TicketMapping
from sopkb_desk.formats.find import known_names, moment_columns, understand
from sopkb_desk.formats.moments import Evidence, Order, read_moment, zone_of
from sopkb_desk.formats.words import fold
from sopkb_desk.plain_text import plain_text
from sopkb_desk.rows import Rows, open_table, usable
from sopkb_desk.ticket import Ticket

_LOOKED_AT = 200_000
"""Rows by which the order of day and month is found."""
_CLEAR_AFTER = 1_000
"""Rows after which a file whose moments leave nothing open is not looked through any further."""


class TicketFile:
    """An export whose header was understood.

    Args:
        path: the file.
        now: no ticket is of later.
        mapping: what the team says about its exports.

    Raises:
        UsageError: it is no export.
    """

    def __init__(self, path: Path, now: datetime, mapping: TicketMapping = PLAIN) -> None:
        self.rows = Rows(path.name)
        self.private = self.masked = 0
        self.wrong: list[str] = []
        named = {fold(theirs) for theirs in mapping.columns.values() if theirs}
        self.table = open_table(path, known_names() | named, mapping)
        self.understood = understand(self.table.header, path.name, mapping)
        self._mapping, self._now = mapping, now
        self.order, self.order_why = self._order()
        self._cells = Cells(self.understood, mapping, now, self.order)

    def tickets(self) -> Iterator[tuple[int, Ticket]]:
        """Its tickets with their lines; what is left out goes to ``rows.bad``, other things to ``rows.skipped``."""
        lines: dict[str, int] = {}
        places = self.understood.places
        words = [places[name] for name in WORDS if name in places and name != "summary"]
        summary = places.get("summary")
        has_marks = self.understood.format.name == "jira"
        for line, cells in usable(self.table, self.rows):
            kind = next((why for number, known, why in self.understood.skips if cells[number].strip() not in known), "")
            if kind:
                self.rows.skipped[kind] += 1
                continue
            text = plain_text(summary.cell(cells), has_jira_marks=has_marks) if summary else ""
            told = [place.cell(cells) for place in words]
            if find_private("\n".join([*filter(None, told), text])):
                if find_private("\n".join(filter(None, told))):
                    self.private += 1
                    self.rows.refuse(line, "it holds a personal datum or a secret, which is not repeated here")
                    continue
                text = masked(text, find_private(text))
                self.masked += 1
            try:
                ticket = self._cells.ticket(cells, text)
            except BadCell as reason:
                self.wrong.append(str(reason))
                self.rows.refuse(line, str(reason))
                continue
            if ticket.id in lines:
                self.rows.refuse(line, f"its ticket_id stands in line {lines[ticket.id]} already")
                continue
            lines[ticket.id] = line
            yield line, ticket

    def notes(self) -> list[str]:
        """What was assumed and left out, once its tickets have been read."""
        name, found = self.rows.name, self.understood
        notes = [*self.table.notes, *found.notes]
        if self.order:
            notes.append(f"{name}: dates are read {self.order}, for {self.order_why}.")
        if self._cells.naive:
            notes.append(
                f"{name}: its moments name no zone and were read as UTC. If that is wrong, say `zone: Europe/Dublin` "
                "in the mapping or in kb.yml (desk.export)."
            )
        if self._cells.repeated:
            notes.append(
                f"{name}: {self._cells.repeated:,} moments lie in the hour that the clock shows twice in autumn; each "
                "was read as the earlier, unless it would then end before it begins."
            )
        if self.masked:
            counted = f"{self.masked:,} summar{'y' if self.masked == 1 else 'ies'}"
            notes.append(f"{name}: {counted} held a personal datum or a secret, which was blacked out.")
        notes += (f"{name}: {count:,} rows were not read: {why}." for why, count in self.rows.skipped.items())
        if self._cells.unknown:
            words = ", ".join(f"{ours} “{shown(word, 40)}” {n:,}" for (ours, word), n in self.unknown())
            notes.append(f"{name}: words that are not known, and count as empty: {words}.")
        if found.unused:
            notes.append(f"{name}: columns that are not used: {', '.join(map(shown, found.unused[:12]))}.")
        return notes

    def unknown(self) -> list[tuple[tuple[str, str], int]]:
        """Words that say neither yes nor no, by column, the most frequent first."""
        return self._cells.unknown.most_common(12)

    def _order(self) -> tuple[Order | None, str]:
        """The order of day and month in this file, where any of its moments needs one."""
        if self._mapping.dates in tuple(Order):
            return Order(self._mapping.dates), "the mapping says so"
        if self._mapping.dates:
            return None, ""
        places = list(moment_columns(self.understood).values())
        evidence = Evidence()
        rows: list[Sequence[str]] = []
        for number, (_, cells) in enumerate(islice(usable(self.table, Rows(self.rows.name)), _LOOKED_AT)):
            before = evidence.open
            for place in places:
                evidence.look_at(place.cell(cells))
            if evidence.open > before and len(rows) < _CLEAR_AFTER:
                rows.append(cells)
            if number == _CLEAR_AFTER and not (evidence.open or evidence.day_first or evidence.month_first):
                break
        if not (evidence.open or evidence.day_first or evidence.month_first):
            return None, ""
        evidence.against = {order: self._against(rows, order) for order in Order}
        order, why = evidence.order()
        if order is None:
            raise UsageError(
                f"{self.rows.name}: whether its dates have the day or the month first is not known: {why}.",
                "Say it in a mapping (--map) or in kb.yml (desk.export): `dates: day-first` or `dates: month-first`.",
            )
        return order, why

    def _against(self, rows: Sequence[Sequence[str]], order: Order) -> int:
        """Rows that would end before they began, or begin in the future."""
        zone = zone_of("UTC")
        assert zone is not None
        places = moment_columns(self.understood)
        begin = places.get("created_at")
        ends = [place for ours, place in places.items() if ours not in ("created_at", "next_update_at")]
        count = 0
        for cells in rows if begin else ():
            assert begin is not None
            created = read_moment(begin.cell(cells), order, zone)
            later = [read_moment(place.cell(cells), order, zone) for place in ends]
            count += created is None or created > self._now or any(each and each < created for each in later)
        return count
