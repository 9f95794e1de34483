"""The bench of what an author waits for: every figure is printed, and the base is left as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

import sopkb_bench
from sopkb_bench import author
from sopkb_bench.author import FIGURES, watch
from sopkb_bench.generate import generate_base
from sopkb_bench.measure import Stopwatch


def test_a_small_bench_runs_to_its_end_and_prints_every_figure(capsys: pytest.CaptureFixture[str]) -> None:
    assert sopkb_bench.main(["author", "--sizes", "20", "--runs", "1", "--date", "2026-11-24"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("author · 2026-11-24 · Python")
    assert all(name in out for name, _, _ in FIGURES)
    assert "not measured" not in out


def test_every_edit_is_a_lap_and_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(author, "BETWEEN_EDITS", 0.1)
    monkeypatch.setenv("PYTHONPATH", str(Path(author.__file__).parents[1]))
    generate_base(tmp_path / "base", 20)
    before = {path: path.read_bytes() for path in (tmp_path / "base").rglob("*") if path.is_file()}
    stopwatch = Stopwatch()
    watch(stopwatch, str(tmp_path / "base"), str(tmp_path / "cache"))
    assert len(stopwatch.laps) == author.EDITS
    assert {path: path.read_bytes() for path in before} == before
