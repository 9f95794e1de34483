"""Repositories as somebody may hide them among the records, each of which starts a program wherever git is asked in it.

Their settings name one program in every way that git has; it leaves a file behind that tells of it. Their history says
that the records have always been as they are now.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.history.repositories import git

PROGRAM = "#!/bin/sh\necho ran >> '{ran}'\ncat\n"
HOOKS = ("post-index-change", "reference-transaction", "post-checkout", "fsmonitor-watchman")
ATTRIBUTES = "* filter=planted diff=planted\n*.md filter=planted diff=planted\n"


def _planted(folder: Path, program: Path) -> Path:
    """A repository of its own, outside, whose one commit has the files of a folder as they are."""
    planted = program.parent / "planted"
    shutil.copytree(folder, planted)
    git(planted, "init", "-q", "-b", "main")
    git(planted, "add", "-A")
    git(planted, "commit", "-q", "-m", "As it always was")
    git(planted, "branch", "-q", "work")
    name_programs(planted / ".git", program)
    return planted / ".git"


def name_programs(repository: Path, program: Path) -> None:
    """Have a repository's settings name a program wherever git takes one."""
    hooks = program.parent / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in HOOKS:
        shutil.copy2(program, hooks / name)
    for key, value in {
        "core.fsmonitor": str(program),
        "core.hooksPath": str(hooks),
        "core.sshCommand": str(program),
        "core.pager": str(program),
        "diff.external": str(program),
        "diff.planted.textconv": str(program),
        "diff.planted.command": str(program),
        "filter.planted.clean": str(program),
        "filter.planted.process": str(program),
        "filter.planted.required": "true",
        "gpg.program": str(program),
        "log.showSignature": "true",
        "extensions.partialClone": "origin",
        "remote.origin.url": f"ext::{program}",
        "remote.origin.promisor": "true",
        "protocol.ext.allow": "always",
        "protocol.allow": "always",
    }.items():
        git(repository.parent, "config", "--file", str(repository / "config"), key, value)
    (repository / "info").mkdir(exist_ok=True)
    (repository / "info" / "attributes").write_text(ATTRIBUTES)


def _folder(root: Path, planted: Path) -> None:
    shutil.copytree(planted, root / ".git")


def _file(root: Path, planted: Path) -> None:
    shutil.copytree(planted, root / "sops" / "store")
    (root / ".git").write_text("gitdir: sops/store\n")


def _bare(root: Path, planted: Path) -> None:
    for path in planted.iterdir():
        if path.name not in ("logs", "hooks"):
            (shutil.copytree if path.is_dir() else shutil.copy2)(path, root / path.name)
    git(root.parent, "config", "--file", str(root / "config"), "core.bare", "false")
    git(root.parent, "config", "--file", str(root / "config"), "core.worktree", ".")


def _pointer(root: Path, planted: Path) -> None:
    shutil.copytree(planted, root / "store")
    linked = root / "store" / "worktrees" / "work"
    linked.mkdir(parents=True)
    (linked / "HEAD").write_text("ref: refs/heads/work\n")
    (linked / "commondir").write_text("../..\n")
    (linked / "gitdir").write_text(f"{root / '.git'}\n")
    shutil.copy2(planted / "index", linked / "index")
    (root / ".git").write_text("gitdir: store/worktrees/work\n")


def _below(root: Path, planted: Path) -> None:
    shutil.copytree(planted, root / "sops" / ".git")


def _module(root: Path, planted: Path) -> None:
    shutil.copytree(planted, root / "modules" / "inner")
    (root / ".gitmodules").write_text(
        '[submodule "sops"]\n\tpath = sop/sops\n\turl = ./modules/inner\n\tupdate = !sh\n'
    )
    (root / "sops" / ".git").write_text("gitdir: ../modules/inner\n")


FORMS: Mapping[str, Callable[[Path, Path], None]] = {
    "a folder .git": _folder,
    "a file .git": _file,
    "a bare repository": _bare,
    "a pointer to a work tree": _pointer,
    "a folder .git among the records": _below,
    "a submodule": _module,
}


def plant(root: Path, form: str, ran: Path) -> None:
    """Hide a repository in a base.

    Args:
        root: of the base, in a repository of its own.
        form: one of :data:`FORMS`.
        ran: the file that tells of a program that ran.
    """
    program = ran.parent / "program"
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text(PROGRAM.format(ran=ran))
    program.chmod(0o755)
    FORMS[form](root, _planted(root, program))
    (root / ".gitattributes").write_text(ATTRIBUTES)
