"""What each edit of a record's life makes of it: which lines, which values, and what the rules say afterwards."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import CHECKOUT, DEMO_NOW

from sopkb.check import check_base
from sopkb.config import Policy
from sopkb.edit.lifecycle import lost_by_promotion, promote, renew, review
from sopkb.edit.renumber import Mentions, mentions, refuse_renumbering, renumber
from sopkb.edit.retirement import Retirement, dependants, retire
from sopkb.edit.source import FileEdit, Source, open_source
from sopkb.edit.versioning import Change, bump
from sopkb.errors import UsageError
from sopkb.load import Base, load_base, parse_document
from sopkb.load.files import decode
from sopkb.model.corpus import Corpus
from sopkb.model.record import Record
from sopkb.model.version import Level

TODAY = DEMO_NOW.date()


def source(base: Base, record_id: str) -> Source:
    return open_source(base.corpus.by_id[record_id], base)


def record_of(text: str, path: str = "sop/sops/SOP-0001-x.md") -> Record:
    record = parse_document(decode(text.encode()), path).record
    assert record is not None
    return record


def made(text: str, path: str = "sop/sops/SOP-0001-x.md") -> Source:
    return Source(record_of(text, path), text)


def lines_of(edit: FileEdit) -> list[str]:
    """The lines that go and come, as a diff without its context."""
    lines = difflib.unified_diff(edit.before.splitlines(), (edit.after or "").splitlines(), lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def findings(base: Base, edits: tuple[FileEdit, ...], folder: Path) -> list[str]:
    """Codes of all findings, once the edits stand in a copy of the base."""
    for document in (base.root / "kb.yml", base.root / "tracker.json", *base.root.rglob("*.md")):
        target = folder / document.relative_to(base.project)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(document.read_bytes())
    for edit in edits:
        for gone in (edit.moved_from, "" if edit.after is not None else edit.path):
            (folder / gone).unlink() if gone else None
        if edit.after is not None:
            (folder / edit.path).write_bytes(edit.after.encode())
    copy = load_base(folder / "sop")
    return [f"{found.code} {found.path}" for found in check_base(copy, DEMO_NOW)]


# ---- Versions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "version", "training"),
    [(Level.MAJOR, "3.0.0", "retrain"), (Level.MINOR, "2.3.0", "read"), (Level.PATCH, "2.2.1", "none")],
)
def test_a_bump_says_version_day_consequence_and_reason(
    demo_base: Base, level: Level, version: str, training: str
) -> None:
    edit = bump(source(demo_base, "SOP-0012"), Change(level, "Say it better"), TODAY)
    assert lines_of(edit) == [
        '-version: "2.2.0"',
        f'+version: "{version}"',
        f'+  - {{version: "{version}", date: "2026-11-22", training: {training}, change: "Say it better"}}',
    ]


def test_an_author_may_know_better_what_a_change_asks_of_people(demo_base: Base) -> None:
    change = Change(Level.MINOR, "Reword step 2", training="none", unchanged=True)
    edit = bump(source(demo_base, "SOP-0012"), change, TODAY)
    assert lines_of(edit)[-1].endswith('training: none, change: "Reword step 2", behaviour: unchanged}')


def test_a_version_that_its_author_has_raised_gets_only_its_entry() -> None:
    text = (
        '---\nid: SOP-0001\nkind: sop\nversion: "1.1.0"\nchangelog:\n  - {version: "1.0.0", date: "2026-11-01"}\n---\n'
    )
    minor = bump(made(text), Change(Level.MINOR, "A code"), TODAY)
    assert [line[:22] for line in lines_of(minor)] == ['+  - {version: "1.1.0"']
    assert '+version: "2.0.0"' in lines_of(bump(made(text), Change(Level.MAJOR, "A step"), TODAY))


@pytest.mark.parametrize(
    ("field", "says"),
    [("version: new", "no version to raise"), ('version: "1.0.0"\nchangelog: [{date: "2026-12-24"}]', "after today")],
)
def test_a_bump_that_could_not_be_right_is_refused(field: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        bump(made(f"---\nid: SOP-0001\nkind: sop\n{field}\n---\n"), Change(Level.PATCH, "x"), TODAY)


# ---- Review and renewal -----------------------------------------------------------------------------------------


def test_a_review_sets_the_day_and_leaves_the_expiry(demo_base: Base, tmp_path: Path) -> None:
    edit = review(source(demo_base, "WKA-0001"), "seen at lis-1", TODAY)
    assert lines_of(edit) == [
        '-version: "1.1.0"',
        '+version: "1.1.1"',
        '-last_reviewed: "2026-11-20"',
        '+last_reviewed: "2026-11-22"',
        '+  - {version: "1.1.1", date: "2026-11-22", training: none, change: "Reviewed: seen at lis-1"}',
    ]
    assert findings(demo_base, (edit,), tmp_path) == []


def test_every_live_record_of_the_demo_can_be_reviewed_and_stays_clean(demo_base: Base, tmp_path: Path) -> None:
    edits = tuple(
        review(open_source(record, demo_base), "", TODAY)
        for record in demo_base.corpus.records
        if not record.is_retired and record.day("last_reviewed") != TODAY
    )
    assert len(edits) > 60
    assert all(len(lines_of(edit)) == 5 for edit in edits)
    assert findings(demo_base, edits, tmp_path) == []


def test_nobody_reviews_a_retired_record_or_the_same_one_twice_a_day(demo_base: Base) -> None:
    with pytest.raises(UsageError, match="is retired"):
        review(source(demo_base, "WKA-0012"), "", TODAY)
    with pytest.raises(UsageError, match="reviewed today already"):
        review(source(demo_base, "WKA-0001"), "", date(2026, 11, 20))


@pytest.mark.parametrize(
    ("record_id", "longest"), [("WKA-0001", timedelta(days=14)), ("WKA-0004", timedelta(hours=72))]
)
def test_a_renewal_reaches_as_far_as_policy_and_not_a_second_further(
    demo_base: Base, tmp_path: Path, record_id: str, longest: timedelta
) -> None:
    latest = DEMO_NOW.replace(hour=0) + longest
    workaround, policy = source(demo_base, record_id), demo_base.config.policy
    edit = renew(workaround, latest, "", policy, DEMO_NOW)
    assert [line[1:9] for line in lines_of(edit)].count("expires:") == 2
    assert "Renewed until" in lines_of(edit)[-1]
    assert findings(demo_base, (edit,), tmp_path) == []
    with pytest.raises(UsageError, match=f"until {latest:%Y-%m-%dT%H:%M:%SZ} at most"):
        renew(workaround, latest + timedelta(seconds=1), "", policy, DEMO_NOW)


@pytest.mark.parametrize(
    ("record_id", "until", "says"),
    [
        ("SOP-0012", DEMO_NOW + timedelta(days=1), "is no workaround"),
        ("WKA-0012", DEMO_NOW + timedelta(days=1), "is retired"),
        ("WKA-0001", DEMO_NOW, "is past"),
    ],
)
def test_a_renewal_that_makes_no_sense_is_refused(demo_base: Base, record_id: str, until: datetime, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        renew(source(demo_base, record_id), until, "", Policy(), DEMO_NOW)


# ---- The end ----------------------------------------------------------------------------------------------------


def test_a_fixed_workaround_says_where_the_fix_is(demo_base: Base, tmp_path: Path) -> None:
    why = Retirement("fixed", "Update first.", "7.2.4", date(2026, 11, 21))
    edits = retire(source(demo_base, "WKA-0001"), why, None, demo_base.corpus, TODAY)
    assert lines_of(edits[0]) == [
        "-status: active",
        "+status: retired",
        '-version: "1.1.0"',
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
    assert {code[:3] for code in codes} <= {"R02"}
    assert len(codes) == len(left)


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
    new = Source(record_of(text, by.path), text)
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
        ("WKA-0012", Retirement("obsolete"), None, r"retired already \(fixed\)"),
        ("SOP-0008", Retirement("fixed", fixed_in="1", fixed_on=TODAY), None, "is no workaround"),
        ("WKA-0001", Retirement("fixed"), None, "must know where the fix is"),
        ("WKA-0001", Retirement("fixed", fixed_in="next", fixed_on=TODAY), None, "no version"),
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


def minimal(record_id: str, **fields: str) -> str:
    front = {"id": record_id, "kind": "sop", "status": "active", "version": '"1.0.0"', **fields}
    return "---\n" + "".join(f"{name}: {value}\n" for name, value in front.items()) + "---\nText.\n"


def corpus_of(files: Mapping[str, str]) -> Corpus:
    return Corpus(tuple(parse_document(decode(text.encode()), path) for path, text in sorted(files.items())))


def test_records_never_supersede_each_other_in_a_circle() -> None:
    files = {
        "sop/sops/SOP-0001-a.md": minimal("SOP-0001", supersedes="[SOP-0002]"),
        "sop/sops/SOP-0002-b.md": minimal("SOP-0002", supersedes="[SOP-0003]"),
        "sop/sops/SOP-0003-c.md": minimal("SOP-0003"),
    }
    sources = [made(text, path) for path, text in files.items()]
    with pytest.raises(UsageError, match="circle"):
        retire(sources[0], Retirement("superseded"), sources[2], corpus_of(files), TODAY)


# ---- The next major ---------------------------------------------------------------------------------------------

NOW_TEXT = minimal(
    "SOP-0001", version='"1.2.1"', changelog='[{version: "1.2.1"}, {version: "1.2.0"}, {version: "1.0.0"}]'
)
NEXT_TEXT = minimal(
    "SOP-0001",
    version='"2.0.0"',
    effective_from='"2026-11-22"',
    changelog='[{version: "2.0.0"}, {version: "1.2.0"}, {version: "1.0.0"}]',
)


def test_a_future_major_takes_the_place_of_the_current_text() -> None:
    current, upcoming = made(NOW_TEXT), made(NEXT_TEXT, "sop/sops/SOP-0001.next.md")
    assert promote(current, upcoming, DEMO_NOW) == (
        FileEdit("sop/sops/SOP-0001-x.md", NOW_TEXT, NEXT_TEXT),
        FileEdit("sop/sops/SOP-0001.next.md", NEXT_TEXT, None),
    )


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('effective_from: "2026-11-22"', 'effective_from: "2026-11-23"', "changes on 2026-11-23, 00:00 UTC"),
        ('effective_from: "2026-11-22"\n', "", "does not say from when"),
        ("status: active", "status: draft", "is not active"),
        ('version: "2.0.0"\n', 'version: "1.3.0"\n', "is version 1.3.0, the current one 1.2.1: no later major"),
    ],
)
def test_a_future_major_waits_until_it_is_ready(old: str, new: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        promote(made(NOW_TEXT), made(NEXT_TEXT.replace(old, new), "sop/sops/SOP-0001.next.md"), DEMO_NOW)


def test_what_changed_while_the_future_text_waited_is_named() -> None:
    assert lost_by_promotion(record_of(NOW_TEXT), record_of(NEXT_TEXT)) == ("1.2.1",)


# ---- A new number -----------------------------------------------------------------------------------------------


def test_a_record_without_a_number_is_renumbered_in_its_own_file_only() -> None:
    text = minimal("SOP-0000", related="[SOP-0001]") + "Link SOP-0000, [here](SOP-0000-x.md#steps), not XSOP-0000.\n"
    files = {"sop/sops/SOP-0000-x.md": text, "sop/sops/SOP-0001-a.md": minimal("SOP-0001") + "SOP-0000\n"}
    corpus = corpus_of(files)
    record = made(text, "sop/sops/SOP-0000-x.md")
    refuse_renumbering(record.record, corpus, None)
    assert mentions(record.record, corpus, None) == Mentions()
    (edit,) = renumber(record, "SOP-0002", ())
    assert (edit.path, edit.moved_from) == ("sop/sops/SOP-0002-x.md", "sop/sops/SOP-0000-x.md")
    assert edit.after == (
        minimal("SOP-0002", related="[SOP-0001]") + "Link SOP-0002, [here](SOP-0002-x.md#steps), not XSOP-0000.\n"
    )


MAIN = {
    "sop/sops/SOP-0001-a.md": minimal("SOP-0001"),
    "sop/sops/SOP-0002-keeps.md": minimal("SOP-0002", related="[SOP-0001]"),
    "sop/sops/SOP-0003-both.md": minimal("SOP-0003", related="[SOP-0001]"),
}
BRANCH = {
    **MAIN,
    "sop/sops/SOP-0001-new.md": minimal("SOP-0001"),
    "sop/sops/SOP-0003-both.md": minimal("SOP-0003", related="[SOP-0001]") + "See SOP-0001.\n",
    "sop/sops/SOP-0004-follows.md": minimal("SOP-0004", prerequisite="[SOP-0001]"),
}


def test_of_two_owners_of_an_id_the_base_tells_who_is_meant() -> None:
    corpus = corpus_of(BRANCH)
    newcomer = corpus.by_path["sop/sops/SOP-0001-new.md"]
    refuse_renumbering(newcomer, corpus, MAIN.get)
    assert mentions(newcomer, corpus, MAIN.get) == Mentions(
        follow=("sop/sops/SOP-0004-follows.md",), unsure=("sop/sops/SOP-0003-both.md",)
    )
    follower = made(BRANCH["sop/sops/SOP-0004-follows.md"], "sop/sops/SOP-0004-follows.md")
    edits = renumber(made(BRANCH["sop/sops/SOP-0001-new.md"], newcomer.path), "SOP-0005", [follower])
    assert [edit.path for edit in edits] == ["sop/sops/SOP-0005-new.md", follower.path]
    assert "prerequisite: [SOP-0005]" in str(edits[1].after)


def test_without_a_base_every_mention_is_for_a_person_to_judge() -> None:
    corpus = corpus_of(BRANCH)
    found = mentions(corpus.by_path["sop/sops/SOP-0001-new.md"], corpus, None)
    assert found.follow == ()
    assert len(found.unsure) == 3


def test_who_had_the_id_first_keeps_it() -> None:
    corpus = corpus_of(BRANCH)
    with pytest.raises(UsageError, match="had SOP-0001 first"):
        refuse_renumbering(corpus.by_path["sop/sops/SOP-0001-a.md"], corpus, MAIN.get)
    with pytest.raises(UsageError, match="ids are permanent"):
        refuse_renumbering(corpus.by_path["sop/sops/SOP-0002-keeps.md"], corpus, MAIN.get)


# ---- Every record of the demo, however it is laid out -----------------------------------------------------------

DEMO_TEXTS = {path.name: path.read_text("utf-8") for path in sorted((CHECKOUT / "sop").rglob("*.md"))}


@given(
    st.sampled_from(sorted(DEMO_TEXTS)), st.sampled_from(list(Level)), st.sampled_from(["\n", "\r\n"]), st.booleans()
)
def test_a_bump_of_any_record_changes_two_lines_and_keeps_line_ends(
    name: str, level: Level, newline: str, mark: bool
) -> None:
    text = ("\ufeff" if mark else "") + DEMO_TEXTS[name].replace("\n", newline)
    edit = bump(made(text), Change(level, 'Why: "so" it\'s'), TODAY)
    assert len(lines_of(edit)) == 3
    after = str(edit.after)
    assert after.startswith("\ufeff") == mark
    assert after.count(newline) == text.count(newline) + 1
    assert after.count("\n") == text.count("\n") + 1
    record = record_of(after)
    newest = next(record.changelog)
    assert (newest["version"], newest["change"]) == (str(record.version), 'Why: "so" it\'s')
