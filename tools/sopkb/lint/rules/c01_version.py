"""Content changed, and version, changelog or training do not say so.

What: A change to a record that people follow raises its version by at least what the change needs, adds the changelog
    entry, and the entry's `training` is at least what that bump asks of people: major retrain, minor read, patch none.
    A draft has no followers yet; its version only never falls. (Steps, route and permissions are C02's.)

Why on shift: Trainers brief from the changelog: what it does not name, no shift hears of.

Bad:
    version: "2.2.0"   # and a new symptom

Good:
    version: "2.3.0"   # kb bump minor "Add the message of the new client"
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity, shown
from sopkb.core.fields import TRAININGS
from sopkb.core.version import Level, weight_of
from sopkb.lint.change import Edit, RecordChange
from sopkb.lint.rules.c02_behaviour import KINDS
from sopkb.lint.rules.rule import ChangeRule, Context


def check(change: RecordChange, context: Context) -> Iterator[Finding]:
    """Whether the version fell, stayed, or rose too little; then the training."""
    before, after = change.before, change.after
    if before is None or after is None or before.version is None or after.version is None:
        return
    at = after.at("version")
    if after.version < before.version:
        yield Finding(f"`version` fell from {before.version} to {after.version}. {_remedy(change)}", at)
        return
    if before.is_draft or not change.edits:
        return
    bump, own = change.bump, _own(change)
    if bump is None:
        if change.least:
            yield Finding(f"The content changed, and `version` is still {before.version}. {_remedy(change)}", at)
    elif weight_of(bump) < weight_of(least := change.least_of(own)):
        name = shown(max(own, key=lambda edit: weight_of(edit.level)).name)
        yield Finding(
            f"`{name}` changed, which needs a {least}, but {before.version} to {after.version} is a {bump}. "
            f"{_remedy(change)}",
            at,
        )
    else:
        yield from _training(change, bump)


def _remedy(change: RecordChange) -> str:
    return f'Run `kb bump {change.least or Level.PATCH} "what changed"`.'


def _own(change: RecordChange) -> list[Edit]:
    """The edits that this rule judges."""
    if change.after is None or change.after.kind_name not in KINDS:
        return list(change.edits)
    return [edit for edit in change.edits if edit not in change.behaviour]


def _training(change: RecordChange, bump: Level) -> Iterator[Finding]:
    """What the new entries ask of people, the strongest of them, beside what the bump means; more may be asked."""
    said = [(TRAININGS.index(entry["training"]), number) for number, entry in change.new_entries if _is_known(entry)]
    if not said or change.after is None:
        return
    strongest, number = max(said)
    if strongest < TRAININGS.index(bump.training):
        yield Finding(
            f"A {bump} needs `training: {bump.training}`, but the entry says {TRAININGS[strongest]}. "
            "Correct the training or the version.",
            change.after.at("changelog", number, "training"),
        )


def _is_known(entry: object) -> bool:
    return isinstance(entry, dict) and entry.get("training") in TRAININGS


RULE = ChangeRule("C01", Severity.ERROR, check=check)
