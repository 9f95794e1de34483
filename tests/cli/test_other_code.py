"""What other code made is made again without a word: after an upgrade, answers are those of a fresh start."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import CHECKOUT, make_base
from tests.environments import NO_POWERS, THEN_KB
from tests.history.repositories import FILES

Run = Callable[..., subprocess.CompletedProcess[str]]
QUESTION = ("search", "locked", "account")
SHOUTING = "line for line in lines if line)\n", "line.upper() for line in lines if line)\n"
OTHER_CARDS = "json.loads(", "(lambda text: dict(enumerate(json.loads(text))))("


@pytest.fixture
def project(tmp_path: Path) -> Path:
    make_base(tmp_path, FILES)
    shutil.copytree(CHECKOUT / "tools/sopkb", tmp_path / "tools/sopkb", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


@pytest.fixture
def kb(project: Path) -> Run:
    """Run the copy of the program, which a test may change between two commands; what it keeps is kept."""

    def run(*arguments: str, prelude: str = "") -> subprocess.CompletedProcess[str]:
        environment = {"PYTHONPATH": str(project / "tools"), "KB_CACHE": str(project / "cache"), "PYTHONSAFEPATH": "1"}
        return subprocess.run(
            [sys.executable, "-B", "-c", f"{prelude or 'pass'}{THEN_KB}", *arguments],
            cwd=project,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def change(project: Path, name: str, old: str, new: str) -> None:
    path = project / "tools/sopkb" / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    os.utime(path, (0, 0))


def fresh(project: Path, kb: Run) -> str:
    shutil.rmtree(project / "search_index")
    shutil.rmtree(project / "cache")
    return kb(*QUESTION).stdout


def test_text_of_before_the_program_was_changed_is_told_no_more(project: Path, kb: Run) -> None:
    before = kb(*QUESTION).stdout
    assert "locked" in before
    change(project, "search/index/plaintext.py", *SHOUTING)
    after = kb(*QUESTION)
    assert (after.returncode, after.stderr) == (0, "")
    assert before != after.stdout == fresh(project, kb)


def test_an_index_of_another_form_is_made_again(project: Path, kb: Run) -> None:
    """The form of what is kept was changed in both directions between two versions that call themselves the same."""
    kb(*QUESTION)
    with_this = kb(*QUESTION).stdout
    text = (project / "tools/sopkb/search/index/cards.py").read_text("utf-8")
    change(project, "search/index/cards.py", "row[5:]", "row[6:]")
    change(project, "search/index/cards.py", "[*life_row(traits.life), *named", "[*life_row(traits.life), 0, *named")
    for _ in range(2):
        ran = kb(*QUESTION)
        assert (ran.returncode, ran.stdout, ran.stderr) == (0, with_this, "")
        (project / "tools/sopkb/search/index/cards.py").write_text(text, "utf-8")


def test_what_other_code_parsed_or_found_is_parsed_and_looked_for_again(project: Path, kb: Run) -> None:
    assert kb("check").returncode == 0
    other = "def check(record, context):\n    yield Finding('Another rule')\n\n\ndef _("
    change(project, "lint/rules/p04_vague_wording.py", "def check(", other)
    assert "Another rule" in kb("check").stdout


@pytest.mark.skipif(os.name == "nt", reason="folders have no modes there")
def test_where_nothing_may_be_written_one_error_says_so(project: Path, kb: Run) -> None:
    kb(*QUESTION)
    change(project, "search/index/plaintext.py", *SHOUTING)
    for folder in (project / "search_index").rglob("*"):
        folder.chmod(0o555 if folder.is_dir() else 0o444)
    ran = kb(*QUESTION, prelude=NO_POWERS)
    for folder in (project / "search_index").rglob("*"):
        folder.chmod(0o755)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "from another version (code " in ran.stderr
    assert "cannot be written" in ran.stderr
    assert "Allow this user to write there, or run `kb index` as one who may." in ran.stderr
    assert len(ran.stderr.strip().splitlines()) <= 2
