"""The static export: made or mended, its bytes are the same; and nothing in it is named wrongly."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import CHECKOUT, DEMO_NOW
from tests.environments import FULL_DISK
from tests.index.small import EIGHT, record_text, write_base

from sopkb.core.load import Base, load_base
from sopkb.search.index import default_folder, open_index, update_index
from sopkb.search.static import ExportReport, export_index
from sopkb.search.static.shards import cut, first_texts, place_of
from sopkb.site.finder import write_export

WORDS = ["queue", "screen", "black", "sign", "报告", "vpn", "QM-604", "tab", "stuck", "the"]
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
edits = st.tuples(st.integers(1, 12), st.none() | texts)
histories = st.lists(st.lists(edits, min_size=1, max_size=3), min_size=1, max_size=4)


Harm = Callable[[bytes], bytes]
_EXPORT_AGAIN = """
from pathlib import Path
from sopkb.search.index import open_index
from sopkb.core.load import load_base
from sopkb.search.static import export_index
place = Path(sys.argv[1])
with open_index(load_base(place / "sop"), place / "index") as index:
    export_index(index, place / "static", place / "static.kept")
"""


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _export(base: Base, place: Path, name: str = "static") -> ExportReport:
    update_index(base, place / "index")
    with open_index(base, place / "index") as index:
        return export_index(index, place / name, place / f"{name}.kept")


@settings(max_examples=15, deadline=None)
@given(history=histories)
def test_an_export_that_was_mended_has_the_bytes_of_one_that_was_made_anew(history: list) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder, records = Path(place), dict(EIGHT)
        _export(write_base(folder / "sop", records), folder)
        for changes in history:
            for number, body in changes:
                name = f"SOP-{number:04d}"
                if body is None and len(records) > 1:
                    records.pop(name, None)
                elif body is not None:
                    records[name] = record_text(name, f"Queue: {body[:40]}", symptoms=[body], body=body)
            base = write_base(folder / "sop", records)
            _export(base, folder)
            (folder / "clean.kept").unlink(missing_ok=True)
            _export(base, folder, "clean")
            assert _files(folder / "static") == _files(folder / "clean")


def test_a_record_that_is_new_edited_filed_elsewhere_or_gone_leaves_what_an_export_made_anew_has(
    tmp_path: Path,
) -> None:
    """Each change touches another part of an export: keys, words, traits, postings."""
    records = {f"SOP-{n:04d}": record_text(f"SOP-{n:04d}", f"Tool {n}", body=f"text{n} " * 9) for n in range(1, 40)}
    _export(write_base(tmp_path / "sop", records), tmp_path)
    changes = {
        "a new record": {"SOP-0100": record_text("SOP-0100", "A new tool", codes=["NT-77"], aliases=["old tool"])},
        "another code": {"SOP-0100": record_text("SOP-0100", "A new tool", codes=["NT-78"], aliases=["old tool"])},
        "another area": {"SOP-0002": records["SOP-0002"].replace("area: access", "area: video")},
        "a new word": {"SOP-0003": records["SOP-0003"].replace("text3 text3", "text3 quokka", 1)},
        "the same words": {"SOP-0003": records["SOP-0003"].replace("text3 text3", "quokka text3", 1)},
        "a record gone": {"SOP-0004": ""},
    }
    for what, change in changes.items():
        records = {name: text for name, text in (records | change).items() if text}
        base = write_base(tmp_path / "sop", records)
        assert not _export(base, tmp_path).is_full, what
        (tmp_path / "clean.kept").unlink(missing_ok=True)
        assert _export(base, tmp_path, "clean").is_full
        assert _files(tmp_path / "static") == _files(tmp_path / "clean"), what


def test_any_file_that_somebody_removed_is_there_again_after_the_next_export(tmp_path: Path) -> None:
    records = {f"SOP-{n:04d}": record_text(f"SOP-{n:04d}", f"Tool {n}", body="the same text") for n in range(1, 260)}
    base = write_base(tmp_path / "sop", records)
    _export(base, tmp_path)
    whole = _files(tmp_path / "static")
    cards = [name for name in whole if "/" in name]
    for name in (*(whole.keys() - set(cards)), *cards[:3]):
        (tmp_path / "static" / name).unlink()
        _export(base, tmp_path)
        assert _files(tmp_path / "static") == whole, name


def _flipped(raw: bytes) -> bytes:
    return raw[:-1] + bytes([raw[-1] ^ 1])


@pytest.mark.parametrize(
    "harm", [lambda raw: b"", lambda raw: raw[: len(raw) // 2], _flipped], ids=("lost", "cut", "flipped")
)
def test_a_build_publishes_no_file_that_the_disk_has_lost(tmp_path: Path, demo_base: Base, harm: Harm) -> None:
    root = tmp_path / "sop"
    shutil.copytree(demo_base.root, root)
    base = load_base(root)
    write_export(base, DEMO_NOW, tmp_path / "site", offline=False)
    whole = _files(tmp_path / "site/search")
    kept = default_folder(root) / "site/search"
    assert _files(kept) == whole
    shards = sorted(path for path in kept.iterdir() if path.is_file() and path.name != "manifest.json")
    cards = sorted(path for path in kept.glob("*/*"))
    for path in (*shards[::5], *cards[::20]):
        path.write_bytes(harm(path.read_bytes()))
    write_export(base, DEMO_NOW, tmp_path / "site", offline=False)
    assert _files(tmp_path / "site/search") == whole


@pytest.mark.parametrize("size", [0, 300, 3000])
def test_where_the_disk_is_full_the_old_export_stays_whole(tmp_path: Path, size: int) -> None:
    records = {f"SOP-{n:04d}": record_text(f"SOP-{n:04d}", f"Tool {n}", body=f"text{n} " * 99) for n in range(1, 30)}
    _export(write_base(tmp_path / "sop", records), tmp_path)
    old = _files(tmp_path / "static")
    records["SOP-0003"] = records["SOP-0003"].replace("text3 text3", "text3 okapi " * 400, 1)
    base = write_base(tmp_path / "sop", records)
    update_index(base, tmp_path / "index")
    ran = subprocess.run(
        [sys.executable, "-c", f"{FULL_DISK.format(size=size)}\n{_EXPORT_AGAIN}", tmp_path],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT / "tools")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "File too large" in ran.stderr
    now = _files(tmp_path / "static")
    assert {name: now.get(name) for name in old} == old
    _export(base, tmp_path)
    _export(base, tmp_path, "clean")
    assert _files(tmp_path / "static") == _files(tmp_path / "clean")


def test_one_edited_record_changes_few_files(tmp_path: Path) -> None:
    records = {
        f"SOP-{n:04d}": record_text(f"SOP-{n:04d}", f"Tool {n}: word{n}", body=f"text{n} " * 20) for n in range(1, 200)
    }
    first = _export(write_base(tmp_path / "sop", records), tmp_path)
    records["SOP-0077"] = records["SOP-0077"].replace("text77 text77", "text77 okapi", 1)
    second = _export(write_base(tmp_path / "sop", records), tmp_path)
    assert first.is_full
    assert not second.is_full
    assert second.written < first.files / 3


def test_an_edit_of_a_word_that_most_records_have_leaves_no_file_behind(tmp_path: Path) -> None:
    """The postings of such a word are files of their own; those of before the edit are named by nobody."""
    records = {f"SOP-{n:04d}": record_text(f"SOP-{n:04d}", f"Tool {n}", body="the same text") for n in range(1, 300)}
    _export(write_base(tmp_path / "sop", records), tmp_path)
    records["SOP-0077"] = records["SOP-0077"].replace("same text", "same text, the same text", 1)
    base = write_base(tmp_path / "sop", records)
    assert not _export(base, tmp_path).is_full
    assert _export(base, tmp_path, "clean").is_full
    assert _files(tmp_path / "static") == _files(tmp_path / "clean")


def test_every_file_is_named_by_what_it_holds(tmp_path: Path, demo_base: Base) -> None:
    _export(demo_base, tmp_path)
    manifest = json.loads((tmp_path / "static" / "manifest.json").read_bytes())
    for name, raw in _files(tmp_path / "static").items():
        if name == "manifest.json":
            continue
        if "/" in name:
            assert hashlib.sha256(zlib.decompress(raw[6:], -15)).digest()[:6] == raw[:6]
        else:
            assert hashlib.sha256(zlib.decompress(raw, -15)).hexdigest()[:12] == name
    assert manifest["records"] == len(demo_base.corpus.records)


def test_an_export_that_somebody_damaged_is_made_anew_where_a_file_is_missing(tmp_path: Path, demo_base: Base) -> None:
    _export(demo_base, tmp_path)
    whole = _files(tmp_path / "static")
    next(path for path in (tmp_path / "static").iterdir() if path.is_file() and path.name != "manifest.json").unlink()
    (tmp_path / "static" / "stray.txt").write_text("left by somebody")
    _export(demo_base, tmp_path)
    assert _files(tmp_path / "static") == whole


def test_a_kept_file_that_is_not_ours_is_no_reason_to_fail(tmp_path: Path, demo_base: Base) -> None:
    _export(demo_base, tmp_path)
    whole = _files(tmp_path / "static")
    for nonsense in ("", "{}", "[1]", '{"format": 1, "manifest": 3}'):
        (tmp_path / "static.kept").write_text(nonsense)
        assert _export(demo_base, tmp_path).is_full
        assert _files(tmp_path / "static") == whole


@given(st.dictionaries(st.text(max_size=6), st.integers(1, 3000), max_size=60))
def test_every_text_is_in_the_shard_that_its_place_says(sizes: dict[str, int]) -> None:
    shards = list(cut(sorted(sizes.items())))
    firsts = first_texts(shards)
    assert [text for shard in shards for text, _ in shard] == sorted(sizes)
    for number, shard in enumerate(shards):
        assert all(place_of(text, firsts) == number for text, _ in shard)
