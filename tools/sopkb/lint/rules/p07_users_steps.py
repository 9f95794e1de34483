"""A step for the user that a reply cannot contain.

What: A step that begins with `**User:**` is the user's own: a reply with the field `{steps}` holds all such steps of
    the record, or none. So each is said to the user, and stands by itself: text alone (no image, no table, no link to
    a file of the base), and no other step by its number, for a reply counts its own. The mark is bold, with its colon,
    and first.

Why on shift: A reply that leaves out half of a procedure does harm, so none is filled in: the agent writes it by hand
    at 3 a.m., from a page that was meant to give it.

Bad:
    1. User: turn on **Compatibility mode**. **Check:** "compat" badge.
    2. **User:** Do step 1 again for each label. **Check:** print.

Good:
    1. **User:** Turn on **Compatibility mode**. **Check:** "compat" badge.
    2. **User:** Turn it on for each label. **Check:** print.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sopkb.core.body import Step
from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.record import Record
from sopkb.lint.replies import names_another_step
from sopkb.lint.rules.rule import Context, RecordRule

_MARK = r"[*_]{0,2}user[*_]{0,2}\s?[:\uff1a][*_]{0,2}(?!\w)"
_ALMOST = re.compile(_MARK, re.IGNORECASE)
_LATER = re.compile(r"\*\*User:\*\*", re.IGNORECASE)


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Each step that is marked, or nearly so."""
    for step in record.steps:
        if remedy := _remedy(step):
            yield Finding(f"Step {step.number}: {remedy}", step.at)


def _remedy(step: Step) -> str:
    if not step.is_users:
        if _ALMOST.match(step.text):
            return "it is not marked as the user's. Write the mark as `**User:** `."
        return "the mark `**User:**` must come first in its step." if _LATER.search(step.text) else ""
    if not step.sent:
        return "a reply can contain text only. Remove the image, the table or the link to a file, or remove the mark."
    if names_another_step(step):
        return "it refers to a step by number, but a reply numbers its own steps. Say what is meant."
    return ""


RULE = RecordRule("P07", Severity.WARNING, kinds=("sop", "workaround"), alone=True, check=check)
