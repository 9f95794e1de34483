"""Packs and levels of rules: what a base has in force, why, and who can loosen it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.cli.conftest import Ran
from tests.cli.test_init import run

HARMFUL = "Download the reported clip and attach it to the ticket"
VAGUE = "Wait a while, as appropriate"
STEP = "Wait 2 minutes and reload the page"


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A new base, as ``kb init`` writes it: no packs."""
    assert run(tmp_path, "init").code == 0
    return tmp_path


def settings(folder: Path, text: str) -> None:
    path = folder / "sop/kb.yml"
    before = path.read_text("utf-8")
    path.write_text((before.replace("packs: []\n", "") if "packs" in text else before) + text, "utf-8")


def step(folder: Path, text: str) -> None:
    path = next((folder / "sop/sops").glob("SOP-0001-*"))
    assert STEP in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(STEP, text), "utf-8")


def codes(ran: Ran) -> list[str]:
    return re.findall(r"^ +\S+ +(?:error|warning) +([A-Z]\d\d) ", ran.out, re.MULTILINE)


def test_what_is_true_of_one_trade_is_checked_only_in_the_bases_that_name_its_pack(made: Path) -> None:
    step(made, HARMFUL)
    assert "no findings" in run(made, "check").out
    settings(made, "packs: [trust-and-safety]\n")
    assert codes(run(made, "check")) == ["A07"]


def test_a_payments_base_finds_what_only_the_owner_of_a_card_may_know(made: Path) -> None:
    step(made, "Ask the customer for the CVC, for example CVC 482")
    assert "no findings" in run(made, "check").out
    settings(made, "packs: [payments]\n")
    ran = run(made, "check")
    assert codes(ran) == ["A12", "A11"]
    assert "482" not in ran.out


def test_card_and_bank_numbers_cvv_and_pin_behind_a_sign_are_found_without_a_pack(made: Path) -> None:
    step(made, "4929 1234 5678 9019, DE89 3704 0044 0532 0130 00, CVV: 482, PIN: 4829")
    found = codes(run(made, "check"))
    assert found.count("A01") >= 1
    assert found.count("A02") >= 2


def test_a_rule_that_is_off_says_nothing_and_the_reason_is_shown(made: Path) -> None:
    step(made, VAGUE)
    assert "P04" in codes(run(made, "check"))
    settings(made, 'rules:\n  P04: {level: off, reason: "We quote the words of the machine"}\n')
    ran = run(made, "check")
    assert "no findings" in ran.out
    assert "Set in kb.yml: P04 off: We quote the words of the machine" in ran.out
    assert "off in this base: We quote the words of the machine" in run(made, "explain", "P04").out
    assert run(made, "build").code == 0
    assert "We quote the words of the machine" in (made / "site/health.html").read_text("utf-8")


def test_a_warning_can_stop_the_build_and_an_error_can_let_it_pass(made: Path) -> None:
    step(made, VAGUE)
    assert run(made, "check").code == 0
    settings(made, 'rules:\n  P04: {level: error, reason: "Vague steps cost us a night"}\n')
    assert run(made, "check").code == 1


def test_what_protects_people_cannot_be_switched_off(made: Path) -> None:
    step(made, "Write to jane.roe@gmx-post.de")
    settings(made, 'rules:\n  A01: {level: off, reason: "It is in the way"}\n')
    ran = run(made, "check")
    assert ran.code == 1
    assert sorted(codes(ran)) == ["A01", "S07"]


@pytest.mark.parametrize("given", ["P04: off", "P04: {level: off}", "P04: {level: never, reason: It is in the way}"])
def test_a_level_without_a_reason_or_of_another_word_does_not_count(made: Path, given: str) -> None:
    step(made, VAGUE)
    settings(made, f"rules:\n  {given}\n")
    assert {"S02", "P04"} <= set(codes(run(made, "check")))


def test_a_team_has_a_pack_of_its_own(made: Path) -> None:
    (made / "rules").mkdir()
    rule = """\
What: A step names how warm it may get.

Why on shift: Nobody knows when to stop.

Bad:
    1. Open the door.

Good:
    1. Open the door, to 8 degrees at most.
"""
    code = (
        f'"""A step without a temperature.\n\n{rule}"""\n'
        + """
from sopkb.core.diagnostics import Finding, Severity
from sopkb.lint.rules.rule import RecordRule
from sopkb.plugins import Pack, Plugin

def check(record, context):
    for step in record.steps:
        yield Finding("Say how warm it may get.", step.at)

RULE = RecordRule("T01", Severity.WARNING, kinds=("sop",), check=check)
PLUGIN = Plugin("cold", packs=(Pack("cold-chain", "Teams that keep goods cold", rules=lambda: (RULE,)),))
"""
    )
    (made / "rules/T01.py").write_text(code, "utf-8")
    (made / "pyproject.toml").write_text('[tool.sopkb]\nplugins = ["rules/T01.py"]\n', "utf-8")
    assert "no findings" in run(made, "check").out
    assert "Pack cold-chain: Teams that keep goods cold (not in this base)" in run(made, "explain").out
    settings(made, "packs: [cold-chain]\n")
    assert set(codes(run(made, "check"))) == {"T01"}
    (made / "pyproject.toml").unlink()
    assert codes(run(made, "check")) == ["S07"]
