"""Words that people glue and cut, and scripts that have no spaces."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.index.small import Ask, asking, record_text

RECORDS = {
    "SOP-0001": record_text("SOP-0001", "Night shift: hand over the keys", body="Log in at the gate house."),
    "SOP-0002": record_text(
        "SOP-0002", "Gate: the barrier stays down", body="Night after night the shift lead opens it."
    ),
    "SOP-0003": record_text("SOP-0003", "Printer: papertray jams", body="Open the papertray."),
    "SOP-0004": record_text("SOP-0004", "ลืมรหัสผ่าน", body="เปลี่ยนรหัสผ่านใหม่"),
    "SOP-0005": record_text("SOP-0005", "ລືມລະຫັດຜ່ານ", body="ปิดเครื่อง"),
    "SOP-0006": record_text("SOP-0006", "ភ្លេចពាក្យសម្ងាត់", body="x"),
    "SOP-0007": record_text("SOP-0007", "စကားဝှက် မေ့နေသည်", body="x"),
}


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    with asking(tmp_path_factory.mktemp("glued"), RECORDS) as ask:
        yield ask


@pytest.mark.parametrize(
    ("query", "parted", "first"),
    [
        ("nightshift", "night shift", "SOP-0001"),
        ("gatehouse keys", "gate house", "SOP-0001"),
        ("shifthandover", "shift hand over", "SOP-0001"),
    ],
)
def test_words_typed_as_one_are_parted_where_a_record_has_them_side_by_side(
    ask: Ask, query: str, parted: str, first: str
) -> None:
    answer = ask(query)
    assert [each.used for each in answer.corrections] == [(parted,)]
    assert answer.hits[0].id == first
    assert not answer.only_close


def test_words_that_stand_apart_in_every_record_are_not_taken_for_one(ask: Ask) -> None:
    assert "lead gate" not in {used for each in ask("leadgate").corrections for used in each.used}


def test_two_words_find_the_record_that_writes_them_as_one(ask: Ask) -> None:
    assert ask("paper tray").hits[0].id == "SOP-0003"


@pytest.mark.parametrize(
    ("query", "first"),
    [("รหัสผ่าน", "SOP-0004"), ("ລະຫັດ", "SOP-0005"), ("ពាក្យសម្ងាត់", "SOP-0006"), ("စကားဝှက်", "SOP-0007")],
)
def test_scripts_without_spaces_are_found_inside_a_run(ask: Ask, query: str, first: str) -> None:
    answer = ask(query)
    assert answer.hits[0].id == first
    assert not answer.only_close
