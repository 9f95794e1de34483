"""What a bench is told on the command line."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Options:
    """What a bench may be told.

    Args:
        sizes: numbers of generated records; empty for the bench's own.
        runs: how many times each figure is measured; the median counts.
        date: printed with the machine.
        count: requests between two looks at a server's memory; 0 for the bench's own.
    """

    sizes: tuple[int, ...] = ()
    runs: int = 3
    date: str = ""
    count: int = 0
