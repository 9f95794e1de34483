"""A track teaches an older major, or a retired record.

What: A module pins each record at the major version it was built on. When the record moves to another major, or is
    retired, the module no longer teaches today's procedure.

Why on shift: New people learn last quarter's steps.

Bad:
    records: [{id: SOP-0012, at_major: 1}]   # SOP-0012 is at 2.1.0

Good:
    records: [{id: SOP-0012, at_major: 2}]   # set after reading what changed
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.diagnostics import Finding, Severity, shown
from sopkb.model.record import Record
from sopkb.rules.rule import Context, RecordRule


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Each pin against the record it names."""
    for number, module in record.meta.maps("modules"):
        pins = module.get("records")
        for position, pin in enumerate(pins if isinstance(pins, list) else ()):
            target = context.corpus.by_id.get(str(pin.get("id"))) if isinstance(pin, dict) else None
            if target is None:
                continue
            pinned = pin.get("at_major")  # of another type: S02 has said so
            at = record.at("modules", number, "records", position, "id")
            name = f"{record.id} module {shown(module.get('id'))}"
            if target.is_retired and record.is_active:
                successor = context.corpus.successor_of(target.id)
                remedy = f"Teach {successor.id} instead." if successor else "Take it out of the module."
                yield Finding(f"{name} pins {target.id}, which is retired. {remedy}", at)
            elif target.version and isinstance(pinned, int) and pinned != target.version.major:
                yield Finding(
                    f"{name} pinned {target.id} {pinned}; now {target.version.major}. "
                    f"Review the module, then set `at_major: {target.version.major}`.",
                    at,
                )


RULE = RecordRule("R06", Severity.WARNING, kinds=("track",), check=check)
