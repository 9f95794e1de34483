"""Promise 4: whatever is wrong with some files, each is told, and every other record is still checked."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from tests.conftest import CHECKOUT, DEMO_NOW, make_base
from tests.malformed import malformed_files

from sopkb.core.diagnostics import Diagnostic
from sopkb.lint.check import check_base

DEMO = {
    path.relative_to(CHECKOUT / "sop").as_posix(): path.read_text("utf-8") for path in (CHECKOUT / "sop").rglob("*.md")
}
CONFIG = (CHECKOUT / "sop/kb.yml").read_text("utf-8")


@pytest.fixture(scope="module")
def mutants() -> dict[str, bytes]:
    return malformed_files(DEMO)


@pytest.fixture(scope="module")
def found(mutants: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> tuple[Diagnostic, ...]:
    base = make_base(tmp_path_factory.mktemp("malformed"), {**DEMO, **mutants}, CONFIG)
    assert len(base.corpus.documents) == len(DEMO) + len(mutants)
    return check_base(base, DEMO_NOW)


def test_there_are_five_hundred_different_ones(mutants: dict[str, bytes]) -> None:
    assert len(mutants) == 500
    assert len(set(mutants.values())) > 480
    assert malformed_files(DEMO) == mutants


def test_every_malformed_file_has_a_finding(mutants: dict[str, bytes], found: tuple[Diagnostic, ...]) -> None:
    told = {each.path for each in found}
    assert [name for name in mutants if f"sop/{name}" not in told] == []


def test_no_healthy_record_has_one(found: tuple[Diagnostic, ...]) -> None:
    assert [str(each) for each in found if each.path.removeprefix("sop/") in DEMO] == []


@pytest.mark.parametrize("record_id", ["SOP-0025", "MAC-0001", "ESC-0001", "WKA-0002"])
def test_a_file_that_cannot_be_read_is_told_once_and_not_by_every_record_that_names_it(
    record_id: str, tmp_path: Path
) -> None:
    path = next(path for path in DEMO if record_id in path)
    broken = DEMO[path].replace("\nstatus: active", "\n\tstatus: active")
    found = check_base(make_base(tmp_path, {**DEMO, path: broken}, CONFIG), DEMO_NOW)
    assert {(each.path, each.code) for each in found} == {(f"sop/{path}", "S03")}


def test_every_finding_has_a_line_of_its_file(mutants: dict[str, bytes], found: tuple[Diagnostic, ...]) -> None:
    for each in found:
        raw = mutants[each.path.removeprefix("sop/")]
        assert 0 <= each.line <= raw.count(b"\n") + raw.count(b"\r") + 1, each
        assert each.message.isprintable(), each


def test_many_kinds_of_mistake_are_told_apart(found: tuple[Diagnostic, ...]) -> None:
    assert {"S01", "S02", "S03", "S04", "I02", "K01", "R01"} <= set(Counter(each.code for each in found))


PEAK = """
import resource, sys
from datetime import datetime
from pathlib import Path
from sopkb.lint.check import check_base
from sopkb.core.load import load_base
check_base(load_base(Path(sys.argv[1])), datetime.fromisoformat(sys.argv[2]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no resource module there")
def test_it_takes_no_more_memory_than_a_base_of_as_many_healthy_files(
    mutants: dict[str, bytes], tmp_path: Path
) -> None:
    copies = {f"copy{number}/{name}": text for number in range(8) for name, text in DEMO.items()}
    bases: dict[str, dict[str, str | bytes]] = {"bad": {**DEMO, **mutants}, "good": {**copies}}
    peaks = {}
    for sort, files in bases.items():
        (tmp_path / sort).mkdir()
        make_base(tmp_path / sort, files, CONFIG)
        command = [sys.executable, "-c", PEAK, str(tmp_path / sort / "sop"), DEMO_NOW.isoformat()]
        environment = {**os.environ, "PYTHONPATH": str(CHECKOUT / "tools")}
        peaks[sort] = int(subprocess.run(command, env=environment, capture_output=True, check=True).stdout)
    assert peaks["bad"] < 1.25 * peaks["good"], peaks
