"""A build that was killed, at whatever moment, leaves nothing that the next one does not clear."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import CHECKOUT
from tests.site.small_base import record_text, write_base

RECORDS = {
    "sops/SOP-0001-a.md": record_text(),
    "escalations/ESC-0001-b.md": record_text(kind="escalation", title="Duty of the engineers"),
}


def left(folder: Path) -> set[str]:
    """What lies in a folder, but for what a build is to leave: of the index also the generation before."""
    wanted = {"sop", "site", "site.zip", "search_index", "tmp"}
    index = {path.name for path in (folder / "search_index").rglob("*") if path.name.endswith((".tmp", ".new"))}
    generations = {path.name for path in (folder / "search_index").rglob("gen-*")}
    return {path.name for path in folder.iterdir()} - wanted | index | set(sorted(generations)[2:])


KILLED_AT = """
import os, sys
def look(event, arguments):
    if event == {event!r} and all(part in str(arguments[0]) for part in {parts!r}):
        os.kill(os.getpid(), 9)
sys.addaudithook(look)
from sopkb.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    ("event", "parts"),
    [
        ("open", ("kb-settings-", "mkdocs.yml")),
        ("open", (".site.", "/new/", "SOP-0001.html")),
        ("open", (".site.zip.", "site.zip")),
        ("os.rename", (".site.", ".new/new")),
        ("os.rename", ("manifest.json.",)),
    ],
    ids=["settings", "pages", "archive", "between the old site and the new", "index"],
)
def test_a_killed_build_leaves_nothing_behind_the_next_one(tmp_path: Path, event: str, parts: tuple[str, ...]) -> None:
    write_base(tmp_path, RECORDS)
    (tmp_path / "tmp").mkdir()
    build = ["build", "--offline", "--root", str(tmp_path / "sop")]
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT / "tools"), "TMPDIR": str(tmp_path / "tmp")}

    def run(program: str) -> int:
        return subprocess.run([sys.executable, "-c", program, *build], env=environment, capture_output=True).returncode

    whole = KILLED_AT.format(event="never", parts=())
    if event == "os.rename":
        assert run(whole) == 0
        (tmp_path / "sop/sops/SOP-0001-a.md").write_text(record_text(title="Clip Player: another title"), "utf-8")
    assert run(KILLED_AT.format(event=event, parts=parts)) == -signal.SIGKILL
    assert run(whole) == 0
    assert left(tmp_path) == set()
    assert list((tmp_path / "tmp").iterdir()) == []
    assert (tmp_path / "site/index.html").is_file()
