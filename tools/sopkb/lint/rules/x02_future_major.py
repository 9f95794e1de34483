"""A future major that can never take its place.

What: `<ID>.next.md` waits beside a record until its `effective_from`. So there must be a record with its id, which is
    not retired; its kind must have an `effective_from`; and its version must be a later major than the record's.

Why on shift: The change is announced, the day comes, and yesterday's text stays.

Bad:
    sop/sops/SOP-0131.next.md      # there is no SOP-0131

Good:
    sop/sops/SOP-0112-portal-restore-a-locked-account.md   # version 2.1.0
    sop/sops/SOP-0112.next.md                                           # version 3.0.0, effective_from "2026-12-01"
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.kinds import ID
from sopkb.core.record import Record
from sopkb.lint.rules.rule import Context, RecordRule


def check(record: Record, context: Context) -> Iterator[Finding]:
    """The future text against the one that it replaces."""
    if not record.is_next or not ID.fullmatch(record.id):
        return
    current = context.corpus.by_id.get(record.id)
    if current is None:
        yield Finding(
            f"There is no record {record.id} that this text could follow. Correct the id; or, for a first publication, "
            "take `.next` out of the file's name: `effective_from` keeps it SCHEDULED.",
            record.at("id"),
        )
        return
    if record.kind and "effective_from" not in record.fields:
        yield Finding(
            f"A {record.kind.name} has no `effective_from`, so this text would never come into force. "
            f"Change {record.id} itself.",
            record.at("kind"),
        )
    if current.is_retired:
        yield Finding(
            f"{record.id} is retired: nothing follows it under its id. Delete this file, or write a new record that "
            "supersedes it.",
            record.at("id"),
        )
    if record.version and current.version and record.version.major <= current.version.major:
        yield Finding(
            f"{record.version} is not a later major than {current.version}, which is in force. Make it "
            f"{current.version.major + 1}.0.0; or, for a smaller change, change the record itself.",
            record.at("version"),
        )


RULE = RecordRule("X02", Severity.ERROR, check=check)
