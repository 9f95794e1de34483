"""Measuring in fresh processes, and the report of the bench: no test looks at how long anything took."""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import sopkb_bench
from sopkb_bench import work
from sopkb_bench.foundation import FIGURES, Job, _row
from sopkb_bench.measure import Measured, Stopwatch, machine_line, measure, peak_memory
from sopkb_bench.table import duration, factor, megabytes, table

CHECKOUT = Path(__file__).resolve().parents[2]


def note_process(stopwatch: Stopwatch, place: str) -> None:
    """Three laps, and a trace of the process that they ran in."""
    for _ in range(3):
        with stopwatch:
            pass
    with Path(place).open("a") as file:
        file.write(f"{os.getpid()}\n")


def hold_memory(stopwatch: Stopwatch, amount: int) -> None:
    """Touch so many bytes."""
    with stopwatch:
        assert len(bytes(1) * amount) == amount


def fail(stopwatch: Stopwatch) -> None:
    """Raise."""
    raise ValueError("the reason")


def _measure_here(monkeypatch: pytest.MonkeyPatch, work: Callable[..., None], **arguments: Any) -> Measured:
    """Measure a function of this file, which the child must be able to import."""
    monkeypatch.setenv("PYTHONPATH", str(CHECKOUT))
    return measure(work, **arguments)


def test_each_run_is_a_process_of_its_own_and_every_lap_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = _measure_here(monkeypatch, note_process, runs=2, place=str(tmp_path / "trace"))
    assert found.trouble == ""
    assert [len(run) for run in found.laps] == [3, 3]
    processes = (tmp_path / "trace").read_text().split()
    assert len({*processes, str(os.getpid())}) == 3


@pytest.mark.skipif(not peak_memory(), reason="this system does not tell a process's peak memory")
def test_peak_memory_is_the_childs_and_not_the_parents(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = bytearray(b"x" * 300_000_000)  # a parent that is larger than the child
    small = _measure_here(monkeypatch, hold_memory, runs=1, amount=1)
    large = _measure_here(monkeypatch, hold_memory, runs=1, amount=200_000_000)
    assert small.peak < 150_000_000 < 200_000_000 < large.peak < 300_000_000 < len(ours) + 1


def test_work_that_fails_is_told_in_one_line_and_raises_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    found = _measure_here(monkeypatch, fail, runs=1)
    assert found.trouble == "ValueError: the reason"
    assert math.isnan(found.seconds)
    assert math.isnan(found.percentile(50))


def test_the_median_is_over_runs_and_percentiles_are_over_laps() -> None:
    found = Measured(((1.0, 2.0), (10.0, 20.0), (3.0, 4.0)))
    assert found.seconds == 7.0
    assert found.percentile(50) == 4.0
    assert found.percentile(95) == 20.0


def test_the_machine_line_names_date_python_and_cores() -> None:
    line = machine_line("2026-11-23")
    assert line.startswith("2026-11-23 · Python 3.")
    assert "cores" in line


def test_figures_are_printed_with_three_digits_and_a_unit() -> None:
    assert [duration(value) for value in (123.4, 12.34, 1.234, 0.1234, 0.01234, 0.0001234)] == [
        "123 s",
        "12.3 s",
        "1.23 s",
        "123 ms",
        "12.3 ms",
        "0.12 ms",
    ]
    assert [duration(math.nan), factor(math.inf), megabytes(0)] == ["-", "-", "-"]
    assert [factor(1.066), megabytes(258_900_000)] == ["×1.07", "259 MB"]


def test_a_table_is_aligned_and_has_no_trailing_blanks() -> None:
    assert table(["figure", "1"], [["load", "12 s"], ["x", ""]]) == "figure     1\n------  ----\nload    12 s\nx"


def test_growth_compares_the_time_of_one_record_at_the_two_ends() -> None:
    job = Job(work.load)
    by_size = [{job: Measured(((2.0,),))}, {job: Measured(((30.0,),), 5_000_000)}]
    assert _row(FIGURES[0], (100, 1_000), by_size) == ["load", "2.00 s", "30.0 s", "×1.50", "5 MB", ""]


def test_every_alternative_is_compared_with_a_row_that_exists() -> None:
    names = {figure.name for figure in FIGURES}
    assert {figure.against for figure in FIGURES if figure.against} <= names


@pytest.mark.parametrize(
    "arguments",
    [["nothing"], ["--sizes", "400,200"], ["--sizes", "x"], ["--sizes", "99999"], ["--runs", "0"], ["--no"]],
)
def test_arguments_that_make_no_sense_end_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert sopkb_bench.main(arguments) == 2
    assert "error:" in capsys.readouterr().err


def test_a_small_bench_runs_to_its_end_and_prints_every_figure(capsys: pytest.CaptureFixture[str]) -> None:
    assert sopkb_bench.main(["foundation", "--sizes", "20", "--runs", "1", "--date", "2026-11-23"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("foundation · 2026-11-23 · Python")
    assert all(figure.name in out for figure in FIGURES)
    assert "not measured" not in out
