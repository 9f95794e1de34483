"""How git is asked: from the top of the work tree around the base, and so that nothing that was committed can run.

A base holds what contributors wrote. A folder in it may be made to look like a repository, whose settings name programs
for git to start, or whose history hides an edit. So git is only ever started here: in the folder that
:func:`sopkb.core.load.repository.top_of` finds without looking into the base, forbidden to look for another one, with
every setting switched off that names a program or a host, whatever the person's own settings of git say.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from sopkb.core.diagnostics import shown
from sopkb.core.errors import HistoryUnusable

_OFF = {
    "safe.bareRepository": "explicit",
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.attributesFile": os.devnull,
    "core.pager": "cat",
    "core.sshCommand": "false",
    "core.askPass": "false",
    "credential.helper": "",
    "diff.ignoreSubmodules": "all",
    "diff.external": "",
    "gc.auto": "0",
    "gpg.program": "false",
    "log.showSignature": "false",
    "maintenance.auto": "false",
    "protocol.allow": "never",
    "status.submoduleSummary": "false",
    "submodule.recurse": "false",
}
_OPTIONS: Mapping[str, tuple[str, ...]] = {
    "diff": ("--no-ext-diff", "--no-textconv", "--ignore-submodules=all"),
    "log": ("--no-ext-diff", "--no-textconv", "--no-show-signature", "--ignore-submodules=all"),
    "status": ("--ignore-submodules=all",),
}
_FILTER_KEYS = {"clean": "", "smudge": "", "process": "", "required": "false"}
_READS_FILES = ("diff", "status")
"""What hands files of the work tree to the filters that ``.gitattributes`` names."""

_KEPT = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH")
_PAIRS = ("GIT_CONFIG_COUNT", "GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_")
"""Of git's variables those that a person or a CI sets: which repositories are trusted stands there. All others, such as
those that a hook is started with, would say where the repository is, or name programs."""

_TRUST = "Compare in a checkout that git trusts, or check without --base."
_PARTIAL = "Clone it whole, without `--filter`: nothing is fetched while records are compared."


def ask(top: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Ask git one thing.

    Args:
        top: as :func:`sopkb.core.load.repository.top_of` gives it.
        arguments: the command, then its options.
        given: what it reads from standard input.

    Raises:
        HistoryUnusable: git is not installed.
    """
    program = _program(os.environ.get("PATH", os.defpath))
    if program is None:
        raise HistoryUnusable("git is not installed here.", "Install git, or check without --base.")
    command, *rest = arguments
    surroundings = _surroundings(top)
    if command in _READS_FILES:
        surroundings |= _without_filters(program, top, surroundings)
    whole = [*_call(program, top), command, *_OPTIONS.get(command, ()), *rest]
    return subprocess.run(whole, input=given, capture_output=True, check=False, env=surroundings)


def failed(done: subprocess.CompletedProcess[bytes]) -> HistoryUnusable:
    """The error for something that git did not answer."""
    text = done.stderr.decode("utf-8", "replace").strip()
    if "promisor" in text:
        return HistoryUnusable("This clone is partial: what is compared with is not in it.", _PARTIAL)
    said = next(iter(text.splitlines()), f"exit code {done.returncode}")
    return HistoryUnusable(f"git could not be asked: {shown(said, 200)}", _TRUST)


@cache
def _program(path: str) -> Path | None:
    """The program, from folders of the search path that are named in full: never from the one somebody stands in."""
    folders = (folder for folder in map(Path, path.split(os.pathsep)) if folder.is_absolute())
    files = (folder / ("git.exe" if os.name == "nt" else "git") for folder in folders)
    return next((file for file in files if file.is_file() and os.access(file, os.X_OK)), None)


def _call(program: Path, top: Path) -> list[str]:
    settings = (part for name, value in _OFF.items() for part in ("-c", f"{name}={value}"))
    return [str(program), "--no-pager", "--no-optional-locks", "--literal-pathspecs", "-C", str(top), *settings]


def _surroundings(top: Path) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name in _KEPT or name.startswith(_PAIRS)
    }
    return kept | {
        "GIT_CEILING_DIRECTORIES": str(top.parent),
        "GIT_ALLOW_PROTOCOL": "none",  # unlike `protocol.allow`, no setting of a repository is above it
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_TERMINAL_PROMPT": "0",
    }


def _without_filters(program: Path, top: Path, surroundings: Mapping[str, str]) -> dict[str, str]:
    """Variables that switch off each filter that some file of settings names.

    In the environment, where a name may hold ``=``; what stands there is above every file.
    """
    asked = [*_call(program, top), "config", "-z", "--name-only", "--get-regexp", r"^filter\."]
    done = subprocess.run(asked, capture_output=True, check=False, env=dict(surroundings))
    keys = (os.fsdecode(key) for key in done.stdout.split(b"\0") if key)
    filters = sorted({key.rpartition(".")[0] for key in keys if key.count(".") > 1})
    count = int(surroundings.get("GIT_CONFIG_COUNT") or 0)
    found: dict[str, str] = {}
    for each in filters:
        for key, value in _FILTER_KEYS.items():
            found |= {f"GIT_CONFIG_KEY_{count}": f"{each}.{key}", f"GIT_CONFIG_VALUE_{count}": value}
            count += 1
    return found | {"GIT_CONFIG_COUNT": str(count)} if found else {}
