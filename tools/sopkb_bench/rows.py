"""The table of a bench: for each figure its time at every size, how it grows, and the memory it takes."""

from __future__ import annotations

from collections.abc import Sequence

from sopkb_bench.measure import Measured
from sopkb_bench.table import duration, factor, megabytes, table

Row = tuple[str, int, Sequence[Measured]]
"""A name, a percentile of the laps (the time of the whole where it is 0), and what was measured at each size."""


def grown_table(rows: Sequence[Row], sizes: Sequence[int]) -> str:
    """The table, and below it why a figure is missing.

    Args:
        rows: the figures.
        sizes: numbers of records, the smallest first.
    """
    head = ["figure", *(f"{size:,}" for size in sizes), "growth per record", "peak memory"]
    troubles = {each.trouble for _, _, measured in rows for each in measured if each.trouble}
    lines = [_line(*row, sizes) for row in rows]
    return "\n".join([table(head, lines), *sorted(f"not measured: {trouble}" for trouble in troubles)])


def _line(name: str, percent: int, measured: Sequence[Measured], sizes: Sequence[int]) -> list[str]:
    seconds = [each.percentile(percent) if percent else each.seconds for each in measured]
    growth = (seconds[-1] / sizes[-1]) / (seconds[0] / sizes[0]) if len(sizes) > 1 else float("nan")
    return [name, *(duration(value) for value in seconds), factor(growth), megabytes(measured[-1].peak)]
