"""A base that other cores help to parse is the same base."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from tests.load.healthy import HEALTHY, same

from sopkb.core.load import load_base, workers


@pytest.mark.parametrize("keep", [True, False])
def test_other_cores_give_the_same(keep: bool, base: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = load_base(base)
    monkeypatch.setattr(workers, "LEAST", 2)
    ticks: list[tuple[int, int]] = []
    together = load_base(base, lambda *tick: ticks.append(tick), cache=kept if keep else None)
    assert same(together, alone)
    assert ticks[-1] == (len(HEALTHY), len(HEALTHY))
    assert ticks == sorted(ticks)


@pytest.mark.parametrize("program", ["/nowhere/python", shutil.which("false") or "false"])
def test_where_other_cores_fail_this_one_does_it(program: str, base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = load_base(base)
    monkeypatch.setattr(workers, "LEAST", 2)
    monkeypatch.setattr(sys, "executable", program)
    assert same(load_base(base), alone)
