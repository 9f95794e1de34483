"""The reference of the command line names every command and every option, and no others."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from tests.cli.conftest import CHECKOUT, Ran

from sopkb.cli.app import app, commands

REFERENCE = (CHECKOUT / "docs/reference/cli.md").read_text(encoding="utf-8")
COMMON = {"--root", "--now", "--help"}


def _commands() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(app)
    for name in commands():
        command = app.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from ((f"{name} {inner}", each) for inner, each in command.commands.items())
        else:
            yield name, command


EVERY = dict(_commands())


def _passage(name: str) -> str:
    match = re.search(rf"^## kb {name}\n(.*?)(?=^## |\Z)", REFERENCE, re.MULTILINE | re.DOTALL)
    return match.group(1) if match else ""


@pytest.mark.parametrize("name", EVERY)
def test_a_command_and_each_of_its_options_is_in_the_reference(name: str) -> None:
    passage = _passage(name)
    assert passage, f"no `## kb {name}`"
    options = {o for p in EVERY[name].params if isinstance(p, click.Option) for o in p.opts if o.startswith("--")}
    documented = set(re.findall(r"`(--[a-z-]+)", passage))
    assert options - COMMON <= documented
    assert documented <= options


@pytest.mark.parametrize("name", EVERY)
def test_a_command_explains_itself_in_a_sentence(name: str) -> None:
    help_text = EVERY[name].help or ""
    assert re.match(r"[A-Z].{20,}", help_text)
    for parameter in EVERY[name].params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts[0]} has no help"


def test_the_reference_names_no_command_that_is_not_there() -> None:
    assert set(re.findall(r"^## kb (.+)$", REFERENCE, re.MULTILINE)) == set(EVERY)


def test_help_installs_nothing_in_a_fresh_checkout(tmp_path: Path) -> None:
    """Where there is no environment yet, the launcher shows the passage of the reference."""
    for name in ("kb", "docs/reference/cli.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CHECKOUT / name, tmp_path / name)
    for arguments, shown in (
        (["new", "--help"], "kb new\n"),
        (["train", "-h"], "kb train scorm"),
        (["--help"], "search"),
    ):
        command = [sys.executable, str(tmp_path / "kb"), *arguments]
        ran = subprocess.run(command, capture_output=True, text=True, check=True)
        assert shown in ran.stdout
        assert not ran.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["docs", "kb"]


@pytest.mark.parametrize("name", ["import", "insights", "qa", "report", "tickets", "track", "train"])
def test_help_of_a_group_cuts_no_line_off(kb: Callable[..., Ran], name: str) -> None:
    _, _, listed = kb(name, "--help").out.partition("Commands:\n")
    assert listed
    assert "..." not in listed
