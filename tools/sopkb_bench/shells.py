"""A site of ours with the search of a large base: built of a small one, then given the export of the large one."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from sopkb.core.load import load_base
from sopkb.site.build import build_site
from sopkb_bench.generate import generate_base
from sopkb_bench.measure import Stopwatch
from sopkb_bench.work import NOW

RECORDS = 20
"""Of the small base: what a page fetches for the search is the same on every page."""


def build_shell(stopwatch: Stopwatch, place: str, export: str) -> None:
    """Build the site into a folder, and put the export into it."""
    with tempfile.TemporaryDirectory() as other, stopwatch:
        root = Path(other) / "sop"
        generate_base(root, RECORDS)
        build_site(load_base(root), NOW, Path(place))
    shutil.rmtree(Path(place) / "search")
    shutil.copytree(export, Path(place) / "search")
