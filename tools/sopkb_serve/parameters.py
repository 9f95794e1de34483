"""The query of a request, read strictly: an unknown, doubled or impossible parameter is a problem, never a guess."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import UTC, date, datetime
from difflib import get_close_matches
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import parse_qsl

from starlette.datastructures import QueryParams

from sopkb.core.moments import midnight, parse_date, parse_instant
from sopkb_serve.problems import Problem

Value = TypeVar("Value")

LONGEST_VALUE = 200
_MOST_DIGITS = 9
_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)", re.IGNORECASE | re.ASCII)


class Parameters:
    """The parameters of one request.

    Args:
        query: of the request's address, as it was sent.
        known: names that this address takes; any other is a problem.

    Raises:
        Problem: 400 for an unknown name, and for bytes that are no UTF-8: what stood there cannot be known, and an
            answer to something else would look like an answer.
    """

    def __init__(self, query: bytes, known: Collection[str]) -> None:
        try:
            pairs = parse_qsl(query.decode(), keep_blank_values=True, errors="strict")
        except UnicodeDecodeError:
            raise bad("The query is not written in UTF-8.", "Encode it as UTF-8 before its %-signs.", "") from None
        self._given = QueryParams(pairs)
        for name in self._given:
            if name not in known:
                near = get_close_matches(name, known, 1, 0.6)
                hint = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(sorted(known))}."
                raise bad("There is no such parameter.", hint, "", name)

    def one(self, name: str, *, longest: int = LONGEST_VALUE) -> str | None:
        """The value of a parameter that may stand once; None where it does not stand."""
        values = self._given.getlist(name)
        if not values:
            return None
        if len(values) > 1:
            raise bad("It stands more than once.", "Send it once.", name, values[1])
        return self._fitting(name, values[0], longest)

    def many(self, name: str) -> tuple[str, ...]:
        """The values of a parameter that may be repeated, or hold several with commas between them."""
        found = [part.strip(" ") for value in self._given.getlist(name) for part in value.split(",")]
        if any(not value for value in found):
            raise bad("It is empty.", "Leave it out, or give it a value.", name, "")
        if len(found) > 50:
            raise bad("It has more than 50 values.", "Send fewer.", name)
        return tuple(self._fitting(name, value, LONGEST_VALUE) for value in found)

    def chosen(self, name: str, allowed: Collection[str]) -> tuple[str, ...]:
        """Like :meth:`many`, of a vocabulary."""
        values = self.many(name)
        for value in values:
            if value not in allowed:
                near = get_close_matches(value, allowed, 1, 0.5)
                hint = f"Did you mean {near[0]}? " if near else ""
                raise bad("It is not in the vocabulary.", f"{hint}Known: {', '.join(allowed)}.", name, value)
        return values

    def number(self, name: str, default: int, least: int, most: int) -> int:
        """A whole number."""
        text = self.one(name)
        if text is None:
            return default
        is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
        if not is_number or not least <= int(text) <= most:
            raise bad("It is no number that fits here.", f"Send a number from {least} to {most}.", name, text)
        return int(text)

    def day(self, name: str) -> date | None:
        """A date, or the day of an instant."""
        return self._read(name, _day, 'Write it as "2026-11-22".')

    def moment(self, name: str) -> datetime | None:
        """An instant in UTC, or the first moment of a date."""
        return self._read(name, _moment, 'Write it as "2026-11-22T10:00:00Z".')

    def _read(self, name: str, read: Callable[[str], Value | None], remedy: str) -> Value | None:
        text = self.one(name)
        if text is None:
            return None
        value = read(text)
        if value is None:
            raise bad("It is no date.", remedy, name, text)
        return value

    def _fitting(self, name: str, value: str, longest: int) -> str:
        if len(value) > longest:
            raise Problem(
                HTTPStatus.BAD_REQUEST,
                f"{name} has {len(value):,} characters.",
                f"Send at most {longest:,}.",
                field=name,
            )
        return value


def leniently(query: bytes, name: str) -> list[str]:
    """Every value of a parameter, whatever else the query holds; what is no UTF-8 is replaced."""
    pairs = parse_qsl(query.decode("utf-8", "replace"), keep_blank_values=True, errors="replace")
    return [value for key, value in pairs if key == name]


def bad(what: str, remedy: str, name: str, value: str | None = None) -> Problem:
    """400, for a parameter."""
    return Problem(HTTPStatus.BAD_REQUEST, f"{name}: {what}" if name else what, remedy, field=name, value=value)


def _day(text: str) -> date | None:
    moment = parse_instant(text)
    return moment.date() if moment else parse_date(text)


def _moment(text: str) -> datetime | None:
    """An instant as RFC 3339 has it, with any offset, or the first moment of a date; beyond the calendar its end."""
    day = parse_date(text)
    if day:
        return midnight(day)
    if not _RFC_3339.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text.upper().replace(":60", ":59"))  # a leap second
    except ValueError:
        return None
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return (datetime.min if moment.year == 1 else datetime.max).replace(tzinfo=UTC)
