"""Steps, route or permissions changed without a major.

What: A step that is added, removed, edited or done in another order, another route, another escalation, another
    permission: whoever follows yesterday's text is wrong today, so the version rises by a major. Where only a step's
    words changed and people do the same as before, the changelog entry says `behaviour: unchanged`; then this asks
    that the approver signs that.

Why on shift: People keep doing the old thing, because nobody told them.

Bad:
    - {version: "2.2.1", date: "2026-11-22", training: none, change: "Unlock only after the lead's approval"}

Good:
    - {version: "3.0.0", date: "2026-11-22", training: retrain, change: "Unlock only after the lead's approval"}
    # or, where nothing is done differently:
    - {version: "2.2.1", date: "2026-11-22", training: none, change: "Spell the menu out", behaviour: unchanged}
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sopkb.core.diagnostics import Finding, Severity, shown
from sopkb.core.version import Level
from sopkb.lint.change import Edit, How, RecordChange, RecordPart
from sopkb.lint.rules.rule import ChangeRule, Context

KINDS = ("sop", "workaround", "escalation")
"""Kinds whose behaviour is judged here; of the others C01 judges it."""
_VERBS = {How.ADDED: "is new", How.REMOVED: "is gone", How.CHANGED: "changed", How.MOVED: "moved"}


def check(change: RecordChange, context: Context) -> Iterator[Finding]:
    """What people do differently, beside the bump."""
    edits = change.behaviour
    if not edits or change.before is None or change.after is None:
        return
    if change.before.is_draft or change.bump is Level.MAJOR:
        return
    excused = [edit for edit in edits if edit.wording and change.says_behaviour_unchanged]
    rest = [edit for edit in edits if edit not in excused]
    bump = f"{change.before.version} to {change.after.version}"
    if rest:
        same = " (`behaviour: unchanged` is for the wording of steps alone)" if change.says_behaviour_unchanged else ""
        wording = " Where people do the same as before, its entry says `behaviour: unchanged`." if not same else ""
        hint = wording if all(edit.wording for edit in rest) else same
        yield Finding(
            f'{_told(rest)}: that needs a major, and {bump} is not one. Run `kb bump major "what changed"`.{hint}',
            rest[0].at,
        )
    elif excused:
        handle = shown(change.after.meta.text("approver") or "an approver")
        yield Finding(
            f"{_told(excused)}, and the entry says that behaviour did not. {handle} signs that by approving.",
            excused[0].at,
            Severity.WARNING,
        )


def _told(edits: Sequence[Edit]) -> str:
    """The first edit in words, and how many more there are."""
    first = edits[0]
    name = f"step {first.item}" if first.part is RecordPart.STEP else f"`{shown(first.name)}` {first.item}".strip()
    more = f" (and {len(edits) - 1} more)" if len(edits) > 1 else ""
    text = f"{name} {_VERBS[first.how]}{more}"
    return text[0].upper() + text[1:]


RULE = ChangeRule("C02", Severity.ERROR, kinds=KINDS, check=check)
