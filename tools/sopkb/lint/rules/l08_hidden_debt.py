"""A workaround that has become a habit.

What: An active workaround has been renewed `policy.expiry.renewals` times (3 unless kb.yml says otherwise) or was
    created `old_days` (60) ago. A changelog entry that speaks of renewing counts as one; and where a workaround lives
    longer than its longest expiry allows, it must have been renewed, whatever the changelog says.

Why on shift: Hidden debt: each shift pays for a defect that no longer hurts anybody enough to be fixed.

Bad:
    changelog:
      - {version: "1.0.3", date: "2026-11-20", training: none, change: "Renewed"}
      - {version: "1.0.2", date: "2026-11-06", training: none, change: "Renewed"}
      - {version: "1.0.1", date: "2026-10-23", training: none, change: "Renewed"}

Good:
    # a problem review has decided: it is the way until the next major, and says so as SOP-0131
    status: retired
    retired: {reason: superseded, on: "2026-11-20"}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.moments import midnight
from sopkb.core.record import Record
from sopkb.lint.rules.rule import Context, RecordRule, When

_RENEWED = re.compile(r"\brenew(?:s|ed|al|ing)?\b", re.IGNORECASE)
_REMEDY = "Open a problem review or make it an SOP, and note it in the changelog."


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Age and renewals of an active workaround."""
    created, policy = record.day("created"), context.config.policy
    if not record.is_active or record.is_next or created is None:
        return
    age = context.now - midnight(created)
    renewals = max(_told(record), _needed(record, context))
    if age >= policy.old_workaround:
        yield Finding(f"{record.id} is {age.days} days old. {_REMEDY}", record.at("created"))
    elif renewals >= policy.many_renewals:
        yield Finding(
            f"{record.id} has been renewed {renewals} times. {_REMEDY}", record.meta.positions.key("changelog")
        )


def _told(record: Record) -> int:
    """How many changelog entries speak of renewing."""
    return sum(bool(_RENEWED.search(str(entry.get("change", "")))) for entry in record.changelog)


def _needed(record: Record, context: Context) -> int:
    """How many renewals its life takes at least, each as long as was agreed."""
    created, expires = record.day("created"), record.moment("expires")
    longest = context.config.policy.longest_expiry
    if not created or not expires or not longest:
        return 0
    return max(0, -(-(expires - midnight(created)) // longest) - 1)


RULE = RecordRule("L08", Severity.WARNING, kinds=("workaround",), when=When.NIGHTLY, check=check)
