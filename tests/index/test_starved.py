"""A disk that is full, a folder that may not be written: the old index answers, and the message says what to do."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.environments import FULL_DISK, NO_POWERS, kb_after
from tests.index.small import EIGHT, QUERIES, answers, record_text, write_base

from sopkb.core.errors import SopkbError
from sopkb.core.load import Base
from sopkb.search.index import Outcome, default_folder, update_index


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return write_base(tmp_path / "sop", EIGHT)


def _said(ran: subprocess.CompletedProcess[str], what: str, remedy: str) -> bool:
    return ran.returncode == 2 and what in ran.stderr and remedy in ran.stderr and "Traceback" not in ran.stderr


@pytest.mark.parametrize("size", [0, 1, 30, 300, 1000, 3000])
@pytest.mark.parametrize("full", [True, False])
def test_where_the_disk_is_full_the_old_index_stays_and_nothing_is_left_behind(
    base: Base, size: int, full: bool
) -> None:
    folder = default_folder(base.root)
    update_index(base, folder)
    expected = answers(base, folder, QUERIES)
    before = sorted(str(path) for path in folder.rglob("*"))
    title = base.root / "sops" / "SOP-0001.md"
    old = title.read_text("utf-8")
    title.write_text(old.replace("black screen", "green screen"), "utf-8")
    ran = kb_after(FULL_DISK.format(size=size), "index", *(["--full"] if full else []), "--root", base.root)
    assert _said(ran, "The search index cannot be written in", "Allow larger files there"), ran.stderr
    assert sorted(str(path) for path in folder.rglob("*")) == before
    title.write_text(old, "utf-8")
    assert answers(base, folder, QUERIES) == expected


def test_a_search_on_a_full_disk_that_needs_an_index_says_so(base: Base) -> None:
    ran = kb_after(FULL_DISK.format(size=10), "search", "--root", base.root, "queue")
    assert _said(ran, "The search index cannot be written in", "try again"), ran.stderr


@pytest.fixture
def read_only(base: Base) -> Iterator[None]:
    """The folder of an index that is up to date, made such that nobody may write there; and back again."""
    folder = default_folder(base.root)
    update_index(base, folder)
    shut = [path for path in (folder.parent.parent, *folder.parent.parent.rglob("*")) if path.is_dir()]
    files = [path for path in folder.rglob("*") if path.is_file()]
    for path in (*files, *shut):
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield
    for path in shut:
        path.chmod(0o755)


def test_an_index_that_may_not_be_written_answers_while_it_is_up_to_date(base: Base, read_only: None) -> None:
    found = kb_after(NO_POWERS, "search", "--root", base.root, "queue is empty")
    assert found.returncode == 0
    assert "SOP-0003" in found.stdout.split("\n")[0]
    ran = kb_after(NO_POWERS, "index", "--root", base.root)
    assert (ran.returncode, ran.stdout[:16]) == (0, "Index up to date")


@pytest.mark.parametrize("command", [("index",), ("index", "--full"), ("search", "queue")])
def test_an_index_that_may_not_be_written_and_is_stale_is_said(
    base: Base, read_only: None, command: tuple[str, ...]
) -> None:
    (base.root / "sops" / "SOP-0009.md").write_text(record_text("SOP-0009", "A new record"), "utf-8")
    ran = kb_after(NO_POWERS, *command, "--root", base.root)
    assert _said(ran, "Permission denied", "Allow this user to write there"), ran.stderr


def test_a_base_in_a_folder_that_may_not_be_written_is_said(tmp_path: Path, base: Base) -> None:
    tmp_path.chmod(0o555)
    try:
        ran = kb_after(NO_POWERS, "index", "--root", base.root)
    finally:
        tmp_path.chmod(0o755)
    assert _said(ran, "Permission denied", "Allow this user to write there"), ran.stderr


@pytest.mark.parametrize("place", ["search_index", "search_index/build", "search_index/build/sop"])
def test_a_file_where_the_folder_should_be_is_said(base: Base, tmp_path: Path, place: str) -> None:
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).write_text("not a folder")
    with pytest.raises(SopkbError, match="cannot be written") as caught:
        update_index(base, default_folder(base.root))
    assert "A file stands where the index needs a folder" in caught.value.remedy
    assert (tmp_path / place).read_text() == "not a folder"


def test_when_the_disk_has_room_again_the_next_update_is_made(base: Base) -> None:
    folder = default_folder(base.root)
    assert kb_after(FULL_DISK.format(size=100), "index", "--root", base.root).returncode == 2
    assert update_index(base, folder).outcome is Outcome.REBUILT
    assert answers(base, folder, ["RC-404"])[0][1] >= 1
