"""Misspellings: what is corrected, what never is, and what an answer that rests on corrections alone is called."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.index.small import Ask, asking, record_text

from sopkb.search.common import common_words, languages_with_words

RECORDS = {
    "SOP-0001": record_text("SOP-0001", "Location of the spare boiler", body="He said where it stands."),
    "SOP-0002": record_text("SOP-0002", "Pressure valve: replace it", body="Close the valve first, and listen."),
    "SOP-0003": record_text(
        "SOP-0003", "Invoice: send it again", body="The ledger shows it as sent. What he said counts."
    ),
}


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    with asking(tmp_path_factory.mktemp("corrections"), RECORDS) as ask:
        yield ask


@pytest.mark.parametrize("word", ["paid", "vacation", "sand", "value", "pleasure", "lodger", "thermostat", "chose"])
def test_a_word_that_everybody_knows_is_never_corrected(ask: Ask, word: str) -> None:
    answer = ask(f"{word} of the boiler")
    assert answer.corrections == ()


def test_a_word_that_is_none_is_corrected_and_that_is_said(ask: Ask) -> None:
    answer = ask("presure valve")
    assert [(each.typed, each.used) for each in answer.corrections] == [("presure", ("pressure",))]
    assert answer.hits[0].id == "SOP-0002"
    assert not answer.only_close


@pytest.mark.parametrize("query", ["presure", "presure vlave", "the presure"])
def test_what_rests_on_corrections_alone_is_only_close(ask: Ask, query: str) -> None:
    answer = ask(query)
    assert answer.only_close
    assert answer.total == 0
    assert answer.corrections
    assert answer.hits[0].id == "SOP-0002"


def test_every_list_is_sorted_folded_and_free_of_names() -> None:
    assert languages_with_words() == ("de", "en", "es", "fr", "pt")
    for language in languages_with_words():
        words = common_words([language])
        assert len(words) > 10_000
        assert all(word.isascii() and word.islower() and word.isalpha() and len(word) >= 4 for word in words)
    assert not {"chanel", "toyota", "jerry"} & common_words(["en"])


def test_the_lists_of_several_languages_hold_together_and_a_language_without_one_has_none() -> None:
    assert common_words(["pt-BR"]) == common_words(["pt"])
    assert {"vacation", "cuenta"} <= common_words(["en", "es", "tlh"])
    assert common_words(["tlh"]) == frozenset()
