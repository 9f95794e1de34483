"""What a question got is measured by its place, and by what else helps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopkb.search.evaluate import Outcome, Part, Question, figures, part_of

ANSWERED = Question("q", frozenset({"SOP-0001"}), frozenset({"SOP-0002"}))
NAMED = Question("q", frozenset({"SOP-0001"}), notice="WKA-0001")
NOTICED = Question("q", notice="WKA-0001")
NEGATIVE = Question("q")


@pytest.mark.parametrize(
    ("question", "found", "notices", "place"),
    [
        (ANSWERED, ("SOP-0001", "SOP-0002"), (), 1),
        (ANSWERED, ("SOP-0009", "SOP-0002", "SOP-0001"), (), 3),
        (ANSWERED, ("SOP-0002",), (), 0),
        (ANSWERED, (), (), 0),
        (NAMED, ("SOP-0001",), ("WKA-0001",), 1),
        (NAMED, ("SOP-0001",), (), 0),
        (NOTICED, (), ("WKA-0001",), 1),
        (NOTICED, ("SOP-0001",), (), 0),
        (NEGATIVE, (), (), 1),
        (NEGATIVE, ("SOP-0001",), (), 0),
        (NEGATIVE, (), ("WKA-0001",), 0),
    ],
)
def test_the_place_of_what_was_found(
    question: Question, found: tuple[str, ...], notices: tuple[str, ...], place: int
) -> None:
    assert Outcome(question, found, notices).place == place


def test_what_helps_as_well_is_worth_less_than_the_answer_and_more_than_nothing() -> None:
    gains = [
        Outcome(ANSWERED, found).gain
        for found in (("SOP-0001", "SOP-0002"), ("SOP-0002", "SOP-0001"), ("SOP-0009", "SOP-0001"), ("SOP-0002",))
    ]
    assert gains[0] == pytest.approx(1.0)
    assert gains == sorted(gains, reverse=True)
    assert len(set(gains)) == 4
    assert gains[3] == 0.0, "what only helps is no answer"


def test_figures_by_hand() -> None:
    outcomes = [
        Outcome(ANSWERED, ("SOP-0001", "SOP-0002")),
        Outcome(ANSWERED, ("SOP-0009", "SOP-0001")),
        Outcome(ANSWERED, ()),
        Outcome(NEGATIVE, ()),
    ]
    row = figures(outcomes)
    assert (row.questions, row.first, row.third) == (4, 0.5, 0.75)
    assert row.reciprocal == pytest.approx((1 + 1 / 2 + 0 + 1) / 4)
    assert row.nothing == pytest.approx(1 / 3), "a negative has no answer that could be missed"


def test_a_right_record_among_the_closest_counts_apart_and_as_nothing_found() -> None:
    outcomes = [Outcome(question, ("SOP-0001",), only_close=True) for question in (ANSWERED, NEGATIVE)]
    row = figures(outcomes)
    assert [outcome.place for outcome in outcomes] == [0, 1]
    assert (row.first, row.nothing, row.close, row.false) == (0.5, 1.0, 1.0, 0.0)
    wrong = Outcome(ANSWERED, ("SOP-0009",), only_close=True)
    assert figures([wrong]).close == 0.0


def test_a_question_that_no_record_answers_is_a_false_answer_where_one_is_given() -> None:
    outcomes = [Outcome(NEGATIVE, ("SOP-0001",)), Outcome(NEGATIVE, ()), Outcome(ANSWERED, ("SOP-0001",))]
    assert figures(outcomes).false == 0.5


def test_of_no_questions_every_figure_is_0() -> None:
    assert figures([]).first == figures([]).nothing == 0.0


@given(st.lists(st.sampled_from(["SOP-0001", "SOP-0002", "SOP-0003", "SOP-0004"]), max_size=10, unique=True))
def test_no_order_is_worth_more_than_the_best(found: list[str]) -> None:
    assert 0.0 <= Outcome(ANSWERED, tuple(found)).gain <= 1.0 + 1e-9


def test_the_part_of_a_question_is_a_matter_of_its_text_alone() -> None:
    parts = [part_of(f"question {number}") for number in range(1000)]
    assert parts == [part_of(f"question {number}") for number in range(1000)]
    assert 400 < parts.count(Part.TUNED) < 600
    assert part_of("\ud800")
