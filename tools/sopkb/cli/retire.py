"""``kb retire`` and ``kb supersede``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sopkb.cli.common import open_base, read_clock
from sopkb.cli.editing import carry_out, edit_options, one_line
from sopkb.cli.resolve import record_named
from sopkb.core.errors import UsageError
from sopkb.core.fields import RETIREMENT_REASONS
from sopkb.core.moments import parse_date


@click.command()
@click.argument("record", metavar="ID|FILE")
@click.option("--reason", required=True, type=click.Choice(RETIREMENT_REASONS), help="Why it goes.")
@click.option("--by", "successor", metavar="ID|FILE", help="The active record that takes its place.")
@click.option("--note", default="", help="One sentence for the banner: what to do instead.")
@click.option("--fixed-in", default="", metavar="VERSION", help="Reason fixed: the version with the fix.")
@click.option("--fixed-on", default="", metavar="DAY", help="Reason fixed: the day that version came out.")
@edit_options
def retire(
    record: str,
    reason: str,
    successor: str | None,
    note: str,
    fixed_in: str,
    fixed_on: str,
    dry_run: bool,
    root: Path | None,
    now: str | None,
) -> None:
    """Take a record out of force: status, reason, version and changelog; with --by, the successor's side too.

    \b
    fixed       the bug is gone; asks for version and day of the fix (the tracker's, where it knows them)
    superseded  another record takes its place
    obsolete    nobody needs it any more
    unsafe      following it does harm: a red banner, a major version, and it never returns

    \b
    kb retire WKA-0001 --reason fixed --fixed-in 7.2.4 --fixed-on 2026-11-21
    kb retire WKA-0103 --reason superseded --by SOP-0108
    """
    _retire(record, reason, successor, note, (fixed_in, fixed_on), dry_run, root, now)


@click.command()
@click.argument("record", metavar="OLD")
@click.option("--by", "successor", required=True, metavar="NEW", help="The active record that takes its place.")
@click.option("--note", default="", help="One sentence for the banner: what to do instead.")
@edit_options
def supersede(record: str, successor: str, note: str, dry_run: bool, root: Path | None, now: str | None) -> None:
    """Let one record take another's place: the short way to say `kb retire OLD --reason superseded --by NEW`.

    \b
    kb supersede WKA-0103 --by SOP-0108
    """
    _retire(record, "superseded", successor, note, ("", ""), dry_run, root, now)


def _retire(
    record: str,
    reason: str,
    successor: str | None,
    note: str,
    fix: tuple[str, str],
    dry_run: bool,
    root: Path | None,
    now: str | None,
) -> None:
    from sopkb.history.edit.retirement import Retirement, dependants, retire
    from sopkb.history.edit.source import open_source

    base = open_base(root)
    today = read_clock(now, base.config).date()
    old = record_named(record, base)
    new = open_source(record_named(successor, base), base) if successor else None
    if reason != "fixed" and any(fix):
        raise UsageError(f"--fixed-in and --fixed-on do not go with --reason {reason}.", "Leave them out.")
    if reason == "fixed" and old.is_active and old.kind_name == "workaround":
        known = base.corpus.tracker.items.get(old.meta.text("bug"))
        if known and known.is_open:
            click.echo(f"tracker.json says that {known.id} is still open.", err=True)
        fix = (fix[0] or (known.fixed_in if known else "") or _ask("Version with the fix"), fix[1])
        fix = (fix[0], fix[1] or _ask("Day that it came out (YYYY-MM-DD)"))
    fixed_on = parse_date(fix[1])
    if fix[1] and fixed_on is None:
        raise UsageError(f"--fixed-on {fix[1]} is not a valid date.", 'Write it as "2026-11-21".')
    why = Retirement(reason, one_line(note, "--note"), one_line(fix[0], "--fixed-in"), fixed_on)
    carry_out(retire(open_source(old, base), why, new, base.corpus, today), base, dry_run)
    left = dependants(old, base.corpus)
    if left:
        instead = f"Point them to {new.record.id}" if new else "Point them elsewhere"
        click.echo(f"Still depending on {old.id}: {', '.join(left)}. {instead}, or `kb check` says R02.", err=True)


def _ask(what: str) -> str:
    """A value that only a person knows; an empty one where there is nobody to ask."""
    return str(click.prompt(what, err=True)).strip() if sys.stdin.isatty() else ""
