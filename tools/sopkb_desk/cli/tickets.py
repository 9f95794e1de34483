"""``kb tickets``: what was understood of an export, before anything is reported from it."""

from __future__ import annotations

import json
from pathlib import Path

import click

from sopkb.cli.common import now_option, open_base, read_clock, root_option
from sopkb.core.diagnostics import printable
from sopkb_desk.cli.desk import files_argument, map_option, mapping_of, product_option


@click.group("tickets")
def tickets() -> None:
    """Look into ticket exports before anything is reported from them."""


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
