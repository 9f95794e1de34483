"""A collection that others judged is opened whatever its documents look like."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from sopkb.core.errors import SopkbError
from sopkb.search.evaluate import ANY_MOMENT, Outcome, ask, figures, opened_collection
from sopkb.search.evaluate.collection import _id

Rows = Iterable[Mapping[str, Any]]


def _write(folder: Path, corpus: Rows, queries: Rows) -> Path:
    for name, rows in (("corpus", corpus), ("queries", queries)):
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(text, "utf-8")
    return folder


def _asked(folder: Path) -> tuple[list[Outcome], int]:
    with opened_collection(folder) as collection:
        return list(ask(collection.index, collection.questions, ANY_MOMENT)), collection.unanswered


def test_ids_may_be_of_any_type(tmp_path: Path) -> None:
    corpus: list[dict[str, Any]] = [
        {"id": 1, "title": "apples", "text": "grow on trees"},
        {"id": "two", "title": "pears", "text": "grow on others"},
        {"id": 3.5, "title": "plums", "text": "are blue"},
        {"id": None, "title": "grapes", "text": "make wine"},
        {"id": ["a", 1], "title": "cherries", "text": "have stones"},
    ]
    queries: list[dict[str, Any]] = [
        {"id": 1, "text": "apples", "gold": [1]},
        {"id": "1", "text": "pears", "gold": "two"},
        {"id": None, "text": "plums", "gold": {"3.5": 1}},
        {"id": 4, "text": "grapes", "gold": [None]},
        {"id": 5, "text": "cherries", "gold": [["a", 1]]},
        {"id": 6, "text": "apple trees", "gold": ["1"]},
    ]
    outcomes, unanswered = _asked(_write(tmp_path, corpus, queries))
    assert [outcome.place for outcome in outcomes] == [1] * 6
    assert unanswered == 0


def test_questions_without_gold_in_the_corpus_are_counted_and_not_asked(tmp_path: Path) -> None:
    corpus = [{"id": "a", "title": "apples", "text": ""}]
    golds: list[dict[str, Any]] = [{}, {"gold": []}, {"gold": None}, {"gold": ["gone"]}, {"gold": {"a": 0}}]
    queries = [{"id": n, "text": "apples", **gold} for n, gold in enumerate(golds)]
    queries.append({"id": 9, "text": "apples", "gold": ["gone", "a"]})
    outcomes, unanswered = _asked(_write(tmp_path, corpus, queries))
    assert ([outcome.place for outcome in outcomes], unanswered) == ([1], 5)


TEXTS = (
    "---\nid: SOP-0007\nstatus: draft\n---\n{}",
    "---\n{}",
    "{}\n---\nother",
    "# {}\n\n## other\n\ntext",
    "##\n\n###### {}\n",
    "```\n{}",
    "\u2028{}\x00\x0c\u0085",
    "[x]: y\n\n{}",
    "<div>\n{}\n</div>",
    "\r\n{}\r\n",
)
TITLES = ("", None, "---", 'quo"te: \\ {}', "a\nb\x00", 7, "\U0001f600")


def test_whatever_a_document_is_called_and_says_its_words_are_found(tmp_path: Path) -> None:
    corpus = [
        {"id": n, "title": title, "text": text.format(f"wanted{n}")}
        for n, (text, title) in enumerate(product(TEXTS, TITLES))
    ]
    queries = [{"id": n, "text": f"wanted{n}", "gold": [n]} for n in range(len(corpus))]
    outcomes, _ = _asked(_write(tmp_path, corpus, queries))
    assert [outcome.question.text for outcome in outcomes if outcome.place != 1] == []


def test_every_document_of_a_large_collection_has_an_id_of_its_own() -> None:
    ids = [_id(place) for place in (0, 9_998, 9_999, 19_998, 69_992)]
    assert ids == ["SOP-0001", "SOP-9999", "WKA-0001", "ESC-0001", "ONB-9999"]


@pytest.mark.long
def test_a_collection_of_more_documents_than_one_kind_has_ids_for(tmp_path: Path) -> None:
    corpus = [{"id": n, "title": f"word{n}", "text": "the same"} for n in range(10_050)]
    queries = [{"id": n, "text": f"word{n}", "gold": [n]} for n in (0, 9_998, 9_999, 10_049)]
    outcomes, _ = _asked(_write(tmp_path, corpus, queries))
    assert figures(outcomes).first == 1.0


@pytest.mark.parametrize(
    ("corpus", "queries", "message"),
    [
        ("", "", "is empty"),
        ("{}\n", "", r"corpus\.jsonl, line 1: this is no JSON object with id, title, text"),
        ('{"id": 1, "title": "", "text": ""}\n\n[1]\n', "", r"corpus\.jsonl, line 3"),
        ('{"id": 1, "title": "", "text": ""}\n{"id": "1", "title": "", "text": ""}\n', "", "line 2: another document"),
        ('{"id": 1, "title": "", "text": ""}\n', "nonsense", r"queries\.jsonl, line 1"),
        ("\udcff", "", "cannot be read"),
        ("[" * 100_000, "", "line 1"),
    ],
)
def test_a_wrong_file_is_said_with_its_line(tmp_path: Path, corpus: str, queries: str, message: str) -> None:
    (tmp_path / "corpus.jsonl").write_bytes(corpus.encode("utf-8", "surrogateescape"))
    (tmp_path / "queries.jsonl").write_text(queries, "utf-8")
    with pytest.raises(SopkbError, match=message):
        _asked(tmp_path)


def test_a_folder_without_the_two_files_is_said(tmp_path: Path) -> None:
    with pytest.raises(SopkbError, match="cannot be read"):
        _asked(tmp_path)


@pytest.mark.parametrize(("name", "first"), [("stackfaq", 0.78), ("banking77_5", 0.67)])
def test_collections_that_others_judged_are_answered_as_well_as_the_best_engine_does(
    judged_collections: Path, name: str, first: float
) -> None:
    outcomes, _ = _asked(judged_collections / name)
    assert figures(outcomes).first >= first
