"""A base that is followed is, after every edit, what reading all of it would give."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import SMALL_CONFIG
from tests.load.healthy import same, write
from tests.rules.fixtures import files_of

from sopkb.core.errors import BaseNotFound
from sopkb.core.load import load_base
from sopkb.lint.following import Following

HEALTHY = files_of("S01/pass-every-kind")
SOP = "sops/SOP-0002-accesshub-restore-a-locked-account.md"


def edit(root: Path) -> None:
    (root / SOP).write_text(HEALTHY[SOP] + "\nMore.\n")


def add(root: Path) -> None:
    (root / "sops/SOP-0044-new.md").write_text(HEALTHY[SOP].replace("SOP-0002", "SOP-0044"))


def remove(root: Path) -> None:
    (root / SOP).unlink()


def rename(root: Path) -> None:
    (root / SOP).rename(root / "sops/SOP-0002-renamed.md")


def a_picture(root: Path) -> None:
    (root / "sops/picture.png").write_bytes(b"png")


def the_settings(root: Path) -> None:
    (root / "kb.yml").write_text(SMALL_CONFIG.replace("access:", "acces:"))


def a_tracker(root: Path) -> None:
    (root / "tracker.json").write_text("{}")


def a_folder_of_records(root: Path) -> None:
    (root / "sops").rename(root / "elsewhere")


def strange_names(root: Path) -> None:
    for name in ("a\x1bb.md", "a\u202eb.md", "a?b.md"):
        (root / name).write_text("---\n")


def a_loop_of_links(root: Path) -> None:
    (root / "loop.md").symlink_to(root / "loop.md")


def a_hidden_folder(root: Path) -> None:
    (root / "sops/.vscode").mkdir()


EDITS = [
    edit,
    add,
    remove,
    rename,
    a_picture,
    the_settings,
    a_tracker,
    a_folder_of_records,
    strange_names,
    a_loop_of_links,
    a_hidden_folder,
]


@pytest.mark.parametrize("change", EDITS)
def test_an_edit_is_noticed_and_taken_back(change: Callable[[Path], None], tmp_path: Path) -> None:
    root = write(tmp_path, dict(HEALTHY))
    following = Following(root)
    assert following.look() == frozenset()
    change(root)
    changed = following.look()
    assert changed
    assert same(following.base, load_base(root))
    assert following.base.corpus.files == load_base(root).corpus.files
    assert following.base.corpus.others == load_base(root).corpus.others
    assert following.look() == frozenset()


def test_one_edit_after_another(tmp_path: Path) -> None:
    root = write(tmp_path, dict(HEALTHY))
    following = Following(root)
    for change in (strange_names, edit, a_loop_of_links, rename, the_settings, add):
        change(root)
        following.look()
        assert same(following.base, load_base(root))


def test_what_an_editor_leaves_behind_while_it_saves_is_no_edit(tmp_path: Path) -> None:
    root = write(tmp_path, dict(HEALTHY))
    following = Following(root)
    for name in (".SOP-0002.md.swp", "SOP-0002.md~", ".SOP-0002.md.1a2b.tmp", "#SOP-0002.md#", ".DS_Store"):
        (root / "sops" / name).write_text("x")
        assert following.look() == frozenset()
    assert same(following.base, load_base(root))


def test_only_what_changed_is_parsed(tmp_path: Path) -> None:
    root = write(tmp_path, dict(HEALTHY))
    following = Following(root)
    before = {document.path: document for document in following.base.corpus.documents}
    edit(root)
    assert following.look() == {f"sop/{SOP}"}
    after = {document.path: document for document in following.base.corpus.documents}
    assert [path for path in before if after[path] is not before[path]] == [f"sop/{SOP}"]


def test_a_file_that_is_being_written_is_looked_at_once_more(tmp_path: Path) -> None:
    root = write(tmp_path, dict(HEALTHY))
    following = Following(root)
    (root / SOP).write_text("")
    assert following.look() == frozenset()
    edit(root)
    assert following.look() == {f"sop/{SOP}"}
    (root / SOP).write_text("")
    assert following.look() == frozenset()
    assert following.look() == {f"sop/{SOP}"}, "it stays empty"
    assert following.look() == frozenset()


def test_settings_that_are_away_for_a_moment_change_nothing(tmp_path: Path) -> None:
    root = write(tmp_path, dict(HEALTHY))
    following = Following(root)
    before = following.base
    (root / "kb.yml").rename(root / "kb.yml~")
    edit(root)
    with pytest.raises(BaseNotFound):
        following.look()
    assert following.base is before
    (root / "kb.yml~").rename(root / "kb.yml")
    assert f"sop/{SOP}" in following.look()
    assert same(following.base, load_base(root))
