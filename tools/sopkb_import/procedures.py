"""Where a document tells people what to do, under whatever heading: numbered lists, and headings that are numbered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sopkb.core.kinds import Kind
from sopkb_import.code import parsed

if TYPE_CHECKING:
    from sopkb_import.outline import Block

_NUMBERED = re.compile(
    r"^(?:(?:step|schritt|étape|etape|paso|passo|手順|ステップ|步骤|第)\s*)?(\d{1,2})(?:步|[.)](?!\d)|\s*[:：\-–—]|\s)\s*(?=\S)",
    re.IGNORECASE,
)
_LEAST = 2
"""Steps below which nothing is a procedure: one numbered line may be anything."""


def numbered_headings(blocks: Sequence[Block]) -> dict[int, tuple[int, str]]:
    """The headings that count from one on, at least two of a level in a row, with nothing but text below each.

    Args:
        blocks: of a document.

    Returns:
        By number of the block its number in the series, and the heading without it.
    """
    found: dict[int, tuple[int, str]] = {}
    for start, block in enumerate(blocks):
        if start in found or not block.level or _number(block.heading) != 1:
            continue
        series = [start]
        for number in range(start + 1, len(blocks)):
            following = blocks[number]
            if following.level != block.level or _number(following.heading) != len(series) + 1:
                break
            series.append(number)
        after = blocks[series[-1] + 1] if series[-1] + 1 < len(blocks) else None
        if len(series) >= _LEAST and not (after and after.level > block.level):
            found |= {number: (place, _bare(blocks[number].heading)) for place, number in enumerate(series, 1)}
    return found


def _number(heading: str) -> int:
    match = _NUMBERED.match(heading)
    return int(match[1]) if match else 0


def _bare(heading: str) -> str:
    return _NUMBERED.sub("", heading, count=1).strip()


def as_step(place: int, heading: str, text: str) -> str:
    """A numbered heading with what stands below it as an item of a list; code keeps every byte, for the item's indent
    is no part of it.
    """
    mark = f"{place}. "
    lines = [f"{mark}{heading}", *(["", *text.split("\n")] if text else [])]
    return "\n".join([lines[0], *(f"{' ' * len(mark)}{line}" if line.strip() else line for line in lines[1:])])


def procedures(blocks: Sequence[Block], top: int, numbered: dict[int, tuple[int, str]]) -> frozenset[int]:
    """The top headings under which stands a numbered list, or a series of numbered headings."""
    found: set[int] = set()
    above = -1
    for number, block in enumerate(blocks):
        if block.level and block.level <= top:
            above = number
        if above >= 0 and (number in numbered or has_steps(block.text)):
            found.add(above)
    return frozenset(found)


def has_steps(text: str) -> bool:
    """Whether a text holds a numbered list of at least two items, in no quotation and in no other list."""
    if not re.search(r"^ {0,3}\d{1,9}[.)]\s", text, re.MULTILINE):
        return False
    items = 0
    for token in parsed(text):
        if token.type == "ordered_list_open" and token.level == 0:
            items = 0
        items += token.type == "list_item_open" and token.level == 1 and token.markup in (".", ")")
        if items >= _LEAST:
            return True
    return False


def before_steps(text: str) -> tuple[str, str]:
    """A text parted where its first numbered list of two items or more begins; without one its second half is empty."""
    lines = text.split("\n")
    for token in parsed(text) if has_steps(text) else ():
        is_list = token.type == "ordered_list_open" and token.level == 0 and token.map
        if is_list and token.map and has_steps("\n".join(lines[slice(*token.map)])):
            return "\n".join(lines[: token.map[0]]).rstrip(), "\n".join(lines[token.map[0] :])
    return text, ""


def may_hold_steps(section: str, kind: Kind) -> bool:
    """Whether a procedure that follows a section belongs to the steps: what comes after those keeps its own lists."""
    steps = kind.steps_in
    return steps is not None and kind.sections.index(section) <= kind.sections.index(steps)
