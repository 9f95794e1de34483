"""Few records are scored, and the answer is the one that scoring all of them gives."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import DEMO_NOW
from tests.static.questions import questions

from sopkb.core.load import load_base
from sopkb.search import lookup_in, search
from sopkb.search.expand import clues_of
from sopkb.search.index import SearchIndex, open_index, update_index
from sopkb.search.index.posting import (
    FIRST_SYMPTOM,
    LAST_SECTION,
    MOST_LEVEL,
    MOST_OF_ALL,
    SECOND,
    encode,
    gains_of,
    most_of,
)
from sopkb.search.plan import plan_of
from sopkb.search.reach import reach_of
from sopkb.search.reading import read
from sopkb.search.score import SHARES, score_records, share_of, totals
from sopkb.search.weigh import weigh_all
from sopkb_bench.generate import generate_base

QUESTIONS = 150
BEYOND_ALL = 10_000


@pytest.fixture(scope="module", params=["demo", "generated"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    """Of the demo base, whose words have synonyms and routes; of one in which there are common words."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "generated":
        generate_base(folder / "sop", 1000)
        base = load_base(folder / "sop")
    else:
        base = request.getfixturevalue("demo_base")
    update_index(base, folder / "index")
    with open_index(base, folder / "index") as opened:
        yield opened


def test_no_record_is_worth_more_than_it_may_be(index: SearchIndex) -> None:
    pruned = 0
    for query in questions(index, QUESTIONS):
        plan = plan_of(read(query, index.settings.patterns), lookup_in(index))
        weighing = weigh_all(index, clues_of(plan, index))
        reach = reach_of(index, weighing)
        scores = score_records(index, weighing)
        points, _ = totals(scores, reach.share, index.settings.ranking)
        assert points.keys() == reach.most.keys(), query
        assert all(most >= points[number] for number, most in reach.most.items()), query
        shares = [share_of(scores.weights, bits) for bits in scores.covered.values()]
        assert reach.share == max(shares, default=SHARES), query
        pruned += sum(most < max(points.values()) for most in reach.most.values())
    assert pruned > QUESTIONS, "most need not be scored"


def test_a_page_of_an_answer_is_that_piece_of_the_whole_order(index: SearchIndex) -> None:
    for number, query in enumerate(questions(index, QUESTIONS)):
        whole = search(index, query, now=DEMO_NOW, limit=BEYOND_ALL)
        offset = number % 3 * 4
        page = search(index, query, now=DEMO_NOW, limit=7, offset=offset)
        assert page.hits == whole.hits[offset : offset + 7], query
        assert (page.total, page.facets, page.notices) == (whole.total, whole.facets, whole.notices), query


@given(
    level=st.integers(0, MOST_LEVEL),
    gains=st.dictionaries(st.integers(1, LAST_SECTION) | st.integers(FIRST_SYMPTOM, 255), st.integers(1, MOST_LEVEL)),
)
def test_a_posting_is_worth_at_most_its_level_best_section_and_best_symptom(level: int, gains: dict[int, int]) -> None:
    gains = dict(list(gains.items())[:100])
    value = encode(level, False, sorted(gains.items()), [3, 300])
    assert dict(gains_of(value)) == gains
    sections = [gain for place, gain in gains.items() if place < FIRST_SYMPTOM]
    symptoms = [gain for place, gain in gains.items() if place >= FIRST_SYMPTOM]
    section = max(sections, default=0)
    assert most_of(value) == level + section + ceil(section / SECOND) + max(symptoms, default=0) <= MOST_OF_ALL
