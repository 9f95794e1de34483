"""A site is the same bytes, however many processes make it, and whatever was there before."""

from __future__ import annotations

import os
import random
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.site.editing import differing, edits
from tests.site.small_base import NOW, copy_project

from sopkb.core.load import load_base
from sopkb.search.index import Outcome, default_folder, update_index
from sopkb.site import processes
from sopkb.site.build import build_site


def build(project: Path, name: str, *, fork: bool = False) -> Path:
    base = load_base(project / "sop")
    build_site(base, NOW, project / name, check=lambda base, now: (), strict=False, fork=fork)
    return project / name


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with a site that one process has made."""
    project = copy_project(tmp_path_factory.mktemp("ordinary"))
    build(project, "ordinary")
    return project


def test_two_processes_make_what_one_makes(ordinary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "LEAST", 1)
    monkeypatch.setattr(processes, "_cores", lambda: 2)
    assert differing(build(ordinary, "two", fork=True), ordinary / "ordinary") == []


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 6))])
def test_what_was_built_before_leaves_no_trace(small: Path, seed: int) -> None:
    dice = random.Random(seed)
    build(small, "again")
    for edit in dice.sample(list(edits(small).values()), 4):
        edit(7)
    assert differing(build(small, "again"), build(small, "scratch")) == []


def test_what_a_process_that_fails_was_to_do_is_done_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "LEAST", 1)
    monkeypatch.setattr(processes, "_cores", lambda: 3)
    own = os.getpid()

    def work(pieces: Sequence[int]) -> None:
        if os.getpid() != own and 2 in pieces:
            raise MemoryError
        for piece in pieces:
            (tmp_path / str(piece)).write_text(str(os.getpid() == own))

    processes.shared_out([1, 2, 3, 4], work, fork=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1", "2", "3", "4"]
    assert [(tmp_path / name).read_text() for name in "123"] == ["True", "True", "False"]


def test_what_one_process_cannot_do_is_an_error_and_not_a_missing_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "LEAST", 1)
    monkeypatch.setattr(processes, "_cores", lambda: 2)

    def work(pieces: Sequence[int]) -> None:
        if 2 in pieces:
            raise ValueError("no such filter")

    with pytest.raises(ValueError, match="no such filter"):
        processes.shared_out([1, 2], work, fork=True)


def test_work_begun_ahead_is_done_by_a_copy_and_a_failure_of_it_is_quiet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(processes, "_cores", lambda: 2)
    ahead = processes.Ahead(lambda: (tmp_path / "done").write_text(str(os.getpid())), fork=True)
    ahead.wait()
    assert int((tmp_path / "done").read_text()) != os.getpid()
    failing = processes.Ahead(lambda: (tmp_path / "no folder" / "done").write_text(""), fork=True)
    failing.wait()
    assert capfd.readouterr() == ("", "")


def test_work_begun_ahead_ends_when_it_is_stopped_and_so_do_those_that_it_started(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(processes, "_cores", lambda: 2)
    reader, writer = os.pipe()

    def work() -> None:
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], pass_fds=[writer])
        os.write(writer, b"started")
        time.sleep(600)

    with processes.Ahead(work, fork=True) as ahead:
        os.close(writer)
        assert os.read(reader, 7) == b"started"
    assert select.select([reader], [], [], 60)[0], "somebody still holds the other end"
    assert os.read(reader, 1) == b""
    os.close(reader)
    ahead.stop()  # once more does no harm


def test_without_leave_to_copy_nothing_is_begun_ahead(tmp_path: Path) -> None:
    processes.Ahead((tmp_path / "done").touch, fork=False).wait()
    assert not (tmp_path / "done").exists()


@pytest.mark.parametrize("is_killed", [False, True])
def test_the_search_of_a_site_is_made_while_its_pages_are_and_all_the_same_where_that_fails(
    ordinary: Path, monkeypatch: pytest.MonkeyPatch, is_killed: bool
) -> None:
    """The copy makes index and export; where it dies, this process finds them undone."""
    monkeypatch.setattr(processes, "_cores", lambda: 2)
    shutil.rmtree(default_folder(ordinary / "sop"))
    own, done = os.getpid(), []

    def noting(*given: object, **named: object) -> object:
        if is_killed and os.getpid() != own:
            os.kill(os.getpid(), signal.SIGKILL)
        report = update_index(*given, **named)  # type: ignore[arg-type]
        done.append(report.outcome)
        return report

    monkeypatch.setattr("sopkb.site.finder.update_index", noting)
    assert differing(build(ordinary, "ahead", fork=True), ordinary / "ordinary") == []
    assert done == [Outcome.REBUILT if is_killed else Outcome.UP_TO_DATE]
