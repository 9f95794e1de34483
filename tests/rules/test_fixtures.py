"""Each rule finds what its failing fixtures say, on the line they say, and nothing in its passing ones."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from tests.rules.fixtures import check_fixture, expected_of, names, own_files, places

from sopkb.lint.rules import RULES


@pytest.mark.parametrize("name", names("fail"))
def test_a_failing_fixture_gives_exactly_the_findings_it_names(name: str, tmp_path: Path) -> None:
    found = check_fixture(tmp_path, name)
    assert places(found) == expected_of(name), [str(each) for each in found]
    assert name[:3] in {each.code for each in found}


@pytest.mark.parametrize("name", names("pass"))
def test_a_passing_fixture_gives_no_finding(name: str, tmp_path: Path) -> None:
    assert check_fixture(tmp_path, name) == ()


def test_every_rule_has_two_failing_and_two_passing_fixtures() -> None:
    failing = Counter(name[:3] for name in names("fail"))
    passing = Counter(name[:3] for name in names("pass"))
    lacking = [rule.code for rule in RULES if failing[rule.code] < 2 or passing[rule.code] < 2]
    assert not lacking
    assert set(failing) | set(passing) == {rule.code for rule in RULES}


def test_every_fixture_brings_a_file_and_every_failing_one_an_expectation() -> None:
    assert all(own_files(name) for name in names("fail") + names("pass"))
    assert all(expected_of(name) for name in names("fail"))
    assert not any(expected_of(name) for name in names("pass"))
