"""``kb build``, ``kb serve`` and ``kb export``."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sopkb.cli.common import REAL_TIME, cache_folder, find_root, now_option, open_base, read_clock, root_option

if TYPE_CHECKING:
    from sopkb.site.build import Generator


shell_option = click.option(
    "--shell",
    type=click.Choice(("mkdocs", "plain")),
    default="mkdocs",
    show_default=True,
    help="What stands around the records: the theme of mkdocs.yml, or a plain page that needs no generator.",
)


def _generator(name: str) -> Generator:
    """The generator of a name."""
    if name == "plain":
        from sopkb.site.adapters.plain import build_frame

        return build_frame
    from sopkb.site.build import mkdocs

    return mkdocs()


@click.command()
@click.option("--site", type=click.Path(path_type=Path), help="Where to write it; default: site/ beside the base.")
@click.option(
    "--offline", is_flag=True, help="For opening from a disk by double click, search included; also as a zip."
)
@click.option(
    "--insights",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder that `kb insights … --out` and `kb qa score --out` wrote into: adds a page of trends.",
)
@shell_option
@root_option
@now_option
def build(
    site: Path | None, offline: bool, insights: Path | None, shell: str, root: Path | None, now: str | None
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
    from sopkb_desk.trends import read_trends

    base = open_base(root)
    if now == REAL_TIME:
        base = base.in_real_time()
    moment = read_clock(now, base.config)
    trends = read_trends(insights) if insights else None
    kept_in = cache_folder()
    check = partial(check_base, kept_in=kept_in)
    built = build_site(
        base,
        moment,
        site,
        generator=lambda job: _generator(shell)(job),
        check=check,
        offline=offline,
        trends=trends,
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
@root_option
@now_option
def serve(host: str, port: int, shell: str, root: Path | None, now: str | None) -> None:
    """Check, index, and serve the site, following every change until Ctrl-C.

    \b
    kb serve
    kb serve --root sop2 --port 8001
    """
    from sopkb.cli.followed import Followed
    from sopkb.site.serve import serve_site

    serve_site(
        Followed(find_root(root), now),
        host=host,
        port=port,
        generator=_generator(shell),
        say=lambda text: click.echo(text, err=True),
    )


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@root_option
@now_option
def export(folder: Path, root: Path | None, now: str | None) -> None:
    """Write the pages and an mkdocs.yml into FOLDER, for MkDocs with Material alone.

    \b
    kb export /tmp/plain && mkdocs build -f /tmp/plain/mkdocs.yml
    """
    from sopkb.site.export import export_site

    base = open_base(root)
    pages = export_site(base, read_clock(now, base.config), folder)
    click.echo(f"{pages:,} pages in {folder}")
