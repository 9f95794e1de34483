"""``kb codeowners``."""

from __future__ import annotations

import difflib
from pathlib import Path

import click

from sopkb.cli.common import open_base, root_option
from sopkb.core.errors import SopkbError, UsageError, reason_of


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Compare with the repository's file; exit 1 if it is stale.")
@click.option("--write", "target", type=click.Path(path_type=Path), metavar="PATH", help="Write it to this file.")
@root_option
def codeowners(only_check: bool, target: Path | None, root: Path | None) -> int:
    """Print the CODEOWNERS file that lets the code host ask the right people: the approvers of kb.yml, by area.

    \b
    kb codeowners --write .github/CODEOWNERS
    kb codeowners --check
    """
    from sopkb.atomic import write_text
    from sopkb.core.diagnostics import printable
    from sopkb.core.load.repository import top_of
    from sopkb.lint.report.codeowners import PLACES, codeowners

    if only_check and target:
        raise UsageError("--check writes nothing.", "Use one of --check and --write.")
    base = open_base(root)
    repository = top_of(base.root) or base.project
    text = codeowners(base.corpus, base.config, base.root.relative_to(repository).as_posix())
    if target:
        try:
            write_text(target, text)
        except OSError as error:
            raise SopkbError(f"{target} cannot be written: {reason_of(error)}.", "Name another file.") from error
        click.echo(f"{target} written.", err=True)
        return 0
    if not only_check:
        click.echo(text, nl=False)
        return 0
    place = next((place for place in PLACES if (repository / place).is_file()), PLACES[0])
    there = repository / place
    held = there.read_text("utf-8", "replace") if there.is_file() else ""
    if held == text:
        click.echo(f"{place} is up to date.", err=True)
        return 0
    for line in difflib.unified_diff(held.splitlines(), text.splitlines(), place, "kb.yml", lineterm=""):
        click.echo(printable(line))
    click.echo(f"{place} is {'stale' if held else 'missing'}. Run: kb codeowners --write {place}", err=True)
    return 1
