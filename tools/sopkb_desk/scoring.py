"""Scored sheets to adherence: by record and by step, never by who worked on a ticket or who scored it."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sopkb.cells import csv_text, plain
from sopkb.core.diagnostics import printable, shown
from sopkb.core.errors import UsageError
from sopkb.core.moments import parse_date
from sopkb.core.version import Version
from sopkb_desk.columns import PLAIN, TicketMapping
from sopkb_desk.count import FEWEST, Share, is_enough
from sopkb_desk.rows import BadRow, Rows, read_rows

_NEEDED = {name: name for name in ("ticket_id", "day", "record", "title", "version", "step", "action", "result")}
_MORE = {name: name for name in ("stratum", "weight")}
"""Columns that sheets have had since samples are weighted."""
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

    def share(self, weights: Mapping[str, float]) -> Share:
        """How often it was done, each ticket counted for as many as it stands for."""
        return _weighted([self], weights)


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
        share: how often it was done, with its interval, in the stratified sample's weights.
    """

    record: str
    major: str
    step: int
    action: str
    judged: int
    kept: int
    share: Share


@dataclass(frozen=True)
class Scores:
    """What scored sheets say.

    Args:
        steps: those that are surely left out most often first; only those scored on enough tickets.
        records: for each record (title, judged steps, share done); only those with enough tickets.
        share: of all steps that were scored, how many were done; None of too few tickets.
        thin: strata with fewer than five scored tickets.
        unweighted: whether a sheet says no weights, so that each ticket counts alike.
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
    records: Mapping[str, tuple[str, int, Share]]
    judged: int
    kept: int
    tickets: int
    first: date | None
    last: date | None
    empty: int
    few: int
    bad: tuple[BadRow, ...]
    share: Share | None = None
    thin: tuple[str, ...] = ()
    unweighted: bool = False


def read_scores(paths: Iterable[Path], mapping: TicketMapping = PLAIN) -> Scores:
    """Read sheets that were scored. A step that two people scored differently for one ticket counts as missed.

    Raises:
        UsageError: a file is no sheet, or nothing in it is scored.
    """
    tallies: dict[tuple[str, str, int], _Tally] = defaultdict(_Tally)
    titles: dict[str, str] = {}
    days: dict[str, date] = {}
    bad: list[BadRow] = []
    weights: dict[str, float] = {}
    strata: dict[str, set[str]] = defaultdict(set)
    empty = 0
    for path in paths:
        rows = Rows(path.name)
        for line, row in read_rows(path, rows, _NEEDED, _MORE, mapping):
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
            if done is not None and _is_weight(cells.get("weight", "")):
                weights[cells["ticket_id"]] = float(cells["weight"])
                strata[cells.get("stratum", "")].add(cells["ticket_id"])
            if done is not None:
                tally = tallies[cells["record"], cells["version"].split(".")[0], int(cells["step"])]
                (tally.kept if done else tally.missed).add(cells["ticket_id"])
                version = Version.parse(cells["version"])
                if version and (tally.newest is None or version >= tally.newest):
                    tally.newest, tally.text = version, cells["action"]
        bad += rows.bad
    if not tallies:
        raise UsageError("Nothing is scored yet.", "Write yes, no or n/a into the column `result`.")
    thin = tuple(sorted(name for name, tickets in strata.items() if not is_enough(len(tickets))))
    return _scores(tallies, titles, days, weights, (empty, tuple(bad), thin))


def _is_weight(text: str) -> bool:
    return bool(re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", text)) and float(text) > 0


def _weighted(tallies: Sequence[_Tally], weights: Mapping[str, float]) -> Share:
    """The share of steps that were done. Its uncertainty is that of the tickets, which are what was drawn, by Kish."""
    kept = sum(weights.get(ticket, 1.0) for tally in tallies for ticket in tally.kept)
    missed = sum(weights.get(ticket, 1.0) for tally in tallies for ticket in tally.missed)
    drawn = [weights.get(ticket, 1.0) for ticket in set().union(*(tally.kept | tally.missed for tally in tallies))]
    return Share(kept, kept + missed, sum(drawn) ** 2 / sum(weight**2 for weight in drawn))


def _scores(
    tallies: Mapping[tuple[str, str, int], _Tally],
    titles: Mapping[str, str],
    days: Mapping[str, date],
    weights: Mapping[str, float],
    left_out: tuple[int, tuple[BadRow, ...], tuple[str, ...]],
) -> Scores:
    empty, bad, thin = left_out
    steps, few = [], 0
    of_record: dict[str, list[_Tally]] = defaultdict(list)
    for (record, major, number), tally in tallies.items():
        tally.kept -= tally.missed
        of_record[record].append(tally)
        if is_enough(tally.judged):
            steps.append(
                StepScore(record, major, number, tally.text, tally.judged, len(tally.kept), tally.share(weights))
            )
        else:
            few += 1
    records = {
        record: (titles[record], sum(t.judged for t in theirs), _weighted(theirs, weights))
        for record, theirs in sorted(of_record.items())
        if is_enough(len(set().union(*(t.kept | t.missed for t in theirs))))
    }
    every = [tally for theirs in of_record.values() for tally in theirs]
    scored = set().union(*(tally.kept | tally.missed for tally in every))
    known = [days[ticket] for ticket in scored if ticket in days]
    steps.sort(key=lambda score: (score.share.high, score.share, score.record, score.step))
    return Scores(
        tuple(steps), records, sum(tally.judged for tally in every), sum(len(tally.kept) for tally in every),
        len(scored), min(known, default=None), max(known, default=None), empty, few, bad,
        _weighted(every, weights) if is_enough(len(scored)) else None, thin, not scored <= weights.keys(),
    )  # fmt: skip


def render_scores(scores: Scores) -> str:
    """For people: adherence of all, of each record, and the steps that are left out most often."""
    when = f", tickets of {scores.first} to {scores.last}" if scores.first else ""
    share = f"{_told(scores.share)} of {scores.judged:,} steps were done" if scores.share is not None else ""
    few = f"too few for a share (at least {FEWEST})"
    lines = [f"{scores.tickets:,} tickets scored{when}; {share if is_enough(scores.tickets) else few}", "", "By record"]
    for record, (title, judged, kept) in sorted(scores.records.items(), key=lambda each: (each[1][2].high, each[0])):
        lines.append(f"  {_told(kept):<19}  {record}  {title} ({judged:,} steps)")
    if not scores.records:
        lines.append(f"  not known: no record was scored on {FEWEST} tickets")
    lines += ["", "Steps that are left out, the most often first"]
    missed = [step for step in scores.steps if step.kept < step.judged]
    for step in missed[:15]:
        part = f"{_told(step.share)} of {step.judged}"
        lines.append(f"  {part:<26}  {step.record} v{step.major} step {step.step}: {step.action[:80]}")
    if len(missed) > 15:
        lines.append(f"  {len(missed) - 15} more in --format csv")
    if not missed:
        lines.append(_none_missed(scores))
    lines += ["", f"{scores.few} steps were scored on fewer than {FEWEST} tickets, and are not told."]
    if scores.thin:
        lines.append(f"Strata scored on fewer than {FEWEST} tickets, which can tip a figure: {', '.join(scores.thin)}.")
    if scores.unweighted:
        lines.append(
            "Each ticket counts alike: a sheet has no weights, so strata that were drawn more often weigh more."
        )
    lines.append(f"{scores.empty:,} rows have no result yet, {len(scores.bad):,} could not be used.")
    return "\n".join(map(printable, lines))


def _told(share: Share) -> str:
    return f"{share:.0%} ({share.low:.0%} to {share.high:.0%})"


def _none_missed(scores: Scores) -> str:
    """No step is missed: said of all only where all were looked at."""
    if scores.few or scores.empty or scores.bad:
        judged = f"none of the {len(scores.steps)} that were scored on enough tickets" if scores.steps else ""
        return f"  {judged or 'not known'}: not every step of the sheet could be judged"
    return f"  none: each of the {len(scores.steps)} steps was done every time"


def _bounds(share: Share | None) -> list[float] | None:
    return None if share is None else [round(share.low, 4), round(share.high, 4)]


def scores_as_json(scores: Scores) -> str:
    """For programs, and for the page of trends."""
    document = {
        "tickets": scores.tickets,
        "first": scores.first.isoformat() if scores.first else None,
        "last": scores.last.isoformat() if scores.last else None,
        "adherence": round(scores.share, 4) if scores.share is not None else None,
        "interval": _bounds(scores.share),
        "not_judged": {"few": scores.few, "no_result": scores.empty, "left_out": len(scores.bad)},
        "records": [
            {"record": record, "title": title, "steps": judged, "adherence": round(kept, 4), "interval": _bounds(kept)}
            for record, (title, judged, kept) in scores.records.items()
        ],
        "steps": [
            {"record": step.record, "major": step.major, "step": step.step, "action": step.action,
             "tickets": step.judged, "adherence": round(step.share, 4), "interval": _bounds(step.share)}
            for step in scores.steps
        ],
    }  # fmt: skip
    return json.dumps(document, ensure_ascii=False, indent=2)


def scores_as_csv(scores: Scores) -> str:
    """The steps for a sheet."""
    header = ("record", "major", "step", "action", "tickets", "adherence", "adherence_low", "adherence_high")
    return csv_text(
        header,
        (
            (s.record, s.major, s.step, s.action, s.judged, round(s.share, 4), *(_bounds(s.share) or ("", "")))
            for s in scores.steps
        ),
    )
