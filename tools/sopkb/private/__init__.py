"""What must not stand in a record, and must not leave the program: personal data and secrets.

Rules A01 and A02 report what is found here, the loader hands on the text without it, messages do not repeat it, and
the command line does not print it. No I/O.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sopkb.private.table import HOLDERS_OF_IDS, LONG, MASK, PLACEHOLDER, SHORTEST_KEY, TABLE, Sort

__all__ = ["MASK", "STANDS_FOR", "Span", "find_private", "may_be_private", "replaced", "withhold"]

STANDS_FOR = {
    "mail address": "<mail>",
    "phone number": "<phone>",
    "IP address": "<ip-address>",
    "user or staff id": "<staff-id>",
}
"""What an author writes in the place of a personal datum; in the place of a secret, ``<secret>``."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a text: ``text[start:end]`` is of this sort."""

    start: int
    end: int
    sort: str
    is_secret: bool


_NUMBERS = re.compile(r"\d[\d ().-]{4,}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?!\d|-)")
_LONG_NUMBER = re.compile(r"\d(?:[ ().-]{0,2}\d){6}|\d+\.\d+\.\d+\.\d")
_FIVE_DIGITS = re.compile(r"\d{5}")
_LONG_ADDRESS = re.compile(r":[0-9a-f]{1,4}:[0-9a-f]{1,4}:[0-9a-f]{1,4}:")
_ID = re.compile(rf"(?:{HOLDERS_OF_IDS})[ _-]?(?:id|n)|uid|\bid (?:de |do )?(?:usu|emp|func)|matr|工号|员工|用户")


def _candidates(text: str) -> Iterator[Sort]:
    """The sorts that can be in a text, by quick looks that leave out none: the patterns are much slower."""
    lowered = text.lower()
    long_words = "\n".join([word for word in lowered.split() if len(word) >= LONG])
    numbers = _DAY.sub("", "\n".join(_NUMBERS.findall(text)))
    long_number = _LONG_NUMBER.search(numbers)
    likely = set()
    if any(len(word) >= SHORTEST_KEY for word in long_words.split()):
        likely.add("random text, as keys are")
    if "+" in text or long_number:
        likely.add("phone number")
    if (long_number and numbers.count(".") > 2) or "::" in text or _LONG_ADDRESS.search(lowered):
        likely.add("IP address")
    if _FIVE_DIGITS.search(numbers) and _ID.search(lowered):
        likely.add("user or staff id")
    for sort in TABLE:
        if not sort.hints:
            if sort.name in likely:
                yield sort
            continue
        searched = long_words if sort.in_long_words else lowered
        for hint in sort.hints:
            if hint in searched:
                yield sort
                break


_AROUND = 40


def find_private(text: str) -> tuple[Span, ...]:
    """Every personal datum and every secret in a text, in order; where two overlap, the one that begins first.

    Args:
        text: of any length; the time grows with it and no faster.
    """
    kept: list[Span] = []
    while more := _apart(span for sort in _candidates(text) for span in _matches(sort, text)):
        kept += more
        text = _masked(text, more)  # What stood beside them may only now be seen for what it is.
    return tuple(sorted(kept))


def _apart(spans: Iterable[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _matches(sort: Sort, text: str) -> list[Span]:
    spans = []
    for match in sort.pattern.finditer(text):
        start, end = match.span("datum" if match.groupdict().get("datum") else 0)
        datum = text[start:end]
        around = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
        if not PLACEHOLDER.search(datum) and not sort.is_harmless(datum, *around):
            spans.append(Span(start, end, sort.name, sort.is_secret))
    return spans


def withhold(text: str) -> str:
    """The text with every personal datum and secret blacked out, character by character; white space stays."""
    return _masked(text, find_private(text))


def _masked(text: str, spans: Iterable[Span]) -> str:
    parts, done = [], 0
    for span in spans:
        parts += [text[done : span.start], re.sub(r"\S", MASK, text[span.start : span.end])]
        done = span.end
    return "".join([*parts, text[done:]]) if parts else text


_DOUBTFUL = re.compile(
    r"[\w.+-]+@[\w-]+\.\w+"
    r"|\+?\d(?:[\s().-]?\d){7,}(?!\d*-\d\d-\d\d)"  # a long number of any kind
    r"|\b(?:\d{1,3}\.){3}\d{1,3}\b"
    r"|(?=[A-Za-z0-9_+/=-]*\d)(?=[A-Za-z0-9_+/=-]*[A-Za-z])[A-Za-z0-9_+=]{20,}"
)
_DATE_LIKE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}([T ][\d:.Z+-]*( ?[A-Za-z]{1,5})?)?")


def may_be_private(value: str) -> bool:
    """Whether a message had better not repeat a value: wider than :func:`find_private`, for nothing depends on it."""
    return not _DATE_LIKE.fullmatch(value) and bool(MASK in value or _DOUBTFUL.search(value) or find_private(value))


def replaced(text: str) -> tuple[str, tuple[str, ...]]:
    """A text with what a person would write in the place of each personal datum and secret, and the sorts of them."""
    parts, end = [], 0
    spans = find_private(text)
    for span in spans:
        parts += [text[end : span.start], STANDS_FOR.get(span.sort, "<secret>")]
        end = span.end
    return "".join([*parts, text[end:]]), tuple(span.sort for span in spans)
