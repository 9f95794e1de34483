"""``kb qa``: samples for quality assurance, with the steps of that day, and what the scored sheets say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sopkb.cli.common import Group, find_root, now_option, open_base, read_clock, root_option
from sopkb.core.diagnostics import printable
from sopkb_desk.cli.desk import (
    files_argument,
    map_option,
    product_option,
    read_export,
    read_period,
    say_left_out,
    write_files,
)

if TYPE_CHECKING:
    from sopkb_desk.reading import Export
    from sopkb_desk.sampling import Sample

_STRATA = ("area", "record", "site", "region", "priority", "channel", "product", "category")


@click.group("qa", cls=Group)
def qa() -> None:
    """Sample tickets for quality assurance, and say which steps are left out. Never by person."""


@qa.command()
@files_argument
@click.option(
    "--per",
    type=click.Choice(_STRATA),
    multiple=True,
    default=("area",),
    show_default=True,
    help="What makes a stratum. Can be repeated.",
)
@click.option("--size", type=click.IntRange(1, 10_000), default=60, show_default=True, help="Tickets in all.")
@click.option("--minimum", type=click.IntRange(0, 1_000), default=1, show_default=True, help="Tickets of each stratum.")
@click.option("--seed", required=True, help="Which sample: year and week, 2026-W47. The same seed draws the same.")
@click.option("--week", metavar="WEEK", help="Only tickets opened in this ISO week: 2026-W47.")
@click.option("--since", metavar="INSTANT", help="Only tickets opened from this moment on.")
@click.option("--until", metavar="INSTANT", help="Only tickets opened before this moment.")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder for sheet.csv and draw.txt."
)
@product_option
@map_option
@root_option
@now_option
def sample(
    files: tuple[Path, ...],
    per: tuple[str, ...],
    size: int,
    minimum: int,
    seed: str,
    week: str | None,
    since: str | None,
    until: str | None,
    out: Path,
    product: str | None,
    mapping: Path | None,
    root: Path | None,
    now: str | None,
) -> None:
    """Draw answered tickets that are linked to a record with steps, and write the sheet to score them.

    A row of the sheet is a step of the record as it was in force on the ticket's day, by the history of git. Write yes,
    no or n/a into the column `result`.

    \b
    kb qa sample ../desk/tickets.csv --week 2026-W46 --per area --per site --size 60 --seed 2026-W46 --out ../desk/qa
    kb qa score ../desk/qa/sheet.csv
    """
    from sopkb.cli.places import refuse_published
    from sopkb_desk.sampling import draw, sheet

    base = open_base(root)
    moment = read_clock(now, base.config)
    refuse_published(out, base.root, "The folder")
    start, end = read_period(week, since, until)
    export = read_export(files, mapping, base, moment, product or "")
    tickets = [
        ticket
        for ticket in export.tickets
        if (start is None or ticket.created >= start) and (end is None or ticket.created < end)
    ]
    found = draw(tickets, base, per, size=size, minimum=minimum, seed=seed)
    lines = [f"Seed {seed}, strata by {', '.join(per)}, {len(found.drawn)} tickets of {', '.join(export.files)}", ""]
    lines += [f"{drawn:>5} of {count:>6}  {name}" for name, (count, drawn) in found.strata.items()]
    lines += ["", *_left_out(found, export)]
    text = "\n".join(map(printable, lines)).rstrip()
    write_files(out, {"sheet.csv": sheet(found), "draw.txt": text + "\n"})
    click.echo(text)
    click.echo(f"{out / 'sheet.csv'} is to be scored: yes, no or n/a in `result`.", err=True)


def _left_out(found: Sample, export: Export) -> Iterator[str]:
    """What no row of the sheet can tell, and why."""
    from sopkb_desk.count import FEWEST
    from sopkb_desk.sampling import thin

    if few := thin(found):
        yield (
            f"Thin strata, fewer than {FEWEST} tickets drawn: {', '.join(few)}. "
            "Nothing can be said of each; raise --minimum."
        )
    if found.passed_over:
        yield f"{found.passed_over:,} tickets were passed over: their record has no steps, or is not known."
    if found.unlinked:
        yield f"{found.unlinked:,} answered tickets are linked to no record: nothing can be scored there."
    for each in found.unjudged:
        yield f"Not judged: {each.text}."
    if export.bad:
        yield f"{len(export.bad):,} rows of the export could not be used."
    cautions = sum(each.in_force.note.startswith("CAUTION") for each in found.drawn)
    if cautions:
        yield f"{cautions} tickets are of a version that git does not have: see the column `note`."


@qa.command()
@click.argument("sheets", metavar="SHEET...", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="text for people, json for programs and for the page of trends, csv for a sheet.",
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the JSON into this file as well.")
@map_option
@root_option
def score(sheets: tuple[Path, ...], style: str, out: Path | None, mapping: Path | None, root: Path | None) -> None:
    """Say from scored sheets how often each step was done, by record and by step.

    \b
    kb qa score ../desk/qa/sheet.csv
    kb qa score ../desk/qa/*.csv --format csv
    """
    from sopkb.cli.places import refuse_published
    from sopkb_desk.cli.desk import read_mapping
    from sopkb_desk.scoring import read_scores, render_scores, scores_as_csv, scores_as_json

    folder = find_root(root)
    for path in (*sheets, *([out] if out else [])):
        refuse_published(path, folder, "The sheet")
    scores = read_scores(sheets, read_mapping(mapping))
    say_left_out(scores.bad)
    if out:
        write_files(out.parent, {out.name: scores_as_json(scores) + "\n"})
    render = {"text": render_scores, "json": scores_as_json, "csv": scores_as_csv}[style]
    click.echo(render(scores).rstrip("\n"))
