"""What an evaluation shows: as text for a terminal, Markdown for a pull request, JSON for a program."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from sopkb.core.diagnostics import printable
from sopkb.private import withhold
from sopkb.search.evaluate.baseline import Comparison
from sopkb.search.evaluate.measure import MEASURES, Figures, Outcome, figures
from sopkb.search.evaluate.questions import Part

_SHOWN_MOVES = 50
"""Moved questions that a pull request shows; more than that nobody reads."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was asked, and what came.

    Args:
        what: was asked, in a few words.
        outcomes: of every question.
        comparison: with the baseline; None where there is none.
        names: what to call a record, where its id in the index is not its name.
        remarks: what else a reader must know, each a sentence.
        with_misses: whether to list the questions of the tuned part that are not answered first.
    """

    what: str
    outcomes: Sequence[Outcome]
    comparison: Comparison | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    with_misses: bool = False

    @property
    def faults(self) -> tuple[str, ...]:
        """Why this must not be merged, each a sentence; none where it may."""
        broken = [
            f"Promised, and not first: {outcome.question.text}"
            for outcome in self.outcomes
            if outcome.question.is_promised and outcome.place != 1
        ]
        return (*broken, *(self.comparison.faults if self.comparison else ()))

    @property
    def figures(self) -> dict[str, Figures]:
        """By part, ``all`` first."""
        parts = {part.value: [each for each in self.outcomes if each.question.part is part] for part in Part}
        return {name: figures(outcomes) for name, outcomes in {"all": self.outcomes, **parts}.items()}

    @property
    def by_group(self) -> dict[str, Figures]:
        """By group, in the order of the file; empty where the questions have none."""
        groups: dict[str, list[Outcome]] = {}
        for outcome in self.outcomes:
            groups.setdefault(outcome.question.group, []).append(outcome)
        return {group: figures(outcomes) for group, outcomes in groups.items() if group}

    @property
    def misses(self) -> tuple[Outcome, ...]:
        """Questions of the tuned part that are not answered first; of the reported part nobody looks at them."""
        return tuple(each for each in self.outcomes if each.place != 1 and each.question.part is Part.TUNED)

    def got(self, outcome: Outcome) -> str:
        """The first three rows of an outcome, in a line."""
        shown = [self.names.get(found, found) for found in outcome.found[:3]]
        shown += [f"notice {notice}" for notice in outcome.notices]
        return ", ".join(shown) or "nothing"

    def expected(self, outcome: Outcome) -> str:
        """What the question expects, in a line."""
        if not self.names:
            return outcome.question.expects
        return " or ".join(sorted(self.names[gold] for gold in outcome.question.gold))


def as_text(evaluation: Evaluation) -> str:
    """For a terminal."""
    comparison = evaluation.comparison
    lines = [printable(evaluation.what), ""]
    lines.append(f"{'':<12}{'asked':>6}" + "".join(f"{name:>18}" for name in MEASURES.values()))
    for name, row in {**evaluation.figures, **evaluation.by_group}.items():
        before, after = _moved(comparison, name)
        cells = "".join(f"{_cell(row, measure, before, after):>18}" for measure in MEASURES)
        lines.append(f"{printable(name):<12}{row.questions:>6}{cells}")
    if comparison:
        lines += ["", _summary(comparison)]
        for word, moves in (("gained", comparison.gained), ("lost", comparison.lost)):
            lines += [f"  {word:<7}{_move(outcome, place)}" for outcome, place in moves]
    if evaluation.with_misses:
        lines += ["", "Not first, of the tuned part:"]
        for outcome in evaluation.misses:
            lines.append(f"  {outcome.question.text}")
            lines.append(f"    expected {evaluation.expected(outcome)}; got {evaluation.got(outcome)}")
    lines += ["", *evaluation.remarks] if evaluation.remarks else []
    lines += ["", *(f"! {fault}" for fault in evaluation.faults)] if evaluation.faults else []
    return "\n".join(printable(line) for line in lines)


def as_markdown(evaluation: Evaluation) -> str:
    """For a comment on a pull request: what moved, then the figures; groups are folded away."""
    comparison = evaluation.comparison
    faults = evaluation.faults
    lines = [f"### Search: {'must not be merged' if faults else 'no drop'}", "", _escaped(evaluation.what), ""]
    lines += [f"- **{_escaped(fault)}**" for fault in faults]
    lines += [""] if faults else []
    if comparison:
        lines += [_summary(comparison), ""]
        moves = [("gained", *move) for move in comparison.gained] + [("lost", *move) for move in comparison.lost]
        if moves:
            lines += ["| | question | group | part | place | rows now |", "|---|---|---|---|---|---|"]
            lines += [_markdown_move(evaluation, word, outcome, place) for word, outcome, place in moves[:_SHOWN_MOVES]]
            lines += [f"\n… and {len(moves) - _SHOWN_MOVES} more."] if len(moves) > _SHOWN_MOVES else []
            lines.append("")
    lines += _markdown_table(evaluation.figures, comparison)
    if evaluation.by_group:
        lines += ["", "<details><summary>By group</summary>", "", *_markdown_table(evaluation.by_group, None)]
        lines += ["", "</details>"]
    if evaluation.with_misses:
        lines += ["", "Not first, of the tuned part:", ""]
        lines += [
            f"- {_escaped(each.question.text)}: expected {evaluation.expected(each)}, got {evaluation.got(each)}"
            for each in evaluation.misses
        ]
    lines += ["", *map(_escaped, evaluation.remarks)] if evaluation.remarks else []
    return "\n".join(lines)


def as_json(evaluation: Evaluation) -> str:
    """For a program."""
    comparison = evaluation.comparison
    document: dict[str, object] = {
        "what": evaluation.what,
        "figures": {name: asdict(row) for name, row in evaluation.figures.items()},
        "groups": {name: asdict(row) for name, row in evaluation.by_group.items()},
        "baseline": None,
        "faults": list(evaluation.faults),
        "remarks": list(evaluation.remarks),
        "questions": [
            {
                "ask": outcome.question.text,
                "group": outcome.question.group,
                "part": outcome.question.part.value,
                "expects": evaluation.expected(outcome),
                "place": outcome.place,
                "gain": round(outcome.gain, 4),
                "found": [evaluation.names.get(found, found) for found in outcome.found],
                "notices": list(outcome.notices),
            }
            for outcome in evaluation.outcomes
        ],
    }
    if comparison:
        document["baseline"] = {
            "figures": {name: asdict(row) for name, row in comparison.before.items()},
            "gained": [{"ask": each.question.text, "before": place} for each, place in comparison.gained],
            "lost": [{"ask": each.question.text, "before": place} for each, place in comparison.lost],
            "new": comparison.new,
            "gone": comparison.gone,
        }
    return json.dumps(document, ensure_ascii=False, indent=2)


FORMATS = {"text": as_text, "markdown": as_markdown, "json": as_json}


def _moved(comparison: Comparison | None, part: str) -> tuple[Figures | None, Figures | None]:
    return (comparison.before.get(part), comparison.after.get(part)) if comparison else (None, None)


def _cell(row: Figures, measure: str, before: Figures | None, after: Figures | None) -> str:
    """A figure and, where it moved since the baseline, by how much (over the questions that both know)."""
    value = getattr(row, measure)
    moved = getattr(after, measure) - getattr(before, measure) if before and after else 0.0
    return f"{value:.3f}" + (f" ({moved:+.4f})" if abs(moved) >= 0.00005 else "")


def _summary(comparison: Comparison) -> str:
    counts = f"{len(comparison.gained)} gained, {len(comparison.lost)} lost"
    known = comparison.after["all"].questions
    return f"Since the baseline, of {known} questions: {counts}; {comparison.new} new, {comparison.gone} gone."


def _move(outcome: Outcome, place: int) -> str:
    question = outcome.question
    return f"{_place(place)} → {_place(outcome.place)}  {question.text}  [{question.group}, {question.part.value}]"


def _place(place: int) -> str:
    return str(place) if place else "–"


def _markdown_move(evaluation: Evaluation, word: str, outcome: Outcome, place: int) -> str:
    question = outcome.question
    cells = [word, question.text, question.group, question.part.value, f"{_place(place)} → {_place(outcome.place)}"]
    return f"| {' | '.join(map(_escaped, [*cells, evaluation.got(outcome)]))} |"


def _markdown_table(rows: Mapping[str, Figures], comparison: Comparison | None) -> Iterator[str]:
    yield f"| | asked | {' | '.join(MEASURES.values())} |"
    yield "|---|" + "---:|" * (len(MEASURES) + 1)
    for name, row in rows.items():
        before, after = _moved(comparison, name)
        cells = [_cell(row, measure, before, after) for measure in MEASURES]
        yield f"| {_escaped(name)} | {row.questions} | {' | '.join(cells)} |"


def _escaped(text: str) -> str:
    """A text that a Markdown table and a page show as it is: questions are whatever people paste.

    What is private is withheld here, because nobody can see it any more once its signs are escaped.
    """
    plain = printable(withhold(" ".join(text.split()))).replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"\\{sign}" if sign in "\\`*_[]|#@~" else sign for sign in plain)
