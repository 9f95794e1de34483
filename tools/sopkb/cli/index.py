"""``kb index``."""

from __future__ import annotations

from pathlib import Path

import click

from sopkb.cli.common import open_base, progress, root_option


@click.command()
@click.option("--full", is_flag=True, help="Build it from nothing.")
@root_option
def index(full: bool, root: Path | None) -> None:
    """Bring the search index up to date with the records.

    Searching does this by itself; call it where a search must not wait.

    \b
    kb index
    kb index --full --root sop2
    """
    from sopkb.search.index import default_folder, update_index

    base = open_base(root)
    folder = default_folder(base.root)
    with progress("Indexing") as tick:
        report = update_index(base, folder, full=full, tick=tick)
    reason = f" ({report.reason})" if report.reason else ""
    changes = f"; {len(report.added)} added, {len(report.changed)} changed, {len(report.removed)} removed"
    click.echo(f"Index {report.outcome}{reason}: {report.records:,} records{changes}.")
