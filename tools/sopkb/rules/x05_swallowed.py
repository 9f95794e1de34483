"""A paragraph that the list above it swallows.

What: A line that follows an item without a blank line between is a part of the item, wherever it begins. What is no
    part of it has a blank line above; what is, is indented as far as the item's text.

Why on shift: "If it fails, call ESC-0001" is read as the end of step 7, and looked for by nobody who is on step 3.

Bad:
    7. Choose **Resume**.
    If it fails at any step, call ESC-0001.

Good:
    7. Choose **Resume**.

    If it fails at any step, call ESC-0001.
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.diagnostics import Finding, Location, Severity
from sopkb.model.record import Record
from sopkb.rules.rule import Context, RecordRule

_LISTS = ("bullet_list", "ordered_list")


def check(record: Record, context: Context) -> Iterator[Finding]:
    """The first line of each item that goes on at the line's start."""
    lines = record.body.text.split("\n")
    for top in record.body.blocks:
        if top.kind in _LISTS:
            for block in top.walk():
                if block.kind in ("text", "paragraph"):
                    going_on = range(block.line + 1, block.end)
                    at = next((n for n in going_on if lines[n - record.body.first_line][:1] not in (" ", "\t")), None)
                    if at:
                        message = (
                            "Part of the item above, because no blank line stands between. Put one there, "
                            "or indent the line as far as the item's text."
                        )
                        yield Finding(message, Location(at, 1))


RULE = RecordRule("X05", Severity.WARNING, alone=True, check=check)
