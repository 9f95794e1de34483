"""Danger is heard alike in Python and in the browser: words, patterns, whole lists."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.danger.test_lists import FURTHER, given_cases
from tests.static.node import Engine
from tests.static.strange import FRAGMENTS, pieces, texts
from tests.static.test_text import texts_of

from sopkb.core.load import Base
from sopkb.danger import danger_lists, hear, languages_with_lists
from sopkb.danger.lists import packed, parts
from sopkb.danger.words import words_of

__all__ = ["given_cases"]

LANGUAGES = languages_with_lists()
LISTS = danger_lists(LANGUAGES)
ASSIGNED = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) not in ("Cn", "Cs")]
KNOWN = sorted(
    {
        word.strip("*").replace("_", " ")
        for each in LISTS
        for text in each.data["groups"].values()
        for word in text.split()
    }
)
"""Every term of every list, as somebody would write it."""
RATHER_MANY = settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))
AS_MANY_AS_THE_RUN = settings(deadline=None, suppress_health_check=list(HealthCheck))
"""A text is compared with some ten thousand patterns, twice: ``--long`` tries many more."""


@pytest.fixture(scope="module")
def listening(engine: Engine) -> Engine:
    """The engine with every list."""
    engine("listen", packed(LANGUAGES))
    return engine


def test_every_character_is_taken_alike(engine: Engine) -> None:
    """Of the Unicode that this Python knows: a browser may know more, of which no list has anything."""
    for start in range(0, len(ASSIGNED), 4096):
        text = " ".join(ASSIGNED[start : start + 4096])
        assert engine("wordsOf", text) == words_of(text)
        joined = "".join(ASSIGNED[start : start + 4096])
        assert engine("wordsOf", joined) == words_of(joined)


@RATHER_MANY
@given(text=texts)
@example(text="".join(FRAGMENTS))
@example(text="a\ud800b c... d. e?! f…g 14yo ١٤ سنة")
def test_any_text_is_the_same_words(text: str, engine: Engine) -> None:
    assert engine("wordsOf", text) == words_of(text)


@AS_MANY_AS_THE_RUN
@given(
    parts=st.lists(
        st.sampled_from(KNOWN)
        | st.sampled_from(["14", "3 yo", ".", "…", "the", "を", "说", "！", "-", "'", "\u200b"])
        | pieces,
        max_size=14,
    ),
    joint=st.sampled_from([" ", "", ", ", " و"]),
)
def test_any_words_of_the_lists_are_heard_alike(parts: list[str], joint: str, listening: Engine) -> None:
    text = joint.join(parts)
    assert listening("hear", text) == list(hear(text, LISTS))


def test_sentences_and_what_only_sounds_like_them_are_heard_alike(
    listening: Engine, given_cases: list[dict[str, str]]
) -> None:
    for row in given_cases:
        assert listening("hear", row["query"]) == list(hear(row["query"], LISTS)), row["query"]


def test_lines_of_the_demo_base_are_heard_alike(listening: Engine, demo_base: Base) -> None:
    lines = {line for text in texts_of(demo_base) for line in text.splitlines()}
    assert any(hear(line, LISTS) for line in lines)
    for line in lines:
        assert listening("hear", line) == list(hear(line, LISTS)), line


def test_a_long_text_is_heard_to_the_same_end(listening: Engine) -> None:
    for filler in ("word ", "𝐛 "):
        for length in (9_990, 9_998, 10_010):
            text = filler * length + "kill himself"
            assert listening("hear", text) == list(hear(text, LISTS)), length


def test_other_languages_than_those_listened_in_are_not_heard(engine: Engine) -> None:
    engine("listen", packed(["es"]))
    assert engine("hear", "he will kill himself") == []
    assert engine("hear", "dice que se va a matar") == list(hear("dice que se va a matar", danger_lists(["es"])))


def test_two_parts_hear_what_the_whole_hears(engine: Engine) -> None:
    """The second comes with the first letter: also more of the list that came first, and groups of words it had not."""
    engine("listenTogether", list(parts(LANGUAGES)))
    for row in FURTHER[::3]:
        assert engine("hear", row["text"]) == list(hear(row["text"], LISTS)), row["text"]
