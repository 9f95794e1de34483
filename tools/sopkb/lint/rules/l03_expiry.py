"""A workaround that may live longer than was agreed.

What: `expires` of an active workaround lies at most `policy.expiry.verified_days` after `last_reviewed` (14 days unless
    kb.yml says otherwise), and `unverified_hours` (72) where nobody but its author has seen it work. That it has an
    `expires` at all is S01's.

Why on shift: The temporary becomes permanent: people bypass a fix that has long been there.

Bad:
    confidence: unverified
    last_reviewed: "2026-11-20"
    expires: "2026-12-04T00:00:00Z"

Good:
    confidence: unverified
    last_reviewed: "2026-11-20"
    expires: "2026-11-22T16:00:00Z"
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.moments import format_instant, midnight
from sopkb.core.record import Record
from sopkb.lint.rules.rule import Context, RecordRule


def check(record: Record, context: Context) -> Iterator[Finding]:
    """The expiry against the review that it counts from."""
    expires, reviewed, confidence = (
        record.moment("expires"),
        record.day("last_reviewed"),
        record.meta.text("confidence"),
    )
    if not (record.is_active and expires and reviewed and confidence in ("verified", "unverified")):
        return
    latest = context.config.policy.latest_expiry(midnight(reviewed), verified=confidence == "verified")
    if latest is not None and expires > latest:
        yield Finding(
            f"`expires` is later than agreed for {confidence} workarounds. Set it to {format_instant(latest)} or "
            f"before; to go on after that, see it work again and renew: `kb renew {record.id} --until …`.",
            record.at("expires"),
        )


RULE = RecordRule("L03", Severity.ERROR, kinds=("workaround",), eases_in_drafts=True, alone=True, check=check)
