"""What the lists that come with the program hear, and what they do not take for danger."""

from __future__ import annotations

import csv
import gzip
import json
import os
from pathlib import Path

import pytest
import yaml
from tests.conftest import CHECKOUT

import sopkb.danger
from sopkb.danger import TOPICS, danger_lists, hear, languages_with_lists
from sopkb.danger.lists import DangerList, parse_list, parts

ALL = ("en", "zh", "es", "pt", "ar", "de", "fr", "ja")
MOST_LATER = 30_000
"""Bytes that come to a base in five languages with the first letter, packed. What comes with the search box has a limit
of its own (tests/browser/test_danger.py). A sentence is missed for want of a word in a list, so bytes are spent on
words: of 939 sentences written without a look at the lists, 232 were missed before their words were learned."""
ROUTES = {"ESC-0005": "life", "ESC-0004": "child_safety", "ESC-0007": "staff_distress"}


@pytest.fixture(scope="module")
def every_list() -> tuple[DangerList, ...]:
    return danger_lists(ALL)


@pytest.fixture(scope="module")
def given_cases() -> list[dict[str, str]]:
    path = Path(os.environ.get("KB_CASES") or CHECKOUT.parent / "shared" / "cases") / "danger/danger.csv"
    if not path.is_file():
        pytest.skip("no list of danger sentences here: set KB_CASES, or put it into ../shared/cases/danger")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_language_has_a_list_that_nobody_is_said_to_have_reviewed(every_list: tuple[DangerList, ...]) -> None:
    assert set(languages_with_lists()) == set(ALL)
    assert [each.language for each in every_list] == list(ALL)
    assert {each.reviewed for each in every_list} == {""}
    assert all(each.alerts[topic] for each in every_list for topic in TOPICS)


def read(name: str) -> list[dict[str, str]]:
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


SENTENCES, FURTHER = read("sentences.csv"), read("further.csv")


@pytest.mark.parametrize("row", [row for row in SENTENCES if row["topic"] != "none"], ids=lambda row: row["text"])
def test_a_sentence_that_tells_of_danger_is_heard(every_list: tuple[DangerList, ...], row: dict[str, str]) -> None:
    assert row["topic"] in hear(row["text"], every_list)


@pytest.mark.parametrize("row", [row for row in SENTENCES if row["topic"] == "none"], ids=lambda row: row["text"])
def test_a_false_friend_is_no_danger_in_any_language(every_list: tuple[DangerList, ...], row: dict[str, str]) -> None:
    assert hear(row["text"], every_list) == ()


def test_there_are_sentences_and_false_friends_in_every_language() -> None:
    assert len(SENTENCES) >= 250
    assert sum(row["topic"] == "none" for row in SENTENCES) >= 100
    for topics in ({"none"}, set(TOPICS)):
        assert {row["lang"] for row in SENTENCES if row["topic"] in topics} == set(ALL)


def test_most_of_what_is_said_otherwise_is_heard_and_little_else(every_list: tuple[DangerList, ...]) -> None:
    """Sentences that also hold what the lists do not hear: they shall not come to hear less of them."""
    danger = [row for row in FURTHER if row["topic"] != "none"]
    friends = [row for row in FURTHER if row["topic"] == "none"]
    heard = [row for row in danger if row["topic"] in hear(row["text"], every_list)]
    alarms = [row["text"] for row in friends if hear(row["text"], every_list)]
    assert len(heard) >= 0.95 * len(danger)
    assert len(alarms) <= 0.04 * len(friends), alarms


def test_what_comes_with_the_first_letter_is_small() -> None:
    _, later = parts(("en", "zh", "es", "pt", "ar"))
    data = json.dumps(later, ensure_ascii=False, separators=(",", ":")).encode()
    assert len(gzip.compress(data, 9, mtime=0)) <= MOST_LATER


@pytest.mark.parametrize("language", ALL)
def test_what_comes_with_the_search_box_hears_most_by_itself(language: str) -> None:
    """Where nothing further can be fetched."""
    folder = Path(sopkb.danger.__file__).parent
    data, grid = (
        {**yaml.safe_load((folder / name).read_text("utf-8")), "later": {}}
        for name in (f"lists/{language}.yml", "grid.yml")
    )
    first = parse_list(data, grid)
    danger = [row for row in SENTENCES if row["topic"] != "none" and row["lang"] == language]
    heard = [row for row in danger if row["topic"] in hear(row["text"], [first])]
    assert len(heard) >= 0.85 * len(danger)


@pytest.mark.parametrize(
    "text",
    [
        "mod had a panic attack after a clip",
        "un moderador tuvo un ataque de pánico después de un video",
        "moderador teve um ataque de pânico depois do vídeo",
        "un modérateur a fait une attaque de panique après un clip",
    ],
)
def test_an_attack_of_panic_is_distress_and_no_attack(every_list: tuple[DangerList, ...], text: str) -> None:
    assert hear(text, every_list) == ("staff_distress",)


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("es waere besser, ich waere tot", ("life",)),  # umlauts as people type them
        ("il l'étrangle en live", ("life",)),  # a pronoun written together with the verb
        ("يقفز من شرفته", ("life",)),  # his balcony
    ],
)
def test_words_are_heard_as_their_language_joins_them(text: str, topics: tuple[str, ...]) -> None:
    assert hear(text, danger_lists(("de", "fr", "ar"))) == topics


def test_the_given_sentences_are_heard(every_list: tuple[DangerList, ...], given_cases: list[dict[str, str]]) -> None:
    danger = [row for row in given_cases if row["route"] in ROUTES]
    missed = [row["query"] for row in danger if ROUTES[row["route"]] not in hear(row["query"], every_list)]
    assert len(missed) <= 0.05 * len(danger), missed


def test_nothing_is_heard_in_the_given_false_friends(
    every_list: tuple[DangerList, ...], given_cases: list[dict[str, str]]
) -> None:
    friends = [row["query"] for row in given_cases if row["route"] == "none"]
    assert friends
    assert [text for text in friends if hear(text, every_list)] == []
