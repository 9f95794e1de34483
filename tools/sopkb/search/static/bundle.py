"""The scripts of the browser, each one file: what esbuild made of its modules when the program was developed.

``./kb bundle`` makes them anew from ``js/`` into the ``dist/`` beside it; a test does the same and compares. So nobody
who builds a site needs Node, and what is shipped is what is committed.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "js"
ENTRY = FOLDER / "bundle.js"


def place_of(entry: Path) -> Path:
    """Where the script of a module lies: ``…/js/record/main.js`` is bundled as ``…/dist/record/main.js``."""
    folder = next(parent for parent in entry.parents if parent.name == "js")
    return folder.parent / "dist" / entry.relative_to(folder)


@lru_cache(maxsize=32)  # `kb serve` builds again and again
def bundle(entry: Path = ENTRY) -> str:
    """One classic script of a module and all that it needs; the engine, where no other is named."""
    return place_of(entry).read_text(encoding="utf-8")
