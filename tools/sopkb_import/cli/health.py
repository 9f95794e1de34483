"""``kb health``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sopkb.cli.common import now_option, open_base, read_clock, root_option
from sopkb.core.diagnostics import printable

if TYPE_CHECKING:
    from sopkb_import.health import Health

_HEADS = (("withheld", "withheld"), ("draft", "draft"), ("adopted", "adopted"), ("in_house_style", "house style"))


@click.command()
@click.option(
    "--journal", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="What people opened (kb api)."
)
@click.option("--most", type=click.IntRange(0), default=10, show_default=True, help="Records named as next.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@root_option
@now_option
def health(journal: Path | None, most: int, as_json: bool, root: Path | None, now: str | None) -> None:
    """Say how far imported records are: withheld, draft, adopted, in house style; by area, by owner, what is next.

    \b
    kb health
    kb health --journal ../desk/journal.sqlite --json
    """
    from sopkb.journal import read_journal
    from sopkb_import.health import health as of

    base = open_base(root)
    found = of(base, read_clock(now, base.config), read_journal(journal) if journal else None, most)
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
        return
    for line in _lines(found, base.config.labels):
        click.echo(printable(line).rstrip())


def _lines(found: Health, labels: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    yield from _table("", {"All records": found.total}, {})
    yield from _table("Area", found.by_area, labels.get("areas", {}))
    yield from _table("Owner", found.by_owner, labels.get("teams", {}))
    yield f"{found.to_do} things to do in imported records; `kb check --to-do` lists them."
    if found.total["withheld"]:
        yield f"{found.total['withheld']} withheld: `kb import review` settles what is private in them."
    if not found.first:
        return
    yield ""
    how = (
        "by how often it was opened, then by links"
        if found.use_is_known
        else "by links; how often each is opened is not known"
    )
    yield f"To put into house style first, {how}:"
    for one in found.first:
        opened = f"opened {one.opened} times, " if one.opened is not None else ""
        yield f"  {one.id}  {one.title} ({one.stage}; {opened}named by {one.linked}, {one.to_do} things to do)"


def _table(head: str, rows: Mapping[str, Mapping[str, int]], labels: Mapping[str, str]) -> Iterator[str]:
    names = {key: (labels.get(key) or key or "(none)")[:32] for key in rows}
    width = max([len(head), *(len(name) for name in names.values())], default=0)
    yield f"{head:<{width}}  " + "  ".join(f"{title:>11}" for _, title in _HEADS)
    for key, counts in rows.items():
        yield f"{names[key]:<{width}}  " + "  ".join(f"{counts[stage]:>11}" for stage, _ in _HEADS)
    yield ""
