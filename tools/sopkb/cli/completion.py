"""``kb completion``."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from sopkb.cli.app import app


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for a shell.

    \b
    kb completion bash >> ~/.bashrc
    kb completion zsh >> ~/.zshrc
    kb completion fish > ~/.config/fish/completions/kb.fish
    """
    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(app, {}, "kb", "_KB_COMPLETE").source())
