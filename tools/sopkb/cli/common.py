"""What commands share: where the base is, what time it is, how progress is shown. The clock is read only here."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sopkb.core.errors import BaseNotFound, IndexOutdated, IndexUnusable, SopkbError, UsageError
from sopkb.core.moments import format_instant, midnight, parse_date, parse_instant

if TYPE_CHECKING:
    from sopkb.core.config import Config
    from sopkb.core.load import Base
    from sopkb.lint.change import Change
    from sopkb.search.index import SearchIndex

Command = TypeVar("Command", bound=Callable[..., Any])
Tick = Callable[[int, int], None]

DEFAULT_ROOT = "sop"
REAL_TIME = "real"


class Group(click.Group):
    """Commands below one name; its help gives the whole first sentence of each, where click cuts it off."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """A line or two each, in the order of their names."""
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, self.commands[name].get_short_help_str(500)) for name in self.list_commands(ctx)]
            )


def root_option(command: Command) -> Command:
    """Add ``--root``."""
    return click.option(
        "--root",
        envvar="KB_ROOT",
        type=click.Path(path_type=Path),
        help=f"Folder of the knowledge base (with kb.yml). Default: {DEFAULT_ROOT}/ here or in a folder above.",
    )(command)


def now_option(command: Command) -> Command:
    """Add ``--now``."""
    return click.option(
        "--now",
        envvar="KB_NOW",
        metavar="INSTANT",
        help='The moment to answer for: "2026-11-22T10:00:00Z", a date, or "real". '
        "Default: the real time; for a demo base its own moment.",
    )(command)


def author_option(command: Command) -> Command:
    """Add ``--author``, which CI answers by itself."""
    return click.option(
        "--author",
        envvar=["GITHUB_ACTOR", "GITLAB_USER_LOGIN"],
        default="",
        metavar="HANDLE",
        help="Who wrote the change: account on the code host, or role handle. Default: what CI says.",
    )(command)


def find_root(root: Path | None) -> Path:
    """The folder of the base.

    Raises:
        BaseNotFound: there is none at the place named, or here and above.
    """
    if root is not None:
        if not root.is_dir():
            raise BaseNotFound(f"No folder {root}.", "Name the folder that holds kb.yml with --root.")
        return root
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / DEFAULT_ROOT / "kb.yml").is_file():
            return folder / DEFAULT_ROOT
    raise BaseNotFound(
        f"No knowledge base here: {DEFAULT_ROOT}/kb.yml is not in this folder or one above.",
        "Go into its folder, name the base with --root, or make one here with `kb init`.",
    )


def settings_of(folder: Path) -> Config:
    """The settings of a base, without its records; what is wrong with them is left to ``kb check``.

    Args:
        folder: of the base.
    """
    from sopkb.core.config import CONFIG_NAME, Config, parse_config

    file = folder / CONFIG_NAME
    return parse_config(file.read_text("utf-8", "replace"), CONFIG_NAME) if file.is_file() else Config(CONFIG_NAME)


def open_base(root: Path | None) -> Base:
    """Load the base, with a progress bar where a person waits for it.

    Raises:
        BaseNotFound: see :func:`find_root`.
    """
    from sopkb.core.load import load_base
    from sopkb.core.load.garbage import made_to_stay

    folder = find_root(root)
    with progress("Reading") as tick, made_to_stay():
        return load_base(folder, tick, cache=cache_folder())


def opened_index(base: Base) -> SearchIndex:
    """The index of the base, made anew where it cannot be used: after an upgrade, without a word.

    Raises:
        SopkbError: it must be made anew, and cannot be.
    """
    from sopkb.search.index import default_folder, open_index, update_index

    folder = default_folder(base.root)
    try:
        return open_index(base, folder)
    except IndexUnusable as error:
        trouble = error
    if not isinstance(trouble, IndexOutdated):
        click.echo(f"{trouble.message} Building it.", err=True)
    try:
        with progress("Indexing") as tick:
            update_index(base, folder, tick=tick)
    except SopkbError as error:
        raise SopkbError(f"{trouble.message} {error.message}", error.remedy) from error
    return open_index(base, folder)


def cache_folder() -> Path | None:
    """The folder of this program in the user's own cache; None where there is no home, or ``KB_CACHE`` is empty.

    Where: ``KB_CACHE``, else as the system has it (XDG Base Directory Specification, which says that a path that is
    not absolute counts as none; ``~/Library/Caches``; ``%LOCALAPPDATA%``). Never in a repository: see
    :mod:`sopkb.core.memo`.
    """
    if "KB_CACHE" in os.environ:
        return Path(os.environ["KB_CACHE"]).absolute() if os.environ["KB_CACHE"] else None
    given = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", "")
    if given and Path(given).is_absolute():
        return Path(given) / "sopkb"
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "sopkb"


def compare_with(base: Base, rev: str, author: str) -> tuple[Base, Change]:
    """What changed since a revision; what could not be compared is said on standard error.

    Returns:
        The base under the settings that both sides allow, and the change.

    Raises:
        HistoryUnusable: see :func:`sopkb.history.change_since`.
    """
    from sopkb.history import held_and_change

    held, change = held_and_change(base, rev, author)
    for note in change.notes:
        click.echo(f"Note: {note}", err=True)
    return held, change


def read_clock(now: str | None, config: Config, *, say: bool = True) -> datetime:
    """The moment that an answer is for.

    Args:
        now: what ``--now`` says, if anything.
        config: of the base; a demo base lives at a moment of its own, which is said on standard error.
        say: whether to say it.

    Raises:
        UsageError: ``--now`` is not a valid date or time.
    """
    if now == REAL_TIME or (now is None and config.demo_now is None):
        return datetime.now(UTC)
    if now is None:
        assert config.demo_now is not None
        if say:
            moment = format_instant(config.demo_now)
            click.echo(
                f"Clock: {moment}, the moment of this demo base ({config.path}); --now real changes that.",
                err=True,
            )
        return config.demo_now
    return read_moment(now, "--now", '"2026-11-22" or "real"')


def read_moment(text: str, option: str, others: str = 'or "2026-11-22"') -> datetime:
    """An instant, or a date's first moment (00:00 UTC), as an option gives it.

    Args:
        text: what was typed.
        option: its name, for the message.
        others: what the option takes beside an instant, for the message.

    Raises:
        UsageError: it is not a valid date or time.
    """
    day = parse_date(text)
    moment = midnight(day) if day else parse_instant(text)
    if moment is None:
        raise UsageError(f"{option} {text} is not a valid date or time.", f'Write "2026-11-22T10:00:00Z", {others}.')
    return moment


def wants_colour() -> bool:
    """Whether standard output is a terminal whose reader did not refuse colour (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def path_in_repository(base: Base) -> str:
    """The base's project seen from the top of the git repository around it: ``""`` at the top or outside one."""
    from sopkb.core.load.repository import top_of

    top = top_of(base.root)
    below = base.project.relative_to(top).parts if top and base.project.is_relative_to(top) else ()
    return "".join(f"{part}/" for part in below)


@contextmanager
def progress(what: str) -> Iterator[Tick | None]:
    """A progress bar on standard error, once a second of work has passed; nothing where it is not a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from sopkb.cli.progress import ProgressBar

    bar = ProgressBar(what)
    try:
        yield bar.tick
    finally:
        bar.close()
