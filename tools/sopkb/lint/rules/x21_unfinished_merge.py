"""A merge that was not finished.

What: No line of a record begins with git's conflict marks, seven `<`, `|` or `>`. In front matter they are S03's.

Why on shift: The page shows two versions of a step one below the other, and the agent follows either.

Bad:
    <<<<<<< HEAD
    1. Choose **Unlock**.
    >>>>>>> main

Good:
    1. Choose **Unlock**.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.record import Record
from sopkb.lint.rules.rule import Context, RecordRule
from sopkb.lint.rules.wording import place_of

_MARK = re.compile(r"^(?:<{7}|\|{7}|>{7})(?= |$)", re.MULTILINE)


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Each mark of a conflict in the body."""
    text = record.body.text
    for match in _MARK.finditer(text):
        yield Finding(
            "A git conflict marker: choose what is right, and delete the markers.",
            place_of(text, match.start(), record.body.first_line),
        )


RULE = RecordRule("X21", Severity.ERROR, alone=True, check=check)
