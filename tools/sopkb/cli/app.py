"""The group of commands, and what each is called."""

from __future__ import annotations

import importlib
from collections.abc import Mapping

import click

from sopkb import __version__

COMMANDS: Mapping[str, str] = {
    # An agent's and an author's day, in the order in which they meet it.
    "search": "sopkb.cli.search:search",
    "show": "sopkb.cli.show:show",
    "list": "sopkb.cli.listing:list_records",
    "new": "sopkb.cli.new:new",
    "check": "sopkb.cli.check:check",
    "diff": "sopkb.cli.diff:diff",
    "changes": "sopkb_training.cli.changes:changes",
    "track": "sopkb_training.cli.track:track",
    "train": "sopkb_training.cli.train:train",
    "bump": "sopkb.cli.bump:bump",
    "review": "sopkb.cli.bump:review",
    "renew": "sopkb.cli.bump:renew",
    "retire": "sopkb.cli.retire:retire",
    "supersede": "sopkb.cli.retire:supersede",
    "promote": "sopkb.cli.promote:promote",
    "renumber": "sopkb.cli.promote:renumber",
    "codeowners": "sopkb.cli.codeowners:codeowners",
    "explain": "sopkb.cli.explain:explain",
    "schema": "sopkb.cli.schema:schema",
    "import": "sopkb_import.cli.importing:import_group",
    "insights": "sopkb_desk.cli.insights:insights",
    "report": "sopkb_desk.cli.reports:report",
    "qa": "sopkb_desk.cli.qa:qa",
    "index": "sopkb.cli.index:index",
    "eval": "sopkb.cli.evaluate:evaluate",
    "build": "sopkb.cli.site:build",
    "serve": "sopkb.cli.site:serve",
    "export": "sopkb.cli.site:export",
    "api": "sopkb_serve.cli.api:api",
    "mcp": "sopkb_serve.cli.mcp:mcp",
    "completion": "sopkb.cli.completion:completion",
    "test": "sopkb.cli.develop:test",
    "bench": "sopkb.cli.develop:bench",
    "bundle": "sopkb.cli.bundling:bundle",
}


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, 1, 0.5)
            hint = f" Did you mean `kb {near[0]}`?" if near else ""
            raise click.UsageError(f"{error.message}{hint}", ctx) from error


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="`kb COMMAND --help` shows a command's options and an example.",
)
@click.version_option(__version__, prog_name="kb")
def app() -> None:
    """SOPs and workarounds as code: write, check, find and publish them.

    \b
    First steps:
      kb serve                     the site on http://127.0.0.1:8000, following every change
      kb search black screen       the record that is right now
      kb new workaround            a new record, with all that can be known filled in
      kb check                     what is wrong, where, and what to do
    """
