"""What is read of a folder, and what is not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sopkb.core.load.files import LARGEST_RECORD
from sopkb_import.collection import Collection, read_collection, split_front_matter


def reasons(collection: Collection) -> dict[str, str]:
    return {one.source: one.reason for one in collection.skipped}


def test_documents_are_known_by_their_ending_and_come_sorted_by_path(tmp_path: Path) -> None:
    for name in ("b.md", "a/z.MARKDOWN", "a/b.txt", ".hidden/c.md", "a/.d.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("# A\n\ntext\n")
    collection = read_collection(tmp_path)
    assert [document.path for document in collection.documents] == ["a/z.MARKDOWN", "b.md"]
    assert list(collection.files) == ["a/b.txt"]


def test_a_file_without_an_ending_is_a_document_where_it_begins_like_one(tmp_path: Path) -> None:
    (tmp_path / "SyncFailed").write_text("# SyncFailed\n\n## Meaning\n\nIt failed.\n")
    (tmp_path / "Makefile").write_text("# build it\nall:\n\ttrue\n")
    (tmp_path / "script").write_text("#!/bin/sh\n## usage\n")
    collection = read_collection(tmp_path)
    assert [document.path for document in collection.documents] == ["SyncFailed"]
    assert "no file ending" in collection.documents[0].notes[0]
    assert sorted(collection.files) == ["Makefile", "script"]


def test_what_cannot_be_read_is_skipped_with_its_reason_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text("text\n")
    (tmp_path / "empty.md").write_text(" \n")
    (tmp_path / "latin.md").write_bytes(b"caf\xe9\n")
    (tmp_path / "binary.md").write_bytes(b"a\0b")
    (tmp_path / "giant.md").write_bytes(b"a" * (LARGEST_RECORD + 1))
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts/x.md").write_text("text\n")
    collection = read_collection(tmp_path, ["drafts/*"])
    assert [document.path for document in collection.documents] == ["good.md"]
    assert reasons(collection) == {
        "binary.md": "a NUL byte",
        "drafts/x.md": "the mapping says so",
        "empty.md": "empty",
        "giant.md": "too large (1.0 MB)",
        "latin.md": "not UTF-8 (byte 0xe9)",
    }


def test_links_that_leave_the_folder_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text("# Secret\n")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "link.md").symlink_to(outside / "secret.md")
    (inside / "folder").symlink_to(outside)
    (inside / "loop.md").symlink_to("loop.md")
    collection = read_collection(inside)
    assert not collection.documents
    assert "secret" not in str(collection).replace(str(tmp_path), "").lower().replace("folder", "")
    assert set(reasons(collection)) == {"link.md", "loop.md"}


def test_names_that_a_terminal_would_obey_or_that_are_no_text_are_skipped(tmp_path: Path) -> None:
    (tmp_path / "a\x1b[31m.md").write_text("text\n")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.md")).write_text("text\n")
    collection = read_collection(tmp_path)
    assert not collection.documents
    assert len(collection.skipped) == 2
    assert "\x1b" not in str(collection.skipped)


@pytest.mark.parametrize(
    ("text", "meta", "body"),
    [
        ("---\ntitle: A\nweight: 20\n---\ntext", {"title": "A", "weight": 20}, "text"),
        ("---\ntitle: A\n...\ntext", {"title": "A"}, "text"),
        ("---\n---\ntext", {}, "text"),
        (
            "+++\ntitle = 'A'\ndate = 2026-01-02\nshare = 1.5\n+++\ntext",
            {"title": "A", "date": "2026-01-02", "share": "1.5"},
            "text",
        ),
        ("---\nno colon here\n---\ntext", {}, "---\nno colon here\n---\ntext"),
        ("# A\n\n---\n\ntext", {}, "# A\n\n---\n\ntext"),
    ],
)
def test_front_matter_is_yaml_or_toml_or_none(text: str, meta: dict[str, object], body: str) -> None:
    found, below, _ = split_front_matter(text)
    assert (dict(found), below) == (meta, body)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("---\ntitle: 'A\n---\ntext", "front matter line"),
        ("---\ntitle: A\ntitle: B\n---\ntext", "front matter line 3: a key given twice"),
        ("+++\ntitle = A\n+++\ntext", "TOML (`+++`) and cannot be read"),
        ("+++\ntitle = 'A'\n+++\ntext", "its front matter is TOML"),
        ("+++\na = " + "[" * 5000 + "]" * 5000 + "\n+++\ntext", "cannot be read"),
        ("---\ntitle: A\ntext", "never closed"),
    ],
)
def test_front_matter_that_cannot_be_used_is_said(text: str, note: str) -> None:
    assert note in split_front_matter(text)[2][0]
