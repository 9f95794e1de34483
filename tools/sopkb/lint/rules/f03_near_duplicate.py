"""A record that says nearly what another one says.

What: At least 60 % of the texts below the headings are the same, counted in runs of four words. The newer record gets
    the finding, once, with the record it is most like. Not compared are retired records, a record with the one it
    supersedes, two workarounds with different `affected`, and texts of fewer than some 60 words. What more than two
    dozen records share is a phrase of the house and makes none a copy.

Why on shift: Reports, replies and corrections are split between the two. One of them is mended, and the agent opens
    the other.

Bad:
    WKA-0114 is WKA-0102 with another title, and both are active.

Good:
    WKA-0102 has the second symptom too; WKA-0114 was never written.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sopkb.core.diagnostics import Finding, Location, Severity
from sopkb.core.record import Record
from sopkb.lint.affected import affected_by
from sopkb.lint.rules.near_duplicates import Likeness, near_duplicates
from sopkb.lint.rules.rule import Context, CorpusRule

_NAMED = 3  # others that a message names beside the nearest one


def check(context: Context) -> Iterator[Finding]:
    """Each record that is like an older one."""
    records = [record for record in context.corpus.records if not record.is_retired]
    alike = near_duplicates(records)
    for record in records:
        older = [
            each
            for each in alike.get(record.id, ())
            if _age(each.other) < _age(record) and are_comparable(record, each.other)
        ]
        if older:
            yield Finding(_message(record, older), Location(record.body.first_line, 1), path=record.path)


def _age(record: Record) -> tuple[date, str]:
    """What the older of two has less of; a record that does not say when it was made counts as new."""
    return record.day("created") or date.max, record.id


def are_comparable(one: Record, two: Record) -> bool:
    """Whether two records that are alike are one too many: neither replaces the other, nor are they for other users."""
    if one.id in two.meta.texts("supersedes") or two.id in one.meta.texts("supersedes"):
        return False
    return not one.kind_name == two.kind_name == "workaround" or affected_by(one) == affected_by(two)


def _message(record: Record, older: list[Likeness]) -> str:
    nearest, *others = older
    more = ""
    if others:
        names = ", ".join(each.other.id for each in others[:_NAMED])
        more = f" (and like {names}{f' and {len(others) - _NAMED} more' if len(others) > _NAMED else ''})"
    tell_apart = "or add a distinguishing `affected`" if record.kind_name == "workaround" else "or link it"
    return (
        f"{int(nearest.share * 100)}% like {nearest.other.id}{more}. Extend that one, {tell_apart} and keep here only "
        "what differs."
    )


RULE = CorpusRule("F03", Severity.WARNING, check=check)
