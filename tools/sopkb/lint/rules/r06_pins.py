"""A track teaches an older major, or a retired record.

What: A module pins each record at the major version it was built on. When the record moves to another major, or is
    retired, the module no longer teaches today's procedure.

Why on shift: New people learn last quarter's steps.

Bad:
    records: [{id: SOP-0112, at_major: 1}]   # SOP-0112 is at 2.1.0

Good:
    records: [{id: SOP-0112, at_major: 2}]   # set after reading what changed
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity, shown
from sopkb.core.record import Record
from sopkb.lint.rules.rule import Context, RecordRule
from sopkb.lint.tracks import modules_of


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Each pin against the record it names."""
    for module in modules_of(record):
        for pin in module.pins:
            target = context.corpus.by_id.get(pin.record_id)
            if target is None:
                continue
            name = f"{record.id} module {shown(module.id)}"
            if target.is_retired and record.is_active:
                successor = context.corpus.successor_of(target.id)
                remedy = f"Teach {successor.id} instead." if successor else "Take it out of the module."
                yield Finding(f"{name} pins {target.id}, which is retired. {remedy}", pin.at)
            elif target.version and pin.at_major not in (None, target.version.major):
                yield Finding(
                    f"{name} pinned {target.id} {pin.at_major}; now {target.version.major}. "
                    f"Review the module, then set `at_major: {target.version.major}`.",
                    pin.at,
                )


RULE = RecordRule("R06", Severity.WARNING, kinds=("track",), check=check)
