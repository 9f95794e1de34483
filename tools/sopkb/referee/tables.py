"""Tables as lines of text: how many cells each has, and whether a line of dashes stands where it must."""

from __future__ import annotations

import re
from collections.abc import Sequence

_DASHES = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*\Z")
_BAR = re.compile(r"\\.|\|")


def is_dashes(line: str) -> bool:
    """Whether a line could be the one below a table's head."""
    return "-" in line and _DASHES.match(line) is not None


def cells_in(line: str) -> int:
    """How many cells a row has; an escaped bar is text."""
    inner = line.strip()
    bars = [match.start() for match in _BAR.finditer(inner) if match.group() == "|"]
    leading, trailing = bars[:1] == [0], len(bars) > 1 and bars[-1] == len(inner) - 1
    return len(bars) + 1 - leading - trailing


def is_table(lines: Sequence[str]) -> bool:
    """Whether lines are a table that every reader takes alike: bars around each row, as many cells in each."""
    if len(lines) < 2 or not is_dashes(lines[1]) or "|" not in lines[1]:
        return False
    wanted = cells_in(lines[0])
    return all(line.startswith("|") and line.rstrip().endswith("|") and cells_in(line) == wanted for line in lines)
