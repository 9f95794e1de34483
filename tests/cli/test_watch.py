"""``kb check --watch`` in a process of its own: saves are answered, Ctrl-C ends it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.cli.conftest import CHECKOUT, Ran

WKA_2 = "sop/workarounds/WKA-0002-clip-player-black-screen-sound-plays.md"
PATIENCE = 300.0
"""Seconds before a silent process counts as stuck; nothing here says how fast it should be."""


class Terminal:
    """What a watching process has printed so far."""

    def __init__(self, process: subprocess.Popen[bytes], out: Path, err: Path) -> None:
        self.process, self._out, self.err = process, out, err

    @property
    def text(self) -> str:
        return self._out.read_text("utf-8")

    def wait_for(self, words: str) -> str:
        until = time.monotonic() + PATIENCE
        while words not in self.text:
            assert self.process.poll() is None, self.err.read_text()
            assert time.monotonic() < until, self.text
            time.sleep(0.02)
        return self.text


@pytest.fixture
def watching(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    folder = tmp_path_factory.mktemp("terminal")
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT / "tools")}
    command = [sys.executable, "-m", "sopkb", "check", "--watch"]
    with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
        process = subprocess.Popen(command, cwd=project, env=environment, stdout=out, stderr=err)
        try:
            yield Terminal(process, folder / "out", folder / "err")
        finally:
            process.kill()
            process.wait()


@pytest.mark.skipif(os.name == "nt", reason="no SIGINT to another process there")
def test_each_save_is_answered_until_ctrl_c(watching: Terminal, project: Path) -> None:
    watching.wait_for("72 records in 72 files: no findings.\n")
    path = project / WKA_2
    healthy = path.read_text()
    path.write_text(healthy.replace("severity: sev3", "severity: high"))
    assert "| severity: high\n" in watching.wait_for("1 error, 0 warnings")
    path.write_text(healthy)
    assert "fixed    S02" in watching.wait_for("files: no findings.\n\n")
    watching.process.send_signal(signal.SIGINT)
    assert watching.process.wait(PATIENCE) == 130
    err = watching.err.read_text()
    assert "Traceback" not in err
    assert err.count("the moment of this demo base") == 1


@pytest.mark.parametrize("other", [("--format", "json"), ("--output", "x"), ("--nightly",)])
def test_watching_speaks_to_a_person(kb: Callable[..., Ran], other: tuple[str, ...]) -> None:
    ran: Ran = kb("check", "--watch", *other)
    assert ran.code == 2
    assert "--watch speaks to the terminal" in ran.err
