"""What retiring and superseding make of a record: its files, its values, and what the rules say afterwards."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.edit.sources import TODAY, corpus_of, findings, lines_of, made, minimal, record_of, source

from sopkb.core.errors import UsageError
from sopkb.core.load import Base
from sopkb.history.edit.retirement import Retirement, dependants, retire
from sopkb.history.edit.source import RecordFile


def test_a_fixed_workaround_says_where_the_fix_is(demo_base: Base, tmp_path: Path) -> None:
    why = Retirement("fixed", "Update first.", "7.2.4", date(2026, 11, 21))
    edits = retire(source(demo_base, "WKA-0001"), why, None, demo_base.corpus, TODAY)
    assert lines_of(edits[0]) == [
        "-status: active",
        "+status: retired",
        '-version: "1.1.1"',
        '+version: "1.2.0"',
        "-fix_status: in_progress",
        "+fix_status: released",
        '+fixed_in: "7.2.4"',
        '+fixed_on: "2026-11-21"',
        '+retired: {reason: fixed, on: "2026-11-22", note: "Update first."}',
        '+  - {version: "1.2.0", date: "2026-11-22", training: read, change: "Retired as fixed in 7.2.4"}',
    ]
    left = dependants(demo_base.corpus.by_id["WKA-0001"], demo_base.corpus)
    codes = findings(demo_base, edits, tmp_path)
    assert not left
    assert not codes


def test_a_supersession_is_written_at_both_ends(demo_base: Base, tmp_path: Path) -> None:
    by = source(demo_base, "SOP-0008")
    old, new = retire(source(demo_base, "WKA-0003"), Retirement("superseded"), by, demo_base.corpus, TODAY)
    assert '+retired: {reason: superseded, on: "2026-11-22"}' in lines_of(old)
    assert lines_of(new) == [
        '-version: "1.2.0"',
        '+version: "1.2.1"',
        "+supersedes: [WKA-0003]",
        '+  - {version: "1.2.1", date: "2026-11-22", training: none, change: "Supersedes WKA-0003"}',
    ]
    assert "R03" not in {code[:3] for code in findings(demo_base, (old, new), tmp_path)}


def test_a_successor_that_says_so_already_is_not_touched(demo_base: Base) -> None:
    by = source(demo_base, "SOP-0008")
    text = by.text.replace("related: [TRB-0001", "supersedes: [WKA-0003]\nrelated: [TRB-0001")
    new = RecordFile(record_of(text, by.path), text)
    edits = retire(source(demo_base, "WKA-0003"), Retirement("superseded"), new, demo_base.corpus, TODAY)
    assert [edit.path for edit in edits] == [source(demo_base, "WKA-0003").path]


def test_a_draft_that_nobody_needs_is_retired_and_not_deleted(demo_base: Base, tmp_path: Path) -> None:
    edits = retire(source(demo_base, "WKA-0013"), Retirement("obsolete"), None, demo_base.corpus, TODAY)
    assert "+status: retired" in lines_of(edits[0])
    assert findings(demo_base, edits, tmp_path) == []


def test_unsafe_is_a_major_change_that_people_retrain_for(demo_base: Base) -> None:
    edits = retire(source(demo_base, "SOP-0007"), Retirement("unsafe"), None, demo_base.corpus, TODAY)
    assert '+version: "3.0.0"' in lines_of(edits[0])
    assert "training: retrain" in lines_of(edits[0])[-1]


@pytest.mark.parametrize(
    ("old", "why", "by", "says"),
    [
        ("WKA-0012", Retirement("obsolete"), None, r"already retired \(fixed\)"),
        ("SOP-0008", Retirement("fixed", fixed_in="1", fixed_on=TODAY), None, "is not a workaround"),
        ("WKA-0001", Retirement("fixed"), None, "must know where the fix is"),
        ("WKA-0001", Retirement("fixed", fixed_in="next", fixed_on=TODAY), None, "not a version"),
        ("WKA-0001", Retirement("fixed", fixed_in="1", fixed_on=date(2026, 11, 23)), None, "after today"),
        ("WKA-0001", Retirement("fixed", fixed_in="1", fixed_on=date(2026, 1, 1)), None, "before the bug was seen"),
        ("SOP-0008", Retirement("superseded"), None, "superseded by what"),
        ("SOP-0008", Retirement("superseded"), "SOP-0008", "cannot take its own place"),
        ("SOP-0008", Retirement("superseded"), "WKA-0001", "of kind workaround"),
        ("WKA-0001", Retirement("superseded"), "WKA-0013", "is a draft"),
        ("WKA-0001", Retirement("superseded"), "WKA-0012", "is retired"),
    ],
)
def test_a_retirement_that_would_leave_a_lie_is_refused(
    demo_base: Base, old: str, why: Retirement, by: str | None, says: str
) -> None:
    successor = source(demo_base, by) if by else None
    with pytest.raises(UsageError, match=says):
        retire(source(demo_base, old), why, successor, demo_base.corpus, TODAY)


def test_records_never_supersede_each_other_in_a_cycle() -> None:
    files = {
        "sop/sops/SOP-0001-a.md": minimal("SOP-0001", supersedes="[SOP-0002]"),
        "sop/sops/SOP-0002-b.md": minimal("SOP-0002", supersedes="[SOP-0003]"),
        "sop/sops/SOP-0003-c.md": minimal("SOP-0003"),
    }
    sources = [made(text, path) for path, text in files.items()]
    with pytest.raises(UsageError, match="cycle"):
        retire(sources[0], Retirement("superseded"), sources[2], corpus_of(files), TODAY)
