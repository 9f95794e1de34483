"""A waiver that waives nothing.

What: Each entry of `waive` keeps back findings of one rule to the end of its day. One whose day has passed, that names
    a rule which does not exist, or whose rule has nothing to say about the record any more, is no exception: it only
    looks like one. (Rules that compare with an earlier revision, and those of the night, are judged when they run.)

Why on shift: The next author reads that fifteen steps were agreed, and writes sixteen.

Bad:
    waive: [{rule: P02, reason: "Twelve short steps", by: team-lead, until: "2026-10-31"}]   # has passed

Good:
    # the steps were split; the waiver is gone
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.fields import WAIVABLE
from sopkb.core.moments import parse_date
from sopkb.core.record import Record
from sopkb.lint.rules.rule import Context, Waived, WaiverRule

CODE = "X01"


def check(record: Record, waived: Waived, context: Context) -> Iterator[Finding]:
    """Each waiver that S02 has nothing to say about."""
    for number, waiver in record.meta.maps("waive"):
        code, until = waiver.get("rule"), parse_date(waiver.get("until"))
        if not isinstance(code, str) or not re.match(WAIVABLE, code) or until is None or code == CODE:
            continue
        at = record.at("waive", number, "rule")
        if code not in waived.known:
            near = get_close_matches(code, sorted(waived.known), 1, 0.6)
            nearest = f"; nearest {near[0]}" if near else ""
            yield Finding(f"There is no rule {code}{nearest}. Name the rule that is meant, or remove the waiver.", at)
        elif until < context.now.date():
            yield Finding(
                f"The waiver of {code} ended on {until}. Remove it, or have it approved again with a later date.", at
            )
        elif code in waived.ran and code not in waived.suppressed:
            yield Finding(f"{code} finds nothing here to waive. Remove the waiver.", at)


RULE = WaiverRule(CODE, Severity.WARNING, check=check)
