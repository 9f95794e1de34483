"""What moved since the baseline, and which of it must not be merged."""

from __future__ import annotations

from pathlib import Path

import pytest

from sopkb.core.errors import SopkbError
from sopkb.search.evaluate import Got, Outcome, Part, Question, compare, part_of, read_baseline, write_baseline

TUNED = [text for text in (f"tuned {n}" for n in range(50)) if part_of(text) is Part.TUNED]
REPORTED = [text for text in (f"reported {n}" for n in range(50)) if part_of(text) is Part.REPORTED]


def _outcome(text: str, place: int, gold: str = "SOP-0001") -> Outcome:
    others = [f"SOP-{number:04d}" for number in range(2, 12)]
    found = [*others[: place - 1], gold] if place else others
    return Outcome(Question(text, frozenset({gold}), group="chat"), tuple(found))


def _baseline(folder: Path, *outcomes: Outcome) -> dict[str, Got]:
    write_baseline(folder / "baseline.json", outcomes)
    return read_baseline(folder / "baseline.json")


def test_what_is_written_is_read_again_and_nothing_has_moved(tmp_path: Path) -> None:
    outcomes = [_outcome("one", 1), _outcome("two", 3), _outcome('"thr\\ee" 黑屏', 0), Outcome(Question("no"), ())]
    comparison = compare(outcomes, _baseline(tmp_path, *outcomes))
    assert (comparison.gained, comparison.lost, comparison.drops) == ((), (), ())
    assert (comparison.new, comparison.gone) == (0, 0)
    assert comparison.faults == ()


def test_a_tuned_question_that_is_first_no_more_is_a_fault_even_where_no_figure_drops(tmp_path: Path) -> None:
    baseline = _baseline(tmp_path, _outcome(TUNED[0], 1), _outcome(TUNED[1], 2))
    comparison = compare([_outcome(TUNED[0], 2), _outcome(TUNED[1], 1)], baseline)
    assert comparison.drops == ()
    assert [TUNED[0] in fault for fault in comparison.faults] == [True]


def test_a_reported_question_may_move_as_long_as_no_figure_drops(tmp_path: Path) -> None:
    baseline = _baseline(tmp_path, _outcome(REPORTED[0], 1), _outcome(REPORTED[1], 2))
    comparison = compare([_outcome(REPORTED[0], 2), _outcome(REPORTED[1], 1)], baseline)
    assert (len(comparison.gained), len(comparison.lost)) == (1, 1)
    assert comparison.faults == ()


@pytest.mark.parametrize("texts", [TUNED, REPORTED])
def test_a_figure_that_drops_is_a_fault(tmp_path: Path, texts: list[str]) -> None:
    baseline = _baseline(tmp_path, _outcome(texts[0], 2))
    comparison = compare([_outcome(texts[0], 5)], baseline)
    assert {drop.measure for drop in comparison.drops} == {"third", "reciprocal", "gain"}


def test_more_questions_with_nothing_found_are_a_drop(tmp_path: Path) -> None:
    question = Question(REPORTED[0], frozenset({"SOP-0001"}))
    baseline = _baseline(tmp_path, Outcome(question, ("SOP-0009",)))
    comparison = compare([Outcome(question, ())], baseline)
    assert {drop.measure for drop in comparison.drops} == {"nothing"}


def test_new_and_removed_and_newly_judged_questions_drop_nothing(tmp_path: Path) -> None:
    baseline = _baseline(tmp_path, _outcome(TUNED[0], 1), _outcome(TUNED[1], 1), _outcome(TUNED[2], 1))
    comparison = compare([_outcome(TUNED[0], 1), _outcome(TUNED[1], 0, "SOP-0099"), _outcome(TUNED[3], 0)], baseline)
    assert (comparison.new, comparison.gone) == (2, 1)
    assert comparison.faults == ()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{\n  nonsense\n}", 2),
        ("[]", 1),
        ('{\n  "a": 1\n}', 2),
        ('{\n  "a": {"expects": "x", "place": 1, "gain": 1.0},\n  "b": {"expects": "x", "place": 11, "gain": 1}\n}', 3),
        ('{\n  "a": {"expects": "x", "place": 1}\n}', 2),
    ],
)
def test_a_baseline_that_was_mended_by_hand_and_is_wrong_is_said_with_its_line(
    tmp_path: Path, text: str, line: int
) -> None:
    (tmp_path / "baseline.json").write_text(text, "utf-8")
    with pytest.raises(SopkbError, match=rf"baseline\.json, line {line}: "):
        read_baseline(tmp_path / "baseline.json")


def test_without_a_file_there_is_no_baseline(tmp_path: Path) -> None:
    assert read_baseline(tmp_path / "baseline.json") == {}
