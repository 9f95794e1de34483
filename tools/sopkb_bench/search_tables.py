"""The tables of `kb bench search`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sopkb_bench.browser import TOURS
from sopkb_bench.measure import Measured
from sopkb_bench.queries import FORMS
from sopkb_bench.table import duration, megabytes, table

_NAMES = {"ours": "ours", "SQLite": "SQLite FTS5", "Whoosh": "Whoosh's BM25F"}


def making_table(made: Mapping[str, Measured]) -> str:
    """What it takes to make each index."""
    rows = [
        _made("ours: index of a loaded base", made["index"], made["index"].value),
        _made("ours: export for the browser", made["export"], (made["export"].value or {}).get("bytes")),
        _made("SQLite FTS5", made["SQLite"], made["SQLite"].value),
        _made("Whoosh's BM25F", made["Whoosh"], made["Whoosh"].value),
        _made("Pagefind, of pages that are there", made["Pagefind"], made["Pagefind"].value),
        _made("Material's plugin, of rendered pages", made["Material"], made["Material"].value),
    ]
    return "\n".join(
        [table(["made anew", "time", "processor", "peak memory", "size"], rows), *_troubles(made.values())]
    )


def query_table(asked: Mapping[str, Measured]) -> str:
    """Questions in process."""
    rows = [
        [
            form,
            *(_times(each, form) for each in asked.values()),
            " / ".join(_empty(each, form) for each in asked.values()),
        ]
        for form in FORMS
    ]
    head = ["in process, processor time, p50 / p95", *(_NAMES[engine] for engine in asked), "nothing found"]
    return "\n".join([table(head, rows), *_troubles(asked.values())])


def edited_table(measured: Measured) -> str:
    """What one edited record takes."""
    laps = measured.work[0] if measured.work else ()
    steps = {"read it": laps[0::3], "index": laps[1::3], "open and export": laps[2::3]}
    steps["index to export"] = tuple(a + b for a, b in zip(laps[1::3], laps[2::3], strict=True))
    times = range(1, len(laps) // 3 + 1)
    rows = [[name, *(duration(lap) for lap in each)] for name, each in steps.items()]
    lines = [
        table(["one record edited, processor time", *(f"edit {number}" for number in times)], rows),
        *_troubles([measured]),
    ]
    return "\n".join([*lines, f"files that differ from an export made anew: {measured.value}"])


def browser_table(visited: Mapping[str, Measured], missing: Mapping[str, str]) -> str:
    """What a reader fetches and waits for."""
    tours = {
        engine: dict(zip(TOURS, measured.value, strict=True)) for engine, measured in visited.items() if measured.value
    }

    def row(name: str, figure: str, part: str, form: str, network: str = "loopback", typed: bool = False) -> list[str]:
        return [name, *(_figure(each[form, network, typed], part, figure) for each in tours.values())]

    rows = [row("fetched before anyone searches", "before", "before", "short")]
    for form in ("short", "question"):
        for part in ("first", "next"):
            rows += [
                row(f"{part} {form}: kB", "bytes", part, form),
                row(f"{part} {form}: requests", "requests", part, form),
                row(f"{part} {form}: time to rows", "seconds", part, form),
            ]
        rows.append(row(f"{form}: nothing found", "rows", "all", form))
    rows.append(row("short, letter by letter: kB", "bytes", "first", "short", typed=True))
    rows.append(row("short, letter by letter: last letter to rows", "seconds", "first", "short", typed=True))
    for network in ("50 ms 10 Mbit", "slow phone"):
        rows.append(row(f"first short, {network}: time to rows", "seconds", "first", "short", network))
    lines = [table(["in Chromium, p50 / p95", *tours], rows), *_troubles(visited.values())]
    return "\n".join([*lines, *(f"not measured: {why}" for name, why in missing.items() if name in SITE_NAMES)])


SITE_NAMES = ("ours", "Pagefind", "Material")


def _made(name: str, measured: Measured, size: int | None) -> list[str]:
    times = [duration(measured.seconds), duration(measured.processor)]
    return [name, *times, megabytes(measured.peak), megabytes(size or 0)]


def _times(measured: Measured, form: str) -> str:
    if not measured.value:
        return "-"
    laps = measured.value[form]["laps"]
    return f"{duration(_percentile(laps, 50))} / {duration(_percentile(laps, 95))}"


def _empty(measured: Measured, form: str) -> str:
    return f"{100 * measured.value[form]['empty']:.1f} %" if measured.value else "-"


def _figure(found: Mapping[str, list[Any]], part: str, figure: str) -> str:
    if figure == "rows":
        every = [*found["first"], *found["next"]]
        return f"{100 * sum(not each['rows'] for each in every) / len(every):.1f} %"
    values = found[part] if figure == "before" else [each[figure] for each in found[part]]
    middle, high = _percentile(values, 50), _percentile(values, 95)
    if figure == "seconds":
        return f"{duration(middle)} / {duration(high)}"
    if figure == "requests":
        return f"{middle:.0f} / {high:.0f}"
    return f"{middle / 1000:.1f} / {high / 1000:.1f}"


def _percentile(values: Sequence[float], percent: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) * percent // 100, len(ordered) - 1)] if ordered else float("nan")


def _troubles(measured: Iterable[Measured]) -> list[str]:
    return sorted({f"not measured: {each.trouble}" for each in measured if each.trouble})
