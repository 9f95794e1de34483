"""Findings that are kept true: first what the author waits for, in the end what a check of everything says."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from tests.conftest import CHECKOUT, DEMO_NOW
from tests.malformed import malformed_files

from sopkb.core.load import load_base
from sopkb.lint.check import check_base
from sopkb.lint.following import Following
from sopkb.lint.recheck import Recheck, Remaining
from sopkb.lint.report import Checked, render_changes

WKA_2 = "sop/workarounds/WKA-0002-clip-player-black-screen-sound-plays.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(CHECKOUT / "sop", tmp_path / "sop")
    return tmp_path / "sop"


def settled(root: Path) -> tuple[Following, Recheck]:
    following = Following(root)
    recheck = Recheck(following.base, DEMO_NOW)
    assert recheck.work(float("inf")) is Remaining.NOTHING
    return following, recheck


def test_at_the_start_it_says_what_a_check_says(root: Path) -> None:
    (root.parent / WKA_2).unlink()
    following, recheck = settled(root)
    assert recheck.found == check_base(following.base, DEMO_NOW) != ()


@pytest.mark.parametrize("seed", range(3))
def test_after_any_edits_it_says_what_a_check_of_everything_says(root: Path, seed: int) -> None:
    chance = random.Random(seed)
    texts = {path: path.read_text() for path in sorted(root.rglob("*.md"))}
    mutants = list(malformed_files({str(path): text for path, text in texts.items()}, 60, seed).values())
    following, recheck = settled(root)
    for _ in range(8):
        path = chance.choice(list(texts))
        what = chance.randrange(5)
        if what == 0:
            path.unlink(missing_ok=True)
        elif what == 1:
            path.write_text(texts[path])
        elif what == 2:
            path.write_text(chance.choice(list(texts.values())))
        elif what == 3:
            path.write_bytes(chance.choice(mutants))
        else:
            old, new = (chance.choice(list(texts)).name[:8] for _ in range(2))
            path.write_text(texts[path].replace(old, new))
        changed = following.look()
        recheck.edited(following.base, DEMO_NOW, changed)
        while recheck.work(0.01) is not Remaining.NOTHING:
            pass
        assert recheck.found == check_base(load_base(root), DEMO_NOW)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("severity: sev3", "severity: high"),
        ("id: WKA-0002", "id: WKA-0092"),
        ("status: active", "status: retired"),
        ("## Undo", "## Undone"),
    ],
)
def test_the_first_answer_has_all_that_the_edit_touched(root: Path, before: str, after: str) -> None:
    following, recheck = settled(root)
    path = root.parent / WKA_2
    assert before in path.read_text()
    path.write_text(path.read_text().replace(before, after, 1))
    changed = following.look()
    recheck.edited(following.base, DEMO_NOW, changed)
    assert recheck.found == check_base(following.base, DEMO_NOW) != ()


def test_a_changed_vocabulary_is_seen_everywhere_in_the_end(root: Path) -> None:
    following, recheck = settled(root)
    (root / "kb.yml").write_text((root / "kb.yml").read_text().replace("    video:", "    vid:"))
    changed = following.look()
    recheck.edited(following.base, DEMO_NOW, changed)
    assert recheck.work(float("inf")) is Remaining.NOTHING
    assert recheck.found == check_base(following.base, DEMO_NOW) != ()


def test_only_what_changed_is_told_and_a_line_that_moves_is_no_change(root: Path) -> None:
    path = root.parent / WKA_2
    healthy = path.read_text()
    path.write_text(healthy.replace("severity: sev3", "severity: high"))
    first = check_base(load_base(root), DEMO_NOW)
    path.write_text(healthy.replace("severity: sev3", "# why\nseverity: high").replace("area: video", "area: vido"))
    second = check_base(load_base(root), DEMO_NOW)
    told = render_changes(first, Checked(second, 72, 72), [WKA_2], False)
    assert "vido" in told
    assert "high" not in told
    assert "2 errors, 0 warnings" in told
    back = render_changes(second, Checked(first, 72, 72), [WKA_2], False)
    assert "fixed    S02  `area: vido`" in back
    nothing = render_changes(first, Checked(first, 72, 72), [WKA_2], False)
    assert nothing.startswith(f"{WKA_2}: no change in findings\n72 records")
