"""`kb bench foundation`: loading, checking, indexing and searching generated bases of two sizes or more."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sopkb_bench import alternatives, work
from sopkb_bench.measure import Measured, measure
from sopkb_bench.options import Options
from sopkb_bench.table import duration, factor, megabytes, table

Work = Callable[..., None]


@dataclass(frozen=True)
class Job:
    """A piece of work, and where it finds things.

    Args:
        work: what is done.
        needs: what it is given beside the base's folder: ``index`` or ``database``.
        once: whether one run must do, because it takes minutes.
    """

    work: Work
    needs: str = ""
    once: bool = False


@dataclass(frozen=True)
class Figure:
    """One row.

    Args:
        name: what the row says.
        job: what is measured.
        percent: which percentile of the laps; the time of the whole where it is 0.
        against: name of the row of ours that this alternative is compared with.
    """

    name: str
    job: Job
    percent: int = 0
    against: str = ""

    def seconds(self, measured: Measured) -> float:
        """The figure, from what was measured."""
        return measured.percentile(self.percent) if self.percent else measured.seconds


_INDEX_FULL = Job(work.index_full)
_INDEX_SAME = Job(work.index_made, "index")
_INDEX_EDITED = Job(work.index_one_edited, "index")
_SEARCH_FIRST = Job(work.search_first, "index")
_SEARCH = Job(work.search_many, "index")
_SQLITE_FULL = Job(alternatives.index_full, "database")
_SQLITE_SAME = Job(alternatives.index_made, "database")
_SQLITE_EDITED = Job(alternatives.index_one_edited, "database")
_SQLITE_SEARCH = Job(alternatives.search_many, "database")

FIGURES: tuple[Figure, ...] = (
    # Searching stands before editing: both engines are asked about the base that both have indexed.
    Figure("load", Job(work.load)),
    Figure("  yaml.safe_load and a loop", Job(alternatives.load_by_safe_load, once=True), against="load"),
    Figure("  yaml.CSafeLoader and a loop", Job(alternatives.load_by_c_loader), against="load"),
    Figure("check (load and rules)", Job(work.check)),
    Figure("index, full", _INDEX_FULL),
    Figure("  SQLite FTS5", _SQLITE_FULL, against="index, full"),
    Figure("index, nothing changed", _INDEX_SAME),
    Figure("  SQLite FTS5", _SQLITE_SAME, against="index, nothing changed"),
    Figure("search, open and first answer", _SEARCH_FIRST),
    Figure("search, p50", _SEARCH, 50),
    Figure("  SQLite FTS5", _SQLITE_SEARCH, 50, "search, p50"),
    Figure("search, p95", _SEARCH, 95),
    Figure("  SQLite FTS5", _SQLITE_SEARCH, 95, "search, p95"),
    Figure("index, one record edited", _INDEX_EDITED),
    Figure("  SQLite FTS5", _SQLITE_EDITED, against="index, one record edited"),
)


def run(options: Options) -> str:
    """Measure every figure at every size; the report as text."""
    sizes = options.sizes or (1_000, 10_000)
    by_size = [_measure_base(size, options.runs) for size in sizes]
    rows = [_row(figure, sizes, by_size) for figure in FIGURES]
    head = ["figure", *(f"{size:,}" for size in sizes), "growth per record", "peak memory", "to ours"]
    troubles = {
        f"{job.work.__module__}.{job.work.__name__}: {measured.trouble}"
        for measured_jobs in by_size
        for job, measured in measured_jobs.items()
        if measured.trouble
    }
    return "\n".join([table(head, rows), *sorted(f"not measured: {trouble}" for trouble in troubles)])


def _measure_base(size: int, runs: int) -> dict[Job, Measured]:
    """Every job once for each of its rows, on one generated base; its folder is gone afterwards."""
    found: dict[Job, Measured] = {}
    with tempfile.TemporaryDirectory(prefix="kb-bench-") as place:
        folder = Path(place) / "base"
        _tell(f"{size:,} records: generating")
        generated = measure(work.generate, runs=1, folder=str(folder), count=size)
        if generated.trouble:
            return {figure.job: generated for figure in FIGURES}
        places = {"index": str(Path(place) / "index"), "database": str(Path(place) / "units.db")}
        for figure in FIGURES:
            job = figure.job
            if job in found:
                continue
            _tell(f"{size:,} records: {figure.name.strip()}")
            given: dict[str, Any] = {job.needs: places[job.needs]} if job.needs else {}
            if job is _INDEX_SAME:  # the first time there is everything to do
                measure(job.work, runs=1, folder=str(folder), **given)
            found[job] = measure(job.work, runs=1 if job.once else runs, folder=str(folder), **given)
    return found


def _row(figure: Figure, sizes: Sequence[int], by_size: Sequence[dict[Job, Measured]]) -> list[str]:
    seconds = [figure.seconds(measured[figure.job]) for measured in by_size]
    growth = (seconds[-1] / sizes[-1]) / (seconds[0] / sizes[0]) if len(sizes) > 1 else float("nan")
    ours = next((each for each in FIGURES if each.name == figure.against), None)
    ratio = seconds[-1] / ours.seconds(by_size[-1][ours.job]) if ours else float("nan")
    return [
        figure.name,
        *(duration(value) for value in seconds),
        factor(growth),
        megabytes(by_size[-1][figure.job].peak),
        factor(ratio) if ours else "",
    ]


def _tell(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text} ...", end="", file=sys.stderr, flush=True)
