"""``kb docs``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sopkb.cli.common import find_root, root_option, settings_of
from sopkb.cli.plugins import use_plugins
from sopkb.core.errors import BaseNotFound, UsageError


@click.command()
@click.argument("page", required=False)
@click.option("--path", "only_path", is_flag=True, help="Print where it lies on this machine, and nothing else.")
@root_option
def docs(page: str | None, only_path: bool, root: Path | None) -> None:
    """Read the manual of this version: guides, rules, fields, kb.yml, the command line.

    Without PAGE, list the pages. It needs no network and no knowledge base; a team's own docs/ are another thing.

    \b
    kb docs
    kb docs importing
    kb docs A01
    kb docs kb-yml
    kb docs --path
    """
    from sopkb.core.config import CONFIG_NAME, Config
    from sopkb.site.manual import manual, manual_folder

    config = Config(CONFIG_NAME)
    try:
        folder = find_root(root)
    except BaseNotFound:
        if root:
            raise
    else:
        use_plugins(folder)
        config = settings_of(folder)
    pages = manual(config)
    if page is None:
        if only_path:
            click.echo(manual_folder())
            return
        for each in pages.values():
            if len(each.name) != 3 or each.place:  # the rules have a list of their own
                click.echo(f"{each.name.ljust(16)} {each.title}")
        click.echo(f"\n`kb docs PAGE` prints one, `kb docs CODE` a rule's. The files lie in {manual_folder()}.")
        return
    known = {name.casefold(): each for name, each in pages.items()}
    asked = page.removesuffix(".md").rpartition("/")[2].casefold()
    found = known.get(asked)
    if found is None:
        from difflib import get_close_matches

        near = get_close_matches(asked, known, 1, 0.5)
        hint = f"Perhaps `kb docs {known[near[0]].name}`; " if near else ""
        raise UsageError(f"The manual has no page {page}.", f"{hint}`kb docs` lists what there is.")
    if only_path:
        if found.place is None:
            raise UsageError(
                f"{found.name} is made by the program and lies in no file.", f"Read it: kb docs {found.name}"
            )
        click.echo(found.place)
    elif sys.stdout.isatty():
        click.echo_via_pager(found.text())
    else:
        click.echo(found.text(), nl=False)
