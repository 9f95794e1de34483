"""``kb import``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from sopkb.cli.common import Group, now_option, progress, read_clock
from sopkb.core.config import Config
from sopkb.core.fields import ALL
from sopkb_import.cli.reviewing import review


@click.group("import", cls=Group)
def import_group() -> None:
    """Bring in what other teams wrote."""


@import_group.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--into", required=True, type=click.Path(path_type=Path), help="Folder of the base; made if missing.")
@click.option("--kind", required=True, type=click.Choice(ALL), help="Kind of the records.")
@click.option("--map", "mapping", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Mapping file.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="The report as JSON.")
@click.option("--area", default="", help="Area of all records; default: that of their folders.")
@click.option("--owner", default="", help="Team that owns the records.")
@now_option
def markdown(
    folder: Path,
    into: Path,
    kind: str,
    mapping: Path | None,
    dry_run: bool,
    as_json: bool,
    area: str,
    owner: str,
    now: str | None,
) -> None:
    """Turn a FOLDER of Markdown files into draft records, and say what a person must still fill in.

    A second run changes nothing; records that somebody has edited since are left alone.

    \b
    kb import markdown ../runbooks --into sop2 --kind sop
    kb check --root sop2
    kb serve --root sop2
    """
    from sopkb_import.mapping import load_mapping
    from sopkb_import.run import import_markdown

    today = read_clock(now, Config(path="")).date()
    rules = load_mapping(mapping, kind) if mapping else None
    with progress("Importing") as tick:
        report = import_markdown(
            folder, into, kind, mapping=rules, area=area, owner=owner, today=today, dry_run=dry_run, tick=tick
        )
    click.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2) if as_json else report.render())


import_group.add_command(review)
