"""What a Markdown reader makes of a line, said so that two readers can be compared.

Python-Markdown keeps no line numbers. So each line gets a mark that no author writes, at its first letter or digit,
behind everything that gives the line its structure; where the mark turns up shows what became of the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

_MARKS = re.compile("[\ue000\ue001]")
_MARK = re.compile("\ue000(\\d+)\ue001")
_PREFIX = re.compile(r"(?:[ \t]|>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]|$)|#{1,6}|\|)*")
_LETTER = re.compile(r"[^\W_]")
_STRUCTURE_ONLY = re.compile(
    r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?:`{3,}|~{3,}|!!!|\?\?\?|<)"  # fences, boxes, raw HTML
    r"| {0,3}\[[^\]\n]+\]:"  # what a link refers to
)


class Leaf(StrEnum):
    """The block that a line's text stands in; the value is how a message names it."""

    HEADING = "a heading"
    CODE = "code"
    CELL = "a table cell"
    HTML = "raw HTML"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one line.

    Args:
        leaf: the block that its text stands in.
        around: the containers around that block, outermost first: ``ul``, ``ol``, ``quote``, ``box``.
        number: the number that the reader shows before the innermost numbered item; 0 outside of one.
        level: of a heading; the column of a table cell.
        text: of a heading.
    """

    leaf: Leaf
    around: tuple[str, ...] = ()
    number: int = 0
    level: int = 0
    text: str = ""

    @property
    def lists(self) -> tuple[str, ...]:
        """The lists around it, outermost first."""
        return tuple(name for name in self.around if name in ("ul", "ol"))


def marked(text: str) -> str:
    """A body with a mark in each line that has text; what the author wrote in place of marks becomes ``?``."""
    lines = _MARKS.sub("?", text).split("\n")
    for number, line in enumerate(lines):
        start = _PREFIX.match(line)
        letter = _LETTER.search(line, start.end() if start else 0)
        if letter and not _STRUCTURE_ONLY.match(line):
            lines[number] = f"{line[: letter.start()]}\ue000{number}\ue001{line[letter.start() :]}"
    return "\n".join(lines)


def opens_block(line: str) -> bool:
    """Whether a line holds the beginning (or the end) of a fence, a box or raw HTML, and so no text of its own."""
    return _STRUCTURE_ONLY.match(line) is not None


def marks_in(text: str) -> Iterator[int]:
    """The numbers, from 0, of the lines whose text is here."""
    return (int(match.group(1)) for match in _MARK.finditer(text))


def unmarked(text: str) -> str:
    """Text as the author wrote it, its white space made single."""
    return " ".join(_MARK.sub("", text).split())
