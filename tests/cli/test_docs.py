"""The manual comes with the program, and messages name nothing that is not on this machine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.cli.conftest import CHECKOUT
from tests.cli.test_init import run

from sopkb.core.config import Config
from sopkb.lint.rules import RULES
from sopkb.site.manual import manual, manual_folder


def test_the_manual_is_read_without_a_base(tmp_path: Path) -> None:
    listed = run(tmp_path, "docs").out
    for name in ("importing", "packs", "install", "cli", "rules", "fields", "kb-yml"):
        assert f"\n{name} " in f"\n{listed}"
    assert run(tmp_path, "docs", "importing").out == (CHECKOUT / "docs/guides/importing.md").read_text("utf-8")
    assert run(tmp_path, "docs", "docs/guides/importing.md").out.startswith("# ")
    assert run(tmp_path, "docs", "kb.yml").code == 2
    assert "`policy.expiry.verified_days`" in run(tmp_path, "docs", "kb-yml").out
    assert Path(run(tmp_path, "docs", "--path").out.strip()) == manual_folder()
    assert Path(run(tmp_path, "docs", "cli", "--path").out.strip()).is_file()


@pytest.mark.parametrize("code", ["A01", "s02"])
def test_a_rule_has_its_page(code: str, tmp_path: Path) -> None:
    assert f"# {code.upper()}: " in run(tmp_path, "docs", code).out


def test_a_page_that_there_is_not_names_the_nearest(tmp_path: Path) -> None:
    assert "`kb docs importing`" in run(tmp_path, "docs", "import").err


def test_every_page_of_the_manual_has_a_name_of_its_own() -> None:
    pages = manual(Config("kb.yml"))
    files = [path for path in manual_folder().glob("*/*.md") if path.stem != "index"]
    assert len(pages) == len(files) + len(RULES) + 3
    assert all(each.title for each in pages.values())


def test_messages_send_nobody_to_a_file_of_our_repository() -> None:
    """What is only for those who read the code stands in docstrings and comments."""
    wrong = []
    for path in (CHECKOUT / "tools").glob("sopkb*/**/*.py"):
        if path.parts[-2] == "sopkb_bench":
            continue
        text = re.sub(r'"""[\s\S]*?"""', "", path.read_text("utf-8"))
        wrong += [
            f"{path.name}: {line.strip()}" for line in text.splitlines() if "docs/guides" in line or "docs/ref" in line
        ]
    assert wrong == []


def test_what_messages_name_is_in_the_manual() -> None:
    pages = manual(Config("kb.yml"))
    named = set()
    for path in (CHECKOUT / "tools").glob("sopkb*/**/*.py"):
        named |= set(re.findall(r"`kb docs ([a-z-]+)`", path.read_text("utf-8")))
    assert len(named) > 5
    assert named <= set(pages)
