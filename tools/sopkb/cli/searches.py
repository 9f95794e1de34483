"""``kb insights searches``: what people could not find."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sopkb.cli.common import now_option, open_base, opened_index, read_clock, root_option
from sopkb.cli.desk import read_period, write_files

if TYPE_CHECKING:
    from sopkb.journal import History
    from sopkb.load import Base
    from sopkb.tickets.searches import SearchInsights

_TABLES = ("nothing", "abandoned", "dead", "failing", "symptoms")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--week", metavar="WEEK", help="Only what was asked in this ISO week: 2026-W47.")
@click.option("--since", metavar="INSTANT", help="Only what was asked from this moment on.")
@click.option("--until", metavar="INSTANT", help="Only what was asked before this moment.")
@click.option("--least", type=click.IntRange(2), default=3, show_default=True, help="Searches a question must have.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="text for people, json for programs, csv for a sheet (one table: --table).",
)
@click.option("--table", type=click.Choice(_TABLES), default="nothing", show_default=True, help="Which table as CSV.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write everything into this folder: text, JSON, every table as CSV, a patch for each gap.",
)
@root_option
@now_option
def searches(
    file: Path,
    week: str | None,
    since: str | None,
    until: str | None,
    least: int,
    style: str,
    table: str,
    out: Path | None,
    root: Path | None,
    now: str | None,
) -> None:
    """Say what people searched and did not find, from the journal of kb api --journal.

    Questions that found nothing, that found records of which none was opened, dead records that are still opened,
    records that readers say fail, and words that belong into a record's symptoms (a patch for each with --out).

    \b
    kb insights searches ../desk/journal.sqlite
    kb insights searches ../desk/journal.sqlite --week 2026-W47 --out ../desk/searches
    """
    from sopkb.journal import read_journal
    from sopkb.tickets.as_text import render_csv
    from sopkb.tickets.searches import analyse_searches

    base = open_base(root)
    moment = read_clock(now, base.config)
    history = _within(read_journal(file), *read_period(week, since, until))
    with opened_index(base) as index:
        found = analyse_searches(history, base, index, moment, least)
    if out:
        _write(out, found, base, moment)
    if style == "csv":
        click.echo(render_csv(found.table(table)), nl=False)
    else:
        click.echo(_as_json(found) if style == "json" else _as_text(found, base))


def _within(history: History, since: datetime | None, until: datetime | None) -> History:
    def counts(at: datetime) -> bool:
        return (since is None or since <= at) and (until is None or at < until)

    return replace(
        history,
        searches=tuple(each for each in history.searches if counts(each.at)),
        reports=tuple(each for each in history.reports if counts(each.at)),
    )


def _write(out: Path, found: SearchInsights, base: Base, moment: datetime) -> None:
    from sopkb.cli.worktree import folders_above, ids_ever
    from sopkb.tickets.as_text import render_csv
    from sopkb.tickets.drafts import patches_for
    from sopkb.tickets.places import refuse_published

    refuse_published(out, base.root, "The folder")
    above, taken = folders_above(base.root), ids_ever(base.root)
    patches, without = patches_for(found.standouts, base, moment, above=above, taken=taken)
    texts = {"searches.txt": _as_text(found, base) + "\n", "searches.json": _as_json(found) + "\n"}
    texts |= {f"{each.key}.csv": render_csv(each) for each in found.tables}
    texts |= {f"patches/{patch.name}": patch.text for patch in patches}
    if (out / "searches.json").is_file():  # else these are somebody else's
        for stale in out.glob("patches/*.patch"):
            stale.unlink()
    write_files(out, texts)
    for line in without:
        click.echo(line, err=True)
    click.echo(f"{len(texts)} files in {out}, {len(patches)} of them patches (git apply).", err=True)


def _as_text(found: SearchInsights, base: Base) -> str:
    from sopkb.diagnostics import printable
    from sopkb.tickets.as_text import table_lines

    share = f" ({found.found_nothing / found.searches:.0%})" if found.searches else ""
    lines = [f"{base.config.name}: {found.searches:,} searches, {found.found_nothing:,} found nothing{share}"]
    for table in found.tables:
        lines += ["", *(table_lines(table) if table.rows else [f"{table.title}: none."])]
    return "\n".join(printable(line) for line in [*lines, "", *(f"- {remark}" for remark in found.remarks)])


def _as_json(found: SearchInsights) -> str:
    from sopkb.tickets.as_text import table_rows

    document = {
        "searches": found.searches,
        "found_nothing": found.found_nothing,
        "tables": {table.key: table_rows(table) for table in found.tables},
        "remarks": list(found.remarks),
    }
    return json.dumps(document, ensure_ascii=False, indent=2)
