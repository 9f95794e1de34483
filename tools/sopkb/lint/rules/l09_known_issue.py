"""A field for known issues without a fix, on a record that is not one.

What: `known: true` on a draft workaround publishes it as KNOWN, NO FIX YET, in the rank of live records, and
    `waits_for` says who works on an answer where that is not the owner. On an active record, which tells people what
    to do, `known` is a contradiction; `waits_for` without `known` is shown nowhere.

Why on shift: The page says what to do, the record says that nothing helps, and each reader believes another half.

Bad:
    status: active
    known: true

Good:
    status: draft
    known: true
    waits_for: "the maker of the printer"
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.record import Record
from sopkb.lint.rules.rule import Context, RecordRule


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Both fields, of a record that people may follow or that nobody is meant to read yet."""
    if record.is_active and record.meta.flag("known"):
        yield Finding(
            "`known: true` says that nothing helps yet, `status: active` that this does. "
            "Remove `known`, or make the record a draft.",
            record.at("known"),
        )
    elif "waits_for" in record.meta and not record.meta.flag("known") and not record.is_retired:
        yield Finding(
            "`waits_for` is for known issues only. Add `known: true` to the draft, or remove it.",
            record.at("waits_for"),
        )


RULE = RecordRule("L09", Severity.ERROR, kinds=("workaround",), alone=True, check=check)
