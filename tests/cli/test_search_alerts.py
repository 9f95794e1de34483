"""What `kb search` says of danger: first, without the index, and in JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Ran

JUMP = "someone on the livestream says he is going to jump"
FIXED = (
    "Is somebody in danger? Danger to life: ESC-0005 · A child at risk: ESC-0004 · A colleague in distress: ESC-0007"
)


def test_danger_is_said_before_any_row_with_the_record_that_says_what_to_do(kb: Callable[..., Ran]) -> None:
    ran = kb("search", JUMP)
    assert ran.out.startswith("! Danger to life: ESC-0005 Imminent harm route\n  How to raise it: ")
    assert "\n  Safety operations on-call answers within 5 minutes, 24x7\n\n" in ran.out
    assert "\n 1. " in ran.out


def test_the_json_has_the_alert_beside_the_rows(kb: Callable[..., Ran]) -> None:
    document = json.loads(kb("search", "--json", JUMP).out)
    (alert,) = document["alerts"]
    assert (alert["topic"], alert["id"], alert["state"], alert["trouble"]) == ("life", "ESC-0005", "LIVE", None)
    assert alert["how_fast"] == "Safety operations on-call answers within 5 minutes, 24x7"
    assert document["hits"]
    assert document["danger"] is None


def test_an_everyday_question_raises_nothing(kb: Callable[..., Ran]) -> None:
    document = json.loads(kb("search", "--json", "kill the stuck job, queue is dead").out)
    assert document["alerts"] == []


def test_an_answer_that_is_empty_or_only_close_has_the_fixed_line(kb: Callable[..., Ran]) -> None:
    assert FIXED in kb("search", "canteen voucher").out
    assert json.loads(kb("search", "--json", "canteen voucher").out)["danger"]["line"] == FIXED
    close = json.loads(kb("search", "--json", "canteen voucher for the parking machine clip").out)
    assert close["only_close"]
    assert [route["id"] for route in close["danger"]["routes"]] == ["ESC-0005", "ESC-0004", "ESC-0007"]
    assert FIXED not in kb("search", "black screen").out


def test_the_alert_is_said_where_no_index_can_be_had(kb: Callable[..., Ran], project: Path) -> None:
    (project / "search_index").write_text("a file where a folder must be", "utf-8")
    ran = kb("search", JUMP)
    assert ran.code == 2
    assert ran.out.startswith("! Danger to life: ESC-0005")
    ran = kb("search", "--json", JUMP)
    assert ran.code == 2
    document = json.loads(ran.out)
    assert [alert["id"] for alert in document["alerts"]] == ["ESC-0005"]
    assert document["error"]


def test_a_base_that_names_no_routes_hears_nothing_and_has_no_line(kb: Callable[..., Ran], project: Path) -> None:
    path = project / "sop/kb.yml"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("danger:")), "utf-8")
    document = json.loads(kb("search", "--json", JUMP).out)
    assert (document["alerts"], document["danger"]) == ([], None)
    assert "Is somebody in danger?" not in kb("search", "canteen voucher").out
