"""``kb eval`` as an editor of synonyms and a pull request use it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import CHECKOUT, Ran

from sopkb.search.evaluate import Part, part_of

Kb = Callable[..., Ran]
TABLES = CHECKOUT / "search_index"
TUNED = next(text for text in ("handover template" + "!" * n for n in range(9)) if part_of(text) is Part.TUNED)


@pytest.fixture
def tables(project: Path) -> Path:
    """The tables of the demo base, without its index and with two questions."""
    folder = project / "search_index"
    folder.mkdir()
    shutil.copy(TABLES / "synonyms.yml", folder)
    (folder / "judged.yml").write_text(
        f'questions:\n  chat:\n    - {{ask: "{TUNED}", first: [SOP-0024, ONB-0001], why: "w"}}\n'
        '  negative:\n    - {ask: "canteen | <voucher>", nothing: true, why: "w"}\n',
        "utf-8",
    )
    return folder


def test_without_a_baseline_figures_are_printed_and_one_is_offered(kb: Kb, tables: Path) -> None:
    ran = kb("eval")
    assert ran.code == 0
    assert "2 questions of sop/ at 2026-11-22T10:00:00Z" in ran.out
    assert "--update-baseline" in ran.out
    assert not (tables / "baseline.json").exists()


def test_a_question_that_is_lost_fails_until_the_baseline_is_renewed(kb: Kb, tables: Path) -> None:
    assert kb("eval", "--update-baseline").code == 0
    assert kb("eval").code == 0
    baseline = tables / "baseline.json"
    judged = tables / "judged.yml"
    other = judged.read_text("utf-8").replace("[SOP-0024, ONB-0001]", "SOP-0030")
    judged.write_text(other, "utf-8")
    assert kb("eval").code == 0, "a question that is judged otherwise is a new one"
    baseline.write_text(baseline.read_text("utf-8").replace("ONB-0001 or SOP-0024", "SOP-0030"), "utf-8")
    ran = kb("eval", "--misses")
    assert ran.code == 1
    assert f"First before, and tuned for: {TUNED}" in ran.out
    assert "expected SOP-0030; got" in ran.out
    assert kb("eval", "--update-baseline").code == 0
    assert kb("eval").code == 0


def test_a_promised_question_that_is_not_first_fails_without_any_baseline(kb: Kb, tables: Path) -> None:
    judged = tables / "judged.yml"
    judged.write_text(judged.read_text("utf-8").replace("[SOP-0024, ONB-0001]", "SOP-0030, promised: true"), "utf-8")
    ran = kb("eval")
    assert ran.code == 1
    assert f"Promised, and not first: {TUNED}" in ran.out


def test_every_format_says_the_same(kb: Kb, tables: Path) -> None:
    kb("eval", "--update-baseline")
    document = json.loads(kb("eval", "--format", "json").out)
    assert document["figures"]["all"]["questions"] == 2
    assert document["faults"] == []
    assert [question["place"] for question in document["questions"]] == [1, 1]
    assert document["baseline"]["new"] == 0
    markdown = kb("eval", "--format", "markdown", "--misses").out
    assert markdown.startswith("### Search: no drop")
    assert "| all | 2 | 1.000 |" in markdown


def test_markdown_shows_a_question_as_it_is_and_makes_nothing_of_it(kb: Kb, tables: Path) -> None:
    kb("eval", "--update-baseline")
    baseline = tables / "baseline.json"
    text = baseline.read_text("utf-8").replace(
        '"nothing", "place": 1, "gain": 1.0', '"nothing", "place": 0, "gain": 0.0'
    )
    baseline.write_text(text, "utf-8")
    markdown = kb("eval", "--format", "markdown").out
    assert r"| gained | canteen \| &lt;voucher> |" in markdown


def test_a_wrong_file_is_said_in_a_line_and_nothing_is_written(kb: Kb, tables: Path) -> None:
    (tables / "judged.yml").write_text("questions:\n  chat:\n    - {ask: 1}\n", "utf-8")
    ran = kb("eval", "--update-baseline")
    assert ran.code == 2
    assert "judged.yml, line 3" in ran.err
    assert not (tables / "baseline.json").exists()


def test_a_collection_is_asked_without_a_base_and_with_the_weights_of_one(
    kb: Kb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "faq"
    folder.mkdir()
    (folder / "corpus.jsonl").write_text('{"id": "a", "title": "apples", "text": "b"}\n', "utf-8")
    (folder / "queries.jsonl").write_text(
        '{"id": 1, "text": "apples", "gold": ["a"]}\n{"id": 2, "text": "b", "gold": ["z"]}\n', "utf-8"
    )
    ran = kb("eval", "--collection", str(folder), "--misses")
    assert ran.code == 0
    assert "1 questions of 1 documents in faq/" in ran.out
    assert "1 questions have no document" in ran.out
    (tmp_path / "search_index").mkdir(exist_ok=True)
    (tmp_path / "search_index/ranking.yml").write_text("k1: nonsense\n", "utf-8")
    assert "ranking.yml" in kb("eval", "--collection", str(folder)).err
    monkeypatch.chdir(folder)
    monkeypatch.setattr("sopkb.cli.common.DEFAULT_ROOT", "nowhere")
    assert kb("eval", "--collection", str(folder)).code == 0
    assert kb("eval", "--collection", str(folder), "--update-baseline").code == 2
