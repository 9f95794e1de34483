"""``kb promote`` and ``kb renumber``: edits that move a file."""

from __future__ import annotations

from pathlib import Path

import click

from sopkb.cli.common import open_base, read_clock, root_option
from sopkb.cli.editing import carry_out, dry_run_option, edit_options
from sopkb.cli.resolve import record_named, record_of_file
from sopkb.core.diagnostics import shown
from sopkb.core.errors import UsageError


@click.command()
@click.argument("record", metavar="ID|FILE")
@edit_options
def promote(record: str, dry_run: bool, root: Path | None, now: str | None) -> None:
    """Put a future major (`ID.next.md`) into the place of the current text, once its `effective_from` has come.

    \b
    kb promote SOP-0112
    """
    from sopkb.history.edit.lifecycle import lost_by_promotion, promote
    from sopkb.history.edit.source import open_source

    base = open_base(root)
    moment = read_clock(now, base.config)
    named = record_named(record, base)
    current, upcoming = base.corpus.by_id.get(named.id), base.corpus.upcoming.get(named.id)
    if upcoming is None:
        raise UsageError(f"{shown(named.id)} has no future text beside it.", "It would be called ID.next.md.")
    if current is None:
        raise UsageError(f"{shown(named.id)} has no current text to replace.", "Rename the file: drop `.next`.")
    edits = promote(open_source(current, base), open_source(upcoming, base), moment)
    carry_out(edits, base, dry_run)
    lost = lost_by_promotion(current, upcoming)
    if lost:
        click.echo(
            f"The future text was written before {', '.join(lost)} of the current one. "
            "See whether those changes are in it; `git show` has the old text.",
            err=True,
        )


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--base", "revision", metavar="REV", help="What tells two owners of an id apart. Default: origin's main.")
@dry_run_option
@root_option
def renumber(file: Path, revision: str | None, dry_run: bool, root: Path | None) -> None:
    """Give a record the next free id: one that has none yet (`WKA-0000`), or the later of two with the same.

    The id changes in the file, in its name, and nowhere else for a `0000`. For a duplicate, files that name the id only
    since --base follow the newcomer, files that named it before keep it, and what git cannot tell is listed.

    \b
    kb renumber sop/workarounds/WKA-0000-no-sound-after-seek.md
    """
    from sopkb.cli.worktree import ids_ever, texts_at
    from sopkb.core.kinds import kind_of_id
    from sopkb.history.edit.new import next_id
    from sopkb.history.edit.renumber import mentions, refuse_renumbering, renumber
    from sopkb.history.edit.source import open_source

    base = open_base(root)
    record = record_of_file(file, base)
    at_base = texts_at(base.root, revision)
    refuse_renumbering(record, base.corpus, at_base)
    kind = kind_of_id(record.id)
    assert kind is not None
    new_id = next_id(kind, base.corpus, ids_ever(base.root))
    found = mentions(record, base.corpus, at_base)
    followers = [open_source(base.corpus.by_path[path], base) for path in found.follow]
    edits = renumber(open_source(record, base), new_id, followers)
    carry_out(edits, base, dry_run)
    click.echo(f"{record.id} becomes {new_id}: {shown(edits[0].path, longest=200)}", err=True)
    if found.unsure:
        click.echo(
            f"Look at what these mean by {record.id}: {', '.join(shown(path, longest=200) for path in found.unsure)}",
            err=True,
        )
