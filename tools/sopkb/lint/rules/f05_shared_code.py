"""Two workarounds answer the same error code for the same users.

What: Two workarounds with a code in common differ by `affected`, or one active troubleshooter links both. Drafts are
    compared with what is active, and say so before they go live. A workaround that supersedes the other may share its
    codes. The newer of the two, by its id, gets the finding.

Why on shift: The agent pastes the code and gets two answers. One of them is wrong for this user, and nothing on the
    page says which.

Bad:
    error_codes: [CP-2207]     # WKA-0102 has it as well
    affected: {versions: "5.4.0 to 5.4.2", clients: [chrome]}

Good:
    error_codes: [CP-2207]
    affected: {versions: "5.4.0 to 5.4.2", clients: [firefox]}
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.codes import normal_form
from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.record import Record
from sopkb.lint.affected import affected_by
from sopkb.lint.rules.rule import Context, RecordRule


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Each other workaround, at the first code that both have."""
    if record.is_retired or record.is_next:
        return
    told: set[str] = set()
    for code, path in record.meta.texts_with_paths("error_codes"):
        for other in context.corpus.by_code.get(normal_form(code), ()):
            if other.id not in told and _competes(record, other, context):
                told.add(other.id)
                yield Finding(
                    f"`{code}` is in {other.id} too, for the same `affected`. Give each its own `affected`, or link "
                    "both from a TRB.",
                    record.at(*path),
                )


def _competes(record: Record, other: Record, context: Context) -> bool:
    if other.kind_name != "workaround" or not other.is_active or other.id == record.id:
        return False
    if record.is_active and other.id > record.id:
        return False  # said there
    if affected_by(record) is None or affected_by(record) != affected_by(other):
        return False
    if other.id in record.meta.texts("supersedes") or record.id in other.meta.texts("supersedes"):
        return False
    return not any({record.id, other.id} <= context.corpus.named_by(tree) for tree in _trees(context))


def _trees(context: Context) -> Iterator[Record]:
    return (record for record in context.corpus.records if record.kind_name == "troubleshooter" and record.is_active)


RULE = RecordRule("F05", Severity.ERROR, kinds=("workaround",), eases_in_drafts=True, check=check)
