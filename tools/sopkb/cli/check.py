"""``kb check``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sopkb.cli.common import (
    author_option,
    cache_folder,
    compare_with,
    find_root,
    now_option,
    open_base,
    path_in_repository,
    progress,
    read_clock,
    root_option,
    wants_colour,
)
from sopkb.cli.plugins import plugin_option, use_plugins
from sopkb.core.errors import UsageError, reason_of

if TYPE_CHECKING:
    from sopkb.core.load import Base

FORMATS = ("text", "lines", "json", "github", "gitlab", "sarif")


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="How to say it.")
@click.option("--output", type=click.Path(path_type=Path), help="Write it to a file; a summary goes to the terminal.")
@click.option(
    "--nightly", is_flag=True, help="Run the rules that time alone makes fire, instead of the others; by owning team."
)
@click.option(
    "--to-do", "each_to_do", is_flag=True, help="List each thing that imported records lack, not only how many."
)
@click.option("--external", is_flag=True, help="Try links to other hosts as well: those that kb.yml lists.")
@click.option("--base", "rev", metavar="REV", help="Judge what changed as well, since this branch left REV.")
@author_option
@plugin_option
@click.option("--watch", is_flag=True, help="Answer every save with what it changed, until Ctrl-C.")
@root_option
@now_option
def check(
    paths: tuple[Path, ...],
    form: str,
    output: Path | None,
    nightly: bool,
    each_to_do: bool,
    external: bool,
    rev: str | None,
    author: str,
    plugins: tuple[Path, ...],
    watch: bool,
    root: Path | None,
    now: str | None,
) -> int:
    """Check every record, and say what is wrong, where, and what to do.

    PATHS, files or folders, limit what is checked; everything is read all the same, because a record can be wrong
    through another.

    \b
    Exit codes: 0 nothing at error level (with --nightly: nothing at all), 1 at least one such finding, 2 the check
    could not be made.

    \b
    kb check
    kb check sop/workarounds/WKA-0001-label-printer-blank-labels.md
    kb check --base origin/main
    kb check --watch
    kb check --format sarif --output kb.sarif
    kb check --format json | jq '.findings[].code'
    """
    from sopkb.lint.check import check_base
    from sopkb.lint.report import FORMATS, Checked, excerpts_of, not_looked_at, render_by_team, summary
    from sopkb.lint.rules import levels_set

    if nightly and rev:
        raise UsageError("--nightly judges what time does, --base what a change does.", "Give one of them.")
    folder = find_root(root)
    only = _asked_for(paths, folder)
    use_plugins(folder, plugins, rev)
    if watch:
        if form != "text" or output or nightly or rev or external:
            others = "Leave --format, --output, --nightly, --external and --base out."
            raise UsageError("--watch speaks to the terminal.", others)
        from sopkb.cli.watch import watch as watch_base

        watch_base(folder, lambda config, say: read_clock(now, config, say=say), only)
    base, change = open_base(root), None
    if rev:
        base, change = compare_with(base, rev, author)
    moment = read_clock(now, base.config)
    answers = _try_links(base, only) if external else None
    with progress("Checking") as tick:
        found = check_base(
            base,
            moment,
            nightly=nightly,
            only=only,
            change=change,
            answers=answers,
            cache=cache_folder(),
            each_to_do=each_to_do,
            tick=tick,
        )
    asked_for = [document for document in base.corpus.documents if only is None or only(document.path)]
    checked = Checked(
        found,
        sum(only is None or only(record.path) for record in base.corpus.records),
        len(asked_for),
        {document.path: document.record.owner for document in base.corpus.documents if document.record},
        path_in_repository(base),
        # At night the rules that say what must not be shown do not run.
        (lambda diagnostic: None) if nightly else excerpts_of(base, found),
        not_looked_at(base, moment, nightly=nightly, is_compared=bool(rev), is_tried=external),
        len(base.corpus.records) if only else 0,
        levels_set(base.config),
    )
    colour = output is None and wants_colour()
    if nightly and form == "text":
        text = render_by_team(checked, base.config.labels.get("teams", {}), colour)
    else:
        text = FORMATS[form](checked, colour)
    if output is None:
        click.echo(text, nl=False)
    else:
        _write(output, text)
        click.echo(summary(checked), err=True)
    return 1 if checked.errors or (nightly and found) else 0


def _try_links(base: Base, only: Callable[[str], bool] | None) -> dict[str, str]:
    """What is wrong with the outside links of the records that are asked for; what was not tried is said."""
    from sopkb.lint.outside import is_tried, try_addresses
    from sopkb.lint.rules.k02_outside import addresses_in

    hosts = base.config.labels.get("hosts", {})
    records = (record for record in base.corpus.all_records() if only is None or only(record.path))
    addresses = addresses_in(records)
    answers = try_addresses(addresses, hosts)
    late = sum(is_tried(address, hosts) for address in addresses) - len(answers)
    click.echo(
        f"Outside links: {len(answers)} tried, {late} not in time, {len(addresses) - late - len(answers)} left alone "
        "(their hosts are not in `vocabularies.hosts`).",
        err=True,
    )
    return answers


def _write(output: Path, text: str) -> None:
    from sopkb.atomic import write_text
    from sopkb.private import withhold

    try:
        write_text(output, withhold(text))
    except OSError as error:
        raise UsageError(f"{output} cannot be written: {reason_of(error)}.", "Name another file.") from error


def _asked_for(paths: tuple[Path, ...], root: Path) -> Callable[[str], bool] | None:
    """Whether a path lies at or below one of those that were named; None where all are meant."""
    wanted = [_within(path, root) for path in paths]
    return (lambda path: any(path == each or path.startswith(f"{each}/") for each in wanted)) if wanted else None


def _within(path: Path, root: Path) -> str:
    """A path given on the command line, as diagnostics name it."""
    project = root.resolve().parent
    absolute = path.resolve()
    if not absolute.exists():
        raise UsageError(f"No file or folder {path}.", "Name a file below the knowledge base.")
    if not absolute.is_relative_to(root.resolve()):
        raise UsageError(f"{path} is not in the knowledge base {root}.", "Name another with --root.")
    return absolute.relative_to(project).as_posix()
