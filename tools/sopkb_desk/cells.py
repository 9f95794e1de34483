"""From the cells of a row to a ticket. Words are kept once: an export repeats them a hundred thousand times."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from sopkb.core.codes import find_record_ids
from sopkb_desk.columns import TicketMapping
from sopkb_desk.formats.durations import read_duration
from sopkb_desk.formats.find import Understood
from sopkb_desk.formats.moments import Order, read_moment, zone_of
from sopkb_desk.formats.words import fold, words
from sopkb_desk.ticket import STATES, Ticket

_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_NOTHING = frozenset({"", "-", "--", "none", "null", "n/a", "na", "nan", "nat"})
_NO_MOMENT = frozenset({"0", "-1"})
"""What an interface writes where something has not happened."""
_PLACES = ("channel", "requester_role", "site", "region", "product", "category")
_LONGEST_ID = 64
_HOUR = timedelta(hours=1)


class BadCell(ValueError):
    """Why a row cannot be used."""


class Cells:
    """Reads the rows of one file.

    Args:
        understood: where its columns stand.
        mapping: what the team says about its exports.
        now: no ticket is of later.
        order: of day and month.
    """

    def __init__(self, understood: Understood, mapping: TicketMapping, now: datetime, order: Order | None) -> None:
        self._places = understood.places
        self._fallback = understood.fallback
        self._format = understood.format
        self._mapping = mapping
        self._order = order
        self._latest = now + timedelta(days=1)
        self._kept: dict[str, str] = {}
        self._says_clock = mapping.says_clock or bool(understood.format.zone)
        named = mapping.zone or ("" if mapping.says_clock else understood.format.zone)
        self._zone: tzinfo = zone_of(named) or timezone(timedelta(minutes=mapping.utc_offset))
        self.naive = False
        self.repeated = 0
        self.unknown: Counter[tuple[str, str]] = Counter()

    def ticket(self, cells: Sequence[str], summary: str) -> Ticket:
        """The ticket of a row.

        Args:
            cells: of the row.
            summary: its text, as it may be told.

        Raises:
            BadCell: it cannot be used.
        """
        ticket_id = self._cell(cells, "ticket_id")
        if not ticket_id or len(ticket_id) > _LONGEST_ID:
            raise BadCell("ticket_id is empty" if not ticket_id else "ticket_id is too long")
        created = self._moment(cells, "created_at", None)
        if created is None:
            raise BadCell("created_at is empty")
        if not _EARLIEST <= created <= self._latest:
            raise BadCell(f"created_at lies {'in the future' if created > self._latest else 'before 2000'}")
        moments = {
            name: self._moment(cells, name, created) for name in ("first_response_at", "resolved_at", "closed_at")
        }
        for name, moment in moments.items():
            if moment and moment < created:
                raise BadCell(f"{name} is before created_at")
        has = self._places
        return Ticket(
            id=ticket_id,
            created=created,
            first_response=moments["first_response_at"],
            resolved=moments["resolved_at"],
            closed=moments["closed_at"],
            **{name: self._word(cells, name) for name in _PLACES},
            escalated_to=self._escalated(cells) if "escalated_to" in has else None,
            priority=self._word(cells, "priority").lower(),
            status=self._status(cells),
            reopened=self._reopened(cells) if "reopened_count" in has else None,
            kb_ids=_ids(self._cell(cells, "kb_ids")),
            summary="" if summary.lower() in _NOTHING else summary,
            minutes=self._number(cells, "minutes"),
            next_update=self._moment(cells, "next_update_at", created),
            is_reply_known="first_response_at" in has,
            is_link_known="kb_ids" in has,
            satisfied=self._yes_or_no(cells, "satisfied"),
            alerts=(),
        )

    def _cell(self, cells: Sequence[str], name: str) -> str:
        place = self._places.get(name)
        return place.cell(cells) if place else ""

    def _meaning(self, name: str, text: str) -> str:
        """What a word stands for: as the product has it, then as the team has it."""
        own = self._format.values.get(name, {}).get(text.casefold(), text)
        mapped = self._mapping.values.get(name)
        if mapped:
            own = mapped.get(text.casefold(), mapped.get(own.casefold(), own))
        return own

    def _word(self, cells: Sequence[str], name: str) -> str:
        text = " ".join(self._cell(cells, name).split())
        text = self._meaning(name, text)
        text = "" if text.lower() in _NOTHING else text[:200]
        return self._kept.setdefault(text, text)

    def _status(self, cells: Sequence[str]) -> str:
        """A state that is understood, else the export's own word: no report guesses what it means, each must say it."""
        own = self._word(cells, "status").lower()
        word = re.sub(r"[\s-]+", "_", own)
        if word not in STATES and "status" in self._fallback:
            group = self._meaning("status", self._fallback["status"].cell(cells)).lower()
            word = re.sub(r"[\s-]+", "_", group)
        return self._kept.setdefault(word, word) if word in STATES else own

    def _escalated(self, cells: Sequence[str]) -> str:
        text = self._word(cells, "escalated_to")
        return "" if fold(text) in words().no else text

    def _reopened(self, cells: Sequence[str]) -> int:
        text = self._cell(cells, "reopened_count")
        if text and not text[0].isdigit() and text.lower() not in _NOTHING:
            return int(bool(self._yes_or_no(cells, "reopened_count")))
        return int(self._number(cells, "reopened_count") or 0)

    def _yes_or_no(self, cells: Sequence[str], name: str) -> bool | None:
        text = self._cell(cells, name)
        meant = fold(self._meaning(name, text)) if text else ""
        if meant in _NOTHING:
            return None
        if meant in words().yes or meant in words().no:
            return meant in words().yes
        self.unknown[name, text[:60]] += 1
        return None

    def _moment(self, cells: Sequence[str], name: str, created: datetime | None) -> datetime | None:
        place = self._places.get(name)
        text = place.cell(cells) if place else ""
        if place is None or text.lower() in _NOTHING or text in _NO_MOMENT:
            return created if place and place.unit and text == "0" else None
        if place.unit:
            took = read_duration(text, place.unit, self._mapping.decimal)
            if took is None or created is None:
                raise BadCell(f"{name} is not a duration in {place.unit}")
            return created + took
        if "%" in self._mapping.dates:
            found = self._as_mapped(text)
        else:
            found = read_moment(text, self._order, place.zone or self._zone)
            if found and not self.naive and place.zone is None and not self._says_clock:
                self.naive = not (text.isdigit() or _HAS_ZONE.search(text))
        if found is None:
            how = "`dates:` of the mapping" if "%" in self._mapping.dates else "2026-11-22T10:00:00Z"
            raise BadCell(f"{name} is not a date and time of the form {how}")
        if self._is_repeated(found, place.zone or self._zone):
            self.repeated += 1
            if created and found < created:
                found += _HOUR
        return found

    def _is_repeated(self, moment: datetime, zone: tzinfo) -> bool:
        """Whether the clock of a zone shows this time again an hour later, as it does once in autumn."""
        if not isinstance(zone, ZoneInfo):
            return False
        shown = moment.astimezone(zone)
        return shown.fold == 0 and (moment + _HOUR).astimezone(zone).replace(tzinfo=None) == shown.replace(tzinfo=None)

    def _as_mapped(self, text: str) -> datetime | None:
        try:
            found = datetime.strptime(text, self._mapping.dates)
            return (found if found.tzinfo else found.replace(tzinfo=self._zone)).astimezone(UTC)
        except (ValueError, OverflowError):
            return None

    def _number(self, cells: Sequence[str], name: str) -> float | None:
        text = self._cell(cells, name)
        if text.lower() in _NOTHING:
            return None
        if self._mapping.decimal == ",":
            text = text.replace(".", "").replace(",", ".")
        if not re.fullmatch(r"\d{1,7}(?:\.\d{1,6})?", text):
            hint = ' (decimal commas need `decimal: ","` in a mapping)' if "," in text else ""
            raise BadCell(f"{name} is no number{hint}")
        return float(text)


_HAS_ZONE = re.compile(r"(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})$", re.IGNORECASE)


def _ids(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mention.normal for mention in find_record_ids(text))) if text else ()
