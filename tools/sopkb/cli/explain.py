"""``kb explain``."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sopkb.cli.common import find_root, now_option, read_clock, root_option, settings_of
from sopkb.cli.plugins import plugin_option, use_plugins
from sopkb.core.errors import BaseNotFound, UsageError

if TYPE_CHECKING:
    from sopkb.core.config import Config
    from sopkb.lint.rules import AnyRule


@click.command()
@click.argument("code", required=False)
@click.option("--try", "fixtures", type=click.Path(path_type=Path), help="Run the rule over the fixtures in a folder.")
@plugin_option
@root_option
@now_option
def explain(
    code: str | None, fixtures: Path | None, plugins: tuple[Path, ...], root: Path | None, now: str | None
) -> int:
    """Say what a rule asks for, why it matters on shift, and how it looks done wrong and right.

    Without CODE, list the rules. Exit code 1: a fixture is not what it says (with --try).

    \b
    kb explain S04
    kb explain T01 --try rules/T01
    """
    from sopkb.lint.rules import all_packs, all_rules, rule_of
    from sopkb.lint.rules.rule import ChangeRule, When, manual_of

    config = _settings(root, plugins)
    if code is None:
        for rule in all_rules():
            told = "; ".join(_here(rule, config))
            click.echo(f"{rule.code}  {rule.severity:<7}  {manual_of(rule).title}{f' ({told})' if told else ''}")
        for pack in all_packs().values():
            has = "" if config is None or pack.name in config.packs else " (not in this base)"
            click.echo(f"Pack {pack.name}: {pack.title}{has}")
        return 0
    found = rule_of(code.upper())
    if found is None:
        raise UsageError(f"No rule {code}.", f"Known: {', '.join(rule.code for rule in all_rules())}.")
    if fixtures:
        return _try(found, fixtures, find_root(root), now)
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
    notes += _here(found, config)
    click.echo(f"{found.code}: {manual.title}\n({'; '.join(notes)})\n")
    click.echo(_paragraph(manual.what) + "\n")
    click.echo("Why on shift: " + _paragraph(manual.why) + "\n")
    for name, example in (("Bad", manual.bad), ("Good", manual.good)):
        click.echo(f"{name}:\n{textwrap.indent(example, '    ')}\n")
    return 0


def _settings(root: Path | None, named: tuple[Path, ...]) -> Config | None:
    """The settings of the base, whose plug-ins are then in force; None where there is no base, which needs none."""
    try:
        folder = find_root(root)
    except BaseNotFound:
        if root or named:
            raise
        return None
    use_plugins(folder, named)
    return settings_of(folder)


def _here(rule: AnyRule, config: Config | None) -> list[str]:
    """What is particular to the base: the rule's pack, and the level that the base gives it."""
    from sopkb.core.diagnostics import shown
    from sopkb.lint.rules.rule import FIXED

    has = "" if config is None or rule.pack in config.packs else ", which this base does not have"
    told = [f"of the pack {rule.pack}{has}"] if rule.pack else []
    level = config.levels.get(rule.code) if config and rule.code not in FIXED else None
    if level:
        told.append(
            f"{'off' if level.level == 'off' else f'as {level.level}'} in this base: {shown(level.reason, 200)}"
        )
    return told


def _try(rule: AnyRule, fixtures: Path, root: Path, now: str | None) -> int:
    from sopkb.core.config import CONFIG_NAME
    from sopkb.core.load import load_base
    from sopkb.lint.fixtures import try_fixtures

    moment = read_clock(now, load_base(root).config)
    wrong = 0
    for outcome in try_fixtures(rule, fixtures, (root / CONFIG_NAME).read_text("utf-8"), moment):
        is_right = not outcome.missing and not outcome.unexpected
        wrong += not is_right
        click.echo(f"{'as expected' if is_right else 'NOT AS EXPECTED'}  {outcome.name}: {outcome.expected} expected")
        for place in outcome.missing:
            click.echo(f"    not found: {place}")
        for place in outcome.unexpected:
            click.echo(f"    not expected: {place}")
    return 1 if wrong else 0


def _paragraph(text: str) -> str:
    return textwrap.fill(" ".join(text.split()), 100)
