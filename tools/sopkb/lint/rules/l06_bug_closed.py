"""The bug is closed, but its workaround is still given as an answer.

What: `sop/tracker.json`, the tracker's export, says that `bug` is closed while the workaround is a draft or active.
    What the export does not name counts as unknown.

Why on shift: People take the slow path around a hole that has been filled.

Bad:
    status: active
    bug: BUG-87811                # closed in 3.8.1

Good:
    status: retired
    retired: {reason: fixed, on: "2026-11-12"}
    fixed_in: "3.8.1"
    fixed_on: "2026-11-11"
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity, shown
from sopkb.core.record import Record
from sopkb.lint.rules.rule import Context, RecordRule, When


def check(record: Record, context: Context) -> Iterator[Finding]:
    """The bug as the tracker's export has it."""
    bug = record.meta.text("bug")
    item = context.corpus.tracker.items.get(bug)
    if record.is_retired or record.is_next or item is None or item.is_open:
        return
    closed = f"{shown(bug)} is closed{f' in {shown(item.fixed_in)}' if item.fixed_in else ''}"
    if record.is_known:
        remedy = (
            f"People are told that nothing helps yet: `kb retire {record.id}` once an affected site confirms the fix."
        )
    elif record.is_draft:
        remedy = "If nobody needs it any more, delete the draft."
    elif item.fixed_in:
        remedy = f"Verify on an affected site, then `kb retire {record.id} --reason fixed`."
    else:
        remedy = f"The tracker names no version: ask why. Then `kb retire {record.id}` with the true reason."
    yield Finding(f"{closed}. {remedy}", record.at("bug"))


RULE = RecordRule("L06", Severity.WARNING, kinds=("workaround",), when=When.NIGHTLY, check=check)
