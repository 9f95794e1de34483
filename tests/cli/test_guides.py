"""The guides show what works: their commands are run, in order, in a repository with the demo base.

In a ``console`` block, lines after a command are parts of what it prints; it succeeds unless they show an error. A
block with a title is an edit of that file: Markdown, Python and TOML are its whole text, YAML are fields of its front
matter. A command in a sentence or a table is run with ``--dry-run`` where it has one, and else only read as the command
line reads it.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from tests.cli.conftest import CHECKOUT, Ran

from sopkb.cli.app import app, commands
from sopkb.core.positioned_yaml import read
from sopkb.history.edit.layout import set_field

Kb = Callable[..., Ran]
GUIDES = CHECKOUT / "docs/guides"
RUN = ("authors", "first-workaround", "writing-sops", "approving", "wrong-check", "own-rule")
ENDLESS = {"serve", "--watch"}
_BLOCK = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`kb ([^`\n]+)`")
_PLACEHOLDER = re.compile(r"\b[A-Z]{2,}\b(?!-)|…")


@pytest.fixture
def workplace(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demo base in a repository, as a clone has it, with the CODEOWNERS of the checkout."""
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Somebody")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "somebody@example.org")
    shutil.copytree(CHECKOUT / ".github", project / ".github")
    for command in ("git init -q -b main", "git add -A", "git commit -q -m Base"):
        subprocess.run(shlex.split(command), cwd=project, check=True)
    return project


def commands_of(block: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a console block, with what the guide shows of its output."""
    command = ""
    shown: list[str] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            if command:
                yield command, shown
            command, shown = line[2:], []
        else:
            shown.append(line)
    yield command, shown


def squeezed(text: str) -> str:
    return " ".join(text.split())


def run(command: str, shown: list[str], kb: Kb, folder: Path) -> None:
    program, *arguments = shlex.split(command)
    if ENDLESS & set(arguments):
        try_out(command.removeprefix("kb "), kb)
        return
    if program != "kb":
        subprocess.run([program, *arguments], cwd=folder, check=True)
        return
    ran = kb(*arguments)
    assert ran.code == (1 if any(" error " in line for line in shown) else 0), f"{command}\n{ran.out}{ran.err}"
    for line in shown:
        assert squeezed(line) in squeezed(ran.out + ran.err), f"{command}\n{ran.out}{ran.err}"


def edit(path: Path, language: str, text: str) -> None:
    if language in ("markdown", "python", "toml"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return
    for name, value in read(text).data.items():
        kind = re.search(r"^kind: (\w+)", path.read_text("utf-8"), re.MULTILINE)
        assert kind
        path.write_text(set_field(path.read_text("utf-8"), kind[1], name, value), "utf-8")


@pytest.mark.parametrize("name", RUN)
def test_a_guide_can_be_followed_as_it_stands(name: str, kb: Kb, workplace: Path) -> None:
    page = (GUIDES / f"{name}.md").read_text("utf-8")
    for language, title, text in _BLOCK.findall(page):
        if language == "console":
            for command, shown in commands_of(text):
                run(command, shown, kb, workplace)
        elif title:
            edit(workplace / title, language, text)
    assert kb("check").code == 0
    for words in _INLINE.findall(_BLOCK.sub("", page)):
        try_out(words, kb)


def test_the_readme_shows_what_its_commands_print(kb: Kb, workplace: Path) -> None:
    """A ``text`` block is of the commands above it; ``…`` is what is left out."""
    printed, compared = "", 0
    for language, _, text in _BLOCK.findall((CHECKOUT / "README.md").read_text("utf-8")):
        if language == "console":
            printed = ""
            for command, _ in commands_of(text):
                name, *arguments = shlex.split(command.partition(" #")[0])[1:]
                if name in ("serve", "test", "import") or "sop2" in arguments:
                    continue  # endless; or about a folder that only the reader has
                ran = kb(name, *arguments)
                assert ran.code == 0, f"{command}\n{ran.err}"
                printed += ran.out
        elif language == "text":
            for part in text.split("…\n"):
                assert part.strip() in printed, part
                compared += 1
    assert compared >= 4


def test_the_guide_for_operators_names_every_command() -> None:
    page = (GUIDES / "operators.md").read_text("utf-8")
    named = {words.split()[0] for words in _INLINE.findall(page)}
    assert set(commands()) <= named


def try_out(words: str, kb: Kb) -> None:
    """A command in a sentence: it exists, takes these arguments, and where it can, does what is said."""
    name, *arguments = shlex.split(words)
    assert name in commands(), words
    command = app.get_command(click.Context(app), name)
    assert command is not None
    if _PLACEHOLDER.search(words) or not arguments:
        return
    if any(option.name == "dry_run" for option in command.params):
        ran = kb(name, *arguments, "--dry-run")
        assert ran.code == 0, f"{words}\n{ran.err}"
    else:
        command.make_context(name, arguments)
