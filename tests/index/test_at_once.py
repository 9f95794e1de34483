"""Readers and writers of one index at the same time."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from tests.conftest import CHECKOUT, DEMO_NOW
from tests.index.small import EIGHT, QUERIES, answers, clean_answers, record_text, write_base

from sopkb.core.errors import SopkbError
from sopkb.core.load import Base
from sopkb.search import search
from sopkb.search.index import IndexReport, Outcome, open_index, reader, update_index
from sopkb.search.index.manifest import Manifest, verify_files

PATIENCE = 300.0
"""Seconds after which a test gives up waiting for another process; nothing depends on how long it takes."""


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return write_base(tmp_path / "sop", EIGHT)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


def _wait_for(path: Path, process: subprocess.Popen) -> None:
    until = time.monotonic() + PATIENCE
    while not path.exists():
        assert process.poll() is None, "the reader has ended"
        assert time.monotonic() < until, f"no {path.name}"
        time.sleep(0.01)


@pytest.mark.parametrize("rounds", [12, pytest.param(300, marks=pytest.mark.long)])
def test_readers_always_meet_the_old_index_or_the_new_one(
    base: Base, folder: Path, tmp_path: Path, rounds: int
) -> None:
    changed = dict(EIGHT)
    changed["SOP-0003"] = record_text("SOP-0003", "Queue Manager: black queue", codes=["RC-404"])
    del changed["SOP-0005"]
    other = write_base(tmp_path / "other", changed)
    messages = tmp_path / "messages"
    messages.mkdir()
    (messages / "others.json").write_text(json.dumps([clean_answers(other, tmp_path / "clean", QUERIES)]), "utf-8")
    update_index(base, folder)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(CHECKOUT), str(CHECKOUT / "tools")])}
    readers = {
        name: subprocess.Popen(
            [sys.executable, "-m", "tests.index.reading", folder, messages, name, base.root, other.root],
            env=environment,
        )
        for name in ("one", "two", "three")
    }
    for name, process in readers.items():
        _wait_for(messages / f"{name}.ready", process)
    for number in range(rounds):
        update_index(base if number % 2 else other, folder, full=number % 3 == 0)
    (messages / "stop").touch()
    for name, process in readers.items():
        assert process.wait(PATIENCE) == 0
        told = json.loads((messages / f"{name}.json").read_text("utf-8"))
        assert told["troubles"] == []
        assert sum(told["met"]) > 0


@pytest.mark.parametrize("whole", [True, False])
def test_an_index_that_is_replaced_while_it_is_opened_is_opened_again(
    base: Base, folder: Path, monkeypatch: pytest.MonkeyPatch, whole: bool
) -> None:
    """The folder of the old one goes file by file: a reader may meet it with some of them left."""
    update_index(base, folder)
    expected = answers(base, folder, QUERIES)
    verified: list[str] = []

    def replaced_first(place: Path, manifest: Manifest) -> None:
        if not verified:
            old = place / manifest.generation
            update_index(base, folder, full=True)
            assert not old.exists()
            if not whole:
                old.mkdir()
        verified.append(manifest.generation)
        verify_files(place, manifest)

    monkeypatch.setattr(reader, "verify_files", replaced_first)
    assert answers(base, folder, QUERIES) == expected
    assert len(set(verified)) == 2


def test_an_open_index_answers_as_before_when_it_is_replaced_or_its_folder_vanishes(base: Base, folder: Path) -> None:
    update_index(base, folder)
    expected = answers(base, folder, QUERIES)
    with open_index(base, folder) as index:
        update_index(base, folder, full=True)
        update_index(base, folder, full=True)
        shutil.rmtree(folder)
        for query, total, hits in expected:
            answer = search(index, query, now=DEMO_NOW, limit=100)
            assert (answer.total, [(hit.id, round(hit.score, 9)) for hit in answer.hits]) == (total, hits)


class _HeldUp:
    """A writer in a thread that stops in the middle of its work until it is let go."""

    def __init__(self, base: Base, folder: Path) -> None:
        self.in_the_middle, self.may_go_on = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._write, args=(base, folder))
        self._thread.start()
        assert self.in_the_middle.wait(PATIENCE)

    def _write(self, base: Base, folder: Path) -> None:
        update_index(base, folder, full=True, tick=self._tick)

    def _tick(self, done: int, _: int) -> None:
        if done == 2:
            self.in_the_middle.set()
            self.may_go_on.wait(PATIENCE)

    def finish(self) -> None:
        self.may_go_on.set()
        self._thread.join(PATIENCE)


def test_a_second_writer_says_so_when_its_patience_ends(base: Base, folder: Path) -> None:
    first = _HeldUp(base, folder)
    try:
        with pytest.raises(SopkbError, match="Another process is writing") as caught:
            update_index(base, folder, patience=0.2)
    finally:
        first.finish()
    assert caught.value.exit_code == 2
    assert caught.value.remedy
    assert update_index(base, folder).outcome is Outcome.UP_TO_DATE


def test_a_second_writer_waits_for_the_first_and_then_adds_its_change(base: Base, folder: Path, tmp_path: Path) -> None:
    first = _HeldUp(base, folder)
    newer = write_base(tmp_path / "sop", {**EIGHT, "SOP-0009": record_text("SOP-0009", "A zebra in the queue")})
    reports: list[IndexReport] = []
    second = threading.Thread(target=lambda: reports.append(update_index(newer, folder, patience=PATIENCE)))
    second.start()
    second.join(0.2)
    assert second.is_alive()
    first.finish()
    second.join(PATIENCE)
    assert [report.added for report in reports] == [("SOP-0009",)]
    assert [hit for hit, _ in answers(newer, folder, ["zebra"])[0][2]] == ["SOP-0009"]


def test_readers_are_not_kept_waiting_by_a_writer(base: Base, folder: Path) -> None:
    update_index(base, folder)
    expected = answers(base, folder, QUERIES)
    writer = _HeldUp(base, folder)
    try:
        assert answers(base, folder, QUERIES) == expected
    finally:
        writer.finish()
    assert answers(base, folder, QUERIES) == expected


def test_a_writer_that_fails_lets_the_next_one_in(base: Base, folder: Path) -> None:
    def fail(*_: int) -> None:
        raise KeyboardInterrupt

    update_index(base, folder)
    before = sorted(path.name for path in folder.iterdir())
    with pytest.raises(KeyboardInterrupt):
        update_index(base, folder, full=True, tick=fail)
    assert sorted(path.name for path in folder.iterdir()) == before
    assert update_index(base, folder, full=True, patience=0).outcome is Outcome.REBUILT
