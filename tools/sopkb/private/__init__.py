"""What must not stand in a record, and must not leave the program: personal data and secrets.

Rules A01 and A02 report what is found here, the loader hands on the text without it, messages do not repeat it, and
the command line does not print it. No I/O.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sopkb.private.placeholders import MASK
from sopkb.private.plain import plain
from sopkb.private.table import candidates

__all__ = ["MASK", "STANDS_FOR", "Span", "find_private", "masked", "may_be_private", "withhold"]

STANDS_FOR = {
    "mail address": "<mail>",
    "phone number": "<phone>",
    "IP address": "<ip-address>",
    "user or staff id": "<staff-id>",
    "payment card number": "<card-number>",
    "bank account number": "<account-number>",
    "identity number": "<id-number>",
    "date of birth": "<date-of-birth>",
    "device number": "<device-number>",
}
"""What an author writes in the place of a personal datum; in the place of a secret, ``<secret>``."""

_MOST_PASSES = 3
"""What stands beside a find may only be seen when that is gone; more often than this nobody's text hides anything."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a text: ``text[start:end]`` is of this sort."""

    start: int
    end: int
    sort: str
    is_secret: bool


def find_private(text: str) -> tuple[Span, ...]:
    """Every personal datum and every secret in a text, in order; what overlaps is one, called by what begins first.

    A text is looked at as it is read (:mod:`sopkb.private.plain`): an escaped address is found, and told where its
    author wrote it.

    Args:
        text: of any length; the time grows with it and no faster.
    """
    found: list[Span] = []
    for _ in range(_MOST_PASSES):
        more = _joined(_spans(text))
        if not more:
            break
        found += more
        text = masked(text, more)
    return tuple(sorted(found))


def _spans(text: str) -> Iterator[Span]:
    view = plain(text)
    encoded = view.text.encode("utf-8", "replace")
    sorts = candidates(encoded)
    if not sorts:
        return
    places = ((*place, number) for number, sort in enumerate(sorts) for place in sort.places(encoded))
    found = sorted(places, key=lambda each: (each[0], -each[1], each[2]))
    is_ascii = len(encoded) == len(view.text)
    byte = char = 0
    for start, end, number in found:
        if is_ascii:
            first, last = start, end
        else:
            char += len(encoded[byte:start].decode("utf-8", "replace"))
            byte = start
            first, last = char, char + len(encoded[start:end].decode("utf-8", "replace"))
        if first < last:
            yield Span(*view.place(first, last), sorts[number].name, sorts[number].is_secret)


def _joined(spans: Iterable[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in spans:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
        elif span.end > kept[-1].end:
            kept[-1] = Span(kept[-1].start, span.end, kept[-1].sort, kept[-1].is_secret)
    return kept


def withhold(text: str) -> str:
    """The text with every personal datum and secret blacked out, character by character; white space stays."""
    return masked(text, find_private(text))


_SEEN = re.compile(r"\S")


def masked(text: str, spans: Iterable[Span]) -> str:
    """A text with some places blacked out, as :func:`withhold` does."""
    parts, done = [], 0
    for span in spans:
        parts += [text[done : span.start], _SEEN.sub(MASK, text[span.start : span.end])]
        done = span.end
    return "".join([*parts, text[done:]]) if parts else text


_DOUBTFUL = re.compile(
    r"(?<![\w.+-])[\w.+-]+@[\w-]+\.\w+"
    r"|\+?\d(?:[\s().-]?\d){7,}(?!\d*-\d\d-\d\d)"  # a long number of any kind
    r"|\b(?:\d{1,3}\.){3}\d{1,3}\b"
    r"|(?<![A-Za-z0-9_+/=-])(?=[A-Za-z0-9_+/=-]*\d)(?=[A-Za-z0-9_+/=-]*[A-Za-z])[A-Za-z0-9_+=]{20,}"
)
_DATE_LIKE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}([T ][\d:.Z+-]*( ?[A-Za-z]{1,5})?)?")


def may_be_private(value: str) -> bool:
    """Whether a message had better not repeat a value: wider than :func:`find_private`, for nothing depends on it."""
    return not _DATE_LIKE.fullmatch(value) and bool(MASK in value or _DOUBTFUL.search(value) or find_private(value))
