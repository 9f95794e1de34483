"""The bench of training: it runs to its end, and prints every figure."""

from __future__ import annotations

import pytest

import sopkb_bench
from sopkb_bench.training import FIGURES


def test_a_small_bench_runs_to_its_end_and_prints_every_figure(capsys: pytest.CaptureFixture[str]) -> None:
    assert sopkb_bench.main(["training", "--sizes", "20", "--runs", "1", "--date", "2026-11-26"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("training · 2026-11-26 · Python")
    assert all(name in out for name, _ in FIGURES)
    assert "not measured" not in out
