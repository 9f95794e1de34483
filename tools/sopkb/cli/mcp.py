"""``kb mcp``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from sopkb.cli.api import not_installed, opened_snapshot
from sopkb.cli.common import now_option, read_clock, root_option


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
    try:
        from sopkb.server.mcp import Limits, create_mcp
    except ImportError:
        raise not_installed("mcp") from None
    from sopkb.server.knowledge import Knowledge
    from sopkb.server.settings import Settings

    first = opened_snapshot(root)
    read_clock(now, first.base.config)

    def clock() -> datetime:
        return read_clock(now, first.base.config, say=False)

    settings = Settings(address=address.rstrip("/") + "/" if address else "/")
    create_mcp(Knowledge(first, clock), settings, Limits(live_only, verified_only)).run("stdio")
