"""Identifiers that no record has, the beginnings of codes, and tokens that only look like noise."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.index.small import Ask, asking, record_text

from sopkb.search import Answer

RECORDS = {
    "SOP-0003": record_text("SOP-0003", "Boiler: pressure too low", codes=["HT-2201"], body="See 0x8024402C."),
    "SOP-0007": record_text("SOP-0007", "Boiler: burner stops (HT-2207)", codes=["HT-2207"]),
    "SOP-0021": record_text("SOP-0021", "Invoice: form 4500067890", codes=["IN-310"], body="Valid from 2026-09-01."),
    "SOP-0022": record_text("SOP-0022", "Invoice: form 4500012345", body="Valid from 2026-10-15. Not HT-9001."),
    "SOP-0040": record_text("SOP-0040", "Room: lost the key", body="The HT room has a spare key. Memory c0000005."),
}


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    with asking(tmp_path_factory.mktemp("identifiers"), RECORDS) as ask:
        yield ask


def ids(answer: Answer) -> list[str]:
    return [hit.id for hit in answer.hits]


@pytest.mark.parametrize("query", ["SOP-0020", "sop 20", "sop20", "SOP_0020?"])
def test_an_id_that_is_not_there_is_said_with_the_nearest_by_number(ask: Ask, query: str) -> None:
    answer = ask(query)
    assert (answer.total, answer.hits) == (0, ())
    (missing,) = answer.missing
    assert missing.message == "There is no SOP-0020."
    assert [(near.id, near.title) for near in missing.near] == [
        ("SOP-0021", "Invoice: form 4500067890"),
        ("SOP-0022", "Invoice: form 4500012345"),
        ("SOP-0007", "Boiler: burner stops (HT-2207)"),
    ]


def test_beside_an_id_that_is_not_there_the_other_words_are_looked_for(ask: Ask) -> None:
    answer = ask("SOP-0099 burner stops")
    assert [missing.text for missing in answer.missing] == ["SOP-0099"]
    assert ids(answer)[0] == "SOP-0007"


@pytest.mark.parametrize("query", ["press esc 5 times", "failed at 404", "a mac99 in room 5"])
def test_words_before_a_number_are_no_identifier(ask: Ask, query: str) -> None:
    assert ask(query).missing == ()


@pytest.mark.parametrize(("query", "nearest"), [("HT-2209", "HT-2207"), ("ht 2209", "HT-2207"), ("IN-400", "IN-310")])
def test_a_code_that_no_record_has_is_said_with_the_nearest(ask: Ask, query: str, nearest: str) -> None:
    (missing,) = ask(query).missing
    assert missing.message == f"No record has {query}."
    assert missing.near[0].matched == nearest


def test_a_code_that_stands_in_a_text_only_is_found_there(ask: Ask) -> None:
    answer = ask("HT-9001")
    assert answer.missing == ()
    assert ids(answer)[0] == "SOP-0022"


@pytest.mark.parametrize("query", ["BUG-77123", "INC-77123"])
def test_a_bug_or_an_incident_that_no_record_names_is_said(ask: Ask, query: str) -> None:
    answer = ask(query)
    assert [missing.message for missing in answer.missing] == [f"No record has {query}."]
    assert answer.total == 0


@pytest.mark.parametrize("query", ["ht22", "HT-22", "ht 22", "the boiler says ht22"])
def test_the_beginning_of_a_code_offers_the_codes_that_begin_so(ask: Ask, query: str) -> None:
    (missing,) = ask(query).missing
    assert missing.is_begun
    assert [near.matched for near in missing.near] == ["HT-2201", "HT-2207"]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("valid form 2026-09-01", "SOP-0021"),
        ("valid form 2026-10-15", "SOP-0022"),
        ("invoice form 4500012345", "SOP-0022"),
        ("invoice form 4500067890", "SOP-0021"),
        ("update fails 0x8024402c", "SOP-0003"),
        ("8024402C", "SOP-0003"),
        ("0xC0000005", "SOP-0040"),
        ("c0000005", "SOP-0040"),
    ],
)
def test_what_some_record_holds_is_never_noise(ask: Ask, query: str, first: str) -> None:
    answer = ask(query)
    assert ids(answer)[0] == first
    assert answer.plan.notes == ()


def test_what_is_left_out_is_listed(ask: Ask) -> None:
    (note,) = ask("burner stops 0xdeadbeef1 2026-09-02 trace=9f31c2 4500099999").plan.notes
    assert note == "Not in any record, so left out: 0xdeadbeef1, 2026-09-02, trace=9f31c2, 4500099999"


def test_the_letters_of_a_code_are_no_word_of_their_own(ask: Ask) -> None:
    assert ids(ask("HT room"))[0] == "SOP-0040"
    assert ask("HT").total == 1


def test_a_code_inside_a_quoted_phrase_is_found_as_it_stands(ask: Ask) -> None:
    answer = ask('"burner stops (HT-2207)"')
    assert ids(answer) == ["SOP-0007"]
    assert answer.plan.notes == ()
