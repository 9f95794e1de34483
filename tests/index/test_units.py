"""What of a record is found, and as what: asked through searches, as its users do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import DEMO_NOW, SMALL_CONFIG
from tests.index.small import EIGHT, record_text, write_base

from sopkb.core.load import Base
from sopkb.search import Hit, search
from sopkb.search.index import SearchIndex, open_index, update_index

RECORD = """\
---
id: SOP-0100
kind: sop
title: "Zebra console: stripes turn grey"
summary: "Paint the stripes again."
status: active
confidence: verified
area: video
owner: video-eng
audience: [puo]
symptoms: ["stripes went pale", "zebra is grey", "斑马 变灰"]
error_codes: [ZB-100]
aliases: ["old stripe page"]
tags_of_another_tool: ignored
sensitivity: none
effective_from: "2026-01-01"
---
## Before you start

You need a giraffe.

### A deeper heading

With an okapi inside.

## Steps

1. Take the **brush**, see [the manual](https://kb.example.org/unspoken).
2. Type `paint --all`.
"""


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SearchIndex, Base]]:
    folder = tmp_path_factory.mktemp("units")
    base = write_base(folder / "sop", {**EIGHT, "SOP-0100": RECORD})
    update_index(base, folder / "index")
    with open_index(base, folder / "index") as index:
        yield index, base


def hits(opened: tuple[SearchIndex, Base], query: str) -> tuple[Hit, ...]:
    index, _ = opened
    return search(index, query, now=DEMO_NOW).hits


@pytest.mark.parametrize(
    "query",
    [
        *("zebra", "stripes pale", "paint again", "斑马", "giraffe", "okapi", "deeper heading", "brush", "zb100"),
        *("old stripe page", "video engineering zebra", "SOP-0100", "sop 100"),
    ],
)
def test_every_part_of_a_record_finds_it(opened: tuple[SearchIndex, Base], query: str) -> None:
    assert hits(opened, query)[0].id == "SOP-0100"


@pytest.mark.parametrize("query", ["unspoken", "ignored"])
def test_what_no_reader_sees_finds_nothing(opened: tuple[SearchIndex, Base], query: str) -> None:
    assert hits(opened, query) == ()


@pytest.mark.parametrize(("query", "heading"), [("okapi inside", "Before you start"), ("brush", "Steps")])
def test_the_section_that_answers_is_named_and_holds_its_subsections(
    opened: tuple[SearchIndex, Base], query: str, heading: str
) -> None:
    assert hits(opened, query)[0].heading == heading


@pytest.mark.parametrize(
    ("query", "is_there"),
    [
        ('"stripes went pale"', True),
        ('"zebra is grey"', True),
        ('"pale zebra"', False),
        ('"went pale zebra is"', False),
        ('"okapi inside take the brush"', False),
    ],
)
def test_a_phrase_does_not_run_from_one_symptom_or_section_into_the_next(
    opened: tuple[SearchIndex, Base], query: str, is_there: bool
) -> None:
    index, _ = opened
    notes = search(index, query, now=DEMO_NOW).plan.notes
    assert any("word for word" in note for note in notes) is not is_there


def test_a_label_of_kb_yml_finds_its_records_and_a_new_label_too(tmp_path: Path) -> None:
    base = write_base(tmp_path / "sop", {**EIGHT, "SOP-0100": RECORD})
    update_index(base, tmp_path / "index")
    config = SMALL_CONFIG.replace('video: "Video"', 'video: "Moving pictures"')
    base = write_base(tmp_path / "sop", {**EIGHT, "SOP-0100": RECORD}, config)
    report = update_index(base, tmp_path / "index")
    assert report.reason.startswith("The labels")
    with open_index(base, tmp_path / "index") as index:
        assert hits((index, base), "moving pictures")[0].id == "SOP-0100"


def test_an_empty_base_has_an_index_that_finds_nothing(tmp_path: Path) -> None:
    base = write_base(tmp_path / "sop", {})
    update_index(base, tmp_path / "index")
    with open_index(base, tmp_path / "index") as index:
        for query in ("zebra", "RC-4031", "SOP-0001", "", "area:video"):
            assert hits((index, base), query) == ()
    full = write_base(tmp_path / "sop", EIGHT)
    update_index(full, tmp_path / "index")
    with open_index(full, tmp_path / "index") as index:
        assert hits((index, full), "RC-404")[0].id == "SOP-0004"
    emptied = write_base(tmp_path / "sop", {})
    assert update_index(emptied, tmp_path / "index").records == 0


def test_a_misspelt_word_is_corrected_only_to_words_that_records_still_have(tmp_path: Path) -> None:
    records = {**EIGHT, "SOP-0100": RECORD, "SOP-0101": record_text("SOP-0101", "Another okapi")}
    update_index(write_base(tmp_path / "sop", records), tmp_path / "index")
    del records["SOP-0100"]
    base = write_base(tmp_path / "sop", records)
    update_index(base, tmp_path / "index")
    with open_index(base, tmp_path / "index") as index:
        assert [hit.id for hit in hits((index, base), "okapii")] == ["SOP-0101"]
        assert hits((index, base), "girafe") == ()
