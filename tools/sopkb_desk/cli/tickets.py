"""``kb tickets``: what was understood of an export, and the table of tickets for SQL."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from pathlib import Path

import click

from sopkb.cli.common import Group, now_option, open_base, read_clock, root_option
from sopkb.core.diagnostics import printable
from sopkb_desk.cli.desk import files_argument, map_option, mapping_of, product_option


@click.group("tickets", cls=Group)
def tickets() -> None:
    """Look into ticket exports before anything is reported from them, and ask them with SQL."""


@tickets.command("inspect")
@files_argument
@product_option
@map_option
@click.option("--json", "as_json", is_flag=True, help="The same for programs.")
@root_option
@now_option
def inspect_files(
    files: tuple[Path, ...],
    product: str | None,
    mapping: Path | None,
    as_json: bool,
    root: Path | None,
    now: str | None,
) -> None:
    """Say what was understood of an export: its product and why, rows, columns, words that are not known, ten tickets.

    FILE is CSV, JSON, JSON lines or XLSX, of Zendesk, Freshdesk, Jira, ServiceNow, Lark, Intercom, GitHub, GitLab or of
    the desk's own columns. Columns about people are never read; what is private is blacked out.

    \b
    kb tickets inspect ../desk/export.csv
    kb tickets inspect ../desk/export.xlsx --product jira --map ../desk/map.yml
    """
    from dataclasses import asdict

    from sopkb.cli.places import refuse_published
    from sopkb_desk.inspection import as_text, inspect

    base = open_base(root)
    moment = read_clock(now, base.config)
    wanted = mapping_of(mapping, base, product or "")
    found = []
    for file in files:
        refuse_published(file, base.root, "The export")
        found.append(inspect(file, moment, wanted, base.config.desk))
    if as_json:
        click.echo(json.dumps([asdict(each) for each in found], default=str, ensure_ascii=False, indent=2))
        return
    click.echo("\n\n".join("\n".join(map(printable, as_text(each))).rstrip() for each in found))


@tickets.command()
@files_argument
@click.option(
    "--into",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The DuckDB file, outside the repository and any site; made where it is missing.",
)
@product_option
@map_option
@root_option
@now_option
def load(
    files: tuple[Path, ...],
    into: Path,
    product: str | None,
    mapping: Path | None,
    root: Path | None,
    now: str | None,
) -> None:
    """Load exports into one DuckDB file, for SQL: tickets, links, changes, records; what was left out and why.

    A file is loaded once. Of a ticket that stands in two, the later file counts, and the table `changes` keeps what
    it changed.

    \b
    kb tickets load ../desk/*.csv --into ../desk/desk.duckdb
    """
    from sopkb.cli.places import refuse_published
    from sopkb_desk.desk_table import load as load_files
    from sopkb_desk.desk_table import opened, prepare
    from sopkb_desk.ticket_file import TicketFile

    base = open_base(root)
    moment = read_clock(now, base.config)
    wanted = mapping_of(mapping, base, product or "")
    for path in (into, *files):
        refuse_published(path, base.root, "The table" if path == into else "The export")
    exports = [(path, TicketFile(path, moment, wanted)) for path in files]
    with closing(opened(into)) as table:
        prepare(table)
        for each in load_files(table, exports, base, moment):
            if each.tickets is None:
                click.echo(f"{each.file}: loaded before, nothing to do.")
                continue
            click.echo(
                f"{each.file}: {each.tickets:,} tickets, {each.new:,} of them new, {each.changed:,} changed; "
                f"{each.left_out:,} rows left out."
            )
            for note in each.notes:
                click.echo(printable(note), err=True)


@tickets.command()
@click.argument("query")
@click.option(
    "--from",
    "source",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The DuckDB file that `kb tickets load` made.",
)
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, every cell safe to open in a spreadsheet.")
@click.option("--parquet", type=click.Path(path_type=Path, dir_okay=False), help="Write this Parquet file.")
@root_option
def sql(query: str, source: Path, as_csv: bool, parquet: Path | None, root: Path | None) -> None:
    """Ask the table of tickets with SQL. QUERY can be - for standard input.

    Figures are raw here: what reports withhold about a few people, whoever asks must withhold. The file is only read,
    and neither other files nor the network can be reached from a query.

    \b
    kb tickets sql "SELECT site, count(*) FROM tickets GROUP BY ALL" --from ../desk/desk.duckdb
    kb tickets sql "FROM first_replies" --from ../desk/desk.duckdb --parquet ../desk/replies.parquet
    """
    from sopkb.cells import csv_text
    from sopkb.cli.places import refuse_published
    from sopkb_desk.desk_table import ask, opened, write_parquet

    base = open_base(root)
    for path in (source, *([parquet] if parquet else [])):
        refuse_published(path, base.root, "The table")
    query = sys.stdin.read() if query == "-" else query
    with closing(opened(source, read_only=True, out=parquet)) as table:
        if parquet:
            write_parquet(table, query, parquet)
            return
        names, rows = ask(table, query)
    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    if as_csv:
        click.echo(csv_text(names, cells), nl=False)
        return
    widths = [max(len(row[place]) for row in [names, *cells]) for place in range(len(names))]
    for row in [names, *cells]:
        click.echo(printable("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()))


@tickets.command()
@files_argument
@click.option("--week", metavar="WEEK", help="Which week is looked at: 2026-W47. Default: the last one that is over.")
@product_option
@map_option
@root_option
@now_option
def audit(
    files: tuple[Path, ...],
    week: str | None,
    product: str | None,
    mapping: Path | None,
    root: Path | None,
    now: str | None,
) -> None:
    """Say what changed in the shape of exports: columns, words, sites that stopped sending, weeks off their usual.

    Name the files oldest first. Run it before a report: a new status or a column that is gone looks like a change of
    the work, and is one of the data.

    \b
    kb tickets audit ../desk/w46.csv ../desk/w47.csv
    """
    from datetime import timedelta

    from sopkb.cli.places import refuse_published
    from sopkb.core.moments import midnight
    from sopkb_desk.audit import Shape, between_files, between_weeks
    from sopkb_desk.cli.desk import read_week
    from sopkb_desk.inspection import places_of
    from sopkb_desk.ticket_file import TicketFile

    base = open_base(root)
    moment = read_clock(now, base.config)
    wanted = mapping_of(mapping, base, product or "")
    monday = midnight(moment.date()) - timedelta(days=moment.weekday())
    until = read_week(week)[1] if week else monday
    shapes, found = [], {}
    for path in files:
        refuse_published(path, base.root, "The export")
        file = TicketFile(path, moment, wanted)
        theirs = {ticket.id: ticket for _, ticket in file.tickets()}
        found.update(theirs)
        bad = len(file.rows.bad)
        header = frozenset(file.table.header)
        title = file.understood.format.title
        shapes.append(Shape(path.name, title, places_of(file.understood), header, bad, len(theirs) + bad))
    odd = [*between_files(shapes), *between_weeks(found.values(), until)]
    days = f"{until - timedelta(weeks=1):%a %d %b} to {until - timedelta(days=1):%a %d %b %Y}"
    click.echo(f"{len(files)} files, {len(found):,} tickets; the week from {days} against the eight before it.")
    for each in odd:
        click.echo(printable(f"- {each.what}: {each.means}."))
    if not odd:
        click.echo("No column, word, site or volume is off its usual.")
