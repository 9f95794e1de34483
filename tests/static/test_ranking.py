"""The same hits in the same order in Python and in the browser: whatever is asked, of whatever base, at any moment."""

from __future__ import annotations

import math
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import DEMO_NOW
from tests.static.node import Engine, plain
from tests.static.questions import questions

from sopkb.core.load import Base, load_base
from sopkb.search import Answer, search
from sopkb.search.common import common_words
from sopkb.search.index import SearchIndex, open_index, update_index
from sopkb.search.index.cards import traits_row
from sopkb.search.index.posting import Postings
from sopkb.search.index.schema import number_of
from sopkb.search.static import export_index
from sopkb.search.static.bundle import bundle
from sopkb.search.static.entries import settings_of
from sopkb.search.weigh import is_common, rarity, strongest
from sopkb_bench.generate import generate_base
from sopkb_import.run import import_markdown

MOMENTS = tuple(DEMO_NOW + timedelta(days=days, hours=hours) for days, hours in ((0, 0), (-40, 5), (3, 0), (200, 1)))


def in_memory(index: SearchIndex) -> dict[str, Any]:
    """All of an index, as JSON holds it."""
    terms, keys = index.terms(), [name for name, _ in index.exact_keys()]

    def listed(postings: Postings) -> list[tuple[int, str]]:
        return [(number, value.hex()) for number, value in postings.items()]

    return {
        "settings": settings_of(index),
        "traits": {str(number): traits_row(traits) for number, traits in index.traits.items()},
        "salient": {term: listed(index.salient(term)) for term in terms},
        "plain": {term: listed(index.plain(term)) for term in terms},
        "strongest": {
            term: [
                (number, value.hex()) for number, value in strongest(index.plain(term), index.settings.ranking).items()
            ]
            for term in terms
            if is_common(index, index.count(term))
        },
        "keys": {key: [number_of(record_id) for record_id in index.holders(key)] for key in keys},
        "common": sorted(common_words(index.settings.languages)),
        "lexicon": {word: index.lexicon.count(word) for word in index.lexicon.sorted},
        "cards": {str(number): index.card(number) for number in index.traits},
    }


def as_engine_has_it(answer: Answer) -> dict[str, Any]:
    """An answer of Python as the engine gives it: danger is heard by a script of its own (test_danger.py)."""
    found: dict[str, Any] = plain(answer)
    del found["alerts"], found["routes"]
    return found | {"facets": {name: plain(list(counts.items())) for name, counts in answer.facets.items()}}


def assert_same_answers(base: Base, folder: Path, count: int, engine: Engine, *, is_large: bool = False) -> None:
    """Python, the engine over an index in memory (of a base that is not too large for it), and over an export agree."""
    update_index(base, folder)
    with open_index(base, folder) as index:
        if not is_large:
            engine("index", in_memory(index))
        export_index(index, folder / "site", folder / "kept")
        engine("open", str(folder / "site"))
        engine("openBundle", {"script": bundle(), "folder": str(folder / "site")})
        for number, query in enumerate(questions(index, count)):
            now, offset = MOMENTS[number % len(MOMENTS)], 3 if number % 7 == 0 else 0
            asked = {"query": query, "now": now, "offset": offset}
            expected = as_engine_has_it(search(index, query, now=now, offset=offset))
            if not is_large:
                assert engine("search", asked) == expected, query
            assert engine("ask", asked) == expected, query
            if number % 3 == 0:
                assert engine("askBundle", asked) == expected, query
            if number % 5 == 0:
                assert engine("ask", asked | {"facets": False}) == expected | {"facets": None}, query


@pytest.mark.parametrize("records", [1, 72, 1871, 10_000, 99_991])
def test_a_term_is_as_rare_in_both(records: int, engine: Engine) -> None:
    expected = [rarity(records, holders) for holders in range(1, records + 1)]
    assert engine("rarity", records) == expected
    exact = (256 * math.log((records + 1) / (holders + 0.5)) for holders in range(1, records + 1))
    assert all(abs(one - other) <= 0.5 + 1e-9 for one, other in zip(expected, exact, strict=True))


def test_the_demo_base_gives_the_same_answers(demo_base: Base, tmp_path: Path, engine: Engine) -> None:
    assert_same_answers(demo_base, tmp_path, 700, engine)


@pytest.mark.parametrize("name", ["openshift-runbooks", "prometheus-runbooks"])
def test_other_teams_bases_give_the_same_answers(name: str, corpora: Path, tmp_path: Path, engine: Engine) -> None:
    import_markdown(corpora / name, tmp_path / "sop", "sop", today=date(2026, 11, 22))
    assert_same_answers(load_base(tmp_path / "sop"), tmp_path / "index", 350, engine)


def test_a_generated_base_gives_the_same_answers(tmp_path: Path, engine: Engine) -> None:
    generate_base(tmp_path / "sop", 300)
    assert_same_answers(load_base(tmp_path / "sop"), tmp_path / "index", 300, engine)


@pytest.mark.long
def test_ten_thousand_records_give_the_same_answers(tmp_path: Path, engine: Engine) -> None:
    generate_base(tmp_path / "sop", 10_000)
    assert_same_answers(load_base(tmp_path / "sop"), tmp_path / "index", 2000, engine, is_large=True)
