"""Steps that are written with other numbers than they are shown with.

What: The numbers that stand in the file run on: 1, 2, 3 (or 1, 1, 1, which every reader counts). A page shows a list's
    first number as it is written, and counts from there.

Why on shift: "I am on step 4" is the agent's third and the engineer's fifth.

Bad:
    1. Open the queue.
    3. Choose **Resume**.

Good:
    1. Open the queue.
    2. Choose **Resume**.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sopkb.core.body import Block
from sopkb.core.diagnostics import Finding, Location, Severity
from sopkb.core.record import Record
from sopkb.lint.rules.rule import Context, RecordRule

_NUMBER = re.compile(r"\A[ \t>]*+(?:[-*+][ \t]++)*+(\d{1,9})[.)](?:[ \t]|\Z)")


def check(record: Record, context: Context) -> Iterator[Finding]:
    """The first item of each list that is not written with the number it has."""
    lines = record.body.text.split("\n")
    for top in record.body.blocks:
        for block in top.walk():
            if block.kind == "ordered_list":
                yield from _jump(block, [lines[item.line - record.body.first_line] for item in block.inside])


def _jump(block: Block, lines: list[str]) -> Iterator[Finding]:
    written = [int(found[1]) if (found := _NUMBER.match(line)) else None for line in lines]
    if all(number in (None, block.number) for number in written):
        return
    for place, number in enumerate(written):
        if number is not None and number != block.number + place:
            message = (
                f"{number}. is written, {block.number + place}. is shown. Number the items 1, 2, 3 in their order."
            )
            yield Finding(message, Location(block.inside[place].line, 1))
            return


RULE = RecordRule("X09", Severity.WARNING, alone=True, check=check)
