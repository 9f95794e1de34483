"""``kb api``."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sopkb.cli.common import find_root, now_option, open_base, opened_index, read_clock, root_option
from sopkb.core.errors import SopkbError, UsageError

if TYPE_CHECKING:
    from socket import socket

    from uvicorn import Server

    from sopkb.core.load import Base
    from sopkb.journal import SqliteJournal
    from sopkb_serve.knowledge import Snapshot


def not_installed(extra: str) -> SopkbError:
    """What to say where the packages of an extra are missing."""
    what = "The server's packages are not installed."
    return SopkbError(what, f"Run ./kb in the checkout, which installs them, or: pip install 'sopkb[{extra}]'")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="Port to listen on; 0: any."
)
@click.option("--site", type=click.Path(path_type=Path), help="A built site to serve at / (see kb build).")
@click.option("--address", default="", help="Where the site's pages lie, if elsewhere: https://kb.example.org/")
@click.option("--allow-host", multiple=True, help="A name that this server goes by. Can be repeated; * for any.")
@click.option("--allow-origin", multiple=True, help="A web page that may ask: https://tickets.example.org")
@click.option("--rate", type=click.IntRange(0), default=0, help="Requests of one client in a minute; 0 for no limit.")
@click.option(
    "--connections",
    type=click.IntRange(0),
    default=256,
    show_default=True,
    help="Connections of one client at a time; 0 for no limit.",
)
@click.option("--journal", type=click.Path(path_type=Path), help="A file to write searches and reports to.")
@click.option(
    "--journal-size", type=click.IntRange(1), default=1000, show_default=True, help="Megabytes that it may have."
)
@click.option(
    "--journal-rate",
    type=click.IntRange(0),
    default=300,
    show_default=True,
    help="Lines of one client in a minute; 0 for no limit.",
)
@click.option(
    "--keep-days",
    type=click.IntRange(1, 3650),
    help="How long it keeps them, if less than kb.yml says (`journal`; 90 where it is silent).",
)
@root_option
@now_option
def api(
    host: str,
    port: int,
    site: Path | None,
    address: str,
    allow_host: tuple[str, ...],
    allow_origin: tuple[str, ...],
    rate: int,
    connections: int,
    journal: Path | None,
    journal_size: int,
    journal_rate: int,
    keep_days: int | None,
    root: Path | None,
    now: str | None,
) -> None:
    """Answer programs over HTTP: the same answers as kb search, until Ctrl-C.

    A newer index (git pull && kb index) is taken in while it answers.

    \b
    kb api
    kb api --site site --allow-host kb.example.org
    curl 'http://127.0.0.1:8080/api/search?q=black+screen'
    """
    try:
        import uvicorn
    except ImportError:
        raise not_installed("serve") from None
    from sopkb_serve.app import create_app
    from sopkb_serve.chat import platforms
    from sopkb_serve.connections import configured
    from sopkb_serve.events import Log
    from sopkb_serve.knowledge import Knowledge
    from sopkb_serve.settings import ServerSettings

    if site is not None and not (site / "index.html").is_file():
        raise UsageError(f"No site in {site}.", "Build it first: kb build")
    if "*" in allow_origin:
        raise UsageError("--allow-origin * would let every web page ask.", "Name the pages.")
    first = opened_snapshot(root)
    read_clock(now, first.base.config)  # says once which clock counts

    def say(text: str) -> None:
        click.echo(text, err=True)

    def clock() -> datetime:
        return read_clock(now, knowledge.snapshot.base.config, say=False)

    knowledge = Knowledge(first, clock)
    names = tuple(name.lower() for name in ("127.0.0.1", "localhost", "[::1]", host, *allow_host))
    page_address = address.rstrip("/") + "/" if address else "/"
    settings = ServerSettings(
        hosts=names,
        origins=allow_origin,
        address=page_address,
        site=site.resolve() if site else None,
        a_minute=rate,
        connections_of_client=connections,
    )
    store = _journal(journal, keep_days, journal_size, first.base)
    log = Log(store, lambda: datetime.now(UTC), knowledge, a_minute=journal_rate, say=say) if store else None
    chat = platforms(os.environ, time.time)
    app = create_app(
        knowledge,
        settings,
        newer=lambda old: _newer(old, root),
        chat=chat,
        log=log,
        policy=_policy(site),
        say=say,
    )
    for each in chat:
        click.echo(f"Chat: http://{host}:{port}/chat/{each.name} ({each.secret_name} is set)", err=True)
    name = find_root(root).name
    server = uvicorn.Server(configured(app, host, port, settings))
    _serve(server, lambda port: f"Answering {name}/ on http://{host}:{port}/api/search?q=…")


def _serve(server: Server, told: Callable[[int], str]) -> None:
    """Run until interrupted; say where, once it answers there."""
    starting = server.startup

    async def startup(sockets: list[socket] | None = None) -> None:
        await starting(sockets)
        if server.started:
            click.echo(told(server.servers[0].sockets[0].getsockname()[1]), err=True)

    server.startup = startup  # type: ignore[method-assign]
    server.run()


def _policy(site: Path | None) -> str:
    """The policy that a site was built with; where it has none, one that lets in nothing from elsewhere."""
    from sopkb.site.policy import POLICY_NAME, policy_for

    file = site / POLICY_NAME if site else None
    return file.read_text("utf-8").strip() if file and file.is_file() else policy_for(())


def _journal(path: Path | None, keep_days: int | None, megabytes: int, base: Base) -> SqliteJournal | None:
    from sopkb.cli.places import refuse_published
    from sopkb.core.config import KEEP_DAYS
    from sopkb.journal import SqliteJournal

    if path is None:
        return None
    refuse_published(path, base.root, "The journal")
    told = base.config.journal.keep_days if base.config.journal else None
    if keep_days and told and keep_days > told:
        raise UsageError(
            f"--keep-days {keep_days}: the site tells its readers that lines are deleted after {told} days.",
            "Keep them no longer, or change journal.keep_days in kb.yml first.",
        )
    days = keep_days or told or KEEP_DAYS
    return SqliteJournal(path, timedelta(days=days), megabytes * 1_000_000)


def opened_snapshot(root: Path | None) -> Snapshot:
    """The base and its index, made anew where it cannot be used."""
    from sopkb_serve.knowledge import Snapshot

    base = open_base(root)
    return Snapshot(base, opened_index(base))


def _newer(old: Snapshot, root: Path | None) -> Snapshot | None:
    """A snapshot of the index as it is on the disk, where it is another than before and fits the records there."""
    from sopkb.search.index import default_folder, open_index
    from sopkb.search.index.manifest import read_manifest
    from sopkb_serve.knowledge import Snapshot

    folder = default_folder(old.base.root)
    if read_manifest(folder).base == old.index.digest:
        return None
    base = open_base(root)
    return Snapshot(base, open_index(base, folder))
