"""What the commands that edit records share: their options, the diff they show, and the writing."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sopkb.cli.common import now_option, root_option, wants_colour
from sopkb.core.diagnostics import printable, shown
from sopkb.core.errors import UsageError
from sopkb.private import withhold

if TYPE_CHECKING:
    from sopkb.core.load import Base
    from sopkb.history.edit.source import FileEdit

Command = TypeVar("Command", bound=Callable[..., Any])
_COLOURS = {"+": "\x1b[32m", "-": "\x1b[31m", "@": "\x1b[36m"}
_UNSAID = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff]")


def dry_run_option(command: Command) -> Command:
    """Add ``--dry-run``."""
    return click.option("--dry-run", is_flag=True, help="Show the diff, and write nothing.")(command)


def edit_options(command: Command) -> Command:
    """Add ``--dry-run``, ``--root`` and ``--now``."""
    return dry_run_option(root_option(now_option(command)))


def one_line(text: str, option: str) -> str:
    """A person's words for a changelog: one line, without control characters.

    Raises:
        UsageError: there are such characters in it.
    """
    words = " ".join(text.split())
    if _UNSAID.search(words):
        raise UsageError(f"{option} holds control characters.", "Type it as plain text.")
    return words


def carry_out(edits: Sequence[FileEdit], base: Base, dry_run: bool) -> None:
    """Show what changes as a unified diff, and write it unless this is a dry run.

    Raises:
        SopkbError: see :func:`sopkb.history.edit.source.write`.
    """
    from sopkb.history.edit.source import write

    _say_uncommitted(edits, base)
    if not dry_run:
        write(edits, base)
    colour = wants_colour()
    for line in _diff(edits, base):
        ink = _COLOURS.get(line[:1], "") if colour and not line.startswith(("---", "+++")) else ""
        click.echo(f"{ink}{line}\x1b[0m" if ink else line)
    if dry_run:
        click.echo("Dry run: nothing was written.", err=True)


def _say_uncommitted(edits: Sequence[FileEdit], base: Base) -> None:
    from sopkb.cli.worktree import changed_files

    changed = changed_files(base.root) or ()
    for edit in edits:
        name = edit.moved_from or edit.path
        if name in changed:
            click.echo(f"{_shown(base, name)} has changes that are not committed; they stay as they are.", err=True)


def _diff(edits: Sequence[FileEdit], base: Base) -> Iterator[str]:
    """A unified diff of all edits, safe to print: a record's text neither colours a terminal nor shows a secret."""
    for edit in edits:
        before, after = (withhold(text or "").splitlines() for text in (edit.before, edit.after))
        old = _shown(base, edit.moved_from or edit.path)
        new = _shown(base, edit.path) if edit.after is not None else os.devnull
        lines = difflib.unified_diff(before, after, old, new, lineterm="")
        yield from (printable(line.replace("\t", "    ")) for line in lines)


def _shown(base: Base, path: str) -> str:
    return shown(os.path.relpath(base.project / Path(path)), longest=200)
