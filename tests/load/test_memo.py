"""Parsed documents that are kept between runs change nothing but the time, whatever happens to them."""

from __future__ import annotations

import os
import pickle
import shutil
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import CHECKOUT, DEMO_NOW
from tests.load.healthy import HEALTHY, SOP, same, write
from tests.malformed import malformed_files

from sopkb.core import memo
from sopkb.core.load import Base, load_base
from sopkb.core.load.packed import pack, unpack
from sopkb.core.memo import FILE_NAME as FILE
from sopkb.core.record import Document
from sopkb.lint.check import check_base


def test_a_second_run_parses_nothing(base: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = load_base(base, cache=kept)
    monkeypatch.setattr("sopkb.core.load.reading.parse_document", None)
    assert same(load_base(base, cache=kept), before)


def test_an_edit_is_seen_and_the_old_text_found_again(base: Path, kept: Path) -> None:
    before, text = load_base(base, cache=kept), HEALTHY[SOP]
    (base / SOP).write_text(text.replace("area: access", "area: vido"))
    assert [each.code for each in check_base(load_base(base, cache=kept), DEMO_NOW)] == ["S02"]
    assert same(load_base(base, cache=kept), load_base(base))
    (base / SOP).write_text(text)
    assert same(load_base(base, cache=kept), before)


def test_a_renamed_file_is_told_by_its_new_name(base: Path, kept: Path) -> None:
    load_base(base, cache=kept)
    (base / SOP).rename(base / "sops/SOP-0002-renamed.md")
    assert same(load_base(base, cache=kept), load_base(base))


def test_the_demo_base_is_the_same_from_the_memo(kept: Path, demo_base: Base) -> None:
    for _ in range(2):
        assert same(load_base(CHECKOUT / "sop", cache=kept), demo_base)


def test_whatever_is_wrong_with_a_file_is_found_again(tmp_path: Path, kept: Path) -> None:
    root = write(tmp_path, {**HEALTHY, **malformed_files(HEALTHY, 120)})
    for _ in range(2):
        assert same(load_base(root, cache=kept), load_base(root))


PIECES = st.sampled_from(
    ["---\n", "title: x\n", "symptoms: [a, b]\n", "x: {y: [1, no]}\n", "## Steps\n", "1. Do\n", "é\n"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES | st.text(max_size=20), max_size=15).map("".join))
def test_any_text_is_the_same_from_the_memo(tmp_path: Path, text: str) -> None:
    root = write(tmp_path, {SOP: text.encode("utf-8", "replace")})
    for _ in range(2):
        assert same(load_base(root, cache=tmp_path / "cache"), load_base(root))


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def overwrite(file: Path) -> None:
    file.write_bytes(b"\x00garbage" * 999)


def empty(file: Path) -> None:
    file.write_bytes(b"")


def flip_bytes(file: Path) -> None:
    data = bytearray(file.read_bytes())
    for place in range(5000, len(data), 97):
        data[place] ^= 0x55
    file.write_bytes(data)


def other_table(file: Path) -> None:
    file.unlink()
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE memo (something TEXT)")
    database.close()


def other_rows(file: Path) -> None:
    with sqlite3.connect(file) as database:
        database.execute("UPDATE memo SET data = 'text'")
    database.close()


def rows_mixed_up(file: Path) -> None:
    with sqlite3.connect(file) as database:
        database.execute("UPDATE memo SET data = substr(data, 1, 99)")
    database.close()


def a_folder_instead(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize(
    "damage", [cut_short, overwrite, empty, flip_bytes, other_table, other_rows, rows_mixed_up, a_folder_instead]
)
def test_a_damaged_memo_is_as_good_as_none(damage: Callable[[Path], None], base: Path, kept: Path) -> None:
    load_base(base, cache=kept)
    damage(kept / FILE)
    for _ in range(3):
        assert same(load_base(base, cache=kept), load_base(base))


def test_a_damaged_memo_is_made_anew(base: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_base(base, cache=kept)
    overwrite(kept / FILE)
    load_base(base, cache=kept)
    load_base(base, cache=kept)
    monkeypatch.setattr("sopkb.core.load.reading.parse_document", None)
    load_base(base, cache=kept)


def test_another_version_of_the_program_finds_nothing(base: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_base(base, cache=kept)
    monkeypatch.setattr(memo, "code_digest", lambda: "newer")
    monkeypatch.setattr("sopkb.core.load.reading.parse_document", None)
    with pytest.raises(TypeError):
        load_base(base, cache=kept)


class Hostile:
    """What a file from somebody else would like to have called."""

    def __init__(self, call: Callable[..., object], *arguments: object) -> None:
        self._call = call, arguments

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return self._call


def test_a_memo_runs_no_code(base: Path, kept: Path, tmp_path: Path) -> None:
    before, mark = load_base(base, cache=kept), tmp_path / "ran"
    for hostile in (
        Hostile(os.system, f"touch {mark}"),
        Hostile(eval, f"open({str(mark)!r}, 'w')"),
        Hostile(getattr, "x", "upper"),
    ):
        data = pickle.dumps(hostile)
        packed = zlib.crc32(data).to_bytes(4, "big") + data
        assert unpack(data) is None
        with sqlite3.connect(kept / FILE) as database:
            database.execute("UPDATE memo SET data = ?", (packed,))
        database.close()
        assert same(load_base(base, cache=kept), before)
    assert not mark.exists()


def test_only_documents_come_out_of_a_memo() -> None:
    for other in ("text", 7, [Document("a.md")]):
        assert unpack(pickle.dumps(other)) is None
    assert unpack(pack(Document("a.md"))) == Document("a.md")


@pytest.mark.skipif(os.name == "nt", reason="folders there have no such modes")
@pytest.mark.parametrize("mode", [0o777, 0o770, 0o702])
def test_a_folder_that_others_may_write_to_is_not_used(mode: int, base: Path, kept: Path) -> None:
    kept.mkdir()
    kept.chmod(mode)
    load_base(base, cache=kept)
    assert list(kept.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="folders there have no such modes")
def test_a_memo_is_its_users_alone_and_no_link(base: Path, kept: Path, tmp_path: Path) -> None:
    load_base(base, cache=kept)
    assert kept.stat().st_mode & 0o777 == 0o700
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    load_base(base, cache=link)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_where_nothing_can_be_kept_everything_works(base: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert same(load_base(base, cache=tmp_path / "file"), load_base(base))
    assert same(load_base(base, cache=tmp_path / "file/below"), load_base(base))


def test_a_memo_that_another_process_holds_is_waited_for_and_then_done_without(
    base: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sopkb.core.memo._PATIENCE", 0.01)
    load_base(base, cache=kept)
    (base / SOP).write_text(HEALTHY[SOP] + "\nMore.\n")
    other = sqlite3.connect(kept / FILE, isolation_level=None)
    try:
        for how in ("BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"):
            other.execute(how)
            assert same(load_base(base, cache=kept), load_base(base))
            other.execute("ROLLBACK")
    finally:
        other.close()
    assert (kept / FILE).exists()


def test_many_processes_write_at_once(base: Path, kept: Path) -> None:
    program = (
        "import sys, pathlib; from sopkb.core.load import load_base; "
        "print(load_base(pathlib.Path(sys.argv[1]), cache=pathlib.Path(sys.argv[2])).digest)"
    )
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT / "tools")}
    running = [
        subprocess.Popen([sys.executable, "-c", program, base, kept], stdout=subprocess.PIPE, env=environment)
        for _ in range(4)
    ]
    answers = {process.communicate()[0].strip() for process in running}
    assert answers == {load_base(base).digest.encode()}
    assert {process.returncode for process in running} == {0}
    assert same(load_base(base, cache=kept), load_base(base))


def test_a_memo_that_is_full_keeps_what_the_base_needs(
    base: Path, kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_base(base, cache=kept)
    other = tmp_path / "other"
    for number in range(3):
        shutil.copytree(base, other, dirs_exist_ok=True)
        (other / SOP).write_text(HEALTHY[SOP] + f"\n{number}\n")
        monkeypatch.setattr("sopkb.core.memo.LARGEST", 1)
        load_base(other, cache=kept)
    with sqlite3.connect(kept / FILE) as database:
        (count,) = database.execute("SELECT count(*) FROM memo").fetchone()
    database.close()
    assert count == len(HEALTHY)
    monkeypatch.setattr("sopkb.core.load.reading.parse_document", None)
    load_base(other, cache=kept)
