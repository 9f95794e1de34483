"""Files that readers hand in: who must be briefed on what; what is no such file is said, and the others are read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import CHECKOUT

from sopkb.core.load import Base
from sopkb.lint.tracks import questions_of
from sopkb.site.teaching import Teaching
from sopkb_training.outstanding import by_team, outstanding_of
from sopkb_training.progress import ProgressUnusable, read_progress

Kb = Callable[..., tuple[int, str, str]]


def kept(
    name: str = "a-1", team: str = "puo-core", read: dict[str, str] | None = None, tracks: Any = None
) -> dict[str, Any]:
    return {
        "format": "kb-training/1",
        "who": {"name": name, "team": team},
        "read": {each: {"version": version, "on": "2026-10-01"} for each, version in (read or {}).items()},
        "tracks": tracks or {},
    }


@pytest.fixture
def hand_in(tmp_path: Path) -> Callable[..., Path]:
    def write(data: Any, name: str = "progress.json") -> Path:
        path = tmp_path / name
        path.write_text(data if isinstance(data, str) else json.dumps(data), "utf-8")
        return path

    return write


def test_only_a_change_that_asks_for_it_is_owed(demo_base: Base, hand_in: Callable[..., Path]) -> None:
    teaching = Teaching(demo_base)
    read = {"SOP-0012": "1.4.0", "SOP-0025": "2.1.0", "WKA-0006": "2.0.0", "ESC-0007": "1.0.0"}
    found = outstanding_of(read_progress(hand_in(kept(read=read))), teaching)
    assert {record.id: asks for record, asks in found.again} == {
        "ESC-0007": "read",
        "SOP-0012": "retrain",
        "SOP-0025": "read",
    }


def test_a_patch_owes_nothing(demo_base: Base, hand_in: Callable[..., Path]) -> None:
    record = next(r for r in demo_base.corpus.records if r.is_active and r.version and r.version.patch)
    version = f"{record.version.major}.{record.version.minor}.{record.version.patch - 1}"  # type: ignore[union-attr]
    found = outstanding_of(read_progress(hand_in(kept(read={record.id: version}))), Teaching(demo_base))
    assert found.again == ()


def test_a_track_is_passed_as_the_site_counts(demo_base: Base, hand_in: Callable[..., Path]) -> None:
    track = demo_base.corpus.by_id["ONB-0003"]
    count = {name: sum(q.module == name for q in questions_of(track)) for name in ("m1", "m2", "m3")}

    def results(wrong: int) -> dict[str, Any]:
        modules: dict[str, Any] = {
            n: {"right": of, "of": of, "tries": 1, "on": "2026-11-01"} for n, of in count.items()
        }
        modules["m1"]["right"] -= wrong
        return {"version": "1.2.0", "modules": modules}

    teaching = Teaching(demo_base)
    assert outstanding_of(read_progress(hand_in(kept(tracks={"ONB-0003": results(2)}))), teaching).passed == (
        "ONB-0003",
    )
    assert outstanding_of(read_progress(hand_in(kept(tracks={"ONB-0003": results(3)}))), teaching).open == (
        ("ONB-0003", "70% of 80%"),
    )
    del count["m2"]
    assert outstanding_of(read_progress(hand_in(kept(tracks={"ONB-0003": results(0)}))), teaching).open == (
        ("ONB-0003", "m2 not done"),
    )


def test_results_of_another_major_pass_nothing(demo_base: Base, hand_in: Callable[..., Path]) -> None:
    track = demo_base.corpus.by_id["ONB-0001"]
    count = Counter(question.module for question in questions_of(track))
    modules: dict[str, Any] = {n: {"right": of, "of": of, "tries": 1, "on": "2026-06-01"} for n, of in count.items()}
    old = outstanding_of(
        read_progress(hand_in(kept(tracks={"ONB-0001": {"version": "1.0.0", "modules": modules}}))), Teaching(demo_base)
    )
    assert (old.passed, old.open) == ((), (("ONB-0001", "followed at 1.0.0, begins anew"),))
    now = {"ONB-0001": {"version": "2.0.0", "modules": modules}}
    assert outstanding_of(read_progress(hand_in(kept(tracks=now))), Teaching(demo_base)).passed == ("ONB-0001",)
    modules["m4"]["right"] -= 1  # of m4 every answer
    assert outstanding_of(read_progress(hand_in(kept(tracks=now))), Teaching(demo_base)).open == (
        ("ONB-0001", "m4 needs every answer right, had 4 of 5"),
    )


def test_teams_are_told_apart_and_files_of_one_reader_are_joined(demo_base: Base, hand_in: Callable[..., Path]) -> None:
    def followed(version: str, **right: int) -> dict[str, Any]:
        modules = {name: {"right": n, "of": 5, "tries": 1, "on": "2026-11-01"} for name, n in right.items()}
        return {"ONB-0001": {"version": version, "modules": modules}}

    files = [
        kept("a-1", "east", {"SOP-0012": "1.0.0", "SOP-0025": "2.2.0"}, followed("2.0.0", m1=2, m4=5)),
        kept("a-1", "east", {"SOP-0012": "2.2.0"}, followed("2.1.0", m1=4, m4=3)),
        kept("a-1", "east", tracks=followed("1.0.0", m1=5, m2=5)),
        kept("b-2", "west", {"SOP-9999": "1.0.0"}, {"ONB-0099": {"version": "1.0.0", "modules": {}}}),
    ]
    for order in (files, files[::-1]):
        handed_in = [read_progress(hand_in(data, f"{number}.json")) for number, data in enumerate(order)]
        found = by_team(handed_in, Teaching(demo_base))
        ((one,), (other,)) = found.values()
        assert list(found) == ["east", "west"]
        assert one.again == ()
        assert {name: result.right for name, result in one.progress.tracks["ONB-0001"].modules.items()} == {
            "m1": 4,
            "m4": 5,
        }
        assert other.unknown == ("ONB-0099", "SOP-9999")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "is no JSON"),
        ("[1]", "is no file of training progress"),
        ('{"format": "kb-training/9"}', "is no file of training progress"),
        ("[" * 100_000, "is no JSON"),
    ],
)
def test_another_kind_of_file_is_refused(hand_in: Callable[..., Path], text: str, words: str) -> None:
    with pytest.raises(ProgressUnusable, match=words):
        read_progress(hand_in(text))


KEYS = st.text(max_size=8) | st.sampled_from(["SOP-0012", "ONB-0003", "modules", "m1", "version", "on"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


@given(JSON, JSON, JSON)
def test_whatever_stands_in_a_file_raises_nothing_else(tmp_path_factory, who: Any, read: Any, tracks: Any) -> None:
    path = tmp_path_factory.getbasetemp() / "odd.json"
    path.write_text(json.dumps({"format": "kb-training/1", "who": who, "read": read, "tracks": tracks}), "utf-8")
    read_progress(path)


def test_a_wrong_file_is_named_and_the_others_are_read(kb_in: Kb, hand_in: Callable[..., Path]) -> None:
    good = hand_in(kept(read={"SOP-0012": "1.4.0"}))
    bad = hand_in("name;team\na;b\n", "people.csv")
    code, out, err = kb_in(CHECKOUT, "train", "status", str(bad), str(good), str(good.parent / "none.json"))
    assert code == 1
    assert "people.csv is no JSON" in err
    assert "none.json cannot be read" in err
    assert "puo-core: 1" in out
    assert "RETRAIN SOP-0012 AccessHub: restore a locked moderator account: read at 1.4.0, now 2.2.0" in out


def test_exports_are_files_named_after_track_and_version(kb_in: Kb, tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "sop").symlink_to(CHECKOUT / "sop")
    for arguments, name in (
        (("scorm", "ONB-0003"), "ONB-0003-1.3.0-scorm12.zip"),
        (("handbook", "ONB-0003"), "ONB-0003-1.3.0-handbook.html"),
        (("questions", "--output", "q.csv"), "q.csv"),
    ):
        assert kb_in(tmp_path, "train", *arguments)[0] == 0
        assert (tmp_path / name).stat().st_size > 1000


def test_what_is_no_track_and_a_place_that_cannot_be_written_are_said(kb_in: Kb, tmp_path: Path) -> None:
    (tmp_path / "sop").symlink_to(CHECKOUT / "sop")
    code, _, err = kb_in(tmp_path, "train", "scorm", "SOP-0012")
    assert (code, "SOP-0012 is not a track" in err) == (2, True)
    code, _, err = kb_in(tmp_path, "train", "scorm", "ONB-0003", "--output", str(CHECKOUT / "LICENSE" / "where.zip"))
    assert (code, "cannot be written" in err) == (2, True)
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setenv("KB_CHROMIUM", str(tmp_path / "nothing"))
    code, _, err = kb_in(tmp_path, "train", "handbook", "ONB-0003", "--pdf")
    monkeypatch.undo()
    assert (code, "did not print" in err) == (2, True)
    assert list(tmp_path.iterdir()) == [tmp_path / "sop"]
