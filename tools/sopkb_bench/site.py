"""`kb bench site`: building the site, what it weighs, and how soon an edit is seen, beside stock MkDocs Material."""

from __future__ import annotations

import math
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from sopkb_bench import site_work, work
from sopkb_bench.measure import Measured, measure
from sopkb_bench.options import Options
from sopkb_bench.table import duration, megabytes, table

SIZES = (2_000, 10_000)
EDITS = 5
"""Under ``kb serve``, for each figure."""
PAGE = "SOP-0001.html"
"""The record's page that a reader visits; every generated base has it."""


def run(options: Options) -> str:
    """Measure every figure at every size, stock Material at the smallest; the report as text."""
    sizes = options.sizes or SIZES
    columns = []
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="kb-bench-") as name:
            columns.append(_measured(Path(name), size, options.runs, with_stock=size == sizes[0]))
    rows = [[name, *(tell(column) for column in columns)] for name, tell in FIGURES.items()]
    for name, (part, whole) in SHARES.items():
        rows.append([name, *(_share(part(column), whole(column, columns[0])) for column in columns)])
    lines = [table(["figure", *(f"{size:,}" for size in sizes)], rows)]
    troubles = {
        f"not measured: {job}: {each.trouble}" for column in columns for job, each in column.items() if each.trouble
    }
    return "\n".join([*lines, *sorted(troubles)])


Column = Mapping[str, Measured]
"""What was measured at one size, by the name of the work; what is missing was not asked for."""


def _measured(place: Path, size: int, runs: int, *, with_stock: bool) -> Column:
    base = {"folder": str(place / "base/sop")}
    ours = {"place": str(place / "site")}
    kept = base | ours | {"cache": str(place / "cache")}
    stock = {"place": str(place / "stock")}
    made = measure(work.generate, runs=1, **base, count=size)
    if made.trouble:
        return {"generate": made}
    jobs: dict[str, Callable[[], Measured]] = {
        "render": lambda: measure(site_work.render_cold, runs=runs, **base),
        "cold": lambda: measure(site_work.build_cold, runs=runs, **base),
        "first": lambda: measure(site_work.build_kept, runs=1, **kept),  # fills the cache
        "kept": lambda: measure(site_work.build_kept, runs=runs, **kept),
        "edited": lambda: measure(site_work.build_edited, runs=runs, **kept),
        "visit": lambda: measure(site_work.visit, runs=1, **ours, page=PAGE),
        "serve": lambda: measure(site_work.serve, runs=1, **base, cache=kept["cache"], edits=EDITS),
        "search": lambda: measure(site_work.serve_search, runs=1, **base, cache=kept["cache"], edits=EDITS),
        "start": lambda: measure(site_work.serve_start, runs=runs, **base, cache=kept["cache"]),
    }
    if with_stock:
        jobs["stock"] = lambda: measure(site_work.build_stock, runs=runs, **base, **stock)
        jobs["stock visit"] = lambda: measure(site_work.visit, runs=1, **stock, page=PAGE)
    found = {}
    for name, job in jobs.items():
        if sys.stderr.isatty():
            print(f"\r\x1b[K{size:,} records: {name} ...", end="", file=sys.stderr, flush=True)
        found[name] = job()
    return found


def _time(job: str) -> Callable[[Column], str]:
    return lambda column: duration(column[job].seconds) if job in column else "-"


def _peak(job: str) -> Callable[[Column], str]:
    return lambda column: megabytes(column[job].peak) if job in column else "-"


def _lap(job: str, percent: int) -> Callable[[Column], str]:
    return lambda column: duration(column[job].percentile(percent)) if job in column else "-"


def _value(job: str, key: str, say: Callable[[int], str]) -> Callable[[Column], str]:
    def tell(column: Column) -> str:
        value = column[job].value if job in column else None
        return say(value[key] if key else value) if value is not None else "-"

    return tell


def _kilobytes(amount: int) -> str:
    return f"{amount / 1e3:.1f} kB"


def _count(amount: int) -> str:
    return f"{amount:,}"


FIGURES: Mapping[str, Callable[[Column], str]] = {
    "site of a loaded base, cold": _time("render"),
    "kb build, cold": _time("cold"),
    "  stock Material: mkdocs build": _time("stock"),
    "kb build, nothing changed": _time("kept"),
    "kb build, one record edited": _time("edited"),
    "  files that differ from a clean build": _value("edited", "", _count),
    "peak memory, cold": _peak("cold"),
    "  stock Material: peak memory": _peak("stock"),
    "pages": _value("cold", "pages", _count),
    "  stock Material: pages": _value("stock", "pages", _count),
    "size of the site": _value("cold", "bytes", megabytes),
    "  stock Material: size": _value("stock", "bytes", megabytes),
    "largest page of a record, HTML": _value("cold", "largest", _kilobytes),
    "  stock Material: largest page": _value("stock", "largest", _kilobytes),
    "first visit: HTML, scripts, styles": _value("visit", "code", _kilobytes),
    "  stock Material: the same": _value("stock visit", "code", _kilobytes),
    "first visit: all that is fetched": _value("visit", "all", _kilobytes),
    "  stock Material: all": _value("stock visit", "all", _kilobytes),
    "kb serve, save to page, p50": _lap("serve", 50),
    "kb serve, save to page, slowest": _lap("serve", 100),
    "kb serve, save to searchable, p50": _lap("search", 50),
    "kb serve, start to first page, warm": _time("start"),
}
"""Each row's name, and how it is told of a size."""


def _seconds(job: str) -> Callable[[Column], float]:
    return lambda column: column[job].seconds if job in column else math.nan


def _processor(job: str) -> Callable[[Column], float]:
    return lambda column: column[job].processor if job in column else math.nan


def _half(job: str) -> Callable[[Column], float]:
    return lambda column: column[job].percentile(50) if job in column else math.nan


def _own(tell: Callable[[Column], float]) -> Callable[[Column, Column], float]:
    return lambda column, smallest: tell(column)


def _of_smallest(tell: Callable[[Column], float]) -> Callable[[Column, Column], float]:
    return lambda column, smallest: tell(smallest)


def _share(part: float, whole: float) -> str:
    return "-" if math.isnan(part / whole if whole else math.nan) else f"{part / whole:.3f}"


SHARES: Mapping[str, tuple[Callable[[Column], float], Callable[[Column, Column], float]]] = {
    "kb build, cold, of stock Material": (_seconds("cold"), _own(_seconds("stock"))),
    "  in processor time": (_processor("cold"), _own(_processor("stock"))),
    "kb build, cold, of the smallest base": (_seconds("cold"), _of_smallest(_seconds("cold"))),
    "kb build, nothing changed, of cold": (_seconds("kept"), _own(_seconds("cold"))),
    "save to page, p50, of cold at the smallest": (_half("serve"), _of_smallest(_seconds("cold"))),
    "save to searchable, p50, of the same": (_half("search"), _of_smallest(_seconds("cold"))),
    "start to first page, of cold": (_seconds("start"), _own(_seconds("cold"))),
}
"""Each row's name, and the two times whose quotient it is: both of one run, since machines differ threefold."""
