"""CODEOWNERS says what kb.yml says, and a stale one is found."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest
from tests.cli.conftest import Ran
from tests.conftest import CHECKOUT, SMALL_CONFIG, make_base

from sopkb.core.errors import SopkbError
from sopkb.core.load import Base
from sopkb.lint.report.codeowners import codeowners

Kb = Callable[..., Ran]
FILE = ".github/CODEOWNERS"


def owners_of(path: str, text: str) -> list[str]:
    """Whom a code host asks for a file: the owners of the last line that matches."""
    found: list[str] = []
    for line in text.splitlines():
        if line and not line.startswith("#"):
            pattern, *owners = re.split(r"(?<!\\) ", line)
            pattern = pattern.replace("\\", "")
            if f"/{path}" == pattern or (pattern.endswith("/") and f"/{path}".startswith(pattern)):
                found = owners
    return found


def test_every_record_of_the_demo_is_asked_of_the_approvers_of_its_area(demo_base: Base) -> None:
    text, config = codeowners(demo_base.corpus, demo_base.config, "sop"), demo_base.config
    for record in demo_base.corpus.all_records():
        accounts = [config.people[handle].account for handle in config.policy.approvers_of(record.area)]
        assert owners_of(record.path, text) == accounts, record.path
    default = [config.people[handle].account for handle in config.policy.approvers["default"]]
    assert owners_of("sop/kb.yml", text) == default
    assert owners_of("README.md", text) == []


def test_the_file_of_this_repository_is_up_to_date(demo_base: Base) -> None:
    held = (CHECKOUT / FILE).read_text("utf-8")
    assert held == codeowners(demo_base.corpus, demo_base.config, "sop"), "run: kb codeowners --write " + FILE


def test_a_new_record_in_a_common_area_changes_nothing(demo_base: Base, kb: Kb, project: Path) -> None:
    kb("new", "workaround", "Clip Player: no sound after seek", "--area", "video")
    assert kb("codeowners").out == codeowners(demo_base.corpus, demo_base.config, "sop")


def test_a_stale_file_is_shown_and_mended(kb: Kb, project: Path) -> None:
    missing = kb("codeowners", "--check")
    assert (missing.code, "+/sop/ @puo-lead-emea" in missing.out) == (1, True)
    assert kb("codeowners", "--write", FILE).code == 0
    assert kb("codeowners", "--check").code == 0
    kb("new", "workaround", "SampleDesk: sample drawn twice", "--area", "quality")
    stale = kb("codeowners", "--check")
    assert stale.code == 1
    assert re.search(r"^\+/sop/workarounds/WKA-0016-\S+ @puo-quality-lead ", stale.out, re.MULTILINE)
    assert f"{FILE} is stale. Run: kb codeowners --write {FILE}" in stale.err


def test_the_file_is_looked_for_where_code_hosts_look(kb: Kb, project: Path) -> None:
    assert kb("codeowners", "--write", "docs/CODEOWNERS").code == 0
    assert "docs/CODEOWNERS is up to date" in kb("codeowners", "--check").err


def test_paths_count_from_the_root_of_the_repository(kb: Kb, project: Path) -> None:
    (project / ".git").mkdir()
    (project / "team").mkdir()
    (project / "sop").rename(project / "team/sop")
    assert "\n/team/sop/ @puo-lead-emea" in kb("codeowners", "--root", "team/sop").out


def test_a_path_with_a_blank_is_still_one_pattern(tmp_path: Path) -> None:
    text = "---\nid: SOP-0001\nkind: sop\narea: safety\n---\n"
    config = SMALL_CONFIG.replace(
        "approvers: {default: [lead, other-lead]}", "approvers: {default: [lead], safety: [other-lead]}"
    )
    config = config.replace('"Lead", team: core}', '"Lead", account: "@lead"}')
    config = config.replace('"Another lead", team: core}', '"Another lead", account: "@org/other-team"}')
    base = make_base(tmp_path, {"sops/SOP-0001-a b.md": text}, config)
    written = codeowners(base.corpus, base.config, "sop")
    assert "/sop/sops/SOP-0001-a\\ b.md @org/other-team\n" in written
    assert owners_of(str(PurePosixPath("sop/sops/SOP-0001-a b.md")), written) == ["@org/other-team"]


@pytest.mark.parametrize("account", ["", 'account: "@lead\\n* @anybody"', 'account: "@a b"'])
def test_nobody_to_ask_is_an_error_and_not_a_line_without_owners(tmp_path: Path, account: str) -> None:
    config = SMALL_CONFIG.replace("team: core}", f"{account}}}")
    base = make_base(tmp_path, {}, config)
    with pytest.raises(SopkbError, match="nobody would be asked"):
        codeowners(base.corpus, base.config, "sop")


def test_check_and_write_are_two_things(kb: Kb, project: Path) -> None:
    ran = kb("codeowners", "--check", "--write", FILE)
    assert ran.code == 2
    assert not (project / FILE).exists()
