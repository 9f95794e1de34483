"""The tags of a piece of HTML as browsers take it apart, in work that grows with its length and no faster.

The standard library's reader is neither. What a browser takes for text depends on where it stands (in an SVG a style is
markup, and a CDATA section is text), so there is more than one reading; whoever looks for danger takes them all.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_START = re.compile(
    r"<(?:(?P<comment>!--)|(?P<data>!\[CDATA\[)|(?P<bogus>[!?]|/(?=[^a-z]))|(?P<end>/)?(?P<name>[a-z][^\s/>]*))", re.I
)
_ATTRIBUTE = re.compile(
    r"""[\s/]*(?:(?P<end>>)|(?P<name>=?[^\s/>=]*)(?:\s*=\s*(?:"(?P<double>[^"]*)"?|'(?P<single>[^']*)'?|(?P<bare>[^\s>]*)))?)"""
)
_TEXT = ("style", "title", "textarea")


@dataclass(frozen=True, slots=True)
class Reading:
    """How what is text in one place and markup in another is taken.

    Args:
        raw: whether what stands in a style, a title or a field is text.
        sections: whether a CDATA section is text to its own end.
    """

    raw: bool
    sections: bool


READINGS = tuple(Reading(raw, sections) for raw in (True, False) for sections in (True, False))


@dataclass(frozen=True, slots=True)
class Tag:
    """The start tag of an element.

    Args:
        name: in lower case.
        attributes: by name in lower case; of two with one name the first, as in a browser.
        start: its offset.
        written: its text.
    """

    name: str
    attributes: Mapping[str, str]
    start: int
    written: str


def tags(text: str, reading: Reading) -> Iterator[Tag]:
    """Every start tag of a text, those that its end cuts off included."""
    at = 0
    while found := _START.search(text, at):
        if found["comment"]:
            at = _after_comment(text, found.end())
        elif found["data"] and reading.sections:
            at = _after(text, "]]>", found.end())
        elif found["data"] or found["bogus"]:
            at = _after(text, ">", found.end())
        else:
            attributes, at = _attributes(text, found.end())
            name = found["name"].lower()
            if found["end"]:
                continue
            yield Tag(name, attributes, found.start(), text[found.start() : at])
            if reading.raw and name in _TEXT:
                closing = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(text, at)
                at = closing.start() if closing else len(text)


def _after_comment(text: str, at: int) -> int:
    first = re.compile(r"-?>").match(text, at)
    end = first or re.compile(r"--!?>").search(text, at)
    return end.end() if end else len(text)


def _after(text: str, end: str, at: int) -> int:
    place = text.find(end, at)
    return place + len(end) if place >= 0 else len(text)


def _attributes(text: str, at: int) -> tuple[dict[str, str], int]:
    """The attributes of a tag, and where it ends."""
    found: dict[str, str] = {}
    while at < len(text):
        part = _ATTRIBUTE.match(text, at)
        if part is None or part.end() == at:
            break
        at = part.end()
        if part["end"]:
            break
        if part["name"]:
            value = next((each for each in part.group("double", "single", "bare") if each is not None), "")
            found.setdefault(part["name"].lower(), html.unescape(value))
    return found, at
