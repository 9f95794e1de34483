"""``kb import review``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sopkb.cli.common import open_base, root_option
from sopkb.core.diagnostics import shown
from sopkb.core.errors import UsageError

if TYPE_CHECKING:
    from sopkb.core.load import Base
    from sopkb_import.review import Decisions, Find

_PLACES = 5


@click.command()
@click.option("--list", "only_list", is_flag=True, help="Name the finds, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
@click.option("--false", "false", multiple=True, metavar="FIND", help="It is not private, or anybody may know it.")
@click.option("--mask", "mask", multiple=True, metavar="FIND", help="Put a placeholder such as <mail> in its place.")
@click.option("--own", multiple=True, metavar="MAILBOX", help="Your own mailbox, @domain or host: not private.")
@click.option("--by", "approver", default="", metavar="ROLE", help="Who signs what is not private.")
@root_option
def review(
    only_list: bool,
    as_json: bool,
    false: tuple[str, ...],
    mask: tuple[str, ...],
    own: tuple[str, ...],
    approver: str,
    root: Path | None,
) -> None:
    """Settle what keeps imported records withheld: each find by file, line and sort, never by its text.

    A find is settled wherever it stands. What is not private is written into the records as a number, with who signs
    for it; a record whose finds are all settled is there from then on. Without options, each find is asked about.

    \b
    kb import review --list
    kb import review --own @example.org --own 203.0.113.7 --by billing-lead
    kb import review --mask f3a09c2217be45d1
    """
    from sopkb_import.review import Decisions, finds_in, owned_by

    base = open_base(root)
    finds = finds_in(base)
    if only_list or as_json:
        _list(finds, as_json)
        return
    decisions = Decisions(frozenset(false) | owned_by(base, own), frozenset(mask), approver)
    if not (false or mask or own):
        if not sys.stdin.isatty():
            raise UsageError("Nobody is there to be asked.", "Say --list, --false, --mask or --own.")
        decisions = _asked(finds, approver)
    _carry_out(base, decisions)


def _list(finds: list[Find], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"finds": [find.as_json() for find in finds]}, ensure_ascii=False, indent=2))
        return
    for find in finds:
        click.echo(f"{find.id}  {_described(find)}")
    if not finds:
        click.echo("No record is withheld.")


def _described(find: Find) -> str:
    places = ", ".join(shown(str(place), 200) for place in find.places[:_PLACES])
    more = f" and {len(find.places) - _PLACES} more" if len(find.places) > _PLACES else ""
    return f"{find.sort}: {places}{more}"


def _asked(finds: list[Find], approver: str) -> Decisions:
    from sopkb_import.review import Decisions

    decided: dict[str, set[str]] = {"f": set(), "m": set()}
    click.echo("f: not private (or anybody may know it), m: mask it, s: later, q: no more", err=True)
    for number, find in enumerate(finds, 1):
        said = click.prompt(
            f"{number} of {len(finds)}  {_described(find)}",
            type=click.Choice(["f", "m", "s", "q"]),
            default="s",
            err=True,
        )
        if said == "q":
            break
        if said in decided:
            decided[said].add(find.id)
    return Decisions(frozenset(decided["f"]), frozenset(decided["m"]), approver)


def _carry_out(base: Base, decisions: Decisions) -> None:
    from sopkb.core.load import load_base
    from sopkb.history.edit.source import write
    from sopkb_import.review import settle

    edits = settle(base, decisions)
    write(edits, base)
    before = sum(document.is_withheld for document in base.corpus.documents)
    after = sum(document.is_withheld for document in load_base(base.root).corpus.documents)
    files = f"{len(edits)} file{'' if len(edits) == 1 else 's'}"
    click.echo(f"{files} changed, {before - after} released, {after} still withheld.", err=True)
