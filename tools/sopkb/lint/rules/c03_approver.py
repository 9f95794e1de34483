"""The approver wrote the change, or may not sign for this area.

What: Who signs a record stands in `kb.yml` under `policy.approvers`, by area, as it was before the change: a change
    cannot name its own judge. Nobody signs what they wrote. Who wrote it comes from `--author`, or from what CI knows.
    In a draft that was imported, finds that are newly `settled` are signed as well.

Why on shift: A procedure that one person thought right, and nobody else read.

Bad:
    area: invoices
    approver: team-lead    # kb.yml: invoices: [invoices-lead]

Good:
    area: invoices
    approver: invoices-lead
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity, shown
from sopkb.lint.change import RecordChange
from sopkb.lint.rules.rule import ChangeRule, Context


def check(change: RecordChange, context: Context) -> Iterator[Finding]:
    """The approver of each record that people will follow."""
    after = change.after
    if after is None or context.change is None:
        return
    known = set(change.before.meta.texts("settled")) if change.before else set()
    settles = bool(set(after.meta.texts("settled")) - known)
    if after.is_unpublished and not settles:
        return
    signers, approver = context.change.signers, after.meta.text("approver")
    if not approver:
        if settles:
            yield Finding("Finds are `settled`, and nobody signs that: name an `approver`.", after.at("settled"))
        return
    allowed, area = signers.of(after.area), shown(after.area)
    remedy = (
        f"Ask {_either(allowed)}." if allowed else "Ask somebody else, whom `policy.approvers` in kb.yml must name."
    )
    at = after.at("approver")
    if signers.is_author(approver):
        yield Finding(f"`approver: {shown(approver)}` wrote this change. {remedy}", at)
    elif signers.by_area and approver not in allowed:
        yield Finding(f"`approver: {shown(approver)}` may not sign for the area {area}. {remedy}", at)


def _either(handles: tuple[str, ...]) -> str:
    *first, last = (shown(handle) for handle in handles)
    return f"{', '.join(first)} or {last}" if first else last


RULE = ChangeRule("C03", Severity.ERROR, check=check)
