"""``search_index/baseline.json``: what each question got when somebody last looked, and what has moved since.

Figures are compared over the questions that both know and judge the same way, so that a new question, however hard, is
no drop, and one that is taken out is no gain.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sopkb import atomic
from sopkb.core.errors import SopkbError, reason_of
from sopkb.search.evaluate.measure import (
    LOWER_IS_BETTER,
    MEASURES,
    NOT_JUDGED,
    Figures,
    Mark,
    Outcome,
    figures_of,
    mark_of,
)
from sopkb.search.evaluate.questions import Part

_STEP = 0.00005
"""What a figure may lie under another and be the same: half of the last digit that is kept."""
_REMEDY = "Mend it, or write it anew with kb eval --update-baseline."


@dataclass(frozen=True, slots=True)
class Got:
    """What a question got.

    Args:
        expects: how it was judged, see :attr:`sopkb.search.evaluate.questions.Question.expects`.
        mark: how well it was answered.
    """

    expects: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Drop:
    """A figure that is worse than it was. ``part`` is ``all`` for both parts together."""

    part: str
    measure: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """What moved since a baseline.

    Args:
        before: figures of the baseline by part, over the questions that both know.
        after: figures of now, over the same questions.
        gained: outcomes that are better placed, each with the place before.
        lost: outcomes that are worse placed, the same.
        new: how many questions the baseline does not know, or judges otherwise.
        gone: how many questions only the baseline knows.
        drops: figures that are worse.
    """

    before: Mapping[str, Figures]
    after: Mapping[str, Figures]
    gained: tuple[tuple[Outcome, int], ...]
    lost: tuple[tuple[Outcome, int], ...]
    new: int
    gone: int
    drops: tuple[Drop, ...]

    @property
    def faults(self) -> tuple[str, ...]:
        """What must not be merged, each a sentence."""
        dropped = [
            f"{MEASURES[drop.measure]} of the {drop.part} questions went from {drop.before:.4f} to {drop.after:.4f}."
            for drop in self.drops
        ]
        dethroned = [
            f"First before, and tuned for: {outcome.question.text}"
            for outcome, place in self.lost
            if place == 1 and outcome.question.part is Part.TUNED
        ]
        return (*dropped, *dethroned)


def compare(outcomes: Sequence[Outcome], baseline: Mapping[str, Got]) -> Comparison:
    """Compare what questions get now with what they got."""
    known = [
        (outcome, baseline[outcome.question.text])
        for outcome in outcomes
        if outcome.question.text in baseline and baseline[outcome.question.text].expects == outcome.question.expects
    ]
    parts: dict[str, list[tuple[Outcome, Got]]] = {"all": known}
    for part in Part:
        parts[part.value] = [(outcome, got) for outcome, got in known if outcome.question.part is part]
    before = {name: figures_of([got.mark for _, got in pairs]) for name, pairs in parts.items()}
    after = {name: figures_of([mark_of(outcome) for outcome, _ in pairs]) for name, pairs in parts.items()}
    moved = [(outcome, got.mark.place) for outcome, got in known if outcome.place != got.mark.place]
    asked = {outcome.question.text for outcome in outcomes}
    return Comparison(
        before=before,
        after=after,
        gained=tuple(pair for pair in moved if _rank(pair[0].place) < _rank(pair[1])),
        lost=tuple(pair for pair in moved if _rank(pair[0].place) > _rank(pair[1])),
        new=len(outcomes) - len(known),
        gone=len(baseline.keys() - asked),
        drops=tuple(_drops(before, after)),
    )


def _drops(before: Mapping[str, Figures], after: Mapping[str, Figures]) -> list[Drop]:
    drops = []
    for part in before:
        for measure in (name for name in MEASURES if name not in NOT_JUDGED):
            was, now = getattr(before[part], measure), getattr(after[part], measure)
            if (now - was if measure in LOWER_IS_BETTER else was - now) > _STEP:
                drops.append(Drop(part, measure, was, now))
    return drops


def _rank(place: int) -> float:
    return place or float("inf")


def write_baseline(path: Path, outcomes: Sequence[Outcome]) -> None:
    """Remember what questions got: a line each, so that a pull request shows what moved.

    Raises:
        SopkbError: the file cannot be written.
    """
    lines = []
    for outcome in outcomes:
        mark = mark_of(outcome)
        got = {"expects": outcome.question.expects, "place": mark.place, "gain": mark.gain}
        if mark.is_missed:
            got["missed"] = True
        if mark.is_close:
            got["close"] = True
        lines.append(f"  {json.dumps(outcome.question.text, ensure_ascii=False)}: {json.dumps(got)}")
    try:
        atomic.write_text(path, "{\n" + ",\n".join(lines) + "\n}\n")
    except OSError as error:
        raise SopkbError(f"{path} cannot be written: {reason_of(error)}.", "Allow this user to write there.") from error


def read_baseline(path: Path) -> dict[str, Got]:
    """What questions got, by their text; empty where there is no file.

    Raises:
        SopkbError: the file is not as :func:`write_baseline` writes it.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except json.JSONDecodeError as error:
        raise SopkbError(f"{path.name}, line {error.lineno}: this is no JSON.", _REMEDY) from error
    except (OSError, UnicodeDecodeError, RecursionError) as error:
        raise SopkbError(f"{path.name} cannot be read.", _REMEDY) from error
    if not isinstance(data, dict):
        raise SopkbError(f"{path.name}, line 1: it must map questions to what they got.", _REMEDY)
    return {text: _got(path, number, got) for number, (text, got) in enumerate(data.items(), 2)}


def _got(path: Path, line: int, data: Any) -> Got:
    try:
        expects, place, gain = str(data["expects"]), int(data["place"]), float(data["gain"])
        if not 0 <= place <= 10 or not 0 <= gain <= 1.0001:
            raise ValueError
        is_missed, is_close = bool(data.get("missed")), bool(data.get("close"))
        return Got(expects, Mark(place, gain, is_missed, expects == "nothing", is_close))
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        what = "a question has `expects`, a `place` from 0 to 10 and a `gain` from 0 to 1"
        raise SopkbError(f"{path.name}, line {line}: {what}.", _REMEDY) from error
