"""A supersession with only one end.

What: When a record supersedes another, the other is retired with the reason *superseded* in the same pull request;
    and a record retired as superseded has a successor that names it.

Why on shift: Two live answers to one question, and each shift finds the other one.

Bad:
    # SOP-0131            # WKA-0103
    supersedes: [WKA-0103]    status: active

Good:
    # SOP-0131            # WKA-0103
    supersedes: [WKA-0103]    status: retired
                              retired: {reason: superseded, on: "2026-11-22"}
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.record import Record
from sopkb.core.relations import fits
from sopkb.lint.rules.rule import Context, RecordRule


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Both directions, each told in the file that must change least."""
    if record.is_active:
        for relation in record.relations:
            old = context.corpus.by_id.get(relation.target)
            if relation.kind.name != "supersedes" or old is None or old.id == record.id:
                continue
            if old.is_active and fits(relation, record, old):
                yield Finding(
                    f"{record.id} supersedes {old.id}, but {old.id} is active. Retire it, reason superseded, in this "
                    f"pull request: `kb retire {old.id} --reason superseded --by {record.id}`.",
                    record.at(*relation.path),
                )
    if record.retired_because == "superseded" and not record.is_next:
        sources = context.corpus.inverses.get(record.id, ())
        if not any(relation.kind.name == "supersedes" for relation in sources):
            yield Finding(
                f"{record.id} is retired as superseded, but no record supersedes it. "
                f"Add `supersedes: [{record.id}]` to its successor, or give the true reason.",
                record.at("retired"),
            )


RULE = RecordRule("R03", Severity.ERROR, check=check)
