"""A step that tells somebody to look at, keep or pass on harmful content.

What: No text of a record asks anybody to view, download, screenshot, forward or paste the clip, the video, the post or
    other content under review. A picture of a tool's message is fine, a training clip as well, and so is what a
    sentence or a heading (*Do not*) forbids.

Why on shift: Some of it is a crime to possess, and each look is one that a person has to live with.

Bad:
    1. Download the clip and attach it to the ticket.

Good:
    1. Record the case id, then follow ESC-0104.
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.record import Record
from sopkb.lint.rules.lexicon import HARMFUL_ACTIONS
from sopkb.lint.rules.rule import Context, RecordRule
from sopkb.lint.rules.wording import is_negated, place_of


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Each such instruction in the body."""
    text = record.body.text
    lowered = text.lower()
    for match in HARMFUL_ACTIONS.find(lowered):
        if not is_negated(lowered, match.start()):
            at = place_of(text, match.start(), record.body.first_line)
            yield Finding(
                f"Line {at.line} tells somebody to look at, keep or pass on content: write "
                '"record the case id", then the escalation.',
                at,
            )


RULE = RecordRule("A07", Severity.ERROR, alone=True, check=check)
