"""The pieces of work that are measured: ours."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from sopkb.core.load import Base, load_base
from sopkb.lint.check import check_base
from sopkb_bench.generate import generate_base
from sopkb_bench.measure import Stopwatch
from sopkb_bench.queries import queries_for

QUERIES = 100
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
"""The moment that generated bases are asked and checked at."""


def generate(stopwatch: Stopwatch, folder: str, count: int) -> None:
    """Make a base of generated records."""
    with stopwatch:
        generate_base(Path(folder), count)


def load(stopwatch: Stopwatch, folder: str) -> None:
    """Read and parse every record."""
    with stopwatch:
        load_base(Path(folder))


def check(stopwatch: Stopwatch, folder: str) -> None:
    """All of ``kb check`` but its start and its printing: load, then every rule."""
    with stopwatch:
        check_base(load_base(Path(folder)), NOW)


def index_full(stopwatch: Stopwatch, folder: str) -> None:
    """Index a loaded base where there is no index yet."""
    from sopkb.search.index import update_index

    base = load_base(Path(folder))
    with tempfile.TemporaryDirectory() as place, stopwatch:
        update_index(base, Path(place) / "build")


def index_made(stopwatch: Stopwatch, folder: str, index: str) -> None:
    """Bring an index up to date with a loaded base."""
    from sopkb.search.index import update_index

    base = load_base(Path(folder))
    with stopwatch:
        update_index(base, Path(index))


def index_one_edited(stopwatch: Stopwatch, folder: str, index: str) -> None:
    """Edit one record of an indexed base, then as :func:`index_made`."""
    edit_one_record(Path(folder))
    index_made(stopwatch, folder, index)


def search_first(stopwatch: Stopwatch, folder: str, index: str) -> None:
    """What the first query costs: opening the index, and one answer."""
    from sopkb.search import search
    from sopkb.search.index import open_index

    base, query = _base_and_queries(folder)
    with stopwatch:
        search(open_index(base, Path(index)), query[0], now=NOW)


def search_many(stopwatch: Stopwatch, folder: str, index: str) -> None:
    """Every query a lap, on an index that is open and has answered once."""
    from sopkb.search import search
    from sopkb.search.index import open_index

    base, queries = _base_and_queries(folder)
    opened = open_index(base, Path(index))
    search(opened, queries[0], now=NOW)
    for query in queries:
        with stopwatch:
            search(opened, query, now=NOW)


def edit_one_record(folder: Path) -> None:
    """Add a sentence to the end of one record's body."""
    path = sorted(folder.glob("sops/*.md"))[0]
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write("\nThe list is read once more.\n")


def _base_and_queries(folder: str) -> tuple[Base, list[str]]:
    base = load_base(Path(folder))
    return base, list(queries_for(base.corpus, QUERIES))
