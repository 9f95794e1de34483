"""What each edit of a record's life makes of it: which lines, which values, and what the rules say afterwards."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import CHECKOUT, DEMO_NOW
from tests.edit.sources import TODAY, findings, lines_of, made, minimal, record_of, source

from sopkb.core.config import Policy
from sopkb.core.errors import UsageError
from sopkb.core.load import Base
from sopkb.core.version import Level
from sopkb.history.edit.lifecycle import lost_by_promotion, promote, renew, review
from sopkb.history.edit.source import FileEdit, open_source
from sopkb.history.edit.versioning import VersionBump, bump

# ---- Versions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "version", "training"),
    [(Level.MAJOR, "3.0.0", "retrain"), (Level.MINOR, "2.3.0", "read"), (Level.PATCH, "2.2.1", "none")],
)
def test_a_bump_says_version_day_consequence_and_reason(
    demo_base: Base, level: Level, version: str, training: str
) -> None:
    edit = bump(source(demo_base, "SOP-0012"), VersionBump(level, "Say it better"), TODAY)
    assert lines_of(edit) == [
        '-version: "2.2.0"',
        f'+version: "{version}"',
        f'+  - {{version: "{version}", date: "2026-11-22", training: {training}, change: "Say it better"}}',
    ]


def test_an_author_may_know_better_what_a_change_asks_of_people(demo_base: Base) -> None:
    change = VersionBump(Level.MINOR, "Reword step 2", training="none", unchanged=True)
    edit = bump(source(demo_base, "SOP-0012"), change, TODAY)
    assert lines_of(edit)[-1].endswith('training: none, change: "Reword step 2", behaviour: unchanged}')


def test_a_version_that_its_author_has_raised_gets_only_its_entry() -> None:
    text = (
        '---\nid: SOP-0001\nkind: sop\nversion: "1.1.0"\nchangelog:\n  - {version: "1.0.0", date: "2026-11-01"}\n---\n'
    )
    minor = bump(made(text), VersionBump(Level.MINOR, "A code"), TODAY)
    assert [line[:22] for line in lines_of(minor)] == ['+  - {version: "1.1.0"']
    assert '+version: "2.0.0"' in lines_of(bump(made(text), VersionBump(Level.MAJOR, "A step"), TODAY))


@pytest.mark.parametrize(
    ("field", "says"),
    [("version: new", "no version to raise"), ('version: "1.0.0"\nchangelog: [{date: "2026-12-24"}]', "after today")],
)
def test_a_bump_that_could_not_be_right_is_refused(field: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        bump(made(f"---\nid: SOP-0001\nkind: sop\n{field}\n---\n"), VersionBump(Level.PATCH, "x"), TODAY)


# ---- Review and renewal -----------------------------------------------------------------------------------------


def test_a_review_sets_the_day_and_leaves_the_expiry(demo_base: Base, tmp_path: Path) -> None:
    edit = review(source(demo_base, "WKA-0001"), "seen at lis-1", TODAY)
    assert lines_of(edit) == [
        '-version: "1.1.1"',
        '+version: "1.1.2"',
        '-last_reviewed: "2026-11-20"',
        '+last_reviewed: "2026-11-22"',
        '+  - {version: "1.1.2", date: "2026-11-22", training: none, change: "Reviewed: seen at lis-1"}',
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
    with pytest.raises(UsageError, match="already been reviewed today"):
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
        ("SOP-0012", DEMO_NOW + timedelta(days=1), "is not a workaround"),
        ("WKA-0012", DEMO_NOW + timedelta(days=1), "is retired"),
        ("WKA-0001", DEMO_NOW, "is in the past"),
    ],
)
def test_a_renewal_that_makes_no_sense_is_refused(demo_base: Base, record_id: str, until: datetime, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        renew(source(demo_base, record_id), until, "", Policy(), DEMO_NOW)


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
        ('version: "2.0.0"\n', 'version: "1.3.0"\n', "is version 1.3.0, the current one 1.2.1: not a later major"),
    ],
)
def test_a_future_major_waits_until_it_is_ready(old: str, new: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        promote(made(NOW_TEXT), made(NEXT_TEXT.replace(old, new), "sop/sops/SOP-0001.next.md"), DEMO_NOW)


def test_what_changed_while_the_future_text_waited_is_named() -> None:
    assert lost_by_promotion(record_of(NOW_TEXT), record_of(NEXT_TEXT)) == ("1.2.1",)


# ---- Every record of the demo, however it is laid out -----------------------------------------------------------

DEMO_TEXTS = {path.name: path.read_text("utf-8") for path in sorted((CHECKOUT / "sop").rglob("*.md"))}


@given(
    st.sampled_from(sorted(DEMO_TEXTS)), st.sampled_from(list(Level)), st.sampled_from(["\n", "\r\n"]), st.booleans()
)
def test_a_bump_of_any_record_changes_two_lines_and_keeps_line_ends(
    name: str, level: Level, newline: str, mark: bool
) -> None:
    text = ("\ufeff" if mark else "") + DEMO_TEXTS[name].replace("\n", newline)
    edit = bump(made(text), VersionBump(level, 'Why: "so" it\'s'), TODAY)
    assert len(lines_of(edit)) == 3
    after = str(edit.after)
    assert after.startswith("\ufeff") == mark
    assert after.count(newline) == text.count(newline) + 1
    assert after.count("\n") == text.count("\n") + 1
    record = record_of(after)
    newest = next(record.changelog)
    assert (newest["version"], newest["change"]) == (str(record.version), 'Why: "so" it\'s')
