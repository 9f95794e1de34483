"""What the commands of the desk share: reading exports, and where they may lie."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sopkb.cli.common import read_moment
from sopkb.core.diagnostics import printable
from sopkb.core.errors import SopkbError, UsageError, reason_of
from sopkb_desk.unknown_words import unknown_words

if TYPE_CHECKING:
    from sopkb.core.load import Base
    from sopkb_desk.columns import TicketMapping
    from sopkb_desk.facts import Standout, Table
    from sopkb_desk.reading import Export
    from sopkb_desk.rows import BadRow
    from sopkb_desk.survey import Survey

OWN_FORMAT = "the desk's own columns"
"""How the format of our own columns is called: that a file is of it needs no line."""
Command = TypeVar("Command", bound=Callable[..., Any])
_MOST_SAID = 10


def map_option(command: Command) -> Command:
    """Add ``--map``."""
    return click.option(
        "--map",
        "mapping",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        help="Mapping file: what the export calls its columns and words, its encoding, its dates.",
    )(command)


def product_option(command: Command) -> Command:
    """Add ``--product``."""
    return click.option(
        "--product",
        metavar="NAME",
        help="Which product wrote the export: zendesk, jira … Default: found by its columns; desk.export in kb.yml.",
    )(command)


def files_argument(command: Command) -> Command:
    """Add ``FILE...``."""
    return click.argument(
        "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False)
    )(command)


def period_options(what: str) -> Callable[[Command], Command]:
    """Add ``--week``, ``--since`` and ``--until``.

    Args:
        what: is read, with its verb, for the help: ``tickets opened``.
    """

    def add(command: Command) -> Command:
        for option in (
            click.option("--until", metavar="INSTANT", help=f"Only {what} before this moment."),
            click.option("--since", metavar="INSTANT", help=f"Only {what} from this moment on."),
            click.option("--week", metavar="WEEK", help=f"Only {what} in this ISO week: 2026-W47."),
        ):
            command = option(command)
        return command

    return add


def output_options(tables: Sequence[str]) -> Callable[[Command], Command]:
    """Add ``--format``, ``--table`` and ``--out``.

    Args:
        tables: their names; the first is the one that is shown where none is named.
    """

    def add(command: Command) -> Command:
        style = click.option(
            "--format",
            "style",
            type=click.Choice(["text", "json", "csv"]),
            default="text",
            show_default=True,
            help="text for people, json for programs, csv for a sheet (one table: --table).",
        )
        table = click.option(
            "--table", type=click.Choice(tables), default=tables[0], show_default=True, help="Which table as CSV."
        )
        out = click.option(
            "--out",
            type=click.Path(path_type=Path, file_okay=False),
            help="Write everything into this folder: text, JSON, every table as CSV, a patch for each gap.",
        )
        return style(table(out(command)))

    return add


def write_findings(
    out: Path,
    name: str,
    texts: Mapping[str, str],
    tables: Sequence[Table],
    standouts: Sequence[Standout],
    base: Base,
    now: datetime,
) -> None:
    """Write what an analysis found into a folder: its texts, each table as CSV, a patch for each gap.

    Args:
        out: the folder.
        name: of the analysis: patches beside a ``<name>.json`` are of an older run, and are replaced.
        texts: by name of the file.
        tables: of the analysis.
        standouts: of the analysis.
        base: the knowledge base.
        now: the moment that new drafts are dated with.

    Raises:
        UsageError: the folder lies where it could be published.
        SopkbError: it cannot be written to.
    """
    from sopkb.cli.places import refuse_published
    from sopkb.cli.worktree import folders_above, ids_ever
    from sopkb_desk.as_text import render_csv, render_proposals
    from sopkb_desk.drafts import patches_for

    refuse_published(out, base.root, "The folder")
    above, taken = folders_above(base.root), ids_ever(base.root)
    patches, without = patches_for(standouts, base, now, above=above, taken=taken)
    whole = {**texts, **{f"{each.key}.csv": render_csv(each) for each in tables}}
    whole |= {f"patches/{patch.name}": patch.text for patch in patches}
    if any(each.ids for each in standouts):
        whole["proposals.csv"] = render_proposals(standouts)
    if (out / f"{name}.json").is_file():  # else these are somebody else's
        for stale in out.glob("patches/*.patch"):
            stale.unlink()
    write_files(out, whole)
    for line in without:
        click.echo(line, err=True)
    click.echo(f"{len(whole)} files in {out}, {len(patches)} of them patches (git apply).", err=True)


def read_export(files: Sequence[Path], mapping: Path | None, base: Base, now: datetime, product: str = "") -> Export:
    """The tickets of exports; what was assumed and left out is said on standard error.

    Raises:
        UsageError: a file lies where it could be published, or is no export.
    """
    from sopkb.cli.places import refuse_published
    from sopkb_desk.reading import read_tickets

    for file in files:
        refuse_published(file, base.root, "The export")
    export = read_tickets(files, now, mapping_of(mapping, base, product))
    for line in export.formats:
        if OWN_FORMAT not in line:
            click.echo(printable(line), err=True)
    say_left_out(export.bad)
    for note in export.notes:
        click.echo(printable(note), err=True)
    for line in unknown_words(export.tickets, export.scale, base.config.desk):
        click.echo(printable(line), err=True)
    return export


def mapping_of(mapping: Path | None, base: Base, product: str = "") -> TicketMapping:
    """What a mapping file says, above what ``desk.export`` of kb.yml says.

    Raises:
        UsageError: one of them makes no sense.
    """
    from dataclasses import replace

    from sopkb_desk.columns import settings_mapping

    both = read_mapping(mapping).over(settings_mapping(base.config.desk.export))
    return replace(both, format=product) if product else both


def read_answers(files: Sequence[Path], mapping: Path | None, base: Base) -> Survey:
    """The answers of a survey; what was left out is said on standard error.

    Raises:
        UsageError: a file lies where it could be published, or is no survey.
    """
    from sopkb.cli.places import refuse_published
    from sopkb_desk.survey import read_survey

    for file in files:
        refuse_published(file, base.root, "The survey")
    survey = read_survey(files, read_mapping(mapping))
    say_left_out(survey.bad)
    return survey


def read_mapping(mapping: Path | None) -> TicketMapping:
    """What a mapping file says; the plain one where none is named."""
    from sopkb_desk.columns import PLAIN, load_ticket_mapping

    return load_ticket_mapping(mapping) if mapping else PLAIN


def say_left_out(bad: Sequence[BadRow]) -> None:
    """Say which rows were left out, and why."""
    for row in bad[:_MOST_SAID]:
        click.echo(printable(f"{row.file}, line {row.line}: left out, {row.reason}."), err=True)
    if len(bad) > _MOST_SAID:
        click.echo(f"{len(bad) - _MOST_SAID:,} more rows were left out.", err=True)


def read_week(text: str) -> tuple[datetime, datetime]:
    """The Monday of an ISO week, 00:00 UTC, and the Monday after it.

    Raises:
        UsageError: it is not a valid ISO week.
    """
    from datetime import date

    from sopkb.core.moments import midnight

    try:
        year, _, week = text.upper().partition("-W")
        monday = midnight(date.fromisocalendar(int(year), int(week), 1))
    except ValueError as error:
        raise UsageError(f"--week {text} is not a valid ISO week.", "Write 2026-W47.") from error
    return monday, monday + timedelta(weeks=1)


def read_period(week: str | None, since: str | None, until: str | None) -> tuple[datetime | None, datetime | None]:
    """The stretch of time that options name.

    Raises:
        UsageError: they contradict each other, or are no moments.
    """
    if week:
        if since or until:
            raise UsageError("--week says the whole time.", "Leave out --since and --until.")
        return read_week(week)
    start = read_moment(since, "--since") if since else None
    end = read_moment(until, "--until") if until else None
    if start and end and start >= end:
        raise UsageError("--since is not before --until.", "Exchange them.")
    return start, end


def write_files(folder: Path, texts: dict[str, str]) -> None:
    """Write files into a folder, each whole.

    Raises:
        SopkbError: the folder cannot be written to.
    """
    from sopkb.atomic import write_text

    try:
        for name, text in texts.items():
            write_text(folder / name, text)
    except OSError as error:
        raise SopkbError(f"{folder} cannot be written: {reason_of(error)}.", "Name another folder.") from error
