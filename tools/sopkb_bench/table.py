"""Figures as a plain table."""

from __future__ import annotations

import math
from collections.abc import Sequence


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns padded to their widest entry: the first to the left, the others to the right."""
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    lines = [head, ["-" * width for width in widths], *rows]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def duration(seconds: float) -> str:
    """Three digits with their unit: ``12.3 s``, ``4.56 ms``; ``-`` where there is none."""
    if math.isnan(seconds):
        return "-"
    value, unit = (seconds, "s") if seconds >= 1 else (seconds * 1000, "ms")
    return f"{value:.{max(0, 2 - int(math.log10(max(value, 1))))}f} {unit}"


def megabytes(amount: int) -> str:
    """Bytes as whole megabytes (10^6); ``-`` where they are not known."""
    return f"{amount / 1e6:.0f} MB" if amount else "-"


def factor(value: float) -> str:
    """How many times: ``×1.07``; ``-`` where it cannot be said."""
    return f"×{value:.2f}" if math.isfinite(value) else "-"
