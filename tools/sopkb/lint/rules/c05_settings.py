"""A change of `kb.yml` allows what was not allowed before.

What: Compared with the branch that a change goes into, links may go to another host, somebody else may sign, a route of
    danger is gone, a limit is wider, another file may be kept beside the records. An approver signs that: `approver` in
    `kb.yml` names one of `policy.approvers.default` as it was, who has not written the change. Until it is merged,
    records are held to what both sides allow, so what needs the looser setting comes in a change of its own.

Why on shift: Who can widen the rules in the same breath as breaking them has no rules.

Bad:
    vocabularies:
      hosts: [kb.example.org, files.example.net]

Good:
    approver: team-deputy
    vocabularies:
      hosts: [kb.example.org, files.example.net]
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity, shown
from sopkb.lint.rules.rule import Context, CorpusRule


def check(context: Context) -> Iterator[Finding]:
    """Each setting that became looser, where it stands now."""
    change, config = context.change, context.config
    if change is None or not change.loosened:
        return
    allowed, approver = change.signers.of_settings(), config.approver
    signs = approver and not change.signers.is_author(approver) and (approver in allowed or not change.signers.by_area)
    if signs:
        severity, remedy = Severity.WARNING, f"{shown(approver)} signs that by approving."
    elif allowed or not change.signers.by_area:
        who = f"one of {', '.join(map(shown, allowed))}" if allowed else "a key of `people`"
        severity, remedy = None, f"An approver must sign that: name {who} under `approver`."
    else:
        severity, remedy = (
            None,
            "Nobody but the author could sign that: first, name somebody else in `policy.approvers`.",
        )
    for each in change.loosened:
        at = config.positions.value(*each.setting)
        yield Finding(f"{each}. That is looser than before. {remedy}", at, severity, config.path)


RULE = CorpusRule("C05", Severity.ERROR, check=check)
