"""What decides between records that have the same words: neighbours, small words, expansions, figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from tests.conftest import DEMO_NOW
from tests.index.small import record_text, write_base

from sopkb.search import Answer, search
from sopkb.search.index import open_index, update_index

Asked = Callable[..., Answer]


@pytest.fixture
def ask(tmp_path: Path) -> Asked:
    def asked(query: str, *records: str, ranking: str = "", synonyms: str = "") -> Answer:
        tables = tmp_path / "search_index"
        tables.mkdir(exist_ok=True)
        (tables / "ranking.yml").write_text(ranking, "utf-8")
        (tables / "synonyms.yml").write_text(synonyms, "utf-8")
        texts = {f"SOP-{number:04d}": text for number, text in enumerate(records, 1)}
        base = write_base(tmp_path / "sop", texts)
        update_index(base, tmp_path / "index")
        with open_index(base, tmp_path / "index") as index:
            return search(index, query, now=DEMO_NOW)

    return asked


def record(number: int, body: str, title: str = "A page of the handbook", symptoms: Sequence[str] = ()) -> str:
    return record_text(f"SOP-{number:04d}", title, body=body, symptoms=symptoms)


SHUFFLED = record(1, "The cache of the proxy grew; flush and restart nothing but the node that has the stale lease.")
AS_PASTED = record(2, "Restart the stale node, flush the lease cache of the proxy, and wait for nothing that grew.")
FRAGMENT = "stale node, flush the lease cache"


def test_a_pasted_fragment_finds_the_page_that_has_its_words_in_that_order(ask: Asked) -> None:
    assert ask(FRAGMENT, SHUFFLED, AS_PASTED).hits[0].id == "SOP-0002"
    without = [hit.score for hit in ask(FRAGMENT, SHUFFLED, AS_PASTED, ranking="nearby: 0").hits]
    assert max(without) - min(without) < max(hit.score for hit in ask(FRAGMENT, SHUFFLED, AS_PASTED).hits) - min(
        without
    )


def test_only_the_best_records_are_looked_at_for_neighbours(ask: Asked) -> None:
    many = [record(number, "Restart the stale node of the proxy.") for number in range(1, 4)]
    scores = sorted(hit.score for hit in ask("stale node", *many, ranking="nearby_among: 1").hits)
    assert scores[0] == scores[1] < scores[2]


def test_small_words_decide_where_the_others_are_the_same_and_find_nothing_by_themselves(ask: Asked) -> None:
    records = [record(1, "Ask who signs the lease."), record(2, "Ask how signs the lease."), record(3, "Who else?")]
    answer = ask("who signs the lease", *records)
    assert [hit.id for hit in answer.hits] == ["SOP-0001", "SOP-0002"]
    assert answer.hits[0].score > answer.hits[1].score
    large = ask("who signs the lease", *records, ranking="filler_records: 2")
    assert large.hits[0].score == large.hits[1].score


def test_no_synonym_counts_for_more_than_the_word_as_typed(ask: Asked) -> None:
    records = [*(record(number, "The queue is empty.") for number in range(1, 6)), record(6, "The q is empty.")]
    answer = ask("queue now", *records, synonyms="groups:\n  - [queue, q]\n")
    assert [hit.id for hit in answer.hits][-1] == "SOP-0006"


def test_a_misspelling_that_one_record_has_does_not_make_it_the_answer(ask: Asked) -> None:
    spelled = [record(number, "Watch it.", "Clip Player: the video stops") for number in range(1, 10)]
    answer = ask("vidoe now", *spelled, record(10, "A vidoe, or a mail, or a page, or a call."))
    assert answer.hits[0].id != "SOP-0010"


def test_an_amount_that_no_record_has_is_not_missed(ask: Asked) -> None:
    records = [record(1, "Order a pillow."), record(2, "Press the button.")]
    assert [hit.id for hit in ask("pillow 72 x 48 x 12", *records).hits] == ["SOP-0001"]
    assert ask("pillow toner voucher canteen", *records).found_nothing


def test_where_nothing_is_found_the_closest_live_records_are_named_and_are_no_answers(ask: Asked) -> None:
    records = [record(number, f"Order a pillow, {number}.") for number in range(1, 6)]
    gone = record(9, "Order a pillow.").replace("status: active", "status: draft")
    answer = ask("pillow toner voucher canteen", *records, gone)
    assert [hit.id for hit in answer.hits] == ["SOP-0001", "SOP-0002", "SOP-0003"]
    assert answer.only_close
    assert answer.found_nothing
    assert (answer.total, answer.related, answer.facets["kind"]) == (0, (), {})
    narrowed = ask("pillow toner voucher canteen kind:macro", *records, gone)
    assert narrowed.found_nothing
    assert not narrowed.hits
    assert not ask("pillow", *records, gone).only_close


def test_chinese_pairs_across_a_border_between_words_are_not_missed(ask: Asked) -> None:
    records = [record(1, "Unlock it.", symptoms=["账号锁定"]), record(2, "Press the button.")]
    assert [hit.id for hit in ask("账号被锁了怎么办", *records).hits] == ["SOP-0001"]
    assert ask("食堂在哪里", *records).found_nothing


def test_a_code_that_was_asked_for_is_marked_in_the_passage(ask: Asked) -> None:
    text = record_text("SOP-0001", "A page of the handbook", codes=["RC-4031"], body="The banner says RC-4031.")
    snippet = ask("rc 4031", text).hits[0].snippet
    assert snippet is not None
    assert [snippet.text[start:end] for start, end in snippet.marks] == ["RC-4031"]


def test_a_record_that_goes_on_about_it_in_a_second_section_comes_before_one_that_does_not(ask: Asked) -> None:
    once = record(1, "## Steps\n\nReseat the sprocket.\n\n## Undo\n\nTake the cover away again.")
    twice = record(2, "## Steps\n\nReseat the sprocket.\n\n## Undo\n\nTake the sprocket away again.")
    assert [hit.id for hit in ask("sprocket", once, twice, ranking="whole: 0").hits] == ["SOP-0002", "SOP-0001"]


def test_lacking_words_tells_against_a_record_where_another_has_them_all(ask: Asked) -> None:
    halves = "sprocket ratchet pawl flange", "gasket dowel bracket shim"
    question = " ".join(halves)
    part = record(1, "Sprocket ratchet.")

    def kept(*others: str) -> float:
        with_it, without = (ask(question, part, *others, ranking=f"coverage: {power}").hits for power in (0.4, 0))
        score, whole = (next(hit.score for hit in hits if hit.id == "SOP-0001") for hits in (with_it, without))
        return score / whole

    assert kept(record(2, question)) < kept(record(2, halves[0]), record(3, halves[1])) < 1


def test_a_common_word_counts_where_it_stands_most_though_it_is_salient_nowhere(ask: Asked) -> None:
    seldom = [record(number, "Grease it with a brush, then wipe it.") for number in range(1, 13)]
    often = record(13, "Grease, grease and grease.")
    common = "{common_least: 4, common_share: 0.1, common_read: 1}"
    answer = ask("grease the sprocket", *seldom, often, record(14, "Sprocket."), ranking=common)
    assert {hit.id for hit in answer.hits} == {"SOP-0013", "SOP-0014"}
