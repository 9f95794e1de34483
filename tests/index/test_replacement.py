"""Nobody ever meets half an index."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sopkb.core.errors import IndexUnusable
from sopkb.core.load import Base, load_base
from sopkb.search import search
from sopkb.search.index import Outcome, default_folder, open_index, update_index

CHECKOUT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
WKA_2 = "workarounds/WKA-0002-clip-player-black-screen-sound-plays.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(CHECKOUT / "sop", tmp_path / "sop")
    return tmp_path / "sop"


def _first(base: Base, query: str) -> str:
    with open_index(base, default_folder(base.root)) as index:
        return search(index, query, now=NOW).hits[0].id


def _answers(base: Base, folder: Path) -> list[tuple[str, float]]:
    queries = ("black screen", "cannot sign in", "queue empty", "RC-4031", "daily report", "视频 黑屏")
    with open_index(base, folder) as index:
        found = [search(index, query, now=NOW) for query in queries]
    return [(hit.id, round(hit.score, 9)) for answer in found for hit in answer.hits]


def test_a_second_update_writes_nothing(root: Path) -> None:
    base = load_base(root)
    folder = default_folder(root)
    assert update_index(base, folder).outcome is Outcome.REBUILT
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert update_index(base, folder).outcome is Outcome.UP_TO_DATE
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_a_changed_a_new_and_a_removed_record_give_the_answers_of_a_clean_build(root: Path, tmp_path: Path) -> None:
    folder = default_folder(root)
    update_index(load_base(root), folder)
    path = root / WKA_2
    path.write_text(path.read_text().replace("Decoder regression", "A zebra in the decoder"))
    next((root / "macros").glob("MAC-0005*")).unlink()
    base = load_base(root)
    report = update_index(base, folder)
    assert report.outcome is Outcome.UPDATED
    assert "WKA-0002" in report.changed
    assert len(report.changed) < 6  # it, and those that named the removed one
    assert report.removed == ("MAC-0005",)
    update_index(base, tmp_path / "clean", full=True)
    assert _answers(base, folder) == _answers(base, tmp_path / "clean")
    assert _first(base, "zebra") == "WKA-0002"


def test_a_missing_a_stale_and_a_damaged_index_are_told_apart(root: Path) -> None:
    base = load_base(root)
    folder = default_folder(root)
    with pytest.raises(IndexUnusable):
        open_index(base, folder)
    update_index(base, folder)
    largest = max((path for path in folder.rglob("*") if path.is_file()), key=lambda path: path.stat().st_size)
    path = root / WKA_2
    path.write_text(path.read_text() + "\nMore.\n")
    with pytest.raises(IndexUnusable, match="stale"):
        open_index(load_base(root), folder)
    largest.write_bytes(largest.read_bytes()[:100])
    with pytest.raises(IndexUnusable, match="damaged"):
        open_index(base, folder)
    assert update_index(base, folder).outcome is Outcome.REBUILT
    assert _first(base, "RC-4031") == "WKA-0001"


@pytest.mark.parametrize("rounds", [5, pytest.param(50, marks=pytest.mark.long)])
def test_a_kill_at_any_moment_leaves_an_index_that_answers(root: Path, rounds: int) -> None:
    base = load_base(root)
    folder = default_folder(root)
    update_index(base, folder)
    dice = random.Random(rounds)
    command = [sys.executable, "-m", "sopkb", "index", "--full", "--root", str(root)]
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT / "tools")}
    for _ in range(rounds):
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(dice.uniform(0.05, 1.5))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert _first(base, "RC-4031") == "WKA-0001"
    assert update_index(base, folder, full=True).outcome is Outcome.REBUILT
