"""``kb changes``."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

import click

from sopkb.cli.common import now_option, open_base, read_clock, root_option
from sopkb.core.diagnostics import shown
from sopkb.core.errors import UsageError
from sopkb.core.fields import TRAININGS


@click.command()
@click.option("--since", required=True, metavar="DATE|REV", help="A date (00:00 UTC), or a branch, tag or commit.")
@click.option(
    "--training",
    default="read,retrain",
    metavar="WORDS",
    help=f"Only what asks this: {', '.join(TRAININGS)}, with commas between. Default: read,retrain.",
)
@click.option("--area", "areas", multiple=True, metavar="AREA", help="Only records of this area; can be repeated.")
@click.option("--role", "roles", multiple=True, metavar="ROLE", help="Only what concerns this role; can be repeated.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "json", "briefing"]),
    default="markdown",
    help="How to say it; a briefing is one page of plain text for a chat.",
)
@root_option
@now_option
def changes(
    since: str,
    training: str,
    areas: tuple[str, ...],
    roles: tuple[str, ...],
    form: str,
    root: Path | None,
    now: str | None,
) -> None:
    """Say what changed since a day in a way that changes what people do, for whom, and which tracks teach it.

    Steps are compared through git; what each change asks of people stands in the records' changelogs. A typo, a link, a
    review or a renewal asks nothing and is left out.

    \b
    kb changes --since 2026-11-16
    kb changes --since 2026-11-21 --format briefing
    kb changes --since v1.4 --role new-colleague --training retrain
    """
    from sopkb_training.briefing import render_briefing
    from sopkb_training.changes_json import render_json
    from sopkb_training.changes_markdown import render_markdown
    from sopkb_training.digest import make_digest
    from sopkb_training.items import Only

    base = open_base(root)
    known_areas = base.config.labels.get("areas") or {record.area for record in base.corpus.records}
    only = Only(
        _words(training.split(","), TRAININGS, "--training"),
        _words(areas, known_areas, "--area"),
        _words(roles, base.config.labels.get("roles") or base.config.policy.roles, "--role"),
    )
    digest = make_digest(base, since, read_clock(now, base.config), only)
    for note in digest.notes:
        click.echo(f"Note: {note}", err=True)
    forms = {"markdown": render_markdown, "json": render_json, "briefing": render_briefing}
    click.echo(forms[form](digest, base), nl=False)


def _words(given: Iterable[str], known: Collection[str], option: str) -> frozenset[str]:
    """Words that the base knows: of another, it could only say that nothing concerns it."""
    words = frozenset(word.strip() for word in given if word.strip())
    unknown = sorted(words - set(known))
    if unknown:
        listed = f"Known: {', '.join(sorted(known))}." if known else "kb.yml names none."
        raise UsageError(f"{option} knows no {shown(unknown[0])}.", listed)
    return words
