"""``kb adopt``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sopkb.cli.common import find_root, open_base, read_clock
from sopkb.cli.editing import carry_out, edit_options
from sopkb.cli.resolve import record_named
from sopkb.core.diagnostics import printable, shown
from sopkb.core.errors import UsageError

if TYPE_CHECKING:
    from sopkb_import.adopt import Adoption

_DIFFS = 3
"""Records whose whole diff is shown; of more, one line each is what a person can read."""


@click.command()
@click.argument("records", metavar="ID...", nargs=-1)
@click.option("--where", "conditions", multiple=True, metavar="NAME=PATTERN", help="Which: area, kind, owner, source.")
@click.option("--owner", default="", metavar="TEAM", help="Team that keeps them true; default: the one they have.")
@click.option("--by", "approver", default="", metavar="ROLE", help="Who vouches for them: a role that may sign.")
@click.option("--review-days", type=click.IntRange(1), default=None, help="Days to the next review; default: policy.")
@click.option("--no-commit", is_flag=True, help="Write the files, and leave the commit to you.")
@click.option("--json", "as_json", is_flag=True, help="What was done, as JSON.")
@edit_options
def adopt(
    records: tuple[str, ...],
    conditions: tuple[str, ...],
    owner: str,
    approver: str,
    review_days: int | None,
    no_commit: bool,
    as_json: bool,
    dry_run: bool,
    root: Path | None,
    now: str | None,
) -> None:
    """Bring imported records into force as they are: LIVE, with an owner and a day of review.

    What they lack stays a list of things to do (`kb check --to-do`). A record that holds something private is left
    out until `kb import review` has settled it. All of it is one commit: `git revert` takes it back.

    \b
    kb adopt --where area=billing --owner billing-team --by billing-lead
    kb adopt --where 'source=runbooks/*' --review-days 90 --dry-run
    kb adopt SOP-0012 SOP-0013
    """
    from sopkb_import import adopt as adopting
    from sopkb_import.commit import commit, refuse_unsaved
    from sopkb_import.withheld import would_be

    find_root(root)
    base = open_base(root)
    if not records and not conditions:
        raise UsageError("Which records?", "Name ids, or say --where area=… (or --where kind='*' for all).")
    named = [record_named(each, base) for each in records]
    wanted, withheld = adopting.chosen(base, named, adopting.parse_where(conditions), would_be)
    terms = adopting.AdoptionTerms(owner, approver, review_days or 0, read_clock(now, base.config))
    found = adopting.adopt(base, wanted, withheld, terms)
    paths = [edit.path for edit in found.edits]
    repository = None if no_commit or dry_run or not paths else refuse_unsaved(base, paths)
    if len(paths) <= _DIFFS and not as_json:
        carry_out(found.edits, base, dry_run)
    elif not dry_run:
        from sopkb.history.edit.source import write

        write(found.edits, base)
    commit_name = ""
    if repository is not None:
        commit_name = commit(repository, base, paths, _message(found, terms.owner))
    _say(found, commit_name, base.root.name, dry_run, as_json)
    if not found.edits:
        raise UsageError("No record was adopted.", "See above for the reasons; `kb list` names the drafts.")


def _message(found: Adoption, owner: str) -> str:
    count = len(found.records)
    noun = f"{count} imported record{'' if count == 1 else 's'}"
    named = "\n".join(f"{record.id} {printable(record.title)}" for record in found.records)
    return f"Adopt {noun}{f' for {owner}' if owner else ''}\n\n{named}\n"


def _say(found: Adoption, commit_name: str, base: str, dry_run: bool, as_json: bool) -> None:
    if as_json:
        data = {
            "adopted": [record.id for record in found.records],
            "withheld": found.withheld,
            "refused": [{"id": record_id, "reason": reason} for record_id, reason in found.refused],
            "commit": commit_name or None,
            "dry_run": dry_run,
        }
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    if len(found.records) > _DIFFS:
        for record in found.records:
            click.echo(f"{record.id}  {printable(record.title)}")
    for record_id, reason in found.refused:
        click.echo(f"{record_id}: not adopted, {reason}.", err=True)
    if found.withheld:
        click.echo(
            f"{len(found.withheld)} not adopted, for they hold something private that nobody has settled: "
            f"{', '.join(shown(path, 200) for path in found.withheld[:5])}"
            f"{', …' if len(found.withheld) > 5 else ''}. kb import review --root {base}",
            err=True,
        )
    if found.records:
        done = "would be adopted" if dry_run else "adopted"
        revert = f" Commit {commit_name}; git revert {commit_name} takes it back." if commit_name else ""
        click.echo(f"{len(found.records)} {done}.{revert}", err=True)
