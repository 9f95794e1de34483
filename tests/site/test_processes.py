"""A site is the same bytes, however many processes make it, and whatever was there before."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TypeVar

import pytest
from tests.site.editing import differing, edits
from tests.site.small_base import NOW, copy_project
from tests.site.test_serving import Edited

from sopkb.core.load import load_base
from sopkb.search.index import Outcome, default_folder, update_index
from sopkb.site import finder, processes
from sopkb.site.adapters.plain import build_frame
from sopkb.site.build import build_site
from sopkb.site.frame import Frame, Job
from sopkb.site.serve import Serving
from sopkb.site.web import State

Result = TypeVar("Result")


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


def alone(work: Callable[..., Result], *given: object) -> Result:
    """What a function of this file gives in a new process: a copy is made only of one that has a single thread, and
    whatever ran before in this one may have left a server behind."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *given).result()


def with_cores(count: int) -> None:
    """Make this process, which is alone, believe in so many cores, and share out the least work."""
    processes._cores = lambda: count
    processes.LEAST = 1


def built_by_several(project: Path) -> int:
    with_cores(3)  # one makes the search
    copied, fork = [], os.fork

    def counted() -> int:
        copied.append(True)
        return fork()

    os.fork = counted
    build(project, "several", fork=True)
    return len(copied)


def test_several_processes_make_what_one_makes(ordinary: Path) -> None:
    assert alone(built_by_several, ordinary) > 1
    assert differing(ordinary / "several", ordinary / "ordinary") == []


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 6))])
def test_what_was_built_before_leaves_no_trace(small: Path, seed: int) -> None:
    dice = random.Random(seed)
    build(small, "again")
    for edit in dice.sample(list(edits(small).values()), 4):
        edit(7)
    assert differing(build(small, "again"), build(small, "scratch")) == []


def shared_with_one_that_fails(folder: Path) -> None:
    with_cores(3)
    own = os.getpid()

    def work(pieces: Sequence[int]) -> None:
        if os.getpid() != own and 2 in pieces:
            raise MemoryError
        for piece in pieces:
            (folder / str(piece)).write_text(str(os.getpid() == own))

    processes.shared_out([1, 2, 3, 4], work, fork=True)


def test_what_a_process_that_fails_was_to_do_is_done_all_the_same(tmp_path: Path) -> None:
    alone(shared_with_one_that_fails, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1", "2", "3", "4"]
    assert [(tmp_path / name).read_text() for name in "123"] == ["True", "True", "False"]


def shared_with_what_nobody_can_do() -> None:
    with_cores(2)

    def work(pieces: Sequence[int]) -> None:
        if 2 in pieces:
            raise ValueError("no such filter")

    processes.shared_out([1, 2], work, fork=True)


def test_what_one_process_cannot_do_is_an_error_and_not_a_missing_file() -> None:
    with pytest.raises(ValueError, match="no such filter"):
        alone(shared_with_what_nobody_can_do)


def begun_ahead(folder: Path) -> int:
    with_cores(2)
    processes.Ahead(lambda: (folder / "done").write_text(str(os.getpid())), fork=True).wait()
    processes.Ahead(lambda: (folder / "no folder" / "done").write_text(""), fork=True).wait()
    return os.getpid()


def test_work_begun_ahead_is_done_by_a_copy_and_a_failure_of_it_is_quiet(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    own = alone(begun_ahead, tmp_path)
    assert int((tmp_path / "done").read_text()) not in (own, os.getpid())
    assert capfd.readouterr() == ("", "")


def stopped_ahead() -> tuple[bytes, bytes]:
    """What those that were begun say, and what is read once all of them have let go."""
    with_cores(2)
    reader, writer = os.pipe()

    def work() -> None:
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], pass_fds=[writer])
        os.write(writer, b"started")
        time.sleep(600)

    with processes.Ahead(work, fork=True) as ahead:
        os.close(writer)
        said = os.read(reader, 7)
    rest = os.read(reader, 1)  # waits as long as somebody holds the other end
    ahead.stop()  # once more does no harm
    return said, rest


def test_work_begun_ahead_ends_when_it_is_stopped_and_so_do_those_that_it_started() -> None:
    assert alone(stopped_ahead) == (b"started", b"")


def test_without_leave_to_copy_nothing_is_begun_ahead(tmp_path: Path) -> None:
    processes.Ahead((tmp_path / "done").touch, fork=False).wait()
    assert not (tmp_path / "done").exists()


def built_ahead(project: Path, is_killed: bool) -> list[Outcome]:
    """What this process, which is not its copy, found of the index."""
    with_cores(2)
    processes.LEAST = 1000  # pages are not shared out: only what is begun ahead is a copy
    own, done = os.getpid(), []

    def noting(*given: object, **named: object) -> object:
        if is_killed and os.getpid() != own:
            os.kill(os.getpid(), signal.SIGKILL)
        report = update_index(*given, **named)  # type: ignore[arg-type]
        done.append(report.outcome)
        return report

    vars(finder)["update_index"] = noting
    build(project, "ahead", fork=True)
    return done


@pytest.mark.parametrize("is_killed", [False, True])
def test_the_search_of_a_site_is_made_while_its_pages_are_and_all_the_same_where_that_fails(
    ordinary: Path, is_killed: bool
) -> None:
    """The copy makes index and export; where it dies, this process finds them undone."""
    shutil.rmtree(default_folder(ordinary / "sop"))
    assert alone(built_ahead, ordinary, is_killed) == [Outcome.REBUILT if is_killed else Outcome.UP_TO_DATE]
    assert differing(ordinary / "ahead", ordinary / "ordinary") == []


def served_ahead(project: Path, is_killed: bool) -> tuple[int, bytes | None]:
    """How often this process, which is not its copy, ran the generator; and a page."""
    with_cores(2)
    own, framed = os.getpid(), []

    def counted(job: Job) -> Frame:
        if is_killed and os.getpid() != own:
            os.kill(os.getpid(), signal.SIGKILL)
        framed.append(job)
        return build_frame(job)

    folder = project / f"kept-{is_killed}"
    folder.mkdir()
    state = State(folder / "search")
    Serving(Edited(project), state, folder, "https://kb.example.org/", counted, print).start(fork=True)
    return len(framed), state.file("SOP-0001.html")


def test_a_frame_is_made_while_the_base_is_checked_and_all_the_same_where_that_fails(small: Path) -> None:
    runs, page = alone(served_ahead, small, False)
    assert page
    assert (runs, b"Player: a title of some length" in page) == (0, True)
    assert alone(served_ahead, small, True) == (1, page)
