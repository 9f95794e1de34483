"""What changed in a record, version by version, and which steps are not what they were."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sopkb.core.record import Record
from sopkb.site.escape import markup
from sopkb.site.html import Html, Part, bullets, folded, heading, plain_table
from sopkb.site.links import with_ids
from sopkb.site.view import View


def changelog(record: Record, view: View) -> Sequence[Part]:
    """The section about changes, newest first: what each asks of readers, and the steps before and after it.

    Returns:
        Parts of a page; none where no change is told.
    """
    rows = [
        (
            *(markup(entry.get(name, "")) for name in ("version", "date", "training")),
            with_ids(view, entry.get("change", ""), record.id),
        )
        for entry in record.changelog
    ]
    if not rows:
        return []
    heads = ("Version", "Date", "Training", "Change")
    return [heading("Changes"), plain_table(heads, rows), *_steps(record, view)]


def _steps(record: Record, view: View) -> Iterator[Html]:
    """For each version that asks people to do something differently, what it moved; nothing where git cannot tell."""
    for entry in record.changelog:
        version = str(entry.get("version", ""))
        moved = view.moved.get((record.id, version), ())
        if moved:
            yield folded("note", f"What {version} does differently ({len(moved)})", bullets(map(markup, moved)))
