"""`kb bench desk`: a hundred tickets a record, read and analysed; and whether what was planted in them is found."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from sopkb_bench.generate import generate_base
from sopkb_bench.measure import Measured, Stopwatch, measure
from sopkb_bench.options import Options
from sopkb_bench.rows import grown_table
from sopkb_bench.work import NOW

PER_RECORD = 100
"""Tickets: a thousand records have a hundred thousand."""


def prepare(stopwatch: Stopwatch, folder: str, count: int) -> None:
    """A base, its index and a year of tickets about it."""
    from sopkb.core.load import load_base
    from sopkb.search.index import update_index
    from sopkb_desk.year import generate_year

    place = Path(folder)
    generate_base(place / "sop", count)
    base = load_base(place / "sop")
    update_index(base, place / "index")
    with stopwatch:
        year = generate_year(base.corpus, base.config, NOW, count=count * PER_RECORD)
    (place / "tickets.csv").write_text(year.text, "utf-8")
    (place / "right.json").write_text(json.dumps(year.right), "utf-8")


def read(stopwatch: Stopwatch, folder: str) -> None:
    """Every row to a ticket, private data looked for in each."""
    from sopkb_desk.reading import read_tickets

    with stopwatch:
        read_tickets([Path(folder, "tickets.csv")], NOW)


def analyse(stopwatch: Stopwatch, folder: str) -> None:
    """All of ``kb insights tickets`` but the start of Python: load, open the index, read, analyse, print, patches."""
    from sopkb.core.load import load_base
    from sopkb.search.index import open_index
    from sopkb_desk.as_text import render_json, render_text
    from sopkb_desk.asking import Asker
    from sopkb_desk.drafts import patches_for
    from sopkb_desk.insights import analyse as analysed
    from sopkb_desk.reading import read_tickets

    with stopwatch:
        base = load_base(Path(folder, "sop"))
        export = read_tickets([Path(folder, "tickets.csv")], NOW)
        found = analysed(export, base, Asker(open_index(base, Path(folder, "index")), NOW), NOW)
        patches, _ = patches_for(found.standouts, base, NOW)
        render_text(found)
        render_json(found)
    right = json.loads(Path(folder, "right.json").read_text("utf-8"))
    said = [f"{each.sort}: {each.name} ({each.tickets:,})" for each in found.standouts]
    figures = {figure.key: figure.value for figure in found.figures}
    told = {"tickets": len(right), "standouts": said, "patches": len(patches), "accuracy": figures["link_accuracy"]}
    Path(folder, "told.json").write_text(json.dumps(told), "utf-8")


def right_record(stopwatch: Stopwatch, folder: str) -> None:
    """Search asked with a thousand tickets whose right record is known."""
    from sopkb.core.load import load_base
    from sopkb.search.index import open_index
    from sopkb_desk.asking import Asker
    from sopkb_desk.reading import read_tickets

    base = load_base(Path(folder, "sop"))
    right = json.loads(Path(folder, "right.json").read_text("utf-8"))
    tickets = [each for each in read_tickets([Path(folder, "tickets.csv")], NOW).tickets if right[each.id]]
    ask = Asker(open_index(base, Path(folder, "index")), NOW)
    first = shown = 0
    sample = tickets[:: max(len(tickets) // 1000, 1)]
    for ticket in sample:
        with stopwatch:
            ids = ask(ticket.summary).ids
        first += ids[:1] == (right[ticket.id],)
        shown += right[ticket.id] in ids
    Path(folder, "right-told.json").write_text(json.dumps([first, shown, len(sample)]), "utf-8")


FIGURES = (
    ("generate a year", prepare, 0),
    ("read the export", read, 0),
    ("insights, with load and patches", analyse, 0),
    ("one ticket put to search, p50", right_record, 50),
)


def run(options: Options) -> str:
    """Measure every figure at every size, and tell what was found; the report as text."""
    sizes = options.sizes or (200, 1_000)
    by_size, told = [], []
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="kb-bench-") as place:
            by_size.append(_measure(size, place, options.runs))
            told += _told(size, Path(place))
    rows = [(name, percent, [measured[job.__name__] for measured in by_size]) for name, job, percent in FIGURES]
    return "\n".join([grown_table(rows, sizes), "", *told])


def _measure(size: int, folder: str, runs: int) -> dict[str, Measured]:
    found = {"prepare": measure(prepare, runs=1, folder=folder, count=size)}
    for _, job, _ in FIGURES[1:]:
        found[job.__name__] = measure(job, runs=1 if job is right_record else runs, folder=folder)
    return found


def _told(size: int, folder: Path) -> list[str]:
    """What the analysis said, and how often search gave the right record."""
    lines = []
    if (folder / "told.json").is_file():
        told = json.loads((folder / "told.json").read_text("utf-8"))
        lines.append(f"{size:,} records, {told['tickets']:,} tickets, {told['patches']} patches; to act on:")
        lines += [f"  {each}" for each in told["standouts"]]
        accuracy = told["accuracy"]
        lines.append(f"  link accuracy {accuracy:.1%}" if accuracy is not None else "  link accuracy unknown")
    if (folder / "right-told.json").is_file():
        first, shown, asked = json.loads((folder / "right-told.json").read_text("utf-8"))
        lines.append(f"  right record known: first {first / asked:.1%}, first three {shown / asked:.1%} of {asked:,}")
    return lines
