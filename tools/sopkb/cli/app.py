"""The group of commands: which there are, what each is called, and the help that lists them."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from pathlib import Path

import click

from sopkb import __version__
from sopkb.core.errors import UsageError
from sopkb.plugins import WINGS, Command, PluginFailed, active, wings

GROUPS = ("find", "write", "check", "publish", "train", "desk", "serve", "develop")
"""The headings of ``kb --help``, in their order; one of a plug-in that is not among them comes last."""

COMMANDS: Mapping[str, Command] = {
    "search": Command("sopkb.cli.search:search", "find", "Find the record that is right now."),
    "show": Command("sopkb.cli.show:show", "find", "Show one record, its state and its relations."),
    "list": Command("sopkb.cli.listing:list_records", "find", "List records: id, version, state, title."),
    "docs": Command("sopkb.cli.docs:docs", "find", "Read the manual of this version."),
    "completion": Command("sopkb.cli.completion:completion", "find", "Print the completion script for a shell."),
    "init": Command("sopkb.cli.init:init", "write", "Make a knowledge base in an empty folder."),
    "new": Command("sopkb.cli.new:new", "write", "Write a new draft record with the next free id."),
    "bump": Command("sopkb.cli.bump:bump", "write", "Raise a record's version and say what changed."),
    "review": Command("sopkb.cli.bump:review", "write", "Confirm that a record is right today."),
    "renew": Command("sopkb.cli.bump:renew", "write", "Give a workaround a later expiry."),
    "retire": Command("sopkb.cli.retire:retire", "write", "Take a record out of force."),
    "supersede": Command("sopkb.cli.retire:supersede", "write", "Let one record replace another."),
    "promote": Command("sopkb.cli.promote:promote", "write", "Put a future major in the place of the record."),
    "renumber": Command("sopkb.cli.promote:renumber", "write", "Give a record the next free id."),
    "check": Command("sopkb.cli.check:check", "check", "Say what is wrong, where, and what to do."),
    "explain": Command("sopkb.cli.explain:explain", "check", "Explain a rule, or try it on fixtures."),
    "diff": Command("sopkb.cli.diff:diff", "check", "Say what a change means for those who follow records."),
    "eval": Command("sopkb.cli.evaluate:evaluate", "check", "Measure the ranking with judged questions."),
    "schema": Command("sopkb.cli.schema:schema", "check", "Print the JSON Schema of a kind, or of kb.yml."),
    "upgrade": Command("sopkb.cli.upgrade:upgrade", "check", "Say what this version reads otherwise."),
    "codeowners": Command("sopkb.cli.codeowners:codeowners", "check", "Print the CODEOWNERS file of the base."),
    "build": Command("sopkb.cli.site:build", "publish", "Check, index and write the site."),
    "serve": Command("sopkb.cli.site:serve", "publish", "Serve the site, following every change."),
    "export": Command("sopkb.cli.site:export", "publish", "Write the pages for MkDocs with Material alone."),
    "index": Command("sopkb.cli.index:index", "publish", "Bring the search index up to date."),
    "test": Command("sopkb.cli.develop:test", "develop", "Run every test of the program."),
    "bench": Command("sopkb.cli.develop:bench", "develop", "Measure time, memory, growth with size."),
    "bundle": Command("sopkb.cli.bundling:bundle", "develop", "Make the scripts of the browser anew."),
}
"""The commands that are always there; wings and a team's plug-ins bring more."""


def commands() -> Mapping[str, Command]:
    """Every command there is, by name.

    Raises:
        PluginFailed: a plug-in cannot be loaded, or takes the name of another's command.
    """
    found = dict(COMMANDS)
    for wing in wings().values():
        found.update(wing.commands)
    ours = set(found)
    for plugin in active():
        for name, command in plugin.commands.items():
            if name not in found:
                found[name] = command
            elif name in ours and found[name] is not command:
                raise PluginFailed(f"The plug-in {plugin.name} brings a command {name}, which kb has.", "Rename it.")
    return found


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is asked for, and plug-ins when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(commands())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found = COMMANDS.get(cmd_name) or self._of_plugins(cmd_name)
        if found is None:
            return None
        module, _, name = found.place.partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def _of_plugins(self, name: str) -> Command | None:
        missing = next((wing for wing, brought in WINGS.items() if name in brought and wing not in wings()), None)
        if missing:
            raise UsageError(
                f"`kb {name}` belongs to sopkb[{missing}], which is not installed here.",
                f"Install it: pip install --force-reinstall 'sopkb[{missing}]'",
            )
        for wing in wings().values():
            if name in wing.commands:
                return wing.commands[name]
        _use_files_of_the_project()
        return commands().get(name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands by group, a line each; nothing is imported for it."""
        try:
            _use_files_of_the_project()
            found = commands()
        except PluginFailed as error:  # help is where somebody looks who is in trouble
            click.echo(f"kb: {error}", err=True)
            found = COMMANDS
        others = {command.group for command in found.values()} - set(GROUPS)
        for group in (*GROUPS, *sorted(others)):
            rows = [(name, command.help) for name, command in found.items() if command.group == group]
            if rows and (group != "develop" or _is_checkout()):
                with formatter.section(group.capitalize()):
                    formatter.write_dl([(name.ljust(10), text) for name, text in rows])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = get_close_matches(args[0], commands(), 1, 0.5)
            hint = f" Did you mean `kb {near[0]}`?" if near else ""
            raise click.UsageError(f"{error.message}{hint}", ctx) from error


def _use_files_of_the_project() -> None:
    """Let the plug-in files of the project around the working folder be in force, where there is one."""
    from sopkb.cli.common import find_root
    from sopkb.cli.plugins import use_plugins
    from sopkb.core.errors import BaseNotFound

    try:
        folder = find_root(None)
    except BaseNotFound:
        return
    use_plugins(folder)


def _is_checkout() -> bool:
    return (Path(__file__).resolve().parents[3] / "tests").is_dir()


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
      kb init                      a new knowledge base in an empty folder
      kb serve                     the site on http://127.0.0.1:8000, following every change
      kb search black screen       the record that is right now
      kb new workaround            a new record, with all that can be known filled in
      kb check                     what is wrong, where, and what to do
    """
