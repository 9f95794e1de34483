"""Measuring: generated bases of any size, and time and memory of the work on them. Nothing here asserts anything."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from sopkb_bench.measure import machine_line
from sopkb_bench.options import Options

BENCHES: Mapping[str, str] = {
    "foundation": "sopkb_bench.foundation",
    "author": "sopkb_bench.author",
    "change": "sopkb_bench.change",
    "search": "sopkb_bench.search",
    "desk": "sopkb_bench.desk",
    "training": "sopkb_bench.training",
    "api": "sopkb_bench.api",
    "site": "sopkb_bench.site",
    "private": "sopkb_bench.private",
}
"""Each bench's name, and the module whose ``run(options)`` gives its report."""


def main(argv: list[str]) -> int:
    """``kb bench [NAME] [--sizes 200,400] [--runs 3]``: print the figures of one bench, or of all.

    Returns:
        0, whatever the figures are; 2 where the arguments make no sense.
    """
    try:
        name, options = _read(argv)
    except SystemExit as stop:  # argparse has said why
        return stop.code if isinstance(stop.code, int) else 2
    for bench in [name] if name else BENCHES:
        run: Callable[[Options], str] = importlib.import_module(BENCHES[bench]).run
        report = run(options)
        if sys.stderr.isatty():
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
        print(f"{bench} · {machine_line(options.date)} · median of {options.runs}\n\n{report}\n")
    return 0


def _read(argv: list[str]) -> tuple[str | None, Options]:
    parser = argparse.ArgumentParser(prog="kb bench", description="Measure, print figures, assert nothing.")
    parser.add_argument("bench", nargs="?", choices=sorted(BENCHES), help="which one; all where none is named")
    parser.add_argument("--sizes", type=_sizes, default=(), help="records, with commas between: 200,400")
    parser.add_argument("--runs", type=_runs, default=3, help="times each figure is measured (3)")
    parser.add_argument("--date", default="", help="printed with the figures; today where it is not given")
    parser.add_argument("--count", type=_count, default=0, help="requests between two looks at the memory (api)")
    given = parser.parse_args(argv)
    date = given.date or datetime.now(UTC).date().isoformat()
    return given.bench, Options(given.sizes, given.runs, date, given.count)


def _sizes(text: str) -> tuple[int, ...]:
    sizes = tuple(_whole(part, 20) for part in text.split(","))
    if list(sizes) != sorted(set(sizes)):
        raise argparse.ArgumentTypeError("name each size once, the smallest first")
    return sizes


def _runs(text: str) -> int:
    return _whole(text, 1)


def _count(text: str) -> int:
    return _whole(text, 1, 10_000_000)


def _whole(text: str, least: int, most: int = 20_000) -> int:
    if not text.strip().isascii() or not text.strip().isdigit() or not least <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {least} to {most}")
    return int(text)
