"""`kb bench author`: what an author waits for, measured on the program as it is called, start and printing included."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from sopkb_bench import work
from sopkb_bench.generate import generate_base
from sopkb_bench.measure import Measured, Stopwatch, measure
from sopkb_bench.options import Options
from sopkb_bench.rows import grown_table

DEMO = 72
"""Records of the demo base: about what a team begins with."""

EDITS = 5
BETWEEN_EDITS = 1.5
"""Seconds from one answer to the next save."""

PATIENCE = 120.0


def start(stopwatch: Stopwatch, folder: str, cache: str) -> None:
    """``kb check FILE`` in a base of the demo's size, whatever the size of the one in ``folder``."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place) / "sop"
        generate_base(root, DEMO)
        one = str(next(iter(sorted(root.glob("sops/*.md")))))
        _kb(["check", "--root", str(root), one], f"{place}/cache")
        with stopwatch:
            _kb(["check", "--root", str(root), one], f"{place}/cache")


def check_one(stopwatch: Stopwatch, folder: str, cache: str) -> None:
    """``kb check FILE``, parsed in a run before."""
    one = str(sorted(Path(folder).glob("sops/*.md"))[0])
    with stopwatch:
        _kb(["check", "--root", folder, one], cache)


def check_warm(stopwatch: Stopwatch, folder: str, cache: str) -> None:
    """``kb check``, parsed in a run before."""
    with stopwatch:
        _kb(["check", "--root", folder], cache)


def check_cold(stopwatch: Stopwatch, folder: str, cache: str) -> None:
    """``kb check`` for the first time: parsed on every core, and kept."""
    with tempfile.TemporaryDirectory() as place, stopwatch:
        _kb(["check", "--root", folder], place)


def check_kept_nowhere(stopwatch: Stopwatch, folder: str, cache: str) -> None:
    """``kb check`` where nothing may be kept."""
    with stopwatch:
        _kb(["check", "--root", folder], "")


def watch(stopwatch: Stopwatch, folder: str, cache: str) -> None:
    """From a save to the answer of ``kb check --watch``; each edit a lap."""
    path = sorted(Path(folder).glob("sops/*.md"))[1]
    text = path.read_text("utf-8")
    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / "out"
        with out.open("wb") as file:
            process = subprocess.Popen(
                _command(["check", "--root", folder, "--watch"]), env=_environment(cache), stdout=file
            )
        try:
            _wait_for_more(out, 0, process)
            for number in range(EDITS):
                time.sleep(BETWEEN_EDITS)
                size = out.stat().st_size
                with stopwatch:
                    path.write_text(
                        text if number % 2 else text.replace("\nstatus: ", "\nstatus: x"), "utf-8", newline="\n"
                    )
                    _wait_for_more(out, size, process)
        finally:
            process.kill()
            process.wait()
            path.write_text(text, "utf-8", newline="\n")


def _wait_for_more(out: Path, size: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while out.stat().st_size <= size:
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError("kb check --watch does not answer")
        time.sleep(0.005)


def _command(arguments: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", "sopkb", *arguments]


def _environment(cache: str) -> Mapping[str, str]:
    return os.environ | {"KB_CACHE": cache, "KB_NOW": "2026-11-22T10:00:00Z"}


def _kb(arguments: Sequence[str], cache: str) -> None:
    done = subprocess.run(_command(arguments), env=_environment(cache), capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr.strip())


FIGURES = (
    ("check one file of 72 records", start, 0),
    ("check one file", check_one, 0),
    ("check, warm", check_warm, 0),
    ("check, cold", check_cold, 0),
    ("check, nothing kept", check_kept_nowhere, 0),
    ("answer to a save, p50", watch, 50),
    ("answer to a save, slowest", watch, 100),
)


def run(options: Options) -> str:
    """Measure every figure at every size; the report as text."""
    sizes = options.sizes or (1_000, 10_000)
    by_size = [_measure_base(size, options.runs) for size in sizes]
    rows = [(name, percent, [measured[job.__name__] for measured in by_size]) for name, job, percent in FIGURES]
    return grown_table(rows, sizes)


def _measure_base(size: int, runs: int) -> dict[str, Measured]:
    jobs = {job.__name__: job for _, job, _ in FIGURES}
    with tempfile.TemporaryDirectory(prefix="kb-bench-") as place:
        folder, cache = str(Path(place) / "base"), str(Path(place) / "cache")
        made = measure(work.generate, runs=1, folder=folder, count=size)
        if made.trouble:
            return dict.fromkeys(jobs, made)
        measure(check_warm, runs=1, folder=folder, cache=cache)  # fills the cache
        return {
            name: measure(job, runs=1 if job is watch else runs, folder=folder, cache=cache)
            for name, job in jobs.items()
        }
