"""Questions of a track that nobody has read since their record changed.

What: When a pin is raised, the questions that cite the record may ask for yesterday's way. `kb track repin` writes the
    record into the track's `questions_to_review`, and `kb review` takes it out. A record whose current major was
    written after the track's `last_reviewed` is told as well, however its pin was raised: neither needs git's history.

Why on shift: Who raises a pin has said that the module teaches the new text; that its questions do, nobody has said.

Bad:
    last_reviewed: "2026-09-01"
    questions_to_review: [SOP-0112]

Good:
    last_reviewed: "2026-11-22"   # questions read beside what changed: `kb review ONB-0001`
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity, shown
from sopkb.core.record import Record
from sopkb.lint.rules.rule import Context, RecordRule, When
from sopkb.lint.tracks import questions_of, unread_since


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Each record of which questions are to be read."""
    if not record.is_active:
        return
    for record_id, why in unread_since(record, context.corpus).items():
        numbers = [str(each.number) for each in questions_of(record) if each.record_id == record_id]
        asked = f"question{'' if len(numbers) == 1 else 's'} {', '.join(numbers)}" if numbers else "no question now"
        held = "questions_to_review" if record_id in record.meta.texts("questions_to_review") else "last_reviewed"
        yield Finding(
            f"{shown(record_id)} is cited by {asked}: {why}, and {record.id} has not been reviewed since. Read the "
            f"record beside its questions, correct them, then `kb review {record.id}`.",
            record.at(held),
        )


RULE = RecordRule("X15", Severity.WARNING, kinds=("track",), when=When.NIGHTLY, check=check)
