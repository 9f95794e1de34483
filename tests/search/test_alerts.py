"""Danger in a query: which escalation is told, also where it cannot be followed, and what the fixed line says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from tests.conftest import DEMO_NOW, SMALL_CONFIG

from sopkb.core.load import Base
from sopkb.search.alerts import Alert, alerts_of, danger_line, danger_routes

ROUTES = "danger: {life: ESC-0002, child_safety: ESC-0002, staff_distress: ESC-0003}\n"


def escalation(number: int, status: str = "active", more: str = "") -> str:
    """An escalation with a route and one line on how to raise it."""
    return f"""---
id: ESC-000{number}
kind: escalation
title: "Route {number}"
status: {status}
version: "1.0.0"
owner: core
how_to_raise: "Ticket > Escalate > ESC-000{number}"
route: [{{level: 1, team: core, channel_role: on-call, respond_minutes: 5, hours: "24x7"}}]
{more}---
## Route
Raise it.
"""


def heard(text: str, base: Base, now: datetime = DEMO_NOW) -> tuple[Alert, ...]:
    return alerts_of(text, base.config, danger_routes(base.config, base.corpus, now))


@pytest.fixture
def routed(small_base: Callable[..., Base]) -> Callable[..., Base]:
    """A base whose ``kb.yml`` names routes, with some escalations."""

    def make(*texts: str, config: str = SMALL_CONFIG + ROUTES) -> Base:
        return small_base({f"escalations/{number}.md": text for number, text in enumerate(texts)}, config)

    return make


def test_what_tells_of_danger_raises_the_route_with_how_and_how_fast(routed: Callable[..., Base]) -> None:
    (alert,) = heard("he says he will kill himself", routed(escalation(2), escalation(3)))
    assert (alert.topic, alert.id, alert.title, alert.trouble) == ("life", "ESC-0002", "Route 2", "")
    assert alert.lines == (
        "Danger to life: ESC-0002 Route 2",
        "How to raise it: Ticket > Escalate > ESC-0002",
        "Core team on-call answers within 5 minutes, 24x7",
    )


def test_everyday_words_and_a_base_without_routes_raise_nothing(routed: Callable[..., Base]) -> None:
    assert heard("kill the stuck job myself", routed(escalation(2), escalation(3))) == ()
    assert heard("he says he will kill himself", routed(escalation(2), config=SMALL_CONFIG)) == ()


def test_a_topic_without_a_route_is_not_listened_for(routed: Callable[..., Base]) -> None:
    base = routed(escalation(2), escalation(3), config=SMALL_CONFIG + "danger: {staff_distress: ESC-0003}\n")
    assert heard("he says he will kill himself", base) == ()
    assert [alert.id for alert in heard("i cant stop thinking about it", base)] == ["ESC-0003"]


def test_two_topics_with_one_route_are_one_alert_and_the_most_urgent_is_told(routed: Callable[..., Base]) -> None:
    alerts = heard("naked child, she will kill herself, i cant stop thinking", routed(escalation(2), escalation(3)))
    assert [(alert.topic, alert.id) for alert in alerts] == [("life", "ESC-0002"), ("staff_distress", "ESC-0003")]


@pytest.mark.parametrize(
    "query",
    [
        "kind:sop area:video he will kill himself",
        "-kill -himself",
        '"kill himself"',
        "\u202ekill\u2069 \x00himself\ud800",
        "kind:sop " + "x" * 1500 + " kill himself",
        "KILL\u3000ＨＩＭＳＥＬＦ",
    ],
)
def test_it_is_heard_whatever_else_the_query_is(query: str, routed: Callable[..., Base]) -> None:
    assert [alert.id for alert in heard(query, routed(escalation(2), escalation(3)))] == ["ESC-0002"]


@pytest.mark.parametrize(
    ("texts", "id_", "trouble"),
    [
        ((), "ESC-0002", "ESC-0002 is not in this base. Ask a lead at once whom to tell."),
        ((escalation(2, "draft"),), "ESC-0002", "ESC-0002 is DRAFT: ask a lead at once whether this is still the way."),
        (
            (escalation(2, more='effective_from: "2026-12-01"\n'),),
            "ESC-0002",
            "ESC-0002 is SCHEDULED: ask a lead at once whether this is still the way.",
        ),
        (
            (escalation(2, "retired"), escalation(4, more="supersedes: [ESC-0002]\n")),
            "ESC-0004",
            "ESC-0002 was replaced by ESC-0004.",
        ),
    ],
)
def test_a_route_that_cannot_be_followed_is_told_with_what_to_do(
    texts: tuple[str, ...], id_: str, trouble: str, routed: Callable[..., Base]
) -> None:
    (alert,) = heard("he says he will kill himself", routed(*texts))
    assert (alert.id, alert.trouble) == (id_, trouble)
    assert alert.lines[-1] == trouble


def test_the_fixed_line_names_every_route_and_is_empty_without_one(routed: Callable[..., Base]) -> None:
    base = routed(escalation(2), escalation(3))
    routes = danger_routes(base.config, base.corpus, DEMO_NOW)
    assert danger_line(routes) == (
        "Is somebody in danger? Danger to life: ESC-0002 · A child at risk: ESC-0002 · "
        "A colleague in distress: ESC-0003"
    )
    assert danger_line(()) == ""
