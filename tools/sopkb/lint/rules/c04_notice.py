"""A major comes into force in under three days.

What: A new major of an SOP has an `effective_from` at least three days ahead, waiting beside the current text as
    `<ID>-….next.md`, so that every shift is briefed before it counts. What cannot wait says `emergency: true` and is
    briefed on the spot. A major that was announced in time is put in place (`kb promote`) on its day.

Why on shift: Who was off yesterday does today what was right on Monday.

Bad:
    version: "3.0.0"
    effective_from: "2026-11-22"   # today

Good:
    version: "3.0.0"
    effective_from: "2026-11-25"   # in SOP-0112-….next.md
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.version import Level
from sopkb.lint.change import RecordChange
from sopkb.lint.rules.rule import ChangeRule, Context

NOTICE = timedelta(days=3)


def check(change: RecordChange, context: Context) -> Iterator[Finding]:
    """A raised major, and its day."""
    after = change.after
    if after is None or not after.is_active or change.is_first_publication or change.bump is not Level.MAJOR:
        return
    earliest = context.now.date() + NOTICE
    day = after.day("effective_from")
    if day is None or day >= earliest or after.meta.flag("emergency") or _was_announced(change, context):
        return
    where = "" if after.is_next else ", and let it wait in a `.next.md` beside the current text"
    yield Finding(
        f"{after.version} is in force from {day}, too soon to brief every shift. Move `effective_from` to {earliest} "
        f"or later{where}; if it cannot wait, write `emergency: true`.",
        after.at("effective_from"),
    )


def _was_announced(change: RecordChange, context: Context) -> bool:
    """Whether the base side had this very major waiting."""
    announced = context.change.before.upcoming.get(change.id) if context.change else None
    return (
        announced is not None
        and change.after is not None
        and announced.version == change.after.version
        and announced.day("effective_from") == change.after.day("effective_from")
    )


RULE = ChangeRule("C04", Severity.WARNING, kinds=("sop",), check=check)
