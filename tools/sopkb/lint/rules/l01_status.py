"""The status changed in a way that is not allowed.

What: A draft becomes active by approval, or is retired. An active record is retired, with a reason. Only a workaround
    that was retired as *fixed* comes back, as a draft, when its bug does. What was retired as *unsafe* stays so. (That
    a retired record has its reason is S01's.)

Why on shift: An answer that was taken out because it did harm is followed again.

Bad:
    status: active     # was retired, reason unsafe

Good:
    status: draft      # was retired as fixed; the bug is back
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.fields import STATUSES
from sopkb.core.record import Record
from sopkb.lint.change import RecordChange
from sopkb.lint.rules.rule import ChangeRule, Context


def check(change: RecordChange, context: Context) -> Iterator[Finding]:
    """The status before and now."""
    before, after = change.before, change.after
    if before is None or after is None or {before.status, after.status} - set(STATUSES):
        return
    allowed = _allowed(before)
    if after.status != before.status and after.status not in allowed:
        told = f"retired ({before.retired_because})" if before.is_retired and before.retired_because else before.status
        remedy = f"Allowed: {', '.join(allowed)}." if allowed else "Nothing is allowed: write a new record."
        yield Finding(f"`status`: {told} to {after.status} is not allowed. {remedy}", after.at("status"))
    elif before.retired_because == "unsafe" and after.is_retired and after.retired_because != "unsafe":
        yield Finding("What was retired as unsafe stays so. Restore `reason: unsafe`.", after.at("retired", "reason"))


def _allowed(record: Record) -> tuple[str, ...]:
    """Where a record may go from its status."""
    if record.is_draft:
        return ("active", "retired")
    if record.is_active:
        return ("retired",)
    regresses = record.kind_name == "workaround" and record.retired_because == "fixed"
    return ("draft",) if regresses else ()


RULE = ChangeRule("L01", Severity.ERROR, check=check)
