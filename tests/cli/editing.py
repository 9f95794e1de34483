"""The demo base in git, records of it that are edited, and what a refused edit must leave alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Ran

WKA_1 = "sop/workarounds/WKA-0001-review-console-submit-stays-grey.md"
SOP_8 = "sop/sops/SOP-0008-transcode-request-a-re-transcode.md"
SOP_12 = "sop/sops/SOP-0012-accesshub-restore-a-locked-moderator-account.md"
WKA_3 = "sop/workarounds/WKA-0003-transcode-4k-clips-stay-processing.md"
Kb = Callable[..., Ran]


def change(path: Path, old: str, new: str) -> None:
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new).encode())


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts}


def untouched(folder: Path, run: Callable[[], Ran], says: str) -> None:
    """A call that is refused says why, and leaves every file as it was."""
    before = everything(folder)
    ran = run()
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
    assert "Traceback" not in ran.err
    assert everything(folder) == before
