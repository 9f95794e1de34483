"""The process that one measurement runs in: ``python -m sopkb_bench.child MODULE FUNCTION ARGUMENTS``."""

from __future__ import annotations

import importlib
import json
import sys

from sopkb_bench.measure import Stopwatch, peak_memory, peak_memory_of_children


def main(module: str, function: str, arguments: str) -> None:
    """Do the work and print its laps and peak memory as one line of JSON."""
    stopwatch = Stopwatch()
    work = getattr(importlib.import_module(module), function)
    value = work(stopwatch, **json.loads(arguments))
    peak = max(peak_memory(), peak_memory_of_children())
    print(json.dumps({"laps": stopwatch.laps, "work": stopwatch.work, "peak": peak, "value": value}))


if __name__ == "__main__":
    main(*sys.argv[1:])
