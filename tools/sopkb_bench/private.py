"""How much of what people paste the gate sees (rules A01, A02), how often it is wrong, and what it costs."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable

from sopkb.private import MASK, find_private, withhold
from sopkb_bench.options import Options
from sopkb_bench.private_harmless import harmless_lines
from sopkb_bench.private_items import PERSONAL, SECRETS, Item, items
from sopkb_bench.table import duration, table

_EACH = 50
_SEED = "private"
_KILOBYTES = (64, 128, 256, 512)


def run(options: Options) -> str:
    """Detection by sort, false alarms by kind, and processor time by size of a text."""
    count = options.count or _EACH
    return "\n\n".join((detection(count), false_alarms(count), growth(options.runs)))


def detection(count: int) -> str:
    """Of each sort, how many were found, and how many were blacked out to the last character."""
    rows = []
    for name, sorts, is_secret in (("secret", SECRETS, True), ("personal", PERSONAL, False)):
        found = _judged(items(sorts, count, _SEED), is_secret)
        rows += [[f"{name}: {sort}", *_shares(verdicts)] for sort, verdicts in found.items()]
        rows.append([f"{name}: all", *_shares([verdict for verdicts in found.values() for verdict in verdicts])])
    return table(("of the sort", "items", "found", "blacked out"), rows)


def _judged(drawn: Iterable[Item], is_secret: bool) -> dict[str, list[tuple[bool, bool]]]:
    verdicts: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for item in drawn:
        text = f"Ticket WKA-0002, the user wrote:\n{item.text}\nand left."
        found = any(span.is_secret == is_secret for span in find_private(text))
        verdicts[item.sort].append((found, found and _is_gone(text.index(item.datum), item, withhold(text))))
    return verdicts


def _is_gone(start: int, item: Item, left: str) -> bool:
    """Whether nothing of it stands there but blanks and what was blacked out."""
    return all(char == MASK or char.isspace() for char in left[start : start + len(item.datum)])


def _shares(verdicts: list[tuple[bool, bool]]) -> list[str]:
    total = len(verdicts)
    return [f"{total:,}", *(f"{sum(verdict[place] for verdict in verdicts) / total:.1%}" for place in (0, 1))]


def false_alarms(count: int) -> str:
    """Of each kind of harmless line, how many the gate takes for private."""
    verdicts: dict[str, list[bool]] = defaultdict(list)
    for kind, line in harmless_lines(count, _SEED):
        verdicts[kind].append(bool(find_private(line)))
    verdicts["all"] = [verdict for found in list(verdicts.values()) for verdict in found]
    rows = [[kind, f"{len(found):,}", f"{sum(found) / len(found):.1%}"] for kind, found in verdicts.items()]
    return table(("harmless", "lines", "false alarms"), rows)


def growth(runs: int) -> str:
    """Processor time for a text that is full of private items, as it doubles."""
    page = "\n".join(item.text for sorts in (SECRETS, PERSONAL) for item in items(sorts, 2, _SEED))
    rows = []
    for kilobytes in _KILOBYTES:
        text = (page * (kilobytes * 1000 // len(page) + 1))[: kilobytes * 1000]
        taken = sorted(_processor_time(text) for _ in range(runs))[runs // 2]
        rows.append([f"{kilobytes} kB", duration(taken)])
    return table(("a text of", "processor time"), rows)


def _processor_time(text: str) -> float:
    start = time.process_time()
    find_private(text)
    return time.process_time() - start
