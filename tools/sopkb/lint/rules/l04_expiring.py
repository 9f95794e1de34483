"""A workaround expires soon, or has expired while it is stored as active.

What: `expires` lies within `policy.expiry.soon_hours` (48 unless kb.yml says otherwise) or has passed. Nobody's change
    brings this about, so it is told at night, to the owner.

Why on shift: The weekend shift loses its answer on Saturday night.

Bad:
    status: active
    expires: "2026-11-20T09:00:00Z"   # today is the 22nd

Good:
    expires: "2026-12-02T09:00:00Z"   # seen to work again today: `kb renew WKA-0110 --until 2026-12-02T09:00:00Z`
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.moments import format_instant
from sopkb.core.record import Record
from sopkb.core.state import State, duration, status_of
from sopkb.lint.rules.rule import Context, RecordRule, When

_REMEDY = "Owner: renew it, retire it, or make it an SOP."


def check(record: Record, context: Context) -> Iterator[Finding]:
    """The state at the moment of the check."""
    if record.is_next:
        return  # not in force: its record's own expiry counts
    now = context.now
    status = status_of(record, now, context.config.policy.expires_soon)
    if status.moment is None:
        return
    when, at = format_instant(status.moment), record.at("expires")
    if status.state is State.EXPIRES_SOON:
        yield Finding(f"{record.id} expires in {duration(status.moment - now)} ({when}). {_REMEDY}", at)
    elif status.state is State.EXPIRED:
        ago = duration(now - status.moment)
        yield Finding(f"{record.id} expired {ago} ago ({when}) and is still stored as active. {_REMEDY}", at)


RULE = RecordRule("L04", Severity.WARNING, kinds=("workaround",), when=When.NIGHTLY, check=check)
