"""``kb train``: what leaves the site for trainers and their tools, and what comes back from readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sopkb.cli.common import Group, now_option, open_base, read_clock, root_option
from sopkb.cli.resolve import record_named
from sopkb.core.diagnostics import printable, shown
from sopkb.core.errors import SopkbError, UsageError, reason_of

if TYPE_CHECKING:
    from datetime import datetime

    from sopkb.core.load import Base
    from sopkb.core.record import Record
    from sopkb_training.outstanding import Outstanding

Command = TypeVar("Command", bound=Callable[..., Any])


@click.group(cls=Group)
def train() -> None:
    """Take tracks out of the site (SCORM, a handbook, a table of questions), and read what readers hand in."""


def _export_options(command: Command) -> Command:
    output = click.option(
        "--output", type=click.Path(path_type=Path, dir_okay=False), help="The file to write. Default: named after it."
    )
    return output(root_option(now_option(command)))


@train.command()
@click.argument("track_id", metavar="TRACK")
@_export_options
def scorm(track_id: str, output: Path | None, root: Path | None, now: str | None) -> None:
    """Write a track as a SCORM 1.2 package for a learning system: texts, quiz, completion, score, resume.

    The same records give the same bytes.

    \b
    kb train scorm ONB-0001
    """
    from sopkb.site.view import View
    from sopkb_training.pages.scorm import scorm_package

    base, moment, track = _opened(track_id, root, now)
    name = f"{track.id}-{track.meta.text('version')}-scorm12.zip"
    _write(output or Path(name), scorm_package(track, View(base, moment)))


@train.command()
@click.argument("track_id", metavar="TRACK")
@click.option("--pdf", is_flag=True, help="A PDF, printed by Chromium (on PATH, or named in KB_CHROMIUM).")
@_export_options
def handbook(track_id: str, pdf: bool, output: Path | None, root: Path | None, now: str | None) -> None:
    """Write a track as a handbook: contents, every record, questions, answers; its version on every page.

    One file of HTML that any browser prints; --pdf prints it here, with the numbers of pages in the contents.

    \b
    kb train handbook ONB-0001 --pdf
    """
    from sopkb.cli.printing import as_book
    from sopkb.site.view import View
    from sopkb_training.pages.handbook import handbook as written

    base, moment, track = _opened(track_id, root, now)
    view = View(base, moment)
    content = as_book(lambda pages: written(track, view, pages)) if pdf else written(track, view).encode()
    name = f"{track.id}-{track.meta.text('version')}-handbook"
    _write(output or Path(f"{name}{'.pdf' if pdf else '.html'}"), content)


@train.command()
@click.argument("track_id", metavar="[TRACK]", required=False)
@_export_options
def questions(track_id: str | None, output: Path | None, root: Path | None, now: str | None) -> None:
    """Write the questions of a track, or of all active ones, as a CSV for a spreadsheet.

    \b
    kb train questions ONB-0001 --output questions.csv
    """
    from sopkb.site.teaching import Teaching
    from sopkb_training.pages.questions import questions_csv

    if track_id:
        base, _, track = _opened(track_id, root, now)
        tracks: Sequence[Record] = [track]
    else:
        base = open_base(root)
        tracks = Teaching(base).tracks
    text = questions_csv(tracks, base.corpus.by_id.get)
    if output:
        _write(output, text.encode("utf-8-sig"))  # by the mark, a spreadsheet knows that it is UTF-8
    else:
        click.echo(text, nl=False)


@train.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@root_option
def status(files: tuple[Path, ...], root: Path | None) -> None:
    """Read files that readers saved on the site: by team, who has passed what, and who must be briefed on what.

    Only a change that asks for it (read, retrain) counts since what somebody has read. Several files of one reader
    (same handle and team) are joined. A file that is not one is named on standard error, the others are read, and the
    exit code is 1.

    \b
    kb train status handed-in/*.json
    """
    from sopkb.site.teaching import Teaching
    from sopkb_training.outstanding import by_team
    from sopkb_training.progress import ProgressUnusable, read_progress

    teaching = Teaching(open_base(root))
    found, failed = [], False
    for path in files:
        try:
            found.append(read_progress(path))
        except ProgressUnusable as trouble:
            failed = True
            click.echo(f"{printable(str(trouble))}", err=True)
    for team, some in by_team(found, teaching).items():
        click.echo(f"{shown(team) if team else 'No team given'}: {len(some)}")
        for each in some:
            click.echo("\n".join(_lines(each)))
    if failed:
        raise click.exceptions.Exit(1)


def _lines(each: Outstanding) -> Iterator[str]:
    passed = f"passed {', '.join(each.passed)}" if each.passed else ""
    begun = f"begun {', '.join(f'{track_id} ({lacks})' for track_id, lacks in each.open)}" if each.open else ""
    done = "; ".join(filter(None, (passed, begun))) or "no track begun"
    yield f"  {shown(each.progress.name)}: {done}; {len(each.progress.read)} records read"
    for record, asks in each.again:
        version, _ = each.progress.read[record.id]
        what = "RETRAIN" if asks == "retrain" else "read"
        yield f"    {what} {record.id} {shown(record.title, 80)}: read at {version}, now {record.meta.text('version')}"
    if each.unread:
        ids = ", ".join(record.id for record in each.unread[:12])
        more = f" and {len(each.unread) - 12} more" if len(each.unread) > 12 else ""
        yield f"    never confirmed: {ids}{more}"
    if each.unknown:
        yield f"    not in this base, or followed by nobody now: {shown(', '.join(each.unknown), 200)}"


def _opened(track_id: str, root: Path | None, now: str | None) -> tuple[Base, datetime, Record]:
    """A base that the check found free of errors, its moment, and an active track of it."""
    from sopkb.lint.check import check_base
    from sopkb.site.gate import let_through

    base = open_base(root)
    moment = read_clock(now, base.config)
    track = record_named(track_id, base)
    if track.kind_name != "track":
        raise UsageError(f"{shown(track.id)} is not a track.", "`kb list --kind track` names them.")
    if not track.is_active:
        raise UsageError(f"{track.id} is {track.status}: nobody follows it.", "Approve it first.")
    let_through(base, moment, check_base)
    return base, moment, track


def _write(path: Path, content: bytes) -> None:
    """Write the file whole, or leave what was there."""
    from sopkb import atomic

    try:
        atomic.replace_all({path.absolute(): content})
    except OSError as error:
        name = shown(path, longest=200)
        raise SopkbError(
            f"{name} cannot be written: {reason_of(error)}.", "Name another place with --output."
        ) from error
    click.echo(f"{shown(path, longest=200)}: {len(content):,} bytes")
