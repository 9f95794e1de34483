"""``kb insights searches``: what people could not find."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sopkb.cli.common import now_option, open_base, opened_index, read_clock, root_option
from sopkb_desk.cli.desk import output_options, period_options, read_period, write_findings

if TYPE_CHECKING:
    from sopkb.core.load import Base
    from sopkb.journal import JournalHistory
    from sopkb_desk.searches import SearchInsights

_TABLES = ("nothing", "abandoned", "dead", "failing", "symptoms", "read", "danger")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@period_options("what was asked")
@click.option("--least", type=click.IntRange(2), default=3, show_default=True, help="Searches a question must have.")
@output_options(_TABLES)
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
    records that readers say fail, words that belong into a record's symptoms (a patch for each with --out), what
    teams have read, and how often danger was told of.

    \b
    kb insights searches ../desk/journal.sqlite
    kb insights searches ../desk/journal.sqlite --week 2026-W47 --out ../desk/searches
    """
    from sopkb.journal import read_journal
    from sopkb_desk.as_text import render_csv
    from sopkb_desk.search_weeks import search_weeks_document
    from sopkb_desk.searches import analyse_searches

    base = open_base(root)
    moment = read_clock(now, base.config)
    whole = read_journal(file)
    start, end = read_period(week, since, until)
    with opened_index(base) as index:
        found = analyse_searches(whole.within(start, end), base, index, moment, least)
    found = replace(found, remarks=(*_reach(whole, start, end), *found.remarks))
    if out:
        weeks = json.dumps(search_weeks_document(whole, found, file.name, moment), ensure_ascii=False, indent=1)
        texts = {"searches.txt": _as_text(found, base), "searches.json": _as_json(found), "search-weeks.json": weeks}
        texts = {name: text + "\n" for name, text in texts.items()}
        write_findings(out, "searches", texts, found.tables, found.standouts, base, moment)
    if style == "csv":
        click.echo(render_csv(found.table(table)), nl=False)
    else:
        click.echo(_as_json(found) if style == "json" else _as_text(found, base))


def _reach(whole: JournalHistory, since: datetime | None, until: datetime | None) -> Iterator[str]:
    """Where the journal does not reach over the time that was asked for."""
    from sopkb_desk.unjudged import at

    if not whole.searches:
        yield "The journal has no search: nothing can be said."
        return
    first, last = whole.searches[0].at, whole.searches[-1].at
    if since and first > since:
        yield f"The journal begins on {at(first)}: what was searched before is not known."
    if until and last < until:
        yield f"The journal's newest search is of {at(last)}: whether any came after is not known."


def _as_text(found: SearchInsights, base: Base) -> str:
    from sopkb.core.diagnostics import printable
    from sopkb_desk.as_text import table_lines

    if found.searches:
        share = f"{found.found_nothing:,} found nothing ({found.found_nothing / found.searches:.0%})"
        lines = [f"{base.config.name}: {found.searches:,} searches, {share}"]
    else:
        lines = [f"{base.config.name}: no search was written down in that time, nothing can be said of it"]
    for table in found.tables:
        lines += ["", *table_lines(table)]
    return "\n".join(printable(line) for line in [*lines, "", *(f"- {remark}" for remark in found.remarks)])


def _as_json(found: SearchInsights) -> str:
    from sopkb_desk.as_text import table_rows

    document = {
        "searches": found.searches,
        "found_nothing": found.found_nothing,
        "tables": {table.key: table_rows(table) for table in found.tables},
        "empty": {table.key: table.empty for table in found.tables if not table.rows},
        "remarks": list(found.remarks),
    }
    return json.dumps(document, ensure_ascii=False, indent=2)
