"""An explanation is the scoring seen from close by: its parts add up to the score that is shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from tests.cli.conftest import CHECKOUT, Ran
from tests.conftest import DEMO_NOW

from sopkb.core.load import Base
from sopkb.search import search
from sopkb.search.evaluate import JUDGED_NAME, read_judged
from sopkb.search.expand import Origin
from sopkb.search.explain import Explanation, explain
from sopkb.search.index import SearchIndex, open_index, update_index

Kb = Callable[..., Ran]


@pytest.fixture(scope="module")
def index(demo_base: Base, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    folder = tmp_path_factory.mktemp("index")
    update_index(demo_base, folder)
    with open_index(demo_base, folder) as opened:
        yield opened


def _explain(index: SearchIndex, query: str) -> Explanation:
    return explain(index, search(index, query, now=DEMO_NOW))


def test_the_parts_of_every_row_add_up_to_its_score_whatever_is_asked(index: SearchIndex, demo_base: Base) -> None:
    questions = read_judged(CHECKOUT / "search_index" / JUDGED_NAME, demo_base.corpus.by_id)
    for text in [*(question.text for question in questions), "", "kind:sop", "sop 12", "the", '"black screen"']:
        answer = search(index, text, now=DEMO_NOW)
        explanation = explain(index, answer)
        assert [(hit.id, hit.score) for hit in explanation.hits] == [(hit.id, hit.score) for hit in answer.hits], text


def test_each_variant_says_where_it_comes_from(index: SearchIndex) -> None:
    def origins(query: str) -> set[Origin]:
        return {variant.origin for clue in _explain(index, query).clues for variant in clue.variants}

    assert Origin.CORRECTED in origins("submti")
    assert Origin.SYNONYM in origins("vid ")
    assert Origin.COMPLETED in origins("hando")
    assert Origin.CODE in origins("rc4031")
    assert Origin.JOINED in origins("sign in")


def test_the_section_and_the_symptom_that_count_are_named(index: SearchIndex) -> None:
    first = _explain(index, "submit btn greyed out").hits[0]
    assert first.symptom == "submit btn greyed out, cant click it"
    assert first.section


def test_a_word_that_a_short_query_asks_for_and_a_record_lacks_costs_it(index: SearchIndex) -> None:
    hits = _explain(index, "captions arabic").hits
    factors = {hit.id: hit.factor for hit in hits}
    assert factors["WKA-0009"] == 1.0
    assert min(factors.values()) < 1.0


def test_the_command_shows_the_plan_and_each_sum(kb: Kb) -> None:
    ran = kb("search", "--explain", "--limit", "2", "how", "submti", "RC-4031", "kind:workaround", "-chrome9")
    assert ran.code == 0
    for line in ("RC-4031 (code)", "how", "submti to submit", "kind:workaround", "chrome9", "tier 2 (exact)"):
        assert line in ran.out
    document = json.loads(kb("search", "--explain", "--json", "submit", "grey").out)
    for row, shown in zip(document["hits"], document["explanation"]["hits"], strict=True):
        points = shown["second"] + sum(part["level"] + part["section"] + part["symptom"] for part in shown["parts"])
        assert row["score"] == shown["score"] == int(points * shown["factor"])


def test_without_being_asked_nothing_is_explained(kb: Kb) -> None:
    assert "What was looked for" not in kb("search", "submit").out
    assert "explanation" not in json.loads(kb("search", "--json", "submit").out)
