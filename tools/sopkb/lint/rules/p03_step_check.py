"""A step without a Check.

What: Each numbered step ends in `**Check:**` and what is seen when it worked: a word on the screen, a state, a number.
    The word is bold and has a colon, so that the page can set it apart and tools can find it.

Why on shift: Without it the agent cannot tell success from silence, goes on, and finds out three steps later in front
    of the user.

Bad:
    2. Reload the task once.

Good:
    2. Reload the task once. **Check:** picture within 10 seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sopkb.core.body import Step
from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.record import Record
from sopkb.lint.rules.rule import Context, RecordRule

_NOT_BOLD = re.compile(r"(?<!\w)[*_]{0,2}check[*_]{0,2}[:\uff1a][*_]{0,2}(?!\w)", re.IGNORECASE)
_SAYS_SOMETHING = re.compile(r"\w")


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Each step."""
    for step in record.steps:
        if not _SAYS_SOMETHING.search(step.check):
            yield Finding(_remedy(step), step.at)


def _remedy(step: Step) -> str:
    if _NOT_BOLD.search(step.text):
        return f"Step {step.number}: its Check is not marked as one. Write it as `**Check:** what is seen`."
    return f"Step {step.number}: add `**Check:** what is seen` when it worked."


RULE = RecordRule("P03", Severity.WARNING, kinds=("sop", "workaround"), alone=True, check=check)
