"""The judged questions of the demo base: the design's are answered first, and nothing falls behind the baseline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import CHECKOUT, DEMO_NOW

from sopkb.core.load import Base
from sopkb.search.evaluate import BASELINE_NAME, JUDGED_NAME, Outcome, Part, ask, compare, read_baseline, read_judged
from sopkb.search.index import open_index, update_index

TABLES = CHECKOUT / "search_index"
PROMISED = 44
"""Questions of the design, all of which must be answered first."""


@pytest.fixture(scope="module")
def outcomes(demo_base: Base, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Outcome, ...]]:
    folder: Path = tmp_path_factory.mktemp("index")
    update_index(demo_base, folder)
    questions = read_judged(TABLES / JUDGED_NAME, demo_base.corpus.by_id)
    with open_index(demo_base, folder) as index:
        yield tuple(ask(index, questions, DEMO_NOW))


def test_every_promised_question_is_answered_first(outcomes: tuple[Outcome, ...]) -> None:
    promised = [outcome for outcome in outcomes if outcome.question.is_promised]
    assert len(promised) == PROMISED
    assert [outcome.question.text for outcome in promised if outcome.place != 1] == []


def test_nothing_fell_behind_the_committed_baseline(outcomes: tuple[Outcome, ...]) -> None:
    comparison = compare(outcomes, read_baseline(TABLES / BASELINE_NAME))
    assert comparison.faults == ()
    assert (comparison.new, comparison.gone) == (0, 0), "kb eval --update-baseline"


def test_the_questions_are_many_and_of_every_kind_in_both_parts(outcomes: tuple[Outcome, ...]) -> None:
    groups = Counter((outcome.question.group, outcome.question.part) for outcome in outcomes)
    assert sum(groups.values()) >= 160
    needed = ("code", "error", "typo", "chat", "zh", "es-pt", "prefix", "long", "negative", "dead", "lookup", "id")
    assert [group for group in needed if not (groups[group, Part.TUNED] and groups[group, Part.REPORTED])] == []
