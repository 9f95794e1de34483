"""Generations: each index that is written gets a folder of its own, and the manifest names the one that counts."""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sopkb.search.index.manifest import MANIFEST_NAME

_NAME = re.compile(r"gen-[0-9a-f]{16}")


@contextmanager
def new_generation(folder: Path) -> Iterator[Path]:
    """A new folder for a generation, gone again where writing it fails."""
    generation = folder / f"gen-{secrets.token_hex(8)}"
    generation.mkdir()
    try:
        yield generation
    except BaseException:
        shutil.rmtree(generation, ignore_errors=True)
        raise


def remove_others(folder: Path, *kept: str) -> None:
    """Remove what no manifest names and what killed writers left.

    Args:
        folder: of the index.
        kept: names of generations that stay: the current one, and the one before it where somebody may be opening it.
    """
    for path in folder.iterdir():
        if _NAME.fullmatch(path.name) and path.name not in kept:
            shutil.rmtree(path, ignore_errors=True)
        elif path.name.startswith(f".{MANIFEST_NAME}.") and path.suffix == ".tmp":
            path.unlink(missing_ok=True)
