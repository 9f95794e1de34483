"""The bench of a change: what it says it changes is changed, and every figure is printed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import sopkb_bench
from sopkb.core.load import load_base
from sopkb.history import change_since
from sopkb_bench.change import CHANGED, FIGURES, branch_off, prepare
from sopkb_bench.measure import Stopwatch


@pytest.mark.parametrize("count", [20, 130])
def test_twenty_files_are_changed_in_all_the_ways(tmp_path: Path, count: int) -> None:
    prepare(Stopwatch(), str(tmp_path), count)
    branch_off(Stopwatch(), str(tmp_path), str(tmp_path / "cache"))
    change = change_since(load_base(tmp_path / "sop"), "main")
    ways = Counter(
        "new" if each.is_new else "deleted" if each.is_deleted else "edited" if each.edits else "renamed"
        for each in change.records
    )
    assert ways == {"edited": CHANGED - 3, "renamed": 1, "deleted": 1, "new": 1}


def test_a_small_bench_runs_to_its_end_and_prints_every_figure(capsys: pytest.CaptureFixture[str]) -> None:
    assert sopkb_bench.main(["change", "--sizes", "20", "--runs", "1", "--date", "2026-11-24"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("change · 2026-11-24 · Python")
    assert all(name in out for name, _ in FIGURES)
    assert "not measured" not in out
