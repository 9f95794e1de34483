"""Findings that are kept between runs are those that a check without them gives, whatever happens to them."""

from __future__ import annotations

import random
import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import CHECKOUT, DEMO_NOW, make_base
from tests.load.healthy import HEALTHY, SOP, write
from tests.malformed import malformed_files
from tests.rules.fixtures import files_of, names

from sopkb.core.diagnostics import Diagnostic, Finding
from sopkb.core.load import Base, load_base
from sopkb.core.memo import FILE_NAME as FILE
from sopkb.core.record import Record
from sopkb.lint.check import Checker, check_base, findings_of
from sopkb.lint.rules import RULES, AnyRule
from sopkb.lint.rules.rule import Context, DocumentRule, RecordRule

PLANTED = "maria.lopez@corp-mail.net"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "kept"


class Closed:
    """Stands for what a rule must not look at."""

    def __getattribute__(self, name: str) -> Any:
        raise AssertionError(f"asked for {name}")


def closed_context(base: Base) -> Context:
    nothing: Any = Closed()
    return Context(nothing, base.config, nothing, nothing, nothing)


@pytest.mark.parametrize("name", [*names("fail"), *names("pass")])
def test_a_rule_that_says_so_looks_at_nothing_but_one_file_and_the_settings(name: str, tmp_path: Path) -> None:
    base = make_base(tmp_path, files_of(name))
    context = closed_context(base)
    for rule in RULES:
        if isinstance(rule, DocumentRule | RecordRule) and rule.alone:
            for document in base.corpus.documents:
                list(findings_of(rule, document, context))


def test_a_second_run_looks_only_at_what_changed(tmp_path: Path, kept: Path) -> None:
    root = write(tmp_path, HEALTHY)
    assert check_base(load_base(root), DEMO_NOW, cache=kept) == ()
    (root / SOP).write_text(HEALTHY[SOP].replace("area: access", "area: vido"))
    looked_at: list[str] = []

    def watched(rule: AnyRule) -> AnyRule:
        if not isinstance(rule, RecordRule) or not rule.alone:
            return rule
        own = rule.check

        def check(record: Record, context: Context) -> Iterator[Finding]:
            looked_at.append(record.path)
            return own(record, context)

        return replace(rule, check=check)

    spies = [watched(rule) for rule in RULES]
    found = check_base(load_base(root), DEMO_NOW, rules=spies, cache=kept)
    assert [each.code for each in found] == ["S02"]
    assert set(looked_at) == {f"sop/{SOP}"}


@pytest.mark.parametrize("seed", range(3))
def test_after_any_edits_the_findings_are_those_of_a_check_that_keeps_nothing(
    tmp_path: Path, kept: Path, seed: int
) -> None:
    chance = random.Random(seed)
    files = {
        path.relative_to(CHECKOUT / "sop").as_posix(): path.read_text() for path in (CHECKOUT / "sop").rglob("*.md")
    }
    mutants = list(malformed_files(files, 60, seed).values())
    root = write(tmp_path, {**files, "kb.yml": (CHECKOUT / "sop/kb.yml").read_text()})
    for _ in range(5):
        for path in chance.sample(sorted(files), 6):
            (root / path).write_bytes(chance.choice(mutants))
        base = load_base(root)
        assert check_base(base, DEMO_NOW, cache=kept) == check_base(base, DEMO_NOW) != ()


def test_another_vocabulary_is_another_check(tmp_path: Path, kept: Path) -> None:
    root = write(tmp_path, HEALTHY)
    assert check_base(load_base(root), DEMO_NOW, cache=kept) == ()
    settings = (root / "kb.yml").read_text()
    assert "access:" in settings
    (root / "kb.yml").write_text(settings.replace("access:", "axess:"))
    assert {each.code for each in found_by(root, kept)} >= {"S02"}
    (root / "kb.yml").write_text(settings)
    assert found_by(root, kept) == ()


def test_time_is_looked_at_in_every_run(tmp_path: Path, kept: Path) -> None:
    root = write(tmp_path, HEALTHY)
    base = load_base(root)
    check_base(base, DEMO_NOW, cache=kept)
    before = DEMO_NOW.replace(year=DEMO_NOW.year - 5)
    assert check_base(base, before, cache=kept) == check_base(base, before) != ()


def test_what_is_damaged_or_not_ours_is_looked_for_again(tmp_path: Path, kept: Path) -> None:
    root = write(tmp_path, {**HEALTHY, SOP: HEALTHY[SOP].replace("area: access", "area: vido")})
    right = found_by(root, kept)
    for wrong in (b"", b"7", b"[3, 4]", b"[[1, 2]]", b'[["S02", "m", 1, 1, "dire"]]'):
        sealed = zlib.crc32(wrong).to_bytes(4, "big") + wrong
        with sqlite3.connect(kept / FILE) as database:
            database.execute("UPDATE memo SET data = ?", (sealed,))
        database.close()
        assert found_by(root, kept) == right != ()
    (kept / FILE).write_bytes(b"no database")
    assert found_by(root, kept) == right


def test_nothing_private_is_kept(tmp_path: Path, kept: Path) -> None:
    root = write(tmp_path, {**HEALTHY, SOP: HEALTHY[SOP] + f"\nWrite to {PLANTED}.\n"})
    assert "A01" in {each.code for each in found_by(root, kept)}
    with sqlite3.connect(kept / FILE) as database:
        rows = database.execute("SELECT data FROM memo").fetchall()
    database.close()
    assert rows
    assert all(PLANTED.encode() not in row for (row,) in rows)


def test_what_a_file_alone_gives_is_the_greater_part(demo_base: Base) -> None:
    checker = Checker(demo_base, DEMO_NOW)
    assert {"A01", "A05", "P04", "S01", "S02"} <= {rule.code for rule in checker.alone}
    assert not {"L01", "R01", "K01", "F03", "S05"} & {rule.code for rule in checker.alone}


def found_by(root: Path, kept: Path) -> tuple[Diagnostic, ...]:
    """Twice, because the second time it is taken from what was kept."""
    base = load_base(root)
    first = check_base(base, DEMO_NOW, cache=kept)
    assert check_base(base, DEMO_NOW, cache=kept) == first
    return first
