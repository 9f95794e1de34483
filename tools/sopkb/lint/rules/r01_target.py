"""A relation to a record that does not exist, or of the wrong kind.

What: Every id in the front matter names a record of the base, of a kind that the field allows. `supersedes` names the
    same kind, or a workaround that an SOP replaces. A record does not point at itself. A file that cannot be read is
    S03's matter, and is said there only.

Why on shift: A dead end during a call.

Bad:
    escalates_to: SOP-0103

Good:
    escalates_to: ESC-0103
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.kinds import kind_of_id
from sopkb.core.record import Record
from sopkb.core.relations import Relation
from sopkb.lint.rules.rule import Context, RecordRule


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Each arrow's target: is it there, is it of an allowed kind."""
    for relation in record.relations:
        message = _trouble(relation, record, context)
        if message:
            yield Finding(f"`{relation.kind.name}: {relation.target}` {message}", record.at(*relation.path))


def _trouble(relation: Relation, record: Record, context: Context) -> str:
    if relation.target == record.id:
        return "is the record itself. Remove it."
    allowed = relation.allowed_kinds(record)
    target = kind_of_id(relation.target)
    expected = f" Expected: {', '.join(allowed)}." if allowed else ""
    if target is None or (allowed and target.name not in allowed):
        article = f"is of kind {target.name}" if target else "is not a record id"
        return f"{article}.{expected}"
    if relation.target in context.corpus.by_id or relation.target in context.corpus.unreadable:
        return ""
    near = context.nearest_id(relation.target, 0.8)
    hint = f" Did you mean {near}?" if near else " Name an existing record, or remove it."
    return f"does not exist.{hint}"


RULE = RecordRule("R01", Severity.ERROR, check=check)
