"""`kb bench training`: what changed since a day, in bases with a year of history: three edits for two records."""

from __future__ import annotations

import tempfile
from pathlib import Path

from sopkb_bench import work
from sopkb_bench.history import generate_history
from sopkb_bench.measure import Measured, Stopwatch, measure
from sopkb_bench.options import Options
from sopkb_bench.rows import grown_table

YEAR_AGO, WEEK_AGO = "2025-11-24", "2026-11-15"


def prepare(stopwatch: Stopwatch, folder: str, count: int) -> None:
    """A repository with a year of history."""
    with stopwatch:
        generate_history(Path(folder), count, count * 3 // 2)


def load(stopwatch: Stopwatch, folder: str, cache: str) -> None:
    """Read every record, parsed in a run before."""
    from sopkb.core.load import load_base

    with stopwatch:
        load_base(Path(folder) / "sop", cache=Path(cache))


def week(stopwatch: Stopwatch, folder: str, cache: str) -> None:
    """What changed in a week, as Markdown."""
    _digest(stopwatch, folder, cache, WEEK_AGO)


def year(stopwatch: Stopwatch, folder: str, cache: str) -> None:
    """What changed in a year, as Markdown."""
    _digest(stopwatch, folder, cache, YEAR_AGO)


def _digest(stopwatch: Stopwatch, folder: str, cache: str, since: str) -> None:
    from sopkb.core.load import load_base
    from sopkb_training.changes_markdown import render_markdown
    from sopkb_training.digest import make_digest

    base = load_base(Path(folder) / "sop", cache=Path(cache))
    with stopwatch:
        render_markdown(make_digest(base, since, work.NOW), base)


def status(stopwatch: Stopwatch, folder: str, cache: str) -> None:
    """Where every track stands."""
    from sopkb.core.load import load_base
    from sopkb_training.status import StatusQuery

    desk = StatusQuery(load_base(Path(folder) / "sop", cache=Path(cache)), work.NOW)
    with stopwatch:
        list(desk.statuses())
        list(desk.coverage())


def moved(stopwatch: Stopwatch, folder: str, cache: str) -> None:
    """The steps that a year of versions moved: what a build of the site adds."""
    from sopkb.core.load import load_base
    from sopkb.history.moved import moved_steps

    base = load_base(Path(folder) / "sop", cache=Path(cache))
    with stopwatch:
        moved_steps(base, work.NOW)


FIGURES = (
    ("load", load),
    ("changes of a week", week),
    ("changes of a year", year),
    ("status of all tracks", status),
    ("moved steps of a year", moved),
)


def run(options: Options) -> str:
    """Measure every figure at every size; the report as text."""
    sizes = options.sizes or (500, 2_000)
    by_size = [_measure_base(size, options.runs) for size in sizes]
    return grown_table([(name, 0, [measured[name] for measured in by_size]) for name, _ in FIGURES], sizes)


def _measure_base(size: int, runs: int) -> dict[str, Measured]:
    with tempfile.TemporaryDirectory(prefix="kb-bench-") as place:
        folder, cache = str(Path(place) / "project"), str(Path(place) / "cache")
        made = measure(prepare, runs=1, folder=folder, count=size)
        if made.trouble:
            return {name: made for name, _ in FIGURES}
        measure(load, runs=1, folder=folder, cache=cache)  # fills the cache
        return {name: measure(job, runs=runs, folder=folder, cache=cache) for name, job in FIGURES}
