"""A known issue without a fix is an answer; a draft that somebody must mean ranks with it; other drafts give way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.conftest import CHECKOUT, DEMO_NOW, make_base

from sopkb.core.load import load_base
from sopkb.core.state import State
from sopkb.search import Answer, Tier, search
from sopkb.search.index import open_index, update_index

LIVE = """---
id: SOP-{number:04d}
kind: sop
title: "{title}"
summary: "What to do about it."
status: {status}
area: video
owner: core
symptoms: ["{symptom}"]
effective_from: "2026-01-01"
---
## Steps

1. {body}
"""
KNOWN = """---
id: WKA-0001
kind: workaround
title: "Baggage belt: tags of transfer bags unreadable"
summary: "Nothing helps yet."
status: draft
known: true
area: video
owner: video-eng
{waits}symptoms: ["the scaner reads no transfer tag", "bags from the other airline go round and round"]
error_codes: [BB-17]
started: "2026-11-19T22:40:00Z"
---
## Who is affected
Belt 4.
"""
TAGS = "Read the transfer tag of the bag by hand, belt by belt: unreadable tags of bags go round."

Ask = Callable[..., Answer]


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    def asked(query: str, *records: str) -> Answer:
        base = make_base(tmp_path, {f"{number}.md": text for number, text in enumerate(records)})
        update_index(base, tmp_path / "index", full=True)
        with open_index(base, tmp_path / "index") as index:
            return search(index, query, now=DEMO_NOW)

    return asked


def record(number: int, title: str, body: str = TAGS, status: str = "active", symptom: str = "it does not work") -> str:
    return LIVE.format(number=number, title=title, body=body, status=status, symptom=symptom)


def known(waits: str = "") -> str:
    return KNOWN.format(waits=f'waits_for: "{waits}"\n' if waits else "")


@pytest.mark.parametrize(
    "query", ["Baggage belt tags of transfer bags unreadable", "scaner reads no transfer tag", "BB-17", "bb17"]
)
def test_a_known_issue_is_found_first_by_its_title_its_symptoms_and_its_code(ask: Ask, query: str) -> None:
    others = [record(number, f"Baggage belt {number}: tags of bags") for number in range(1, 6)]
    first = ask(query, *others, known()).hits[0]
    assert (first.id, first.status.state) == ("WKA-0001", State.KNOWN)
    assert first.tier in (Tier.LIVE, Tier.EXACT)


def test_a_known_issue_says_since_when_and_whom_it_waits_for(ask: Ask) -> None:
    first = ask("unreadable transfer bags", known()).hits[0]
    assert first.status.moment is not None
    assert first.status.moment.isoformat() == "2026-11-19T22:40:00+00:00"
    assert first.waits_for == "Video engineering"
    assert ask("unreadable transfer bags", known("the maker of the belt")).hits[0].waits_for == "the maker of the belt"
    assert ask("bags", record(1, "Baggage belt: tags of bags")).hits[0].waits_for == ""


def test_a_known_issue_gives_way_to_a_live_record_that_answers_better(ask: Ask) -> None:
    # It ranks with the living, and no more than that.
    better = record(1, "Bags lost overnight", "Look for bags lost overnight.")
    assert ask("bags lost overnight", known(), better).hits[0].id == "SOP-0001"


def test_a_draft_with_most_of_the_words_in_title_or_symptoms_ranks_by_its_score(ask: Ask) -> None:
    draft = record(9, "Jet bridge: door alarm", status="draft", symptom="alarm of the door goes on for hours")
    live = record(1, "Boarding: open a gate", "Silence the alarm for hours, and watch the door.")
    for query in ("jet bridge door alarm", "alarm of the door for hours"):
        first = ask(query, draft, live).hits[0]
        assert (first.id, first.status.state, first.tier) == ("SOP-0009", State.DRAFT, Tier.LIVE)


def test_a_draft_that_holds_the_words_in_its_text_alone_stays_below_the_living(ask: Ask) -> None:
    draft = record(9, "Jet bridge: door", "Alarm, alarm: hours of alarm, hours and hours.", status="draft")
    hits = ask("alarm for hours", draft, record(1, "Boarding: open a gate", "The alarm stops in hours.")).hits
    assert [(hit.id, hit.tier) for hit in hits] == [("SOP-0001", Tier.LIVE), ("SOP-0009", Tier.UNPUBLISHED)]


def test_where_all_are_drafts_the_score_alone_puts_them_in_order(ask: Ask) -> None:
    # A base that was only just imported: the title has counted in the score already.
    drafts = [
        record(1, "Jet bridge: door alarm", "See there.", status="draft"),
        record(2, "Jet bridge", "The door alarm of the jet bridge: the door, the alarm.", status="draft"),
    ]
    hits = ask("jet bridge door alarm", *drafts).hits
    assert {hit.tier for hit in hits} == {Tier.UNPUBLISHED}
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    base, folder = load_base(CHECKOUT / "sop"), tmp_path_factory.mktemp("index") / "sop"
    update_index(base, folder)
    with open_index(base, folder) as index:
        yield lambda query, **more: search(index, query, now=DEMO_NOW, **more)


@pytest.mark.parametrize("query", ["tags state:known", 'tags state:"KNOWN, NO FIX YET"'])
def test_a_filter_on_its_state_leaves_the_known_issue(demo: Ask, query: str) -> None:
    assert [hit.id for hit in demo(query).hits] == ["WKA-0013"]
    assert [hit.id for hit in demo("tags", filters={"state": ["KNOWN, NO FIX YET"]}).hits] == ["WKA-0013"]
    assert "WKA-0013" in [hit.id for hit in demo("tags state:live").hits]


@pytest.mark.parametrize(
    "query",
    [
        "LabelBook tags reset after search",
        "labels clear themselfs in the picker",
        "LB-340",
        "bug 88260",
        "selected tags vanish when i type",
        "搜索以后标签没了",
    ],
)
def test_the_demos_known_issue_comes_first(demo: Ask, query: str) -> None:
    first = demo(query).hits[0]
    assert (first.id, first.status.state) == ("WKA-0013", State.KNOWN)
