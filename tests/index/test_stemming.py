"""Words have the stems that Snowball publishes, in Python and in a browser."""

from __future__ import annotations

from threading import Thread

import pytest
from tests.conftest import CHECKOUT
from tests.static.node import engine

from sopkb.search.index.stemming import stem

PUBLISHED = [
    line.split() for line in (CHECKOUT / "tests/vendor/snowball-data/english.txt").read_text("ascii").splitlines()
]


def test_python_gives_every_published_stem() -> None:
    assert len(PUBLISHED) > 2000
    assert [(word, stem(word)) for word, _ in PUBLISHED] == [(word, known) for word, known in PUBLISHED]


def test_the_browser_gives_every_published_stem() -> None:
    with engine() as ask:
        assert [ask("stem", word) for word, _ in PUBLISHED] == [known for _, known in PUBLISHED]


@pytest.mark.parametrize(
    "family",
    [
        "stop stops stopped stopping",
        "run runs running",
        "update updates updated updating",
        "enable enables enabled enabling",
        "drop drops dropped dropping",
        "freeze freezes freezing",
    ],
)
def test_the_forms_of_a_word_have_one_stem(family: str) -> None:
    assert len({stem(word) for word in family.split()}) == 1


@pytest.mark.parametrize("word", ["auditoría", "straße", "rc4031", "无法", "ёлка", "3.8.1", ""])
def test_what_is_no_english_word_is_its_own_stem(word: str) -> None:
    assert stem(word) == word


def test_threads_that_ask_at_once_get_the_same_stems() -> None:
    expected = [known for _, known in PUBLISHED]
    got: list[list[str]] = []
    stem.cache_clear()
    threads = [Thread(target=lambda: got.append([stem(word) for word, _ in PUBLISHED])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [expected] * 4
