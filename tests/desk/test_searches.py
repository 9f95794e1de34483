"""What people could not find: planted questions are named, answered and rare ones are not."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.conftest import CHECKOUT, DEMO_NOW

from sopkb.core.errors import SopkbError
from sopkb.core.load import Base
from sopkb.journal import Acknowledged, Alerted, Opened, Report, Search, SqliteJournal, read_journal
from sopkb.search.index import open_index, update_index
from sopkb_desk.drafts import patches_for
from sopkb_desk.facts import Sort
from sopkb_desk.search_weeks import search_weeks_document
from sopkb_desk.searches import SearchInsights, analyse_searches

DAY = datetime(2026, 11, 20, 8, tzinfo=UTC)


class Desk:
    """People who search: each question by another session, a minute apart."""

    def __init__(self, path: Path) -> None:
        self.journal = SqliteJournal(path)
        self._count = 0

    def ask(self, query: str, total: int, opened: str = "", state: str = "LIVE", outcome: str = "") -> None:
        self._count += 1
        at, session = DAY + timedelta(minutes=self._count), f"session-{self._count}"
        self.journal.write([Search(session, "site", query, [opened] if opened else [], total)], at)
        if opened:
            self.journal.write([Opened(session, opened, state)], at)
        if outcome:
            self.journal.write([Report(session, "site", outcome, opened)], at)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("journal") / "journal.sqlite"
    desk = Desk(path)
    for query in ["zebra dongle unpair", "zebra dongel unpair", "unpair zebra dongle", "zebra dongle unpair"]:
        desk.ask(query, 0)
    for _ in range(4):
        desk.ask("old code rc-4031", 0)  # was a gap then; the base answers it by now
        desk.ask("queue empty", 9)
        desk.ask("player shows nothing but dark picture", 3, "WKA-0002")
        desk.ask("spinning wheel of doom on reviewing", 3, "SOP-0002", outcome="failed")
    for _ in range(5):
        desk.ask("rc4031", 1, "WKA-0001", outcome="worked")
        desk.ask("old fix", 2, "WKA-0012", "RETIRED")
    desk.ask("only one person ever asks this", 0)
    desk.journal.close()
    return path


@pytest.fixture(scope="module")
def found(path: Path, demo_base: Base, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchInsights]:
    folder = tmp_path_factory.mktemp("index")
    update_index(demo_base, folder)
    with open_index(demo_base, folder) as index:
        yield analyse_searches(read_journal(path), demo_base, index, DEMO_NOW)


def test_a_question_without_an_answer_is_named_once_with_its_spellings(found: SearchInsights) -> None:
    ((question, spellings, searches, *_),) = [row for row in found.table("nothing").rows if row[4] == "open"]
    assert question == "zebra dongle unpair"
    assert sorted(str(spellings).split(" / ")) == ["unpair zebra dongle", "zebra dongel unpair"]
    assert searches == 4


def test_what_is_published_is_whole_weeks_and_what_at_least_five_asked(
    path: Path, found: SearchInsights, demo_base: Base, tmp_path: Path
) -> None:
    journal = SqliteJournal(tmp_path / "journal.sqlite")
    friday = datetime(2026, 11, 6, 12, tzinfo=UTC)  # of a week that the journal does not hold whole
    searches = {friday: 8, DAY - timedelta(days=10): 9, DAY - timedelta(days=4): 10, DAY: 4}
    for moment, count in searches.items():
        for number in range(count):
            at = moment + timedelta(minutes=number)
            journal.write([Search(f"session-{at}", "site", "black screen", [], number % 2)], at)
    journal.close()
    history = read_journal(tmp_path / "journal.sqlite")
    document = search_weeks_document(history, found, "j", DEMO_NOW + timedelta(days=2))
    assert [(each["week"], each["searches"], each["nothing"]) for each in document["search_weeks"]] == [
        ("2026-W46", 9, 0.5556),
        ("2026-W47", 14, 0.5),
    ]
    assert document["tables"]["nothing"] == [], "four asked it: too few to be seen by everybody"
    assert [(row["record"], row["opened"]) for row in document["tables"]["dead"]] == [("WKA-0012", 5)]
    assert set(document["tables"]) == {"nothing", "abandoned", "dead", "failing", "danger"}


def test_a_question_that_must_not_be_quoted_is_not_published(found: SearchInsights, path: Path) -> None:
    rows = tuple(
        (question, "", 9, "2026-11-20", "open") for question in ("see www.evil.example.org now", "plain words")
    )
    nothing = replace(found.table("nothing"), rows=rows)
    tables = tuple(nothing if table.key == "nothing" else table for table in found.tables)
    document = search_weeks_document(read_journal(path), replace(found, tables=tables), "j", DEMO_NOW)
    assert [row["question"] for row in document["tables"]["nothing"]] == ["plain words"]


def test_what_teams_have_read_is_counted_by_version(demo_base: Base, tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "journal.sqlite")
    version = demo_base.corpus.by_id["SOP-0012"].meta.text("version")
    for number, (team, read) in enumerate([("night", version), ("night", version), ("", "0.9.0")]):
        journal.write([Acknowledged(f"session-{number}", team, "SOP-0012", read)], DAY)
    journal.close()
    update_index(demo_base, tmp_path / "index")
    with open_index(demo_base, tmp_path / "index") as index:
        told = analyse_searches(read_journal(tmp_path / "journal.sqlite"), demo_base, index, DEMO_NOW)
    assert [row[2:] for row in told.table("read").rows] == [("0.9.0", "no", "", 1), (version, "yes", "night", 2)]


def test_what_the_base_answers_by_now_is_no_gap(found: SearchInsights) -> None:
    assert [row[0] for row in found.table("nothing").rows if row[4] == "answered by now"] == ["old code rc-4031"]
    gaps = [each.name for each in found.standouts if each.sort is Sort.NEW_RECORD]
    assert gaps == ["zebra dongle unpair"]


def test_what_was_found_and_never_opened_is_abandoned(found: SearchInsights) -> None:
    assert [row[0] for row in found.table("abandoned").rows] == ["queue empty"]


def test_dead_records_that_are_opened_are_named_with_their_successor(found: SearchInsights) -> None:
    ((record, _, state, opened, _),) = found.table("dead").rows
    assert (record, state, opened) == ("WKA-0012", "RETIRED", 5)


def test_a_record_that_readers_say_fails_is_named_and_one_that_works_is_not(found: SearchInsights) -> None:
    assert [row[0] for row in found.table("failing").rows] == ["SOP-0002"]


def test_words_that_lead_elsewhere_become_a_patch_that_the_checks_accept(
    found: SearchInsights, demo_base: Base
) -> None:
    patches, _ = patches_for(found.standouts, demo_base, DEMO_NOW)
    (patch,) = [patch for patch in patches if patch.record == "SOP-0002"]
    assert "+" in patch.text
    assert "spinning wheel of doom on reviewing" in patch.after
    assert "spinning wheel of doom" not in demo_base.corpus.by_id["SOP-0002"].symptoms


def test_danger_is_counted_by_its_route_and_its_words_are_shown_nowhere(demo_base: Base, tmp_path: Path) -> None:
    """What the server counted, and lines of a journal that was written before danger was listened for."""
    desk = Desk(tmp_path / "journal.sqlite")
    for _ in range(6):
        desk.journal.write([Alerted("", "site", "life", "ESC-0005")], DAY)
        desk.ask("streamer says he will kill himself tonight", 0)
        desk.journal.write([Report("session-x", "site", "gap", query="naked child in a clip", note="")], DAY)
    desk.journal.close()
    update_index(demo_base, tmp_path / "index")
    with open_index(demo_base, tmp_path / "index") as index:
        history = read_journal(tmp_path / "journal.sqlite")
        found = analyse_searches(history, demo_base, index, DEMO_NOW)
    assert found.table("danger").rows == (
        ("Danger to life", "ESC-0005", "Imminent harm route", 12),
        ("A child at risk", "ESC-0004", "Child-safety specialist route", 6),
    )
    assert found.searches == 0
    assert found.standouts == ()
    document = search_weeks_document(history, found, "j.sqlite", DEMO_NOW + timedelta(days=7))
    assert [row["record"] for row in document["tables"]["danger"]] == ["ESC-0005", "ESC-0004"]
    assert "himself" not in str(document) + str(found)


def test_a_rare_question_is_nobodys_business(found: SearchInsights) -> None:
    assert "only one person" not in str(found.tables)


def test_a_file_that_is_no_journal_is_said(tmp_path: Path) -> None:
    with pytest.raises(SopkbError, match="There is no journal"):
        read_journal(tmp_path / "missing")
    (tmp_path / "other").write_text("id,text", "utf-8")
    with pytest.raises(
        SopkbError,
        match="The journal other cannot be read: it is no database, or a damaged one",
    ):
        read_journal(tmp_path / "other")


def test_the_command_writes_tables_and_patches_outside_the_repository(path: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sopkb", "insights", "searches", str(path), "--root", str(CHECKOUT / "sop")]
    done = subprocess.run([*command, "--out", str(tmp_path / "out")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "zebra dongle unpair" in done.stdout
    assert (tmp_path / "out" / "nothing.csv").read_text("utf-8").startswith("question,spellings,searches")
    assert list((tmp_path / "out" / "patches").glob("*.patch"))
    inside = subprocess.run([*command, "--out", str(CHECKOUT / "out")], capture_output=True, text=True, check=False)
    assert inside.returncode == 2
    assert "could be committed or published" in inside.stderr


def told_of(path: Path, base: Base, folder: Path, *asked: tuple[str, int, str]) -> SearchInsights:
    """What a journal says in which people asked, found so many, and opened a record or none."""
    desk = Desk(path)
    for query, total, opened in asked:
        desk.ask(query, total, opened)
    desk.journal.close()
    update_index(base, folder)
    with open_index(base, folder) as index:
        return analyse_searches(read_journal(path), base, index, DEMO_NOW)


def test_an_empty_journal_says_nothing_rather_than_that_all_is_well(demo_base: Base, tmp_path: Path) -> None:
    told = told_of(tmp_path / "journal.sqlite", demo_base, tmp_path / "index")
    assert [table.empty for table in told.tables if table.key in ("nothing", "failing", "abandoned", "symptoms")] == [
        "not known, no question was asked 3 times",
        "not known, no question was asked 3 times",
        "not known, no record has 3 reports",
        "not known, no question was asked 3 times",
    ]


def test_searches_of_which_nobody_tells_what_was_opened_are_not_called_well_answered(
    demo_base: Base, tmp_path: Path
) -> None:
    told = told_of(tmp_path / "journal.sqlite", demo_base, tmp_path / "index", *[("queue empty", 9, "")] * 5)
    assert told.table("nothing").empty == "none of the 1 questions that were asked 3 times or more"
    for key in ("abandoned", "dead", "symptoms"):
        assert told.table(key).empty == "not known, no source tells what was opened"
    assert any("What was opened is not known of searches from site" in remark for remark in told.remarks)


def test_what_is_too_rare_to_be_told_is_counted(found: SearchInsights) -> None:
    assert "1 questions asked fewer than 3 times are left out (1 searches)." in found.remarks


def test_the_command_says_where_the_journal_does_not_reach(path: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sopkb", "insights", "searches", str(path), "--root", str(CHECKOUT / "sop")]
    done = subprocess.run([*command, "--week", "2026-W30"], capture_output=True, text=True, check=False)
    assert "no search was written down in that time, nothing can be said of it" in done.stdout
    assert "The journal begins on Fri 20 Nov 2026 08:01 UTC: what was searched before is not known." in done.stdout
    assert ": none" not in done.stdout
