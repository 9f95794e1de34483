"""``kb init``: an empty folder becomes a base that can be checked, searched and published at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.cli.conftest import CHECKOUT, Ran
from tests.schemas import troubles

from sopkb import __version__
from sopkb.cli.app import commands
from sopkb.cli.starter import requirement
from sopkb.core.kinds import KINDS

UNKNOWN = f"sopkb @ git+https://change-me.invalid/sopkb.git@v{__version__}"
NOW = "2031-03-05"
DEMO_WORDS = ("PUO", "Review Console", "moderator", "AccessHub", "reviewer", "harm_topics", "danger")


def run(folder: Path, *arguments: str) -> Ran:
    """``kb`` in a process of its own, as somebody has it who installed it: no terminal, no base around the folder."""
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("KB_", "GIT_"))}
    surroundings |= {"PYTHONPATH": str(CHECKOUT / "tools"), "KB_CACHE": "", "KB_NOW": NOW}
    command = [sys.executable, "-m", "sopkb", *arguments]
    done = subprocess.run(
        command, cwd=folder, env=surroundings, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr
    return Ran(done.returncode, done.stdout, done.stderr)


def files_of(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    """A base for payments in two languages."""
    folder = tmp_path_factory.mktemp("work") / "payments-handbook"
    folder.mkdir()
    return folder, run(
        folder, "init", "--team", "Payments: operations", "--areas", "Invoices, No, 2026", "--languages", "de,no"
    )


@pytest.mark.parametrize(
    ("origin", "line"),
    [
        (None, f"sopkb=={__version__}"),
        (
            {"url": "https://me:token@git.example.org/kb.git", "vcs_info": {"vcs": "git", "commit_id": "ab12"}},
            "sopkb @ git+https://git.example.org/kb.git@ab12",
        ),
        ({"url": "https://files.example.org/a.whl", "archive_info": {}}, "sopkb @ https://files.example.org/a.whl"),
        ({"url": "file:///home/me/sopkb", "dir_info": {"editable": True}}, UNKNOWN),
        ({"url": "ssh://git@git.example.org/kb.git", "vcs_info": {"vcs": "git", "commit_id": "ab12"}}, UNKNOWN),
        ({}, UNKNOWN),
    ],
)
def test_ci_installs_the_program_from_where_it_came_and_never_from_a_name_that_may_be_a_strangers(
    origin: dict[str, Any] | None, line: str
) -> None:
    assert requirement(origin) == line


def test_whoever_has_the_program_from_a_folder_is_told_to_name_its_address(made: tuple[Path, Ran]) -> None:
    assert (made[0] / "requirements.txt").read_text("utf-8").endswith(f"{UNKNOWN}\n")
    assert "put it in place of change-me.invalid in requirements.txt" in made[1].out


def test_a_new_base_has_an_example_of_each_kind_and_no_finding(made: tuple[Path, Ran]) -> None:
    folder, ran = made
    assert ran.code == 0, ran.err
    for kind in KINDS:
        assert len(list((folder / "sop" / kind.plural).glob(f"{kind.prefix}-*.md"))) == 1
    assert "no findings" in run(folder, "check").out
    assert "no findings" in run(folder, "check", "--nightly").out


def test_the_commands_that_it_names_next_work(made: tuple[Path, Ran]) -> None:
    folder, ran = made
    assert [line.split("  ")[1] for line in ran.out.splitlines() if line.startswith("  kb ")] == [
        "kb check",
        "kb serve",
        "kb search link nie bekommen",
    ]
    found = run(folder, "search", "link", "nie", "bekommen")
    assert found.code == 0
    assert found.out.startswith(" 1. SOP-0001")


def test_its_examples_are_in_its_first_language_where_the_program_has_them(
    made: tuple[Path, Ran], tmp_path: Path
) -> None:
    text = next((made[0] / "sop/sops").glob("*.md")).read_text("utf-8")
    assert "Anmeldelink neu senden" in text
    assert "\nlanguage: de\n" in text
    assert run(tmp_path, "init", "--languages", "sw, en").code == 0
    assert "Resend" in next((tmp_path / "sop/sops").glob("*.md")).read_text("utf-8")


def test_a_pack_is_asked_for_by_its_name(tmp_path: Path) -> None:
    assert "there is no such pack" in run(tmp_path, "init", "--packs", "payment").err
    assert run(tmp_path, "init", "--packs", "payments, trust-and-safety").code == 0
    settings = yaml.safe_load((tmp_path / "sop/kb.yml").read_text("utf-8"))
    assert (settings["packs"], settings["format"]) == (["payments", "trust-and-safety"], 1)
    assert "no findings" in run(tmp_path, "check").out


def test_a_new_base_becomes_a_site(made: tuple[Path, Ran]) -> None:
    folder, _ = made
    built = run(folder, "build")
    assert built.code == 0, built.err
    assert "Payments handbook" in (folder / "site/index.html").read_text("utf-8")
    assert (folder / "site/SOP-0001.html").is_file()


def test_what_is_given_stands_in_the_settings_whatever_yaml_would_read_into_it(made: tuple[Path, Ran]) -> None:
    folder, _ = made
    settings = yaml.safe_load((folder / "sop/kb.yml").read_text("utf-8"))
    assert settings["name"] == "Payments handbook"
    assert settings["vocabularies"]["areas"] == {"invoices": "Invoices", "no": "No", "2026": "2026"}
    assert settings["vocabularies"]["teams"] == {"payments-operations": "Payments: operations"}
    assert settings["vocabularies"]["languages"] == ["de", "no"]
    assert "demo" not in settings


def test_nothing_of_the_demos_trade_is_in_a_new_base(made: tuple[Path, Ran]) -> None:
    folder, _ = made
    for path in files_of(folder):
        if path.startswith((".g", ".e", ".p", "sop/", "docs/", "mkdocs", "req", "CODE")):
            text = (folder / path).read_text("utf-8")
            assert [word for word in DEMO_WORDS if word in text] == [], path
            assert "@@" not in text


def test_the_files_for_others_are_what_they_read_and_use_the_installed_program(tmp_path: Path) -> None:
    for host, place, schema in (
        ("github", ".github/workflows/kb.yml", "github-workflow"),
        ("gitlab", ".gitlab-ci.yml", "gitlab-ci"),
    ):
        folder = tmp_path / host
        assert run(tmp_path, "init", host, "--host", host).code == 0
        text = (folder / place).read_text("utf-8")
        document = yaml.safe_load(text)
        assert troubles(schema, {"on" if key is True else key: value for key, value in document.items()}) == []
        assert "./kb" not in text
        for called in ("kb check", "--base", "kb check --nightly", "kb diff", "kb build", "-r requirements.txt"):
            assert called in text
        assert yaml.safe_load((folder / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    assert {".github/CODEOWNERS"} == {each for each in files_of(tmp_path / "github") if "CODEOWNERS" in each}
    assert run(tmp_path / "gitlab", "codeowners", "--check").code == 0
    assert run(tmp_path / "github", "codeowners", "--check").code == 0


def test_a_change_of_a_new_base_can_be_compared(tmp_path: Path) -> None:
    assert run(tmp_path, "init").code == 0
    for step in (["add", "-A"], ["-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "New"]):
        subprocess.run(["git", *step], cwd=tmp_path, check=True)
    assert "no findings" in run(tmp_path, "check", "--base", "HEAD").out


def test_nothing_is_overwritten_and_nothing_written_beside_it(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: Ours\n", "utf-8")
    ran = run(tmp_path, "init")
    assert ran.code == 2
    assert "mkdocs.yml" in ran.err
    assert files_of(tmp_path) == {"mkdocs.yml"}
    assert not (tmp_path / ".git").exists()


def test_where_a_base_is_none_is_made(made: tuple[Path, Ran]) -> None:
    before = files_of(made[0])
    assert "already" in run(made[0], "init").err
    assert "above" in run(made[0] / "sop", "init").err
    assert files_of(made[0]) == before


def test_what_a_code_host_put_into_a_new_repository_stays(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    (tmp_path / "README.md").write_text("Ours\n", "utf-8")
    (tmp_path / ".gitignore").write_text("*.log\n", "utf-8")
    ran = run(tmp_path, "init")
    assert ran.code == 0
    assert ".gitignore" in ran.err
    assert (tmp_path / ".gitignore").read_text("utf-8") == "*.log\n"
    assert "no findings" in run(tmp_path, "check").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--name", " "], "--name"),
        (["--areas", "A b, a-b"], "twice"),
        (["--areas", ","], "--areas"),
        (["--languages", "german!"], "BCP 47"),
        (["--team", "支付"], "--team"),
    ],
)
def test_what_cannot_stand_in_the_settings_is_refused(tmp_path: Path, arguments: list[str], said: str) -> None:
    ran = run(tmp_path, "init", *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert files_of(tmp_path) == set()


READS_A_BASE = [
    ["search", "x"],
    ["show", "SOP-0001"],
    ["list"],
    ["new", "sop", "x"],
    ["check"],
    ["diff", "--base", "HEAD"],
    ["codeowners"],
    ["schema", "sop"],
    ["eval"],
    ["build"],
    ["serve"],
    ["index"],
    ["export", "out"],
    ["review", "SOP-0001"],
]


@pytest.mark.parametrize("arguments", READS_A_BASE, ids=lambda each: each[0])
def test_in_an_empty_folder_a_command_says_what_makes_a_base(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from sopkb.cli import main

    assert arguments[0] in commands()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KB_ROOT", raising=False)
    assert main(arguments) == 2
    assert "`kb init`" in capfd.readouterr().err
