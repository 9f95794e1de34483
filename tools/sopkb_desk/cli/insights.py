"""``kb insights``: what tickets say, and a year of them to try it with."""

from __future__ import annotations

import json
from pathlib import Path

import click

from sopkb.cli.common import Group, now_option, open_base, opened_index, read_clock, root_option
from sopkb.core.errors import UsageError
from sopkb_desk.cli.desk import (
    files_argument,
    map_option,
    output_options,
    period_options,
    product_option,
    read_answers,
    read_export,
    read_period,
    write_files,
    write_findings,
)
from sopkb_desk.cli.searches import searches

_TABLES = ("standouts", "areas", "records", "bugs", "workarounds", "resolution", "gap_time", "danger", "satisfaction")


@click.group("insights", cls=Group)
def insights() -> None:
    """Say what tickets and searches tell about the work and about the knowledge base."""


insights.add_command(searches)


@insights.command()
@files_argument
@product_option
@map_option
@click.option(
    "--survey",
    "surveys",
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,
    help="What people answered afterwards: a CSV file with ticket_id, score (1 to 5), comment. Can be repeated.",
)
@period_options("tickets opened")
@output_options(_TABLES)
@root_option
@now_option
def tickets(
    files: tuple[Path, ...],
    product: str | None,
    mapping: Path | None,
    surveys: tuple[Path, ...],
    week: str | None,
    since: str | None,
    until: str | None,
    style: str,
    table: str,
    out: Path | None,
    root: Path | None,
    now: str | None,
) -> None:
    """Say which questions no record answers, which records fail, and what engineering should fix.

    FILE is a CSV export of the ticket platform. It must not lie under the repository. With --out, each gap gets a
    patch for `git apply`: a draft record, or more symptoms for a record that is there.

    \b
    kb insights tickets ../desk/tickets.csv
    kb insights tickets ../desk/tickets.csv --week 2026-W46 --out ../desk/w46
    kb insights tickets ../desk/*.csv --format csv --table bugs
    """
    from sopkb_desk.as_text import render_csv, render_json, render_text
    from sopkb_desk.asking import Asker
    from sopkb_desk.insights import Period, analyse
    from sopkb_desk.weeks import weeks_document

    base = open_base(root)
    moment = read_clock(now, base.config)
    period = Period(*read_period(week, since, until))
    export = read_export(files, mapping, base, moment, product or "")
    answers = read_answers(surveys, mapping, base) if surveys else None
    if table == "satisfaction" and not answers:
        raise UsageError("There is no table satisfaction without a survey.", "Name one with --survey.")
    with opened_index(base) as index:
        found = analyse(export, base, Asker(index, moment), moment, period, answers)
    if out:
        weeks = json.dumps(weeks_document(export, base, moment, found.standouts), ensure_ascii=False, indent=1)
        texts = {"insights.txt": render_text(found), "insights.json": render_json(found), "weeks.json": weeks}
        texts = {name: text + "\n" for name, text in texts.items()}
        write_findings(out, "insights", texts, found.tables, found.standouts, base, moment)
    if style == "csv":
        click.echo(render_csv(found.table(table)), nl=False)
    else:
        click.echo(render_json(found) if style == "json" else render_text(found))


@insights.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--count", type=click.IntRange(500, 1_000_000), default=12_000, show_default=True, help="Tickets, about.")
@click.option("--seed", type=int, default=20261122, show_default=True, help="Which of the many possible years.")
@root_option
@now_option
def demo(folder: Path, count: int, seed: int, root: Path | None, now: str | None) -> None:
    """Write a year of invented tickets about the records of this base into FOLDER, to try the desk with.

    tickets.csv is the export, survey.csv what some people answered; planted.json says what is hidden in them, and
    right.csv which record is right for which ticket.

    \b
    kb insights demo ../desk
    kb insights tickets ../desk/tickets.csv
    """
    from dataclasses import asdict

    from sopkb.cells import csv_text
    from sopkb.cli.places import refuse_published
    from sopkb_desk.year import generate_year

    base = open_base(root)
    moment = read_clock(now, base.config)
    refuse_published(folder, base.root, "The folder")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / "planted.json").is_file():
        raise UsageError(f"{folder} holds something else.", "Name a folder that is new or empty.")
    year = generate_year(base.corpus, base.config, moment, count=count, seed=seed)
    planted = json.dumps(asdict(year.planted), default=str, indent=2)
    right = csv_text(("ticket_id", "record"), sorted(year.right.items()))
    texts = {"tickets.csv": year.text, "survey.csv": year.survey, "planted.json": planted + "\n", "right.csv": right}
    write_files(folder, texts)
    click.echo(f"{len(year.right):,} tickets in {folder / 'tickets.csv'}")
