"""A review is overdue, or a draft has been left alone.

What: An active record is reviewed `review_days` after `last_reviewed`. A draft that nobody has touched for
    `policy.review.draft_idle_days` (14 unless kb.yml says otherwise) is published or removed; the newest of `created`,
    `last_reviewed` and the changelog's dates says when it was touched. A known issue without a fix is looked at as
    often: people are told that it waits for somebody.

Why on shift: Trust decays: who has met two stale pages asks a colleague instead of the third.

Bad:
    last_reviewed: "2026-04-01"
    review_days: 180              # due 2026-09-28

Good:
    last_reviewed: "2026-11-22"   # followed once, nothing to change: `kb review SOP-0112`
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.moments import midnight, parse_date
from sopkb.core.record import Record
from sopkb.core.state import State, duration, status_of
from sopkb.lint.rules.rule import Context, RecordRule, When


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Active records by their review, drafts by their last change."""
    policy = context.config.policy
    status = status_of(record, context.now, policy.expires_soon)
    if status.state is State.REVIEW_DUE and status.moment and not record.is_next:
        yield Finding(
            f"{record.id} was due for review on {status.moment:%Y-%m-%d}. Follow it once; if it is right, "
            f"`kb review {record.id}` sets `last_reviewed` and a patch version.",
            record.at("last_reviewed"),
        )
    touched = _touched(record) if record.is_draft else None
    if touched and context.now - midnight(touched) >= policy.draft_idle:
        idle = duration(context.now - midnight(touched))
        if record.is_known:
            yield Finding(
                f"{record.id} says that nothing helps yet, and nobody has looked at it for {idle} (since {touched}). "
                f"Ask whom it waits for; if that is still so, `kb review {record.id}`.",
                record.at("last_reviewed"),
            )
            return
        yield Finding(
            f"{record.id} has been a draft without a change for {idle} (since {touched}). "
            "Finish it and have it approved, or delete it.",
            record.at("status"),
        )


def _touched(record: Record) -> date | None:
    """The last day on which anything says that somebody worked on the record."""
    days = [record.day("created"), record.day("last_reviewed")]
    days += [parse_date(entry.get("date")) for entry in record.changelog]
    return max((day for day in days if day), default=None)


RULE = RecordRule("L05", Severity.WARNING, when=When.NIGHTLY, check=check)
