"""Generated bases: whole, clean, the same every time."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sopkb.core.errors import UsageError
from sopkb.core.kinds import KIND_BY_NAME
from sopkb.core.load import load_base
from sopkb.core.state import State, status_of
from sopkb.lint.check import check_base
from sopkb_bench.dice import Dice
from sopkb_bench.generate import generate_base, main
from sopkb_bench.plan import MOST, plan_base

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


def _bytes_of(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6, 7, 8, 30, 400])
def test_a_base_of_any_size_has_exactly_so_many_records_and_no_finding(tmp_path: Path, count: int) -> None:
    generate_base(tmp_path / "base", count, seed=count)
    base = load_base(tmp_path / "base")
    assert len(base.corpus.records) == len(base.corpus.documents) == count
    assert check_base(base, NOW) == ()


def test_seven_records_are_one_of_each_kind(tmp_path: Path) -> None:
    generate_base(tmp_path / "base", 7)
    assert {record.kind_name for record in load_base(tmp_path / "base").corpus.records} == set(KIND_BY_NAME)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    for name, seed in (("one", 5), ("two", 5), ("three", 6)):
        generate_base(tmp_path / name, 60, seed)
    assert _bytes_of(tmp_path / "one") == _bytes_of(tmp_path / "two")
    assert _bytes_of(tmp_path / "one") != _bytes_of(tmp_path / "three")


def test_a_known_seed_gives_known_text_on_every_python_version() -> None:
    dice = Dice("known")
    assert [dice.between(0, 99) for _ in range(6)] == [72, 18, 61, 67, 74, 42]
    assert dice.sample("abcdefgh", 8) == list("fdahcbge")


def test_most_records_are_sops_and_workarounds_and_all_states_occur(tmp_path: Path) -> None:
    generate_base(tmp_path / "base", 600)
    records = load_base(tmp_path / "base").corpus.records
    kinds = Counter(record.kind_name for record in records)
    assert kinds["sop"] + kinds["workaround"] > 0.8 * len(records)
    states = {status_of(record, NOW).state for record in records}
    assert states >= {State.LIVE, State.DRAFT, State.RETIRED, State.EXPIRED, State.EXPIRES_SOON, State.REVIEW_DUE}


def test_bodies_are_about_two_and_a_half_kilobytes_long(tmp_path: Path) -> None:
    generate_base(tmp_path / "base", 300)
    sizes = [len(record.body.text.encode()) for record in load_base(tmp_path / "base").corpus.records]
    assert 2_100 < sum(sizes) / len(sizes) < 2_700


def test_words_of_symptoms_follow_a_steep_curve_with_a_long_tail(tmp_path: Path) -> None:
    generate_base(tmp_path / "base", 600)
    records = load_base(tmp_path / "base").corpus.records
    words = Counter(word for record in records for symptom in record.symptoms for word in symptom.split())
    amounts = sorted(words.values(), reverse=True)
    assert sum(amounts[:20]) > 0.25 * sum(amounts)
    assert sum(1 for amount in amounts if amount == 1) > 0.3 * len(amounts)


def test_no_two_workarounds_answer_the_same_code() -> None:
    codes = [code for plan in plan_base(10_000, 1) if plan.kind == "workaround" for code in plan.codes]
    assert len(codes) == len(set(codes)) > 3_000


def test_the_largest_base_keeps_to_four_digits() -> None:
    plans = plan_base(MOST, 1)
    assert len(plans) == len({plan.id for plan in plans}) == MOST
    assert all(len(plan.id) == len("SOP-0001") for plan in plans)


@pytest.mark.parametrize("count", [0, -1, MOST + 1])
def test_a_count_out_of_bounds_is_the_operators_fault_and_leaves_nothing(tmp_path: Path, count: int) -> None:
    with pytest.raises(UsageError, match="Give a number from 1 to"):
        generate_base(tmp_path / "base", count)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="holds something already"):
        generate_base(tmp_path, 3)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_in_the_way_is_an_error_with_a_remedy_and_no_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert main([str(tmp_path / "file" / "base"), "--count", "3"]) == 2
    assert "Name a folder that you may write." in capsys.readouterr().err


def test_the_command_writes_into_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    assert main([str(tmp_path / "base"), "--count", "9"]) == 0
    assert len(load_base(tmp_path / "base").corpus.records) == 9
    assert [path.name for path in tmp_path.iterdir()] == ["base"]


@pytest.mark.long
def test_ten_thousand_records_are_clean(tmp_path: Path) -> None:
    generate_base(tmp_path / "base", 10_000)
    base = load_base(tmp_path / "base")
    assert len(base.corpus.records) == 10_000
    assert check_base(base, NOW) == ()
