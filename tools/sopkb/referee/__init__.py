"""The second opinion on a body: what we read, beside what Python-Markdown would have made of the same text.

Our own pages never differ from what the checks read, because bodies are parsed once and written anew
(``publish.body``). But a record is read elsewhere too: in another MkDocs, in an editor's preview, on the code host.
Where two readers see another structure, one of them shows the agent other steps than those that were approved, and the
author, who previewed only one, cannot know. Which lines those are is found here; what to say of them is the rules'.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from sopkb.model.body import Body
from sopkb.referee import ours, theirs
from sopkb.referee.fates import Fate, Leaf, marked, opens_block
from sopkb.referee.scan import is_suspect

__all__ = ["Difference", "Fate", "Kind", "Leaf", "Opinions", "opinions_on"]

LARGEST, MOST_LINES, MOST_TAGS = 30_000, 2_000, 400
"""Characters, lines and ``<`` of a body that Python-Markdown is asked about. It takes time by their square, and a
hostile text would hold up a check for minutes; a record has some 2,000 characters."""


class Kind(StrEnum):
    """What two readers differ about."""

    HEADING = "heading"
    LIST = "list"
    NUMBER = "number"
    TABLE = "table"
    CODE = "code"
    BOX = "box"


_FOLLOWS = (Kind.LIST, Kind.NUMBER)  # what one disagreement above brings about in all lines after it


@dataclass(frozen=True, slots=True)
class Difference:
    """A line that two readers take differently.

    Args:
        kind: what about.
        line: its number in the author's file; of the fence or the box above it, where it is their first.
        text: the line.
        above: the line above it.
        ours: what the checks and our pages make of it.
        theirs: what Python-Markdown makes of it.
    """

    kind: Kind
    line: int
    text: str
    above: str
    ours: Fate
    theirs: Fate


@dataclass(frozen=True, slots=True)
class Opinions:
    """What is known of a body that can be read in two ways; empty for any other.

    Args:
        ours: the fate of each line, by its number in the author's file, as the checks read it.
        differences: where Python-Markdown reads it differently, in the order of the lines.
    """

    ours: Mapping[int, Fate]
    differences: tuple[Difference, ...] = ()


_AGREED = Opinions({})


def opinions_on(body: Body) -> Opinions:
    """Both opinions on a body, where a scan of its lines suspects that there are two."""
    return _opinions(body.text, body.first_line)


@lru_cache(maxsize=4)  # several rules ask about the same body, one after the other
def _opinions(text: str, first_line: int) -> Opinions:
    if not is_suspect(text):
        return _AGREED
    own = ours.read(marked(text))
    lines = text.split("\n")
    bearable = len(text) <= LARGEST and len(lines) <= MOST_LINES and text.count("<") <= MOST_TAGS
    other = theirs.read(marked(text)) if bearable else {}
    found = tuple(_differences(own, other, lines, first_line))
    return Opinions({number + first_line: fate for number, fate in own.items()}, found)


def _differences(
    own: Mapping[int, Fate], other: Mapping[int, Fate], lines: list[str], first_line: int
) -> Iterator[Difference]:
    """The lines where a disagreement begins; those that only follow from it are left out."""
    before: Kind | None = None
    for number in sorted(own.keys() & other.keys()):
        kind = _kind(own[number], other[number])
        if kind is not None and not (before is not None and (kind is before or kind in _FOLLOWS)):
            start = _beginning(lines, number, kind)
            above = lines[start - 1] if start else ""
            yield Difference(kind, first_line + start, lines[start], above, own[number], other[number])
        before = kind


def _beginning(lines: list[str], number: int, kind: Kind) -> int:
    """The line that begins the block whose first line of text this is: its fence, or its box."""
    if kind not in (Kind.BOX, Kind.CODE, Kind.LIST):
        return number
    above = number - 1
    while kind is Kind.BOX and above >= 0 and not lines[above].strip():
        above -= 1
    return above if above >= 0 and opens_block(lines[above]) else number


def _kind(ours: Fate, theirs: Fate) -> Kind | None:
    """What two fates differ about; None where they agree, or where raw HTML hides the text from one of them."""
    leaves = (ours.leaf, theirs.leaf)
    if ours == theirs or Leaf.HTML in leaves:
        return None
    if "box" in theirs.around:
        return Kind.HEADING if theirs.leaf is Leaf.HEADING else Kind.BOX
    for leaf, kind in ((Leaf.CODE, Kind.CODE), (Leaf.CELL, Kind.TABLE), (Leaf.HEADING, Kind.HEADING)):
        if leaf in leaves and (ours.leaf, ours.level, ours.text) != (theirs.leaf, theirs.level, theirs.text):
            return kind
    if ours.around != theirs.around:
        return Kind.LIST
    return Kind.NUMBER
