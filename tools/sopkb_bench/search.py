"""`kb bench search`: index, export, questions in process and in a browser, beside what else one could use."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, astuple, dataclass
from pathlib import Path
from typing import Any

from sopkb.core.errors import SopkbError
from sopkb_bench import alternatives, browser, pages, search_work, shells, whoosh_alone, work
from sopkb_bench.browser import TOURS, Tour
from sopkb_bench.measure import Measured, measure
from sopkb_bench.options import Options
from sopkb_bench.search_tables import browser_table, edited_table, making_table, query_table

VISITS = {"ours": 20, "Pagefind": 20, "Material": 2}
"""Visits of a new reader for each figure. Material takes many seconds for each."""
VISITS_FAR = {"ours": 10, "Pagefind": 5, "Material": 1}
"""The same over a network."""
NEXT = 3
"""Questions after the first of a visit, where nothing is far away."""
ASKED = 200
ASKED_WHOOSH = 50


@dataclass(frozen=True)
class Place:
    """Where a measurement finds and leaves things.

    Args:
        root: its folder; gone when the bench is over.
        runs: how many times what makes something is measured.
    """

    root: Path
    runs: int

    def at(self, name: str) -> str:
        """A path in the folder."""
        return str(self.root / name)

    def measure(self, job: Callable[..., Any], place: str = "", *, once: bool = True, **more: Any) -> Measured:
        """Measure a job that is given the base, the cache, and a place."""
        given = {"folder": self.at("base/sop"), "cache": self.at("cache")} | (
            {"place": self.at(place)} if place else {}
        )
        return measure(job, runs=1 if once else self.runs, **given, **more)


def run(options: Options) -> str:
    """Measure every figure at every size; the report as text."""
    return "\n\n\n".join(_of_size(size, options.runs) for size in options.sizes or (1_000, 10_000))


def _of_size(size: int, runs: int) -> str:
    with tempfile.TemporaryDirectory(prefix="kb-bench-") as name:
        place = Place(Path(name), runs)
        _tell(f"{size:,} records: generating")
        made = measure(work.generate, runs=1, folder=place.at("base/sop"), count=size)
        if made.trouble:
            return f"not measured: {made.trouble}"
        place.measure(search_work.fill_cache)
        parts = [f"{size:,} records", *_reports(place, size)]
    return "\n\n".join(parts)


def _reports(place: Place, size: int) -> Iterator[str]:
    made = dict(_making(place, size))
    yield making_table(made)
    yield query_table(dict(_asking(place, size)))
    yield edited_table(place.measure(search_work.edit, "ours"))
    missing = {name: each.trouble for name, each in made.items() if each.trouble}
    try:
        browser.chromium()
    except SopkbError as error:
        yield f"In a browser: not measured. {error.message} {error.remedy}"
        return
    _tell(f"{size:,} records: building a site")
    shell = measure(shells.build_shell, runs=1, place=place.at("site"), export=place.at("ours/search"))
    missing |= {"ours": shell.trouble} if shell.trouble else {}
    yield browser_table(dict(_visiting(place, size, missing)), missing)


def _making(place: Place, size: int) -> Iterator[tuple[str, Measured]]:
    """What each engine takes to make its index, and ours to mend it."""
    jobs: Mapping[str, Callable[[], Measured]] = {
        "index": lambda: place.measure(search_work.index_full, "ours", once=False),
        "export": lambda: place.measure(search_work.export_full, "ours", once=False),
        "SQLite": lambda: place.measure(alternatives.index_kept, "units.db", once=False),
        "Whoosh": lambda: place.measure(whoosh_alone.index_full, "whoosh"),
        "pages": lambda: place.measure(pages.write_pages, "pages"),
        "Pagefind": lambda: place.measure(pages.index_by_pagefind, "pages"),
        "Material": lambda: place.measure(pages.index_by_material, "material"),
    }
    for name, job in jobs.items():
        _tell(f"{size:,} records: {name}")
        yield name, job()


def _asking(place: Place, size: int) -> Iterator[tuple[str, Measured]]:
    _tell(f"{size:,} records: queries")
    yield "ours", place.measure(search_work.ask, "ours", count=ASKED)
    yield "SQLite", place.measure(alternatives.ask_kept, "units.db", count=ASKED)
    yield "Whoosh", place.measure(whoosh_alone.ask, "whoosh", count=ASKED_WHOOSH)


def _visiting(place: Place, size: int, missing: Mapping[str, str]) -> Iterator[tuple[str, Measured]]:
    folders = {"ours": "site", "Pagefind": "pages", "Material": "material"}
    for name in (name for name in browser.SITES if name not in missing):
        _tell(f"{size:,} records: {name} in Chromium")
        tours = [asdict(_tour(name, *tour)) for tour in TOURS]
        yield name, place.measure(browser.visit_often, folders[name], name=name, tours=tours)


def _tour(name: str, form: str, network: str, typed: bool) -> Tour:
    is_near = network == "loopback" and not typed
    visits, more = (VISITS[name], NEXT) if is_near else (VISITS_FAR[name], 0)
    return Tour(form, typed, visits, more, astuple(browser.NETWORKS[network]))


def _tell(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text} ...", end="", file=sys.stderr, flush=True)
