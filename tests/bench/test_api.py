"""The bench of the API: it runs to its end at a small size, and no request fails."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

import sopkb_bench
from sopkb_bench import api


def test_a_small_bench_runs_to_its_end(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"REQUESTS": 60, "QUERIES": 20, "RATE": 20.0, "CLIENTS": 4}.items():
        monkeypatch.setattr(api, name, value)
    with ThreadPoolExecutor(1) as pool:  # where a browser runs, this thread has an event loop already
        assert (
            pool.submit(sopkb_bench.main, ["api", "--sizes", "30", "--count", "70", "--date", "2026-11-26"]).result()
            == 0
        )
    out = capsys.readouterr().out
    assert out.startswith("api · 2026-11-26 · Python")
    failed = [line.split()[-1] for line in out.splitlines() if "failed" in line]
    assert failed == ["0"] * 5
    assert "after 70 requests more" in out
    assert "kb mcp, start to first list of tools" in out
