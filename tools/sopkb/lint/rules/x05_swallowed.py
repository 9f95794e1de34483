"""A paragraph that the list above it swallows.

What: A line that follows an item without a blank line between is a part of the item, wherever it begins: this is how
    the check, the page and the search read it. Told is such a line below the last item of a list where it begins like
    a sentence and was not merely wrapped: its first word had room in the line above, and no other item of the list goes
    on without indentation. What is no part of the item has a blank line above; what is, is indented.

Why on shift: "If it fails, call ESC-0001" is read as the end of step 7, and looked for by nobody who is on step 3.

Bad:
    7. Choose **Resume**.
    If it fails at any step, call ESC-0001.

Good:
    7. Choose **Resume**.

    If it fails at any step, call ESC-0001.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sopkb.core.body import Block, Body
from sopkb.core.diagnostics import Finding, Location, Severity
from sopkb.core.record import Record
from sopkb.lint.rules.rule import Context, RecordRule

_LISTS = ("bullet_list", "ordered_list")
_PARAGRAPHS = ("text", "paragraph")
_ITEM = re.compile(r"\A( *)([-*+]|\d{1,9}[.)])( +)")
_WIDEST_GAP = 4
"""Blanks behind a mark that belong to it; what stands further right is code inside the item."""
_ENDS = (".", "!", "?", ":", "。", "！", "？", "：", "؟", "।")
_BEFORE = "*_\"'“‘«([（「"
_BEHIND = "*_`\"'”’»)]）」 "
_NO_SENTENCE = ("`", "<", "!", "[")
"""Code, a tag, an image, a link: what is wrapped begins with these as often as what is not."""


@dataclass(frozen=True, slots=True)
class _Lazy:
    """The first line that an item takes in although it is not indented: its number in the file, and how it stands."""

    line: int
    is_last: bool


class _Lines:
    """The lines of a body by their number in the file, a tab as four blanks."""

    def __init__(self, body: Body) -> None:
        self._first, self._lines = body.first_line, body.text.expandtabs(4).split("\n")

    def __getitem__(self, number: int) -> str:
        return self._lines[number - self._first]


def check(record: Record, context: Context) -> Iterator[Finding]:
    """The last item of each list, where it alone goes on."""
    blocks = record.body.blocks
    lists = [block for block in blocks if block.kind in _LISTS]
    if not lists:
        return
    lines = _Lines(record.body)
    lazy = [tuple(_lazy_lines(block, lines)) for block in lists]
    judged = {number for among in lazy for each in among for number in (each.line - 1, each.line)}
    width = _width(blocks, lines, judged) if judged else 0
    for each in (among[0] for among in lazy if len(among) == 1):
        if each.is_last and _begins_anew(lines[each.line], lines[each.line - 1], width):
            message = (
                "This is part of the item above, because no blank line separates them. Add one, "
                "or indent the line by four spaces if it belongs to the item."
            )
            yield Finding(message, Location(each.line, 1))


def _lazy_lines(block: Block, lines: _Lines, *, is_last: bool = True) -> Iterator[_Lazy]:
    """Those of a list and the lists inside it; of the last item of all, nothing of the list follows."""
    for item in block.inside:
        mark = _ITEM.match(lines[item.line])
        edge = (mark.end() if len(mark[3]) <= _WIDEST_GAP else mark.end(2) + 1) if mark else 0
        for part in item.inside:
            ends = is_last and item is block.inside[-1] and part is item.inside[-1]
            if part.kind in _LISTS:
                yield from _lazy_lines(part, lines, is_last=ends)
            elif part.kind in _PARAGRAPHS:
                first = next((n for n in range(part.line + 1, part.end) if _indent(lines[n]) < edge), None)
                if first is not None:
                    yield _Lazy(first, ends)


def _width(blocks: Sequence[Block], lines: _Lines, judged: set[int]) -> int:
    """To how many characters the author wraps lines, as other paragraphs of several lines tell; 0 where none does."""
    paragraphs = (each for block in blocks for each in block.walk() if each.kind in _PARAGRAPHS)
    wrapped = (range(each.line, each.end) for each in paragraphs if each.end - each.line > 1)
    found = (lines[number] for among in wrapped for number in among if number not in judged)
    return max((len(line.rstrip()) for line in found if "](" not in line and "://" not in line), default=0)


def _begins_anew(line: str, above: str, width: int) -> bool:
    """Whether a line looks like the beginning of a paragraph, and not like the rest of a wrapped one."""
    text, before = line.strip(), above.rstrip()
    bare = text.lstrip(_BEFORE)
    if text.startswith(_NO_SENTENCE) or not bare[:1].isalpha() or before.count("[") > before.count("]"):
        return False
    if before.endswith((",", ";", "\\")) or above.endswith("  "):
        return False
    if bare[0].upper() == bare[0].lower():  # a script without capitals may be wrapped anywhere: ask for more
        return before.rstrip(_BEHIND).endswith(_ENDS)
    had_room = len(before) + 1 + len(text.split()[0]) <= width
    return bare[0].isupper() and (had_room or not width)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


RULE = RecordRule("X05", Severity.WARNING, alone=True, check=check)
