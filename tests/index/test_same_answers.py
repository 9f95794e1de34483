"""However an index came to be, it answers as one that was built from nothing."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import SMALL_CONFIG
from tests.index.small import answers, clean_answers, record_text, write_base
from whoosh import index as whoosh_index

from sopkb.search.index import Outcome, open_index, update_index
from sopkb.search.index.whoosh_store import MOST_DELETED

WORDS = (
    *("queue", "queues", "queueing", "empty", "black", "screen", "screens", "login", "loop", "sound"),
    *("KubePodNotReady", "sign-in", "auditoría", "Straße", "无法登录", "黑屏", "3.8.1", "88213", "the", "of"),
)
CODES = ("RC-401", "RC-4011", "AH-1203", "CP-220")
IDS = tuple(f"SOP-{number:04d}" for number in range(1, 13))
QUERIES = (
    *("queue empty", "quue emty", "que", "black screen sound", '"black screen"', "KubePodNotReady", "pod not ready"),
    *("sign in", "auditoria", "strasse", "无法登录", "黑", "3.8.1", "88213", "RC-401", "ah 1203", "CP220", "SOP-0005"),
    *("login -loop", "area:access", "the", "old name"),
)

texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
contents = st.builds(
    lambda title, symptoms, codes, aliases, body: {
        "title": title,
        "symptoms": symptoms,
        "codes": codes,
        "aliases": aliases,
        "body": body,
    },
    texts,
    st.lists(texts, max_size=3),
    st.lists(st.sampled_from(CODES), max_size=2, unique=True),
    st.lists(st.sampled_from(["old name", "OLD-7"]), max_size=1),
    texts,
)
edits = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(IDS), contents),
    st.tuples(st.just("remove"), st.sampled_from(IDS), st.none()),
    st.tuples(st.just("break"), st.sampled_from(IDS), st.none()),
    st.tuples(st.just("label"), st.sampled_from(["Access", "Queue access"]), st.none()),
)
histories = st.lists(st.lists(edits, min_size=1, max_size=3), min_size=1, max_size=6)


def _follow(history: list) -> None:
    """Live through a history with one index, and compare it after each change with a clean one."""
    folder = Path(tempfile.mkdtemp())
    try:
        records = {
            record_id: record_text(record_id, f"{WORDS[number]} {WORDS[-number - 1]}", body=WORDS[number])
            for number, record_id in enumerate(IDS[:10])
        }
        config = SMALL_CONFIG
        update_index(write_base(folder / "sop", records, config), folder / "index")
        for changes in history:
            for what, name, content in changes:
                if what == "write":
                    records[name] = record_text(name, **content)
                elif what == "remove":
                    records.pop(name, None)
                elif what == "break":
                    records[name] = f"---\nid: {name}\ntitle: [\n---\n"
                else:
                    config = SMALL_CONFIG.replace('access: "Access"', f'access: "{name}"')
            base = write_base(folder / "sop", records, config)
            update_index(base, folder / "index")
            assert answers(base, folder / "index", QUERIES) == clean_answers(base, folder / "clean", QUERIES)
    finally:
        shutil.rmtree(folder)


@settings(max_examples=12, deadline=None)
@given(histories)
def test_any_history_of_edits_gives_the_answers_of_a_clean_build(history: list) -> None:
    _follow(history)


@pytest.mark.long
@settings(max_examples=150, deadline=None)
@given(histories)
def test_any_of_many_histories_of_edits_gives_the_answers_of_a_clean_build(history: list) -> None:
    _follow(history)


def test_small_changes_are_no_rebuild(tmp_path: Path) -> None:
    """Else the histories above would compare clean builds with clean builds."""
    records = {record_id: record_text(record_id, f"Title {record_id}") for record_id in IDS}
    folder = tmp_path / "index"
    update_index(write_base(tmp_path / "sop", records), folder)
    records["SOP-0001"] = record_text("SOP-0001", "Another title")
    del records["SOP-0002"]
    records["SOP-0013"] = record_text("SOP-0013", "A new record")
    report = update_index(write_base(tmp_path / "sop", records), folder)
    assert report.outcome is Outcome.UPDATED
    assert (report.added, report.changed, report.removed) == (("SOP-0013",), ("SOP-0001",), ("SOP-0002",))


def test_a_hundred_edits_of_one_record_leave_one_text_of_it(tmp_path: Path) -> None:
    records = {record_id: record_text(record_id, f"Title {WORDS[n]}") for n, record_id in enumerate(IDS)}
    folder = tmp_path / "index"
    for number in range(100):
        records["SOP-0004"] = record_text("SOP-0004", f"Edition {number}", body=f"word{number} " * 5)
        base = write_base(tmp_path / "sop", records)
        update_index(base, folder)
    queries = ("edition", "word99", "word98", "word7", "title")
    assert answers(base, folder, queries) == clean_answers(base, tmp_path / "clean", queries)


def test_old_versions_of_records_never_make_up_a_third_of_the_index(tmp_path: Path) -> None:
    records = {record_id: record_text(record_id, "Title one") for record_id in IDS}
    folder = tmp_path / "index"
    update_index(write_base(tmp_path / "sop", records), folder)
    for record_id in IDS:
        records[record_id] = record_text(record_id, "Title two")
        base = write_base(tmp_path / "sop", records)
        assert update_index(base, folder).outcome is Outcome.UPDATED
        with open_index(base, folder) as index, whoosh_index.open_dir(str(index.generation)).reader() as reader:
            assert reader.doc_count() == len(IDS)
            assert reader.doc_count_all() <= len(IDS) / (1 - MOST_DELETED)


def test_a_record_that_moves_to_another_file_keeps_its_place(tmp_path: Path) -> None:
    records = {record_id: record_text(record_id, f"Title {WORDS[n]}") for n, record_id in enumerate(IDS)}
    folder = tmp_path / "index"
    update_index(write_base(tmp_path / "sop", records), folder)
    before = records.pop("SOP-0003")
    records["SOP-0003-with-a-slug"] = before
    base = write_base(tmp_path / "sop", records)
    assert update_index(base, folder).outcome is Outcome.UPDATED  # its card names the file
    assert answers(base, folder, QUERIES) == clean_answers(base, tmp_path / "clean", QUERIES)
