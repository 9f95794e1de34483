"""More than ten steps, or a step that is too long to follow while chatting.

What: A list has at most 10 steps, and a step at most 35 words, its Check included. A code span counts as one word, a
    code block as none. Where branches have `###` headings of their own, each is counted by itself: an agent
    follows one of them.

Why on shift: An agent reads with half an eye on a chat. After ten steps, or in the middle of a paragraph, the place is
    lost, and a step is done twice or not at all.

Bad:
    3. Open the queue, look whether the colleague is trained for it and speaks its language, and if so move them,
       otherwise ask the site lead for a training date, write it into the ticket, and tell the requester when to ask
       again.

Good:
    3. Open **Queue > Requirements**. **Check:** training and language are listed.
    4. Both are met: **Move**. **Check:** the name shows in the new queue.
    5. One is missing: follow SOP-0131. **Check:** ticket linked.
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.body import Step
from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.record import Record
from sopkb.lint.prose import length_of
from sopkb.lint.rules.rule import Context, RecordRule

MOST_STEPS = 10
MOST_WORDS = 35


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Each list that is too long, at its eleventh step; each step that is too long."""
    for part in record.steps_parts:
        if len(part.steps) > MOST_STEPS:
            yield Finding(
                f"{len(part.steps)} steps under `{part.heading}`; {MOST_STEPS} is the most. Join what is done in one "
                "go, or move a branch to a TRB or to an SOP of its own.",
                part.steps[MOST_STEPS].at,
            )
        for step in part.steps:
            words = _words_of(step)
            if words > MOST_WORDS:
                yield Finding(
                    f"Step {step.number} has {words} words; {MOST_WORDS} is the most. Split it, or move a branch to "
                    "a TRB.",
                    step.at,
                )


def _words_of(step: Step) -> int:
    """Words of a step, or some smaller number than is too many."""
    text = f"{step.text} {step.check}"
    blanks = text.count(" ") + text.count("\n")
    return length_of(text) if blanks >= MOST_WORDS else blanks


RULE = RecordRule("P02", Severity.WARNING, kinds=("sop", "workaround"), alone=True, check=check)
