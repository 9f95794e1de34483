"""A folder to work in goes with its process: at once where that ends well, with the next one where it was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import CHECKOUT

from sopkb.site.folders import replacing
from sopkb.workplace import workplace

HOLD = """
import os, sys, time
from pathlib import Path
from sopkb.workplace import workplace
with workplace({name!r}, Path({folder!r})) as place:
    (place / "half").write_text("x" * 1000)
    if {fork}:
        if os.fork():
            os.kill(os.getpid(), 9)
        Path({folder!r}, "child").write_text(str(os.getpid()))
    print(place, flush=True)
    sys.stdin.read()
"""


def holding(name: str, folder: Path, *, fork: bool = False) -> tuple[subprocess.Popen[str], Path]:
    program = HOLD.format(name=name, folder=str(folder), fork=fork)
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT / "tools")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    return process, Path(process.stdout.readline().strip())


def test_a_folder_is_gone_when_the_block_ends_however_it_ends(tmp_path: Path) -> None:
    with workplace("site", tmp_path) as place:
        (place / "a").write_text("x")
    with pytest.raises(ZeroDivisionError), workplace("site", tmp_path) as place:
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_is_removed_by_the_next_one(tmp_path: Path) -> None:
    process, left = holding("site", tmp_path)
    process.kill()
    process.communicate()
    assert (left / "half").exists()
    with workplace("site", tmp_path) as place:
        assert list(tmp_path.iterdir()) == [place]


def test_what_a_process_still_works_in_stays(tmp_path: Path) -> None:
    process, used = holding("site", tmp_path)
    with workplace("site", tmp_path) as place:
        assert {*tmp_path.iterdir()} == {place, used}
    assert (used / "half").exists()
    process.communicate("")
    assert not used.exists()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no process can be copied there")
def test_what_a_copy_of_a_killed_process_still_works_in_stays(tmp_path: Path) -> None:
    process, used = holding("site", tmp_path, fork=True)
    process.wait()
    with workplace("site", tmp_path):
        assert (used / "half").exists()
    process.communicate("")
    assert int((tmp_path / "child").read_text()) != process.pid


def test_what_is_called_otherwise_or_is_no_folder_stays(tmp_path: Path) -> None:
    (tmp_path / ".other.x.new").mkdir()
    (tmp_path / ".site.file.new").write_text("x")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".site.link.new").symlink_to(tmp_path / "elsewhere")
    (tmp_path / ".site.old.new").mkdir()
    with workplace("site", tmp_path):
        pass
    assert {path.name for path in tmp_path.iterdir()} == {
        ".other.x.new",
        ".site.file.new",
        ".site.link.new",
        "elsewhere",
    }


def test_a_site_that_a_killed_build_had_just_taken_away_is_put_back(tmp_path: Path) -> None:
    target = tmp_path / "site"
    with replacing(target, "kb build") as new:
        (new / "index.html").write_text("the old site")
    process, left = holding("site", tmp_path)
    target.rename(left / "old")
    process.send_signal(signal.SIGKILL)
    process.communicate()
    with pytest.raises(ZeroDivisionError), replacing(target, "kb build"):
        raise ZeroDivisionError
    assert (target / "index.html").read_text() == "the old site"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
