"""The bench of the site: every figure is printed, an edit leaves nothing wrong, and what differs is counted."""

from __future__ import annotations

from pathlib import Path

import pytest

import sopkb_bench
from sopkb_bench import site, site_work


def test_a_small_bench_runs_to_its_end_and_prints_every_figure(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, browser: object
) -> None:
    monkeypatch.setattr(site, "EDITS", 1)
    assert sopkb_bench.main(["site", "--sizes", "25", "--runs", "1", "--date", "2026-11-26"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("site · 2026-11-26 · Python")
    cells = [line.strip().rpartition("  ") for line in out.splitlines()]
    told = {name.strip(): value for name, _, value in cells}
    assert {name.strip() for name in site.FIGURES} <= told.keys()
    assert "not measured" not in out
    assert "-" not in told.values()
    assert told["files that differ from a clean build"] == "0"


def test_files_that_are_missing_added_or_changed_differ(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder, files in ((one, {"a": "1", "b/c": "2", "gone": "3"}), (other, {"a": "1", "b/c": "x", "new": "4"})):
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
    assert site_work.differing(one, other) == 3
    assert site_work.differing(one, one) == 0


def test_the_largest_page_is_that_of_a_record(tmp_path: Path) -> None:
    (tmp_path / "SOP-0001.html").write_text("x" * 10)
    (tmp_path / "SOP-0002.html").write_text("x" * 20)
    (tmp_path / "index.html").write_text("x" * 500)
    assert site_work.sizes(tmp_path) == {"bytes": 530, "pages": 3, "largest": 20}
