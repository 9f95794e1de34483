"""An active record depends on one that is a draft or retired.

What: `escalates_to`, `replies_with`, `prerequisite`, the records of a track and the answers of a troubleshooter must be
    active, or a known issue without a fix. `related` and mentions in prose may point anywhere. (A track's retired
    records are R06's.)

Why on shift: The agent follows a path that ends in a page saying "do not use".

Bad:
    replies_with: [MAC-0109]   # retired, reason superseded

Good:
    replies_with: [MAC-0112]   # its successor
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.record import Record
from sopkb.core.relations import fits
from sopkb.lint.rules.rule import Context, RecordRule


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Each arrow that the record depends on."""
    if not record.is_active:
        return
    for relation in record.relations:
        target = context.corpus.by_id.get(relation.target)
        if not relation.kind.depends or target is None or not (target.is_unpublished or target.is_retired):
            continue
        if not fits(relation, record, target) or (relation.kind.name == "modules" and target.is_retired):
            continue
        successor = context.corpus.successor_of(relation.target)
        remedy = (
            f"Use {successor.id} or drop the relation." if successor else "Drop the relation, or name another record."
        )
        because = f" ({target.retired_because})" if target.retired_because else ""
        state = f"retired{because}" if target.is_retired else "a draft"
        yield Finding(f"`{relation.kind.name}: {relation.target}` is {state}. {remedy}", record.at(*relation.path))


RULE = RecordRule("R02", Severity.ERROR, check=check)
