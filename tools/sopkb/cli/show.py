"""``kb show``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from sopkb.cli.common import now_option, open_base, read_clock, root_option, wants_colour
from sopkb.cli.resolve import record_named
from sopkb.core.config import Config
from sopkb.core.diagnostics import printable
from sopkb.core.known import known_line
from sopkb.core.raising import raising_of
from sopkb.core.record import Record
from sopkb.core.state import describe, status_of
from sopkb.core.warning import warning_of
from sopkb.search.documents import labelled_relations, record_document


@click.command()
@click.argument("record_id", metavar="ID", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Fields, sections and relations as JSON.")
@click.option("--raw", is_flag=True, help="The file as it was written.")
@root_option
@now_option
def show(record_id: tuple[str, ...], as_json: bool, raw: bool, root: Path | None, now: str | None) -> None:
    """Show one record: its state now, its text, and what it is connected with.

    \b
    kb show WKA-0102
    kb show sop 12
    """
    base = open_base(root)
    record = record_named(" ".join(record_id), base)
    moment = read_clock(now, base.config)
    status = status_of(record, moment, base.config.policy.expires_soon)
    warning = warning_of(record, status, base.corpus) or known_line(record, status, base.config.team)
    if raw:
        if warning:
            click.echo(warning, err=True)  # the file stays what it is
        click.echo((base.project / record.path).read_text(encoding="utf-8"), nl=False)
        return
    if as_json:
        click.echo(
            json.dumps(record_document(record, status, base.corpus, base.config.team), ensure_ascii=False, indent=2)
        )
        return
    bold = ("\x1b[1m", "\x1b[0m") if wants_colour() else ("", "")
    meta = record.meta
    lines = [
        *([f"{bold[0]}{printable(warning)}{bold[1]}", ""] if warning else []),
        f"{bold[0]}{printable(record.id)} v{printable(meta.text('version'))}  {printable(record.title)}{bold[1]}",
        f"{describe(status, moment)} · {printable(base.config.label('areas', record.area))} · "
        f"{printable(base.config.label('teams', record.owner))} · "
        f"reviewed {printable(meta.text('last_reviewed')) or 'never'}",
        printable(record.path),
        "",
        printable(record.summary),
    ]
    lines += _raising(record, base.config)
    if record.is_sensitive:
        lines += ["", f"! {printable(base.config.advisory(meta.texts('harm_topics')))}"]
    lines += ["", *(printable(line) for line in record.body.text.strip().split("\n"))]
    relations = labelled_relations(record, base.corpus)
    if relations:
        lines += ["", *(printable(f"{label}: {target}  {title}") for label, target, title in relations)]
    click.echo("\n".join(lines))


def _raising(record: Record, config: Config) -> list[str]:
    """How to raise an escalation, and who answers in how many minutes: before anything that can wait."""
    raising = raising_of(record)
    fast = raising.how_fast(config.team)
    how = [f"Raise it: {raising.how}"] if raising.how else []
    return ["", *map(printable, [*how, *([fast] if fast else [])])] if how or fast else []
