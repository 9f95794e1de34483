"""``kb explain``."""

from __future__ import annotations

import textwrap

import click

from sopkb.core.errors import UsageError


@click.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Say what a rule asks for, why it matters on shift, and how it looks done wrong and right.

    Without CODE, list the rules.

    \b
    kb explain S04
    """
    from sopkb.lint.rules import RULE_BY_CODE, RULES
    from sopkb.lint.rules.rule import ChangeRule, When, manual_of

    if code is None:
        for rule in RULES:
            click.echo(f"{rule.code}  {rule.severity:<7}  {manual_of(rule).title}")
        return
    found = RULE_BY_CODE.get(code.upper())
    if found is None:
        raise UsageError(f"No rule {code}.", f"Known: {', '.join(RULE_BY_CODE)}.")
    manual = manual_of(found)
    kinds = "all kinds" if len(found.kinds) > 6 else ", ".join(found.kinds)
    notes = [f"{found.severity} for {kinds}"]
    if found.eases_in_drafts:
        notes.append("a warning in drafts")
    if isinstance(found, ChangeRule):
        notes.append("with --base")
    if found.when is not When.PR:
        notes.append({When.NIGHTLY: "with --nightly", When.ASKED: "with --external"}[found.when])
    notes.append("can be waived" if found.waivable else "cannot be waived")
    click.echo(f"{found.code}: {manual.title}\n({'; '.join(notes)})\n")
    click.echo(_paragraph(manual.what) + "\n")
    click.echo("Why on shift: " + _paragraph(manual.why) + "\n")
    for name, example in (("Bad", manual.bad), ("Good", manual.good)):
        click.echo(f"{name}:\n{textwrap.indent(example, '    ')}\n")


def _paragraph(text: str) -> str:
    return textwrap.fill(" ".join(text.split()), 100)
