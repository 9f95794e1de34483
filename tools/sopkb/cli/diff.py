"""``kb diff``."""

from __future__ import annotations

from pathlib import Path

import click

from sopkb.cli.common import author_option, compare_with, now_option, open_base, read_clock, root_option


@click.command()
@click.option("--base", "rev", required=True, metavar="REV", help="Branch, tag or commit that the change goes into.")
@click.option("--format", "form", type=click.Choice(["markdown", "json"]), default="markdown", help="How to say it.")
@author_option
@root_option
@now_option
def diff(rev: str, form: str, author: str, root: Path | None, now: str | None) -> None:
    """Say what a change means for the people who follow the records, and who must approve it.

    The work tree is compared with the commit at which this branch left REV: steps before and now, what tracks, quizzes,
    macros and banners make of it. The Markdown is made to stand as one comment under a pull request.

    \b
    kb diff --base origin/main
    kb diff --base origin/main --format json | jq '.records[].id'
    """
    from sopkb.history import SUMMARY_FORMATS, summarise

    base, change = compare_with(open_base(root), rev, author)
    moment = read_clock(now, base.config)
    click.echo(SUMMARY_FORMATS[form](summarise(base, change, moment)), nl=False)
