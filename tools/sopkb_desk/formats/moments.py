"""Points in time as products write them, and what order of day and month a whole column proves.

``03/04/26`` is read in one order for a whole file, and only where other cells prove it: a 13 in one of both places, or
tickets that would end before they begin in the other order. What nothing proves is refused with the line to write.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo

from sopkb_desk.formats.words import words


class Order(StrEnum):
    """Which of two numbers is the day; the words that ``dates:`` of a mapping takes."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


@dataclass(slots=True)
class Evidence:
    """What the cells of a file prove about the order of day and month.

    Args:
        day_first: cells whose first number is over 12.
        month_first: cells whose second number is over 12.
        open: cells that either order can read.
        is_dotted: whether every open one is written with dots, as only day-first dates are.
        against: by order, rows that would end before they began, or lie in the future.
    """

    day_first: int = 0
    month_first: int = 0
    open: int = 0
    is_dotted: bool = True
    against: dict[Order, int] | None = None

    def look_at(self, text: str) -> None:
        """Take a cell into account."""
        found = _NUMBERS.match(_plain(text))
        if found is None or len(found["a"]) > 2:
            return
        first, second = int(found["a"]), int(found["b"])
        if first > 12 >= second:
            self.day_first += 1
        elif second > 12 >= first:
            self.month_first += 1
        else:
            self.open += 1
            self.is_dotted = self.is_dotted and found["sign"] == "."

    def order(self) -> tuple[Order | None, str]:
        """The order that holds and why, as a phrase; None where nothing proves one."""
        clear = self.day_first + self.month_first
        for order, here in ((Order.DAY_FIRST, self.day_first), (Order.MONTH_FIRST, self.month_first)):
            if here and here * 50 >= clear * 49:
                return order, f"{here:,} cells can be read no other way"
        if clear:
            return None, f"{self.day_first:,} cells have the day first and {self.month_first:,} the month"
        if self.is_dotted:
            return Order.DAY_FIRST, "they are written with dots"
        counts = self.against or {}
        for order, other in ((Order.DAY_FIRST, Order.MONTH_FIRST), (Order.MONTH_FIRST, Order.DAY_FIRST)):
            if counts.get(order, 0) == 0 and counts.get(other, 0) >= 3:
                return order, f"{counts[other]:,} tickets would end before they begin, or lie in the future, otherwise"
        return None, f"{self.open:,} cells can be read either way and nothing else tells"


_CLOCK = (
    r"(?:[T, ]+(?:at )?(?:(?P<before>am|pm) ?)?(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})"
    r"(?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?(?: ?(?P<after>am|pm))?)?"
)
_ZONE = r"(?: ?(?P<zone>z|utc|gmt|(?:utc|gmt)?[+-]\d{2}:?\d{2}))?"
_NUMBERS = re.compile(rf"(?P<a>\d{{1,4}})(?P<sign>[./-])(?P<b>\d{{1,2}})[./-](?P<c>\d{{1,4}})-?{_CLOCK}{_ZONE}$")
_NAMED = (
    re.compile(
        r"(?P<day>\d{1,2})\.?[./ -]*(?:de )?(?P<month>[^\W\d_]{1,20}|1?\d月)\.?,?[./ -]*(?:de )?(?P<year>\d{2,4}),?"
        rf"{_CLOCK}{_ZONE}$"
    ),
    re.compile(
        r"(?P<month>[^\W\d_]{1,20})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4}),?" rf"{_CLOCK}{_ZONE}$"
    ),
)  # fmt: skip
_WEEKDAY = re.compile(r"^[^\W\d_]{2,10}\.?, ?")
_EPOCH = (10, 13)
"""Digits of a moment in seconds or milliseconds since 1970."""
_LONGEST = 60


def read_moment(text: str, order: Order | None, zone: tzinfo) -> datetime | None:
    """A moment in UTC; None where the text is none that is understood.

    Args:
        text: what the export has.
        order: of day and month where both are numbers.
        zone: of a moment that does not say its own.
    """
    if text.isdigit() and len(text) in _EPOCH:
        return datetime.fromtimestamp(int(text) / (1 if len(text) == 10 else 1000), UTC)
    try:
        return _in_utc(datetime.fromisoformat(text), zone)
    except (ValueError, OverflowError):
        pass
    try:
        found = _fields(_plain(text), order)
        return _in_utc(found, zone) if found else None
    except (ValueError, OverflowError):
        return None


def _fields(text: str, order: Order | None) -> datetime | None:
    if match := _NUMBERS.match(text):
        first, second, third = int(match["a"]), int(match["b"]), int(match["c"])
        if len(match["a"]) == 4:
            year, month, day = first, second, third
        elif order is None:
            return None
        else:
            year, (day, month) = third, (first, second) if order is Order.DAY_FIRST else (second, first)
    elif match := next((match for each in _NAMED if (match := each.match(text))), None):
        year, day = int(match["year"]), int(match["day"])
        month = words().months.get(match["month"].rstrip("."), 0)
    else:
        return None
    year += 2000 if year < 100 else 0
    hour, minute, second_ = int(match["hour"] or 0), int(match["minute"] or 0), int(match["second"] or 0)
    half = match["before"] or match["after"]
    if half and not 1 <= hour <= 12:
        hour = hour % 24 if hour > 12 else 0 if half == "am" else 12
    elif half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    late = timedelta(days=1) if (hour, minute, second_) == (24, 0, 0) else timedelta(0)
    moment = datetime(year, month, day, 0 if late else hour, minute, second_, tzinfo=_offset(match["zone"]))
    return moment + late


def _plain(text: str) -> str:
    """A text with its signs for years and halves of a day as Western ones; no name of a weekday before it."""
    if len(text) > _LONGEST:
        return ""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = re.sub(r"[年月](?=\d)", "-", text).replace("日", " ")
    text = " ".join(text.casefold().split())
    if not text[:1].isdigit():
        text = _WEEKDAY.sub("", text)
    if not text.isascii() or "." in text[8:]:
        for word, half in words().halves.items():
            if word in text and word not in ("am", "pm"):
                text = text.replace(word, f" {half} ")
    return " ".join(text.split())


def _in_utc(moment: datetime, zone: tzinfo) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


@cache
def _offset(text: str | None) -> tzinfo | None:
    if not text:
        return None
    digits = text.removeprefix("utc").removeprefix("gmt").replace(":", "")
    if not digits or digits == "z":
        return UTC
    total = int(digits[1:3]) * 60 + int(digits[3:5])
    return timezone(timedelta(minutes=total if digits[0] == "+" else -total))


@cache
def zone_of(name: str) -> tzinfo | None:
    """The zone of a name (``Europe/Dublin``, ``UTC``, ``+08:00``); None where there is none such."""
    if re.fullmatch(r"(?:UTC|GMT)?[+-]\d{2}:?\d{2}", name):
        return _offset(name.casefold())
    if name.upper() in ("UTC", "GMT", "Z"):
        return UTC
    try:
        return ZoneInfo(name) if "/" in name or name.isupper() else None
    except (KeyError, ValueError, OSError):
        return None
