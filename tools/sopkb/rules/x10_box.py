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

from collections.abc import Iterator

from sopkb.diagnostics import Finding, Location, Severity
from sopkb.model.record import Record
from sopkb.referee import Kind, opinions_on
from sopkb.rules.rule import Context, RecordRule


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Where the second opinion sees a box."""
    for found in opinions_on(record.body).differences:
        if found.kind is Kind.BOX:
            yield Finding(
                "Only MkDocs draws a box around this; for the check and our pages it is "
                f"{found.ours.leaf}. Write `> **Note:** …`.",
                Location(found.line, 1),
            )


RULE = RecordRule("X10", Severity.WARNING, alone=True, check=check)
