"""A future major whose day has come, and that still waits.

What: The `effective_from` of `<ID>.next.md` has come: its text should be the record's. Time brings this about, so it is
    told at night.

Why on shift: Everyone was briefed on the new way, and the page shows the old one.

Bad:
    effective_from: "2026-11-20"   # in SOP-0112.next.md, and today is the 22nd

Good:
    effective_from: "2026-12-01"   # on that day: `kb promote SOP-0112`
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.record import Record
from sopkb.lint.rules.rule import Context, RecordRule, When


def check(record: Record, context: Context) -> Iterator[Finding]:
    """The day of a future text against today."""
    day = record.day("effective_from")
    if not record.is_next or day is None or day > context.now.date() or record.id not in context.corpus.by_id:
        return
    if record.is_draft:
        remedy = "It is a draft: have it approved, or set another day."
    else:
        remedy = f"Put it in place: `kb promote {record.id}`."
    yield Finding(
        f"The future major of {record.id} was to be in force from {day}. {remedy}", record.at("effective_from")
    )


RULE = RecordRule("X03", Severity.WARNING, when=When.NIGHTLY, check=check)
