"""What the lists that come with the program hear, and what they do not take for danger."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from tests.conftest import CHECKOUT

from sopkb.danger import TOPICS, danger_lists, hear, languages_with_lists
from sopkb.danger.lists import DangerList

ALL = ("en", "zh", "es", "pt", "ar", "de", "fr", "ja")
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
