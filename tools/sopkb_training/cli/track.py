"""``kb track``: keeping tracks true."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sopkb.cli.common import Group, now_option, open_base, read_clock, root_option
from sopkb.cli.editing import carry_out, edit_options
from sopkb.cli.resolve import record_named
from sopkb.core.diagnostics import shown
from sopkb.core.errors import UsageError

if TYPE_CHECKING:
    from sopkb.core.load import Base
    from sopkb_training.status import Coverage, TrackStatus


@click.group(cls=Group)
def track() -> None:
    """Keep training tracks true: where they stand, and pins raised to the versions in force."""


@track.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@root_option
@now_option
def status(as_json: bool, root: Path | None, now: str | None) -> None:
    """Say where each track stands: pins behind, records out of force, questions to look at, what a role is not taught.

    A question is to be looked at when the section that it cites has changed since the track's `last_reviewed`, when its
    answer does not stand there, or when `kb track repin` has raised the pin. `kb review ONB-0001` says that you have
    looked. The exit code is 1 when anything is to be done.

    \b
    kb track status
    """
    from sopkb_training.status import StatusQuery

    base = open_base(root)
    desk = StatusQuery(base, read_clock(now, base.config))
    statuses, coverage = list(desk.statuses()), list(desk.coverage())
    if as_json:
        document = {
            "tracks": list(map(_as_json, statuses)),
            "roles": list(map(_role_as_json, coverage)),
            "not_looked_at": list(_not_looked_at(base, statuses, coverage)),
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        for each in statuses:
            click.echo("\n".join(_track_lines(each)))
        for role in coverage:
            click.echo("\n".join(_role_lines(role)))
        for line in _not_looked_at(base, statuses, coverage):
            click.echo(line)
    if any(not each.is_up_to_date for each in statuses) or any(each.untaught or each.unlearnt for each in coverage):
        raise click.exceptions.Exit(1)


def _not_looked_at(base: Base, statuses: Sequence[TrackStatus], coverage: Sequence[Coverage]) -> Iterator[str]:
    """What nothing above speaks of."""
    if not statuses:
        yield "No track is in force: no pin and no question was looked at."
    known = {each.role for each in coverage}
    silent = [role for role in base.config.labels.get("roles", {}) if role not in known]
    if silent:
        roles = ", ".join(map(shown, silent))
        yield f"Not looked at: what {roles} must know (`policy.roles` of kb.yml does not say it)."
    if base.corpus.unreadable_paths:
        yield f"Not looked at: {len(base.corpus.unreadable_paths)} files that cannot be read (kb check)."


def _state(each: TrackStatus) -> str:
    if not each.is_up_to_date:
        return "to do"
    return "up to date" if each.is_compared else "nothing found, by changelogs alone (git does not reach back)"


def _track_lines(each: TrackStatus) -> Iterator[str]:
    yield f"{each.track.id} {shown(each.track.title, 80)}: {_state(each)}"
    for behind in each.behind:
        yield (
            f"  {shown(behind.module)} teaches {behind.record.id} {behind.pin.at_major}, now {behind.major}: "
            f"read what changed, then `kb track repin {each.track.id} {behind.record.id}`"
        )
    for place, successor in each.gone:
        instead = f"teach {successor.id}" if successor else "take it out"
        yield f"  {shown(place.module.id)} teaches {place.pin.record_id}, which is out of force: {instead}"
    for place, workaround in each.overridden:
        name = shown(place.module.id)
        yield f"  {name} teaches {place.pin.record_id}; {workaround.id} overrides it while live (a remark)"
    for one in each.to_read:
        question = one.asked.question
        yield (
            f"  question {question.number} cites {question.record_id}#{shown(question.section)}, {'; '.join(one.why)}: "
            f"{shown(question.ask, 100)}"
        )
    if each.to_read and not each.is_compared:
        yield "  by changelogs alone: git's history does not reach back to the last review"


def _coverage(each: Coverage) -> str:
    if each.untaught or each.unlearnt:
        return "to do"
    return "covered" if each.asks else "not known, `policy.roles` asks nothing of it"


def _role_lines(each: Coverage) -> Iterator[str]:
    names = ", ".join(one.id for one in each.tracks) or "no track"
    yield f"Role {shown(each.role)} ({names}): {_coverage(each)}"
    for record_id in each.untaught:
        yield f"  must know {record_id}, which no mandatory track teaches: add it to a module"
    for word, needing in each.unlearnt.items():
        yield f"  holds {word}, and no record of its tracks needs it: {_remedy(needing)}"


def _remedy(needing: Sequence[str]) -> str:
    if not needing:
        return "nor any other; take it out of `policy.roles` in kb.yml"
    return f"teach one that does ({', '.join(needing[:5])}{', …' if len(needing) > 5 else ''})"


def _as_json(each: TrackStatus) -> dict[str, Any]:
    return {
        "id": each.track.id,
        "is_up_to_date": each.is_up_to_date,
        "behind": [
            {"module": b.module, "record": b.record.id, "at_major": b.pin.at_major, "now": b.major} for b in each.behind
        ],
        "gone": [
            {"module": p.module.id, "record": p.pin.record_id, "successor": s.id if s else None} for p, s in each.gone
        ],
        "overridden": [{"module": p.module.id, "record": p.pin.record_id, "by": w.id} for p, w in each.overridden],
        "questions": [
            {
                "number": one.asked.question.number,
                "because": f"{one.asked.question.record_id}#{one.asked.question.section}",
                "why": list(one.why),
            }
            for one in each.to_read
        ],
        "compared": each.is_compared,
    }


def _role_as_json(each: Coverage) -> dict[str, Any]:
    return {
        "role": each.role,
        "tracks": [one.id for one in each.tracks],
        "untaught": list(each.untaught),
        "unlearnt": list(each.unlearnt),
    }


@track.command()
@click.argument("track_id", metavar="TRACK")
@click.argument("records", metavar="[ID]...", nargs=-1)
@click.option("--module", "modules", multiple=True, metavar="ID", help="Only in this module; can be repeated.")
@edit_options
def repin(
    track_id: str, records: tuple[str, ...], modules: tuple[str, ...], dry_run: bool, root: Path | None, now: str | None
) -> None:
    """Raise pins of a track to the majors in force, after you have read what changed; a patch version says which.

    Without IDs: every pin that is behind. Questions that cite what is raised are named: look at each.

    \b
    kb track repin ONB-0001
    kb track repin ONB-0001 SOP-0012 --module m3
    """
    from sopkb.history.edit.pins import pins_behind, repin
    from sopkb.history.edit.source import open_source
    from sopkb.lint.tracks import modules_of, questions_of

    base = open_base(root)
    today = read_clock(now, base.config).date()
    found = record_named(track_id, base)
    if found.kind_name != "track":
        raise UsageError(f"{shown(found.id)} is not a track.", "`kb list --kind track` names them.")
    unknown = sorted(set(modules) - {module.id for module in modules_of(found)})
    if unknown:
        raise UsageError(f"{found.id} has no module {shown(unknown[0])}.", "`kb show` prints its modules.")
    wanted = {record_named(each, base).id for each in records}
    behind = pins_behind(found, base.corpus)
    carry_out([repin(open_source(found, base), behind, today, modules, wanted)], base, dry_run)
    raised = {each.record.id for each in behind if not wanted or each.record.id in wanted}
    for question in questions_of(found):
        if question.record_id in raised:
            click.echo(f"Look at question {question.number}: {shown(question.ask, 100)}", err=True)
