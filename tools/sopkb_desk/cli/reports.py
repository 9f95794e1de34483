"""``kb report``: the daily report and the handover, but for what only people know."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sopkb.cli.common import Group, now_option, open_base, opened_index, read_clock, root_option
from sopkb.core.errors import UsageError
from sopkb_desk.cli.desk import files_argument, map_option, product_option, read_export

if TYPE_CHECKING:
    from collections.abc import Mapping

_TEMPLATE = click.option(
    "--template",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Another template. Default: desk/REPORT.md beside the base's folder, else the program's own.",
)


@click.group("report", cls=Group)
def report() -> None:
    """Write the reports of a desk as Markdown, to paste into a chat or a document."""


@report.command()
@files_argument
@click.option("--date", "day", metavar="DAY", help="Of which day, 2026-11-21. Default: the last one that is over.")
@click.option("--sql", "as_sql", is_flag=True, help="Print the queries of its figures, for `kb tickets sql`.")
@product_option
@map_option
@_TEMPLATE
@root_option
@now_option
def daily(
    files: tuple[Path, ...],
    day: str | None,
    as_sql: bool,
    product: str | None,
    mapping: Path | None,
    template: Path | None,
    root: Path | None,
    now: str | None,
) -> None:
    """Write the report of a day: volume, backlog, first replies, what was unusual, incidents, workarounds, changes.

    What only people know is a blank, **[fill in]**. A day ends when kb.yml says so (desk.day_ends).

    \b
    kb report daily ../desk/tickets.csv --date 2026-11-21
    kb report daily ../desk/*.csv > ../desk/today.md
    """
    from sopkb.core.moments import parse_date
    from sopkb_desk.daily import daily_values, day_of, last_day

    base = open_base(root)
    moment = read_clock(now, base.config)
    wanted = parse_date(day) if day else last_day(moment, base.config.desk)
    if wanted is None:
        raise UsageError(f"--date {day} is not a valid date.", "Write 2026-11-21.")
    until = day_of(wanted, base.config.desk)[1]
    if as_sql:
        from sopkb_desk.report_sql import as_text, daily_queries

        click.echo(as_text(daily_queries(*day_of(wanted, base.config.desk))))
        return
    if until > moment:
        click.echo(f"That day ends at {until:%Y-%m-%d %H:%M} UTC: what is still to come is missing.", err=True)
    export = read_export(files, mapping, base, moment, product or "")
    _print("daily", daily_values(export, base, wanted), base.project, template)


@report.command()
@files_argument
@click.option("--shift", metavar="SHIFT", help="The shift that ends, as kb.yml calls it. Default: the next to end.")
@product_option
@map_option
@_TEMPLATE
@root_option
@now_option
def handover(
    files: tuple[Path, ...],
    shift: str | None,
    product: str | None,
    mapping: Path | None,
    template: Path | None,
    root: Path | None,
    now: str | None,
) -> None:
    """Write the handover to the next shift: urgent tickets, what is due or overdue, incidents, workarounds, changes.

    \b
    kb report handover ../desk/tickets.csv
    kb report handover ../desk/tickets.csv --shift emea
    """
    from sopkb_desk.asking import Asker
    from sopkb_desk.handover import handover_at, handover_values

    base = open_base(root)
    moment = read_clock(now, base.config)
    meeting = handover_at(base.config.desk, moment, shift)
    export = read_export(files, mapping, base, moment, product or "")
    with opened_index(base) as index:
        ask = Asker(index, moment)
        values = handover_values(export, base, meeting, moment, lambda text: ask(text).answer)
    _print("handover", values, base.project, template)


@report.command()
@click.option("--days", type=click.IntRange(1, 366), default=7, show_default=True, help="How far to look.")
@root_option
@now_option
def rota(days: int, root: Path | None, now: str | None) -> None:
    """Say which roles are on when, when shifts hand over, and when nobody is on: by desk.rota of kb.yml.

    \b
    kb report rota
    kb report rota --days 28
    """
    from datetime import timedelta

    from sopkb_desk.rota import listed, rota_of

    base = open_base(root)
    moment = read_clock(now, base.config)
    found = rota_of(base.config.desk.rota)
    if found is None:
        raise UsageError("kb.yml has no rota.", "Write one below desk.rota: see `kb docs desk`.")
    until = moment + timedelta(days=days)
    click.echo(f"# Rota from {moment:%a %d %b %Y %H:%M} to {until:%a %d %b %Y %H:%M} UTC\n")
    click.echo("\n".join(listed(found, moment, until)))


@report.command("template")
@click.argument("name", type=click.Choice(["daily", "handover"]))
def print_template(name: str) -> None:
    """Print a report's template, to change it: saved as desk/NAME.md beside the base's folder, it is used.

    \b
    kb report template daily > desk/daily.md
    """
    from sopkb_desk.template import own_template

    click.echo(own_template(name), nl=False)


def _print(name: str, values: Mapping[str, str], project: Path, template: Path | None) -> None:
    from sopkb_desk.template import blanks, fill, template_of

    text = fill(template_of(name, project, template), values)
    click.echo(text, nl=False)
    left = blanks(text)
    if left:
        click.echo(f"{left} blanks are left for what only people know: look for [fill in].", err=True)
