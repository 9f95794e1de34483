"""The demo base's own words under the danger lists: which of its lines raise an alert, each read and expected.

A line that raises one without telling of danger would show a route above an everyday question; so whatever is added
here was read first.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from tests.conftest import CHECKOUT, DEMO_NOW

from sopkb.core.load import Base
from sopkb.core.positioned_yaml import read
from sopkb.danger import danger_lists, hear
from sopkb.danger.lists import DangerList
from sopkb_desk.year import generate_year

ROUTES = {"ESC-0004": "child_safety", "ESC-0005": "life", "ESC-0007": "staff_distress"}
"""What these say, they say of their topic; it may name another's (ESC-0007: "you may be in danger: ESC-0005 first")."""
ELSEWHERE = {
    ("MAC-0001", "A person may be in danger: ESC-0005 first."),
    ("MAC-0007", "A person may be in danger now: ESC-0005 at once"),
    ("ONB-0001", "A person may be in danger now, but nothing is verified."),
    ("ONB-0001", "ESC-0005 when a person may be in danger"),
    ("ONB-0001", "Child safety and self-harm go to ESC-0004 and"),
    ("SOP-0011", "who can cut a live right now, someone may get hurt"),
    ("SOP-0011", "reviewer says self harm on a live, what do i press"),
    ("SOP-0011", "Anyone asks you to stop a live stream because a person may be in danger."),
    ("SOP-0011", "Nobody is in danger (a rights, brand or policy question)"),
    ("SOP-0011", "**Check:** self-harm, threat, child safety or other."),
    ("SOP-0023", "The sender's words say that a person may be in danger now"),
    ("SOP-0025", "A person may be in danger: ESC-0005 before anything on this page."),
    ("SOP-0027", "labelled **Sensitive** (among them violence, hate, self-harm)"),
}
"""Lines of other records that speak of danger, or of its policies, by what is characteristic of them."""
TOPIC_WORD = "self_harm"
"""A harm topic in the front matter; nobody types it as a sentence."""
JUDGED = {
    "suicide threat on live": "life",
    "somebody may get hurt on stream right now": "life",
    "self harm on a live stream": "life",
    "csam": "child_safety",
    "how do i escalate csam": "child_safety",
    "minor in a video, where do i send the case": "child_safety",
    "counselling": "staff_distress",
    "i feel bad after what i saw today": "staff_distress",
    "need to talk to someone after bad case": "staff_distress",
    "talk to someone about stress from content": "staff_distress",
    "I reviewed something very upsetting yesterday and I would like to talk to somebody about it without my manager "
    "knowing": "staff_distress",
}
"""Judged queries that tell of danger."""
OF_TICKETS = ("hurt", "harm")
"""Tickets of the generated year that tell of danger are spellings of two symptoms of SOP-0011, with one of these."""
NO_REPORT = "will my lead know if i ask for help"
"""A question about the route, which search answers."""


@pytest.fixture(scope="module")
def lists(demo_base: Base) -> tuple[DangerList, ...]:
    return danger_lists(demo_base.config.languages)


def texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from texts_in(each)
    elif hasattr(value, "items"):
        for each in value.values():
            yield from texts_in(each)


def lines_of(base: Base) -> Iterator[tuple[str, str]]:
    """Every text of the front matter and every line of the body, by record."""
    for record in base.corpus.records:
        yield from ((record.id, text) for text in texts_in(record.meta.data))
        source = (base.project / record.path).read_text("utf-8")
        yield from ((record.id, line) for line in source.split("\n---\n", 1)[1].splitlines() if line.strip())


def test_only_lines_about_danger_raise_an_alert(demo_base: Base, lists: tuple[DangerList, ...]) -> None:
    lines = list(lines_of(demo_base))
    assert len(lines) > 4_000
    heard = {(record_id, text) for record_id, text in lines if hear(text, lists)}
    others = {(i, text) for i, text in heard if i not in ROUTES and text != TOPIC_WORD}
    unread = {each for each in others if not any(each[0] == i and part in each[1] for i, part in ELSEWHERE)}
    assert not unread
    gone = {each for each in ELSEWHERE if not any(i == each[0] and each[1] in text for i, text in others)}
    assert not gone, "what is expected here is heard no longer"


def test_every_symptom_of_a_route_raises_that_route(demo_base: Base, lists: tuple[DangerList, ...]) -> None:
    missed = [
        (record_id, symptom)
        for record_id, topic in ROUTES.items()
        for symptom in demo_base.corpus.by_id[record_id].symptoms
        if symptom != NO_REPORT and topic not in hear(symptom, lists)
    ]
    assert missed == []


def test_only_judged_queries_about_danger_raise_an_alert(lists: tuple[DangerList, ...]) -> None:
    asked = set(texts_in(read((CHECKOUT / "search_index/judged.yml").read_text("utf-8")).data))
    assert len(asked) > 400
    assert {text: hear(text, lists)[0] for text in asked if hear(text, lists)} == JUDGED


def test_only_tickets_about_danger_raise_an_alert(demo_base: Base, lists: tuple[DangerList, ...]) -> None:
    year = generate_year(demo_base.corpus, demo_base.config, DEMO_NOW)
    said = {row["summary"] for row in csv.DictReader(io.StringIO(year.text))}
    said |= {row["comment"] for row in csv.DictReader(io.StringIO(year.survey))}
    heard = {text for text in said if hear(text, lists)}
    assert len(said) > 5_000
    assert heard
    assert {text for text in heard if not any(word in text for word in OF_TICKETS)} == set()
