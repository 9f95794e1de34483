"""What people ask of the demo base, at the demo's moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sopkb.core.load import load_base
from sopkb.search import Answer, search
from sopkb.search.index import open_index, update_index

CHECKOUT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)

Ask = Callable[..., Answer]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    base = load_base(CHECKOUT / "sop")
    folder = tmp_path_factory.mktemp("index") / "sop"
    update_index(base, folder)
    with open_index(base, folder) as index:
        yield lambda query, now=NOW, **more: search(index, query, now=now, **more)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("RC-4031", "WKA-0001"),
        ("rc4031", "WKA-0001"),
        ("RC 4031", "WKA-0001"),
        ("Decision not saved (code RC-4031) trace=8f2c91d0", "WKA-0001"),
        ("AH 1203 redirect", "WKA-0005"),
        ("sop 12", "SOP-0012"),
        ("BUG-88213", "WKA-0001"),
        ("INC-2291", "WKA-0004"),
        ("blk screen but sound ok", "WKA-0002"),
        ("loading videos", "TRB-0001"),  # "not loading" is a symptom of two; a synonym must not make it the incident's
        ("daily report template", "SOP-0024"),
        ("无法登录", "TRB-0002"),
    ],
)
def test_the_record_that_is_right_comes_first(ask: Ask, query: str, first: str) -> None:
    assert ask(query).hits[0].id == first


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("she writes she will end her life", "ESC-0005"),
        ("主播要自杀", "ESC-0005"),
        ("dice que se va a matar", "ESC-0005"),
        ("a grown man asks a little girl for a picture", "ESC-0004"),
        ("cant sleep since that case yesterday", "ESC-0007"),
        ("quiero hablar con alguien", "ESC-0007"),
        ("لا أستطيع النوم", "ESC-0007"),
        ("what do i tell him, there is no fix", "MAC-0003"),
        ("he sent a picture of the task in the chat, what do i answer", "MAC-0007"),
        ("new here, where do i start", "ONB-0001"),
    ],
)
def test_routes_replies_and_tracks_are_found_by_what_people_type(ask: Ask, query: str, first: str) -> None:
    # At three in the morning nobody types "imminent harm route" or "holding reply".
    assert ask(query).hits[0].id == first


@pytest.mark.parametrize(
    ("code", "dead", "live"), [("UG-507", "WKA-0012", "SOP-0009"), ("HB-429", "WKA-0010", "SOP-0020")]
)
def test_a_dead_exact_match_is_a_notice_and_never_the_first_row(ask: Ask, code: str, dead: str, live: str) -> None:
    answer = ask(code)
    assert [notice.id for notice in answer.notices] == [dead]
    assert answer.hits[0].id == live


def test_the_clock_of_the_question_decides_what_is_dead(ask: Ask) -> None:
    assert ask("LD-3302").hits[0].id == "WKA-0004"
    after = ask("LD-3302", now=datetime(2026, 11, 22, 16, tzinfo=UTC))
    assert [notice.id for notice in after.notices] == ["WKA-0004"]


def test_what_no_record_answers_finds_nothing(ask: Ask) -> None:
    assert ask("canteen voucher").found_nothing


@pytest.mark.parametrize("query", ["black screen", "screenshot of the clip", "request a recording of the clip"])
def test_no_row_shows_what_not_to_do_as_if_it_were_to_be_done(ask: Ask, query: str) -> None:
    hit = next(hit for hit in ask(query).hits if hit.id == "WKA-0002")
    assert hit.heading == "Do this now"
    assert hit.snippet is not None
    assert "Request a" not in hit.snippet.text


def test_a_sensitive_record_shows_no_snippet(ask: Ask) -> None:
    assert ask("ESC-0004").hits[0].snippet is None


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "()[]{}*?~^",
        '"',
        '"unbalanced',
        "kind:sop",
        "-",
        "-word",
        "\x00\x1b[2J",
        "<script>alert(1)</script>",
        "a " * 5000,
    ],
)
def test_nothing_that_can_be_typed_fails(ask: Ask, query: str) -> None:
    ask(query)


def test_conditions_that_were_chosen_count_as_if_they_had_been_typed(ask: Ask) -> None:
    chosen = ask("black screen", filters={"kind": ["Workaround"], "state": ["live"]})
    assert chosen.hits == ask("kind:workaround state:live black screen").hits != ask("black screen").hits
    with pytest.raises(ValueError, match=r"There is no filter colour: kind, area"):
        ask("black screen", filters={"colour": ["red"]})
