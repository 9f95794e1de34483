"""An active procedure whose effective date is that of an older major.

What: Approver, effective date and review interval of an active SOP or escalation are S01's to ask for. This rule looks
    at what stands there and controls nothing: an `effective_from` before the day on which the current major was
    written. The date then speaks of a procedure that nobody follows any more.

Why on shift: An uncontrolled procedure: nobody can tell from when yesterday's way was wrong, so a decision of last
    week is judged by a text that was not in force.

Bad:
    effective_from: "2026-03-10"
    changelog:
      - {version: "2.0.0", date: "2026-09-01", training: retrain, change: "A registered device is needed"}

Good:
    effective_from: "2026-09-08"
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.changelog import major_written
from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.record import Record
from sopkb.lint.rules.rule import Context, RecordRule


def check(record: Record, context: Context) -> Iterator[Finding]:
    """The effective date against the first entry of the current major."""
    effective, created, written = record.day("effective_from"), record.day("created"), major_written(record)
    if effective and created and effective < created:
        return  # S05 has said so
    if record.is_active and effective and written and effective < written:
        assert record.version is not None
        yield Finding(
            f"`effective_from` ({effective}) is before major {record.version.major} was written ({written}): it is the "
            f"date of an older text. Set it to the day from which this one is followed, {written} or later.",
            record.at("effective_from"),
        )


RULE = RecordRule("L02", Severity.ERROR, kinds=("sop", "escalation"), eases_in_drafts=True, alone=True, check=check)
