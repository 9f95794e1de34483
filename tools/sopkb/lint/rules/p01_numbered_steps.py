"""The section with the steps has no numbered list.

What: What an agent does stands in a numbered list, one action a number: under `## Steps` of an SOP, under
    `## Do this now` of a workaround. Branches may have `###` headings below it, each with a list of its own. A list
    with bullets, and prose, cannot be pointed at.

Why on shift: "I am on step 3" is how agent, user and engineer know where they are. Prose has no step 3.

Bad:
    ## Steps
    Open **Portal admin > Accounts**, search the staff id and unlock the account.

Good:
    ## Steps
    1. In **Portal admin > Accounts**, search the staff id. **Check:** one match.
    2. Press **Unlock**. **Check:** status Active.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Location, Severity
from sopkb.core.record import Record
from sopkb.lint.rules.rule import Context, RecordRule

_LIKE_A_STEP = re.compile(r"^[ \t]*(?:[-*+][ \t]|\(?\d{1,2}[.):]|step\s+\d)", re.IGNORECASE | re.MULTILINE)


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Once a record; a section that is missing or empty is rule S01's."""
    parts = record.steps_parts
    if not parts or record.steps or all(part.is_blank for part in parts):
        return
    looks = any(_LIKE_A_STEP.search(part.text) for part in parts)
    form = "Begin each line with a number, a full stop and a space" if looks else "Write one action a line"
    yield Finding(
        f"Number the actions under `{parts[0].heading}`: there is no numbered list. {form}: `1. …`, `2. …`.",
        Location(parts[0].line, 1),
    )


RULE = RecordRule("P01", Severity.ERROR, kinds=("sop", "workaround"), eases_in_drafts=True, alone=True, check=check)
