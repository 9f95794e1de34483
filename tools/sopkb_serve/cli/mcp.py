"""``kb mcp``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sopkb.cli.common import find_root, now_option, open_base, read_clock, root_option
from sopkb.core.errors import SopkbError
from sopkb_serve.cli.api import not_installed, opened_snapshot

if TYPE_CHECKING:
    from sopkb_serve.knowledge import Snapshot


@click.command()
@click.option("--live-only", is_flag=True, help="Tell only records that hold at the moment of the question.")
@click.option("--verified-only", is_flag=True, help="Tell only records that somebody has verified.")
@click.option("--address", default="", help="Where the site's pages lie: https://kb.example.org/")
@root_option
@now_option
def mcp(live_only: bool, verified_only: bool, address: str, root: Path | None, now: str | None) -> None:
    """Serve tools for an AI agent over standard input and output (Model Context Protocol). Read only.

    \b
    kb mcp --live-only --address https://kb.example.org/
    claude mcp add sopkb -- ./kb mcp
    """
    from sopkb.core.load.garbage import made_to_stay

    try:
        with made_to_stay():
            from sopkb_serve.mcp import AgentScope, create_mcp
    except ImportError:
        raise not_installed("mcp") from None
    from sopkb.core.load import read_config
    from sopkb_serve.knowledge import Knowledge
    from sopkb_serve.settings import ServerSettings

    config = read_config(find_root(root))
    read_clock(now, config)  # says once which clock counts

    def opened() -> Snapshot:
        try:
            return opened_snapshot(root)
        except SopkbError as error:
            click.echo(f"{error.message}\n{error.remedy}", err=True)  # the agent is told by the tool that it calls
            raise

    # The agent waits for the list of tools, and not for the base: that is opened meanwhile.
    knowledge = Knowledge(opened, lambda: read_clock(now, config, say=False))
    settings = ServerSettings(address=address.rstrip("/") + "/" if address else "/")
    limits = AgentScope(live_only, verified_only)
    create_mcp(knowledge, settings, config.name, limits, base=lambda: open_base(root)).run("stdio")
