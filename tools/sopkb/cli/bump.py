"""``kb bump``, ``kb review`` and ``kb renew``: a new version, and what it says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from sopkb.cli.common import open_base, read_clock, read_moment
from sopkb.cli.editing import carry_out, edit_options, one_line
from sopkb.cli.resolve import record_changed, record_named
from sopkb.core.errors import UsageError
from sopkb.core.fields import TRAININGS
from sopkb.core.moments import format_instant, midnight
from sopkb.core.record import Record
from sopkb.core.version import Level


@click.command()
@click.argument("level", type=click.Choice([level.value for level in Level]))
@click.argument("why")
@click.argument("record", metavar="[ID|FILE]", required=False)
@click.option(
    "--training",
    type=click.Choice(TRAININGS),
    help="What it asks of people. Default: major retrain, minor read, patch none.",
)
@click.option(
    "--behaviour",
    type=click.Choice(["unchanged"]),
    help="Steps were edited, and people go on doing the same: the approver signs that.",
)
@edit_options
def bump(
    level: str,
    why: str,
    record: str | None,
    training: str | None,
    behaviour: str | None,
    dry_run: bool,
    root: Path | None,
    now: str | None,
) -> None:
    """Raise a record's version and say in its changelog what changed, in the words of who follows it.

    Without ID or FILE: the record that you have changed since the last commit, if it is the only one.

    \b
    major  following yesterday's text is now wrong        people retrain
    minor  a symptom, a code, a clarification             people read it
    patch  a typo, a link                                 nobody need do anything

    \b
    kb bump minor "Add the Spanish symptom"
    kb bump major "Route locked accounts to ESC-0103" SOP-0112
    """
    from sopkb.history.edit.source import open_source
    from sopkb.history.edit.versioning import VersionBump, bump

    words = one_line(why, "The reason")
    if not words:
        raise UsageError("The changelog needs a reason.", 'For example: kb bump patch "Fix a link".')
    if behaviour and level == Level.MAJOR:
        raise UsageError("A major change always changes behaviour.", "Leave --behaviour out, or use minor.")
    base = open_base(root)
    today = read_clock(now, base.config).date()
    found = record_named(record, base) if record else record_changed(base)
    change = VersionBump(Level(level), words, training or "", unchanged=behaviour is not None)
    carry_out([bump(open_source(found, base), change, today)], base, dry_run)
    if change.level is Level.MAJOR and "effective_from" in found.fields and found.is_active:
        _remind_of_day(found, today)


def _remind_of_day(record: Record, today: date) -> None:
    """A major that holds from a day in the past has been announced to nobody."""
    day = record.day("effective_from")
    if day is None or day <= today:
        click.echo(
            f"`effective_from` of {record.id} is {day or 'missing'}: set it to the day from which the new text holds. "
            "An SOP waits three days in a `.next.md`, or says `emergency: true`.",
            err=True,
        )


@click.command()
@click.argument("record", metavar="ID|FILE")
@click.argument("seen", required=False, default="")
@edit_options
def review(record: str, seen: str, dry_run: bool, root: Path | None, now: str | None) -> None:
    """Confirm that a record is right: reviewed today, and a patch version. SEEN says what confirmed it.

    A workaround's expiry stays where it is; `kb renew` moves it.

    \b
    kb review SOP-0112
    kb review SOP-0112 "three tickets this week, all steps right"
    """
    from sopkb.history.edit.lifecycle import review
    from sopkb.history.edit.source import open_source

    base = open_base(root)
    moment = read_clock(now, base.config)
    found = record_named(record, base)
    edit = review(open_source(found, base), one_line(seen, "SEEN"), moment.date())
    carry_out([edit], base, dry_run)
    expires = found.moment("expires")
    if expires:
        verified = found.meta.text("confidence") == "verified"
        latest = base.config.policy.latest_expiry(midnight(moment.date()), verified=verified)
        state = "expired" if expires <= moment else "still expires"
        most = f"; kb renew can move that to {format_instant(latest)}" if latest and latest > expires else ""
        click.echo(f"{found.id} {state} {format_instant(expires)}{most}.", err=True)


@click.command()
@click.argument("record", metavar="ID|FILE")
@click.argument("seen", required=False, default="")
@click.option("--until", required=True, metavar="INSTANT", help='"2026-12-02T09:00:00Z", or a date (00:00 UTC).')
@edit_options
def renew(record: str, seen: str, until: str, dry_run: bool, root: Path | None, now: str | None) -> None:
    """Let a workaround live longer: a new expiry, reviewed today, a patch version. SEEN says where it was needed.

    Policy in kb.yml limits how long: counted from today, shorter while it is unverified.

    \b
    kb renew WKA-0104 --until 2026-11-24T18:00:00Z
    kb renew WKA-0104 "seen again at kul-1" --until 2026-11-24
    """
    from sopkb.history.edit.lifecycle import renew
    from sopkb.history.edit.source import open_source

    base = open_base(root)
    moment = read_clock(now, base.config)
    found = record_named(record, base)
    last = read_moment(until, "--until")
    edit = renew(open_source(found, base), last, one_line(seen, "SEEN"), base.config.policy, moment)
    carry_out([edit], base, dry_run)
