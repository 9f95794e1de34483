"""Scored sheets to adherence: by record and by step, never by who worked on a ticket or who scored it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sopkb.cells import csv_text, plain
from sopkb.core.diagnostics import printable, shown
from sopkb.core.errors import UsageError
from sopkb.core.moments import parse_date
from sopkb.core.version import Version
from sopkb_desk.columns import PLAIN, TicketMapping
from sopkb_desk.count import FEWEST, is_enough
from sopkb_desk.rows import BadRow, Rows, read_rows

_NEEDED = {name: name for name in ("ticket_id", "day", "record", "title", "version", "step", "action", "result")}
_WORDS = {
    **dict.fromkeys(("yes", "y", "1", "true", "ok", "pass", "x", "✓", "是", "sí", "si", "sim"), True),
    **dict.fromkeys(("no", "n", "0", "false", "fail", "✗", "否", "não", "nao"), False),
    **dict.fromkeys(("n/a", "na", "-", "not applicable"), None),
}


@dataclass
class _Tally:
    kept: set[str] = field(default_factory=set)
    missed: set[str] = field(default_factory=set)
    text: str = ""
    newest: Version | None = None

    @property
    def judged(self) -> int:
        return len(self.kept) + len(self.missed)


@dataclass(frozen=True)
class StepScore:
    """How often a step was done.

    Args:
        record: id.
        major: version that the step stands in.
        step: its number.
        action: its text.
        judged: tickets that it was scored on.
        kept: of these, where it was done.
    """

    record: str
    major: str
    step: int
    action: str
    judged: int
    kept: int


@dataclass(frozen=True)
class Scores:
    """What scored sheets say.

    Args:
        steps: the worst first; only those scored on enough tickets.
        records: for each record (title, judged steps, done steps); only those with enough tickets.
        judged: steps that were scored, of all.
        kept: of these, how many were done.
        tickets: that were scored.
        first: day of the first of them.
        last: day of the last.
        empty: rows without a result.
        few: steps that were scored on too few tickets to be told.
        bad: rows that could not be read.
    """

    steps: tuple[StepScore, ...]
    records: Mapping[str, tuple[str, int, int]]
    judged: int
    kept: int
    tickets: int
    first: date | None
    last: date | None
    empty: int
    few: int
    bad: tuple[BadRow, ...]


def read_scores(paths: Iterable[Path], mapping: TicketMapping = PLAIN) -> Scores:
    """Read sheets that were scored. A step that two people scored differently for one ticket counts as missed.

    Raises:
        UsageError: a file is no sheet, or nothing in it is scored.
    """
    tallies: dict[tuple[str, str, int], _Tally] = defaultdict(_Tally)
    titles: dict[str, str] = {}
    days: dict[str, date] = {}
    bad: list[BadRow] = []
    empty = 0
    for path in paths:
        rows = Rows(path.name)
        for line, row in read_rows(path, rows, _NEEDED, {}, mapping):
            cells = {name: plain(cell) for name, cell in row.items()}
            word = cells["result"].casefold()
            if not word:
                empty += 1
                continue
            if word not in _WORDS or not cells["step"].isdigit():
                rows.refuse(line, f"result {shown(word)} is none of yes, no, n/a")
                continue
            titles[cells["record"]] = cells["title"]
            day = parse_date(cells["day"])
            if day:
                days[cells["ticket_id"]] = day
            done = _WORDS[word]
            if done is not None:
                tally = tallies[cells["record"], cells["version"].split(".")[0], int(cells["step"])]
                (tally.kept if done else tally.missed).add(cells["ticket_id"])
                version = Version.parse(cells["version"])
                if version and (tally.newest is None or version >= tally.newest):
                    tally.newest, tally.text = version, cells["action"]
        bad += rows.bad
    if not tallies:
        raise UsageError("Nothing is scored yet.", "Write yes, no or n/a into the column `result`.")
    return _scores(tallies, titles, days, empty, tuple(bad))


def _scores(
    tallies: Mapping[tuple[str, str, int], _Tally],
    titles: Mapping[str, str],
    days: Mapping[str, date],
    empty: int,
    bad: tuple[BadRow, ...],
) -> Scores:
    steps, few = [], 0
    of_record: dict[str, list[_Tally]] = defaultdict(list)
    for (record, major, number), tally in tallies.items():
        tally.kept -= tally.missed
        of_record[record].append(tally)
        if is_enough(tally.judged):
            steps.append(StepScore(record, major, number, tally.text, tally.judged, len(tally.kept)))
        else:
            few += 1
    records = {
        record: (titles[record], sum(t.judged for t in theirs), sum(len(t.kept) for t in theirs))
        for record, theirs in sorted(of_record.items())
        if is_enough(len(set().union(*(t.kept | t.missed for t in theirs))))
    }
    every = [tally for theirs in of_record.values() for tally in theirs]
    scored = set().union(*(tally.kept | tally.missed for tally in every))
    known = [days[ticket] for ticket in scored if ticket in days]
    steps.sort(key=lambda score: (score.kept / score.judged, -score.judged, score.record, score.step))
    return Scores(
        tuple(steps), records, sum(tally.judged for tally in every), sum(len(tally.kept) for tally in every),
        len(scored), min(known, default=None), max(known, default=None), empty, few, bad,
    )  # fmt: skip


def render_scores(scores: Scores) -> str:
    """For people: adherence of all, of each record, and the steps that are left out most often."""
    when = f", tickets of {scores.first} to {scores.last}" if scores.first else ""
    share = f"{scores.kept / scores.judged:.0%} of {scores.judged:,} steps were done"
    few = f"too few for a share (at least {FEWEST})"
    lines = [f"{scores.tickets:,} tickets scored{when}; {share if is_enough(scores.tickets) else few}", "", "By record"]
    for record, (title, judged, kept) in sorted(scores.records.items(), key=lambda each: each[1][2] / each[1][1]):
        lines.append(f"  {kept / judged:>4.0%}  {record}  {title}")
    if not scores.records:
        lines.append(f"  not known: no record was scored on {FEWEST} tickets")
    lines += ["", "Steps that are left out, the most often first"]
    missed = [step for step in scores.steps if step.kept < step.judged]
    for step in missed[:15]:
        part = f"{step.kept / step.judged:>4.0%} of {step.judged}"
        lines.append(f"  {part:<12}  {step.record} v{step.major} step {step.step}: {step.action[:80]}")
    if len(missed) > 15:
        lines.append(f"  {len(missed) - 15} more in --format csv")
    if not missed:
        lines.append(_none_missed(scores))
    lines += ["", f"{scores.few} steps were scored on fewer than {FEWEST} tickets, and are not told."]
    lines.append(f"{scores.empty:,} rows have no result yet, {len(scores.bad):,} could not be used.")
    return "\n".join(map(printable, lines))


def _none_missed(scores: Scores) -> str:
    """No step is missed: said of all only where all were looked at."""
    if scores.few or scores.empty or scores.bad:
        judged = f"none of the {len(scores.steps)} that were scored on enough tickets" if scores.steps else ""
        return f"  {judged or 'not known'}: not every step of the sheet could be judged"
    return f"  none: each of the {len(scores.steps)} steps was done every time"


def scores_as_json(scores: Scores) -> str:
    """For programs, and for the page of trends."""
    document = {
        "tickets": scores.tickets,
        "first": scores.first.isoformat() if scores.first else None,
        "last": scores.last.isoformat() if scores.last else None,
        "adherence": round(scores.kept / scores.judged, 4) if is_enough(scores.tickets) else None,
        "not_judged": {"few": scores.few, "no_result": scores.empty, "left_out": len(scores.bad)},
        "records": [
            {"record": record, "title": title, "steps": judged, "adherence": round(kept / judged, 4)}
            for record, (title, judged, kept) in scores.records.items()
        ],
        "steps": [
            {"record": step.record, "major": step.major, "step": step.step, "action": step.action,
             "tickets": step.judged, "adherence": round(step.kept / step.judged, 4)}
            for step in scores.steps
        ],
    }  # fmt: skip
    return json.dumps(document, ensure_ascii=False, indent=2)


def scores_as_csv(scores: Scores) -> str:
    """The steps for a sheet."""
    header = ("record", "major", "step", "action", "tickets", "adherence")
    return csv_text(
        header,
        ((s.record, s.major, s.step, s.action, s.judged, round(s.kept / s.judged, 4)) for s in scores.steps),
    )
