"""``kb build``, ``kb serve`` and ``kb export``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sopkb.cli.common import REAL_TIME, cache_folder, find_root, now_option, open_base, read_clock, root_option
from sopkb.cli.plugins import plugin_option, use_plugins
from sopkb.plugins import active

if TYPE_CHECKING:
    from sopkb.site.build import Generator


Command = TypeVar("Command", bound=Callable[..., Any])

shell_option = click.option(
    "--shell",
    metavar="mkdocs|plain|DIR",
    default="mkdocs",
    show_default=True,
    help="What stands around the records: the theme of mkdocs.yml, a plain page, or the shell.html in a folder.",
)


def _generator(name: str) -> Generator:
    """The generator of a name, or for the look that lies in a folder."""
    if name == "mkdocs":
        from sopkb.site.build import mkdocs

        return mkdocs()
    from sopkb.site.adapters.plain import OUR_LOOK, build_frame

    return partial(build_frame, look=OUR_LOOK if name == "plain" else Path(name))


def build_inputs(command: Command) -> Command:
    """Add the options of plug-ins that name a folder for a page of theirs: ``--insights``."""
    for plugin in reversed(active()):
        if given := plugin.build_input:
            folder = click.Path(path_type=Path, exists=True, file_okay=False)
            command = click.option(given.option, _parameter(given.option), type=folder, help=given.help)(command)
    return command


def read_inputs(folders: Mapping[str, Path | None]) -> dict[str, object]:
    """What plug-ins read from the folders that options name, by name of the plug-in."""
    read: dict[str, object] = {}
    for plugin in active():
        given = plugin.build_input
        folder = folders.get(_parameter(given.option)) if given else None
        if given and folder:
            read[plugin.name] = given.read(folder)
    return read


def _parameter(option: str) -> str:
    return option.lstrip("-").replace("-", "_")


@click.command()
@click.option("--site", type=click.Path(path_type=Path), help="Where to write it; default: site/ beside the base.")
@click.option(
    "--offline", is_flag=True, help="For opening from a disk by double click, search included; also as a zip."
)
@build_inputs
@plugin_option
@shell_option
@root_option
@now_option
def build(
    site: Path | None,
    offline: bool,
    shell: str,
    plugins: tuple[Path, ...],
    root: Path | None,
    now: str | None,
    **folders: Path | None,
) -> None:
    """Check, index and write the site. A finding at error level stops it, and the old site stays.

    \b
    kb build
    kb build --root sop2 --site /tmp/their-site
    kb build --offline --site /tmp/kb-on-a-stick
    kb build --insights ../desk/weeks
    """
    from sopkb.lint.check import check_base
    from sopkb.site.build import build_site

    use_plugins(find_root(root), plugins)
    base = open_base(root)
    if now == REAL_TIME:
        base = base.in_real_time()
    moment = read_clock(now, base.config)
    given = read_inputs(folders)
    cache = cache_folder()
    check = partial(check_base, cache=cache)
    built = build_site(
        base,
        moment,
        site,
        generator=lambda job: _generator(shell)(job),
        check=check,
        offline=offline,
        given=given,
        fork=True,
    )
    for warning in built.warnings:
        click.echo(warning, err=True)
    click.echo(f"{built.pages:,} pages, {built.size / 1e6:.1f} MB in {built.destination.name}/")
    if built.archive:
        click.echo(f"The same to hand on: {built.archive.name}")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port to listen on; 0: any."
)
@shell_option
@plugin_option
@root_option
@now_option
def serve(host: str, port: int, shell: str, plugins: tuple[Path, ...], root: Path | None, now: str | None) -> None:
    """Check, index, and serve the site, following every change until Ctrl-C.

    \b
    kb serve
    kb serve --root sop2 --port 8001
    """
    from sopkb.cli.followed import WatchedBase
    from sopkb.site.serve import serve_site

    use_plugins(find_root(root), plugins)
    serve_site(
        WatchedBase(find_root(root), now),
        host=host,
        port=port,
        generator=lambda job: _generator(shell)(job),
        fork=True,
        say=lambda text: click.echo(text, err=True),
    )


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@plugin_option
@root_option
@now_option
def export(folder: Path, plugins: tuple[Path, ...], root: Path | None, now: str | None) -> None:
    """Write the pages and an mkdocs.yml into FOLDER, for MkDocs with Material alone.

    \b
    kb export /tmp/plain && mkdocs build -f /tmp/plain/mkdocs.yml
    """
    from sopkb.site.export import export_site

    use_plugins(find_root(root), plugins)
    base = open_base(root)
    pages = export_site(base, read_clock(now, base.config), folder)
    click.echo(f"{pages:,} pages in {folder}")
