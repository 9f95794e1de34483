"""An imported record is not in house style yet.

What: A record with `conversion: legacy` is judged as a whole: what is missing in it (fields, sections, symptoms) is one
    line: how many things, and which. `kb check --to-do` lists each of them, and so does the record's page.
    What protects people is never part of it: private data, harm, relations and dates are findings of their own. Put
    the record into house style, then take `conversion` out.

Why on shift: A thousand warnings are read by nobody; one line a record says where to begin.

Bad:
    conversion: legacy

Good:
    symptoms: ["Says the account is locked"]    # all there: the line `conversion` is gone
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.record import Record
from sopkb.lint.rules.rule import Context, RecordRule

CODE = "X22"


def check(record: Record, context: Context) -> Iterator[Finding]:
    """An imported record of which all that a rule can see is there: only the mark is left over.

    What is missing is counted once every rule has spoken (:mod:`sopkb.lint.check.todo`), and told in this rule's name.
    """
    if record.is_legacy and not record.is_retired:
        yield Finding(
            "Imported, and not in house style yet: once it is, take `conversion` out.", record.at("conversion")
        )


RULE = RecordRule(CODE, Severity.WARNING, alone=True, check=check)
