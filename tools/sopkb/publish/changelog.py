"""What changed in a record, version by version, and which steps are not what they were."""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.model.record import Record
from sopkb.publish.blocks import indented, table
from sopkb.publish.escape import field
from sopkb.publish.links import with_ids
from sopkb.publish.view import View


def changelog(record: Record, view: View) -> str:
    """The section about changes, newest first: what each asks of readers, and the steps before and after it."""
    rows = [
        (
            *(field(entry.get(name, "")) for name in ("version", "date", "training")),
            with_ids(view, entry.get("change", ""), record.id),
        )
        for entry in record.changelog
    ]
    if not rows:
        return ""
    heads = ("Version", "Date", "Training", "Change")
    return "\n\n".join(["## Changes", table(heads, rows), *_steps(record, view)])


def _steps(record: Record, view: View) -> Iterator[str]:
    """For each version that asks people to do something differently, what it moved; nothing where git cannot tell."""
    for entry in record.changelog:
        version = str(entry.get("version", ""))
        moved = view.moved.get((record.id, version), ())
        if moved:
            lines = "\n".join(f"- {field(line)}" for line in moved)
            yield f'??? note "What {field(version)} does differently ({len(moved)})"\n\n{indented(lines)}'
