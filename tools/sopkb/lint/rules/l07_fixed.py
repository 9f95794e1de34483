"""Retired as fixed, but the record's fields disagree about it.

What: That a workaround retired as *fixed* has `fixed_in` and `fixed_on` is S01's. This rule asks that they tell a user
    something: `fixed_in` names a version (it has a digit), `fix_status` is `released`, and the fix was out on the day
    the workaround was retired.

Why on shift: Users on old versions are misled: "fixed" without a version that they can compare with their own.

Bad:
    retired: {reason: fixed, on: "2026-11-12"}
    fixed_in: "next release"
    fix_status: in_progress

Good:
    retired: {reason: fixed, on: "2026-11-12"}
    fixed_in: "3.8.1"
    fixed_on: "2026-11-11"
    fix_status: released
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity, shown
from sopkb.core.moments import parse_date
from sopkb.core.record import Record
from sopkb.lint.rules.rule import Context, RecordRule


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Version, status and day of the fix."""
    if record.retired_because != "fixed":
        return
    version, status = record.meta.text("fixed_in"), record.meta.text("fix_status")
    if version and not any(char.isdigit() for char in version):
        yield Finding(
            f"`fixed_in: {shown(version)}` is not a version that users can compare. Write the number of the release.",
            record.at("fixed_in"),
        )
    if status in ("investigating", "in_progress", "wont_fix"):
        yield Finding(
            f"Retired as fixed, but `fix_status` is {status}. Set it to released, or give the true reason.",
            record.at("fix_status"),
        )
    fixed, retired = record.day("fixed_on"), parse_date(record.meta.map("retired").get("on"))
    if fixed and retired and retired < fixed:
        yield Finding(
            f"Retired on {retired}, before the fix was out ({fixed}): in between there was no answer. "
            "Correct the date that is wrong.",
            record.at("retired"),
        )


RULE = RecordRule("L07", Severity.ERROR, kinds=("workaround",), alone=True, check=check)
