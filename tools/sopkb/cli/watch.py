"""``kb check --watch``: an answer to every save, until Ctrl-C."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import click

from sopkb.cli.common import cache_folder, path_in_repository, progress, wants_colour
from sopkb.core.config import Config
from sopkb.core.diagnostics import Diagnostic
from sopkb.core.errors import SopkbError
from sopkb.core.load import Base
from sopkb.core.load.garbage import made_to_stay
from sopkb.lint.following import Following
from sopkb.lint.recheck import Recheck, Remaining
from sopkb.lint.report import FORMATS, Checked, excerpts_of, render_changes

Clock = Callable[[Config, bool], datetime]

_PAUSE = 0.2
"""Seconds between two looks at a small base."""

_LOOKING = 0.2
"""The share of the time that may go into looking whether a file changed."""

_QUIET = 2.0
"""Seconds without an edit before a slow rule is begun: it cannot be broken off for the next answer."""


def watch(root: Path, clock: Clock, only: Callable[[str], bool] | None) -> NoReturn:
    """Check a base, then answer each edit with what it changed.

    Args:
        root: the folder with ``kb.yml``.
        clock: gives the moment to check for, at every edit; says it where that is asked for.
        only: whether a path is asked for; all are where it is not given.
    """
    with progress("Reading") as tick, made_to_stay():
        following = Following(root, tick, cache_folder())
    recheck = Recheck(following.base, clock(following.base.config, True), cache_folder())
    with progress("Checking") as tick:
        recheck.work(float("inf"), tick=tick)
    told = _checked(following.base, recheck, only)
    click.echo(FORMATS["text"](told, wants_colour()), nl=False)
    click.echo("Watching. Each save is answered; Ctrl-C ends it.", err=True)
    _answer(following, recheck, clock, only, told.diagnostics)


def _answer(
    following: Following,
    recheck: Recheck,
    clock: Clock,
    only: Callable[[str], bool] | None,
    told: Sequence[Diagnostic],
) -> NoReturn:
    quiet_since, left, trouble = time.monotonic(), Remaining.NOTHING, ""
    while True:
        began = time.monotonic()
        changed: frozenset[str] = frozenset()
        try:
            changed = following.look()
            trouble = ""
        except SopkbError as error:  # kb.yml is away for a moment, or for good
            if str(error) != trouble:
                click.echo(f"kb: {error}", err=True)
            trouble = str(error)
        pause = max(_PAUSE, (time.monotonic() - began) / _LOOKING)
        if changed:
            recheck.edited(following.base, clock(following.base.config, False), changed)
            told = _tell(told, _checked(following.base, recheck, only), recheck.files(changed))
            quiet_since, left = time.monotonic(), Remaining.WORK
        elif left is not Remaining.NOTHING:
            left = recheck.work(_PAUSE, slow=time.monotonic() - quiet_since > _QUIET)
            if left is Remaining.NOTHING:
                told = _tell(told, _checked(following.base, recheck, only), [])
        if not changed and left is not Remaining.WORK:
            time.sleep(pause)


def _tell(told: Sequence[Diagnostic], checked: Checked, edited: Sequence[str]) -> Sequence[Diagnostic]:
    if edited or checked.diagnostics != told:
        click.echo(render_changes(told, checked, edited, wants_colour()), nl=False)
    return checked.diagnostics


def _checked(base: Base, recheck: Recheck, only: Callable[[str], bool] | None) -> Checked:
    found = tuple(each for each in recheck.found if only is None or only(each.path))
    return Checked(
        found,
        len(base.corpus.records),
        len(base.corpus.documents),
        prefix=path_in_repository(base),
        excerpt=excerpts_of(base, found),
    )
