"""What a line of a danger list stands for, and what it is compared with."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from sopkb.danger import hear
from sopkb.danger.lists import parse_list
from sopkb.danger.patterns import PatternError
from sopkb.danger.words import words_of


def heard(text: str, *patterns: str, harmless: tuple[str, ...] = (), gap: int = 2, **groups: str) -> bool:
    data: dict[str, Any] = {
        "language": "en",
        "reviewed": None,
        "gap": gap,
        "groups": groups,
        "harmless": harmless,
        "alerts": {"life": patterns},
    }
    grid: dict[str, Any] = {"concepts": groups, "harmless": (), "alerts": {}}
    return hear(text, [parse_list(data, grid)]) == ("life",)


def test_items_follow_one_another_with_few_words_between() -> None:
    assert heard("he wants so badly to die", "wants die", gap=3)
    assert not heard("he wants so badly to die", "wants die", gap=2)
    assert not heard("die, he wants", "wants die")


def test_a_measured_gap_counts_for_one_place_alone() -> None:
    assert heard("took one two three pills on stream", "took ~3 pills stream", gap=1)
    assert not heard("took one two three four pills on stream", "took ~3 pills stream", gap=1)


def test_joined_items_may_stand_in_either_order() -> None:
    assert heard("a picture of a naked child", "child & naked ~3")
    assert heard("child shown naked", "child & naked ~3")
    assert not heard("child one two three four naked", "child & naked ~3")


def test_what_is_joined_may_be_several_items() -> None:
    joined = "my ~1 head & video|clip ~3"
    assert heard("the video is stuck in my poor head", joined, gap=0)
    assert heard("in my head that clip again", joined, gap=0)
    assert not heard("my own poor head hurts, the video", joined, gap=0)
    assert not heard("my head is one two three four video", joined, gap=0)


def test_a_word_beside_a_match_rules_it_out() -> None:
    assert heard("he will attack us", "will attack !server")
    assert not heard("he will attack the server", "will attack !server")


def test_a_group_stands_for_all_of_its_terms() -> None:
    assert heard("cutting herself", "cut* @self", self="himself herself")
    assert heard("cuts him self", "cut* @self", self="him_self")


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("kill", "killing"),
        ("die*", "died"),
        ("*mord", "Massenmord"),
        ("*mord*", "Halbmordes"),
        ("take_pill", "take pills"),
    ],
)
def test_a_term_may_be_a_beginning_an_end_or_a_part(term: str, text: str) -> None:
    assert heard(text, term)
    assert not heard("nothing", term)


@pytest.mark.parametrize(
    ("term", "text"), [("kill.", "killing"), ("die", "died"), ("*mord", "Mordes"), ("take_pill", "takes pills")]
)
def test_a_short_word_and_one_with_a_point_stand_for_themselves(term: str, text: str) -> None:
    assert not heard(text, term)


@pytest.mark.parametrize("text", ["suicde", "suiicide", "suicidde", "suicideeee", "overdosd", "ovrdose", "overddosed"])
def test_a_long_word_is_heard_with_a_letter_missing_or_doubled(text: str) -> None:
    assert heard(f"he wrote {text}", "suicide|overdose|overdosed")


@pytest.mark.parametrize("text", ["dieeee", "dyyying", "helllp"])
def test_a_letter_that_is_held_down_counts_once(text: str) -> None:
    assert heard(text, "die.|dying.|help.")


@pytest.mark.parametrize("text", ["steamer", "treat", "uicide", "suicid3", "sucde", "sooon"])
def test_another_word_is_no_misspelling(text: str) -> None:
    assert not heard(text, "threat.|suicide.|soon.|stream.")


@pytest.mark.parametrize("text", ["a 14 year old", "girl of 9 years", "14yo", "١٤ year"])
def test_an_age_is_that_of_a_minor(text: str) -> None:
    assert heard(text, "<18_year*|<18yo")


@pytest.mark.parametrize("text", ["18 years", "0 years", "140 years", "1400 years", "41yo", "14yob", "years"])
def test_no_other_number_is_the_age_of_a_minor(text: str) -> None:
    assert not heard(text, "<18_year*|<18yo")


def test_what_arabic_writes_together_with_a_word_makes_no_difference() -> None:
    assert heard("سيقتل زوجته وطفله", "يقتل طفل*", gap=1)
    assert not heard("سيقتل", "قتل")


def test_a_group_may_hold_the_terms_of_one_above_it() -> None:
    assert heard("a girl", "@person", child="girl boy", person="man @child")
    with pytest.raises(PatternError, match="not a group"):
        heard("a girl", "@person", person="man @child", child="girl boy")


def steps_taken(work: Callable[[], object]) -> int:
    """How many instructions some work takes: the same on every machine and on every day."""
    count = 0

    def step(frame: FrameType, event: str, _: object) -> Any:
        nonlocal count
        frame.f_trace_opcodes = True
        count += event == "opcode"
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("hostile", ["kill ", "kill process ", "kill himself kill process ", "process kill . "])
def test_twice_the_text_takes_twice_the_work(hostile: str) -> None:
    patterns = ("kill ~8 kill ~8 process !nothing|process", "kill & kill & process ~8")
    harmless = ("kill ~8 process ~8 nothing", "process ~8 himself ~8 process ~8 process")
    once = steps_taken(lambda: heard(hostile * 100, *patterns, harmless=harmless))
    twice = steps_taken(lambda: heard(hostile * 200, *patterns, harmless=harmless))
    assert twice < 2.1 * once


def test_a_sentence_that_ends_sets_words_apart() -> None:
    assert heard("he wants to die", "wants die", gap=1)
    assert not heard("that is what he wants. To die", "wants die", gap=2)


def test_what_a_harmless_expression_takes_is_not_heard_and_the_rest_is() -> None:
    harmless = ("kill* ~2 process",)
    assert not heard("kill the process himself", "kill* ~3 himself", harmless=harmless)
    assert heard("kill the process or he will kill himself", "kill* ~3 himself", harmless=harmless)


def test_characters_of_scripts_without_spaces_are_words() -> None:
    assert heard("主播说要跳楼了", "要 跳楼")
    assert not heard("跳到楼上", "跳楼")


def test_spelling_that_changes_nothing_changes_nothing() -> None:
    assert words_of("Don’t  KILL… Él ＣＡＦＥ\u0301") == ["dont", "kill", "", "", "el", "cafe"][:2] + words_of(
        "Él CAFÉ"
    )
    assert words_of("سَيَنْتَحِر أُخْتِي") == words_of("سينتحر اختي")
    assert words_of("الطفل والطفل للطفل بالطفل") == ["طفل"] * 4


def test_a_group_that_does_not_exist_and_a_line_without_words_are_refused() -> None:
    with pytest.raises(PatternError, match="not a group"):
        heard("x", "@nobody")
    with pytest.raises(PatternError, match="no words"):
        heard("x", "~3")
    with pytest.raises(PatternError, match="one side"):
        heard("x", "x &")
