"""A box that only MkDocs draws.

What: `!!! note` and `??? note` begin a box in MkDocs, with the indented lines as its content. Nobody else knows them:
    our pages, an editor and a code host show the marks, and the text as a paragraph or as code.

Why on shift: A warning that looks like a command gets pasted into one.

Bad:
    !!! warning
        Never open the content.

Good:
    > **Warning:** never open the content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Location, Severity
from sopkb.core.record import Record
from sopkb.lint.rules.rule import Context, RecordRule

_BOX = re.compile(r"(?:!!!|\?\?\?\+?)[ \t]+\w")


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Every line of text that begins one."""
    for top in record.body.blocks:
        for block in top.walk():
            if block.kind in ("paragraph", "text"):
                for number, line in enumerate(block.text.split("\n"), block.line):
                    if _BOX.match(line):
                        message = "Only MkDocs draws a box of this; our pages show the marks. Write `> **Note:** …`."
                        yield Finding(message, Location(number, 1))


RULE = RecordRule("X10", Severity.WARNING, alone=True, check=check)
