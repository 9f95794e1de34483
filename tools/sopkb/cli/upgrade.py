"""``kb upgrade``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sopkb import __version__
from sopkb.cli.common import find_root, now_option, open_base, read_clock, root_option
from sopkb.cli.plugins import use_plugins
from sopkb.core.errors import SopkbError, UsageError, reason_of

if TYPE_CHECKING:
    from sopkb.history.edit.migrations import Migration, Texts

_Finding = tuple[str, str, str, str]


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit code 1 where the base must change.")
@click.option(
    "--before",
    type=click.Path(path_type=Path, dir_okay=False),
    help="What the version before found: the output of its `kb check --format json`.",
)
@root_option
@now_option
def upgrade(only_check: bool, before: Path | None, root: Path | None, now: str | None) -> int:
    """Say what this version reads otherwise, and bring the base into its form.

    Edits are shown as a diff; without --check they are then written.

    \b
    kb check --format json --output before.json     # with the version before
    kb upgrade --check --before before.json         # with this one
    kb upgrade
    """
    from sopkb.core.config import CONFIG_NAME
    from sopkb.history.edit.migrations import FORMAT, format_of, migrated, pending

    folder = find_root(root)
    use_plugins(folder)
    texts = _texts(folder)
    steps = pending(format_of(texts.get(CONFIG_NAME, "")))
    after = migrated(texts, steps)
    for line in _told(texts, after, steps):
        click.echo(line)
    if not steps:
        click.echo(f"The base has format {FORMAT}, which is that of version {__version__}: nothing to change.")
    must = bool(steps)
    if before is not None:
        must = _compare(before, folder, now) or must
    elif only_check:
        click.echo("Findings were not compared: give the output of the version before with --before.")
    if only_check or not steps:
        return 1 if only_check and must else 0
    _write(folder, after)
    click.echo(f"{len(after)} files written. Read the diff, run `kb check`, and commit.")
    return 0


def _texts(folder: Path) -> Texts:
    paths = sorted(each for each in folder.rglob("*") if each.suffix in (".md", ".yml") and not each.is_symlink())
    try:
        return {path.relative_to(folder).as_posix(): path.read_bytes().decode("utf-8") for path in paths}
    except OSError as error:
        raise SopkbError(f"A file of the base cannot be read: {reason_of(error)}.", "`kb check` names it.") from error
    except UnicodeDecodeError as error:
        raise SopkbError("A file of the base is not UTF-8.", "`kb check` names it.") from error


def _told(before: Texts, after: Texts, steps: tuple[Migration, ...]) -> Iterator[str]:
    for step in steps:
        yield f"Format {step.to}: {step.title}"
    for path, text in after.items():
        old = before.get(path, "").splitlines()
        yield from unified_diff(old, text.splitlines(), f"a/{path}", f"b/{path}", lineterm="")


def _compare(file: Path, folder: Path, now: str | None) -> bool:
    """Say which findings this version has that the one before had not, and the other way round."""
    from sopkb.core.diagnostics import printable
    from sopkb.lint.check import check_base

    base = open_base(folder)
    found = Counter(
        (each.path, each.code, str(each.severity), each.message)
        for each in check_base(base, read_clock(now, base.config))
    )
    was = _read(file)
    new, gone = found - was, was - found
    for sign, some in (("new ", new), ("gone", gone)):
        for path, code, severity, message in sorted(some.elements()):
            click.echo(printable(f"{sign}  {path}: {severity} {code} {message}"))
    click.echo(f"Findings: {new.total()} new, {gone.total()} gone, {(found & was).total()} as before.")
    return any(severity == "error" for _, _, severity, _ in new)


def _read(file: Path) -> Counter[_Finding]:
    try:
        data = json.loads(file.read_text("utf-8"))
        return Counter((each["path"], each["code"], each["severity"], each["message"]) for each in data["findings"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{file} is not what `kb check --format json` writes.", "Make it with the version before."
        ) from error


def _write(folder: Path, texts: Mapping[str, str]) -> None:
    from sopkb.atomic import replace_all

    try:
        replace_all({folder / path: text.encode() for path, text in texts.items()})
    except OSError as error:
        raise SopkbError(f"{folder} cannot be written to: {reason_of(error)}.", "Nothing was changed.") from error
