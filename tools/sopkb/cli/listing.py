"""``kb list``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from sopkb.cli.common import now_option, open_base, read_clock, root_option
from sopkb.core.errors import UsageError
from sopkb.core.fields import ALL
from sopkb.core.record import Record
from sopkb.core.state import State, Status, describe, status_of
from sopkb.search.documents import record_summary

_STATES = {state.slug: state for state in State}


@click.command("list")
@click.option("--kind", type=click.Choice(ALL), multiple=True, help="Only this kind. Can be repeated.")
@click.option("--area", multiple=True, help="Only this area.")
@click.option("--owner", multiple=True, help="Only what this team owns.")
@click.option(
    "--state",
    type=click.Choice([*_STATES, "dead"]),
    multiple=True,
    help="Only this state; dead: expired or retired.",
)
@click.option("--code", help="Only records that answer this error code.")
@click.option("--json", "as_json", is_flag=True, help="A JSON list, for programs.")
@root_option
@now_option
def list_records(
    kind: tuple[str, ...],
    area: tuple[str, ...],
    owner: tuple[str, ...],
    state: tuple[str, ...],
    code: str | None,
    as_json: bool,
    root: Path | None,
    now: str | None,
) -> None:
    """List records, one a line: id, version, state, title.

    \b
    kb list --kind workaround --state expires-soon
    kb list --area access --json | jq '.[].id'
    """
    base = open_base(root)
    moment = read_clock(now, base.config)
    for name, given, vocabulary in (("area", area, "areas"), ("owner", owner, "teams")):
        known = base.config.vocabularies.get(vocabulary, ())
        for word in given:
            if known and word not in known:
                raise UsageError(f"--{name} {word} is not in kb.yml.", f"Known: {', '.join(known)}.")
    wanted = {_STATES[word] for word in state if word in _STATES}
    if "dead" in state:
        wanted |= {each for each in State if each.is_dead}
    rows: list[tuple[Record, Status]] = []
    for record in base.corpus.records:
        status = status_of(record, moment, base.config.policy.expires_soon)
        if (
            (not kind or record.kind_name in kind)
            and (not area or record.area in area)
            and (not owner or record.owner in owner)
            and (not wanted or status.state in wanted)
            and (code is None or _answers(record, code))
        ):
            rows.append((record, status))
    if as_json:
        document = [record_summary(record, status, base.config.team) for record, status in rows]
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    from sopkb.core.diagnostics import printable

    for record, status in rows:
        version = record.meta.text("version")
        line = f"{record.id}  {version:<7}  {describe(status, moment):<34}  {record.title}"
        click.echo(printable(line))
    click.echo(f"{len(rows):,} of {len(base.corpus.records):,} records", err=True)


def _answers(record: Record, code: str) -> bool:
    """Whether a record answers an error code, in any spelling."""
    from sopkb.core.codes import normal_form

    return normal_form(code) in map(normal_form, record.error_codes)
