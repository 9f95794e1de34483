"""Time and memory of a piece of work, each time in a fresh process, so that no figure disturbs another."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

_BETWEEN_LOOKS = 0.1
"""Seconds between two looks at how much memory a process takes."""


class Stopwatch:
    """Times what stands inside ``with stopwatch:``; each time it is entered is a lap. What stands outside is free.

    Attributes:
        laps: seconds of each lap on the wall.
        work: seconds of processor time of each, that of processes it started and waited for included.
    """

    def __init__(self) -> None:
        self.laps: list[float] = []
        self.work: list[float] = []
        self._began = self._worked = 0.0

    def __enter__(self) -> None:
        self._worked = sum(os.times()[:4])
        self._began = time.perf_counter()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.laps.append(time.perf_counter() - self._began)
        self.work.append(sum(os.times()[:4]) - self._worked)


@dataclass(frozen=True)
class Measured:
    """What was found out about a piece of work.

    Args:
        laps: seconds of each lap of each run.
        peak: the most memory that a run took with all processes it started, in bytes; what they share counts once.
        trouble: why there are no laps; ``""`` where there are.
        value: what the work gave in its last run.
        work: seconds of processor time of each lap of each run.
    """

    laps: tuple[tuple[float, ...], ...] = ()
    peak: int = 0
    trouble: str = ""
    value: Any = None
    work: tuple[tuple[float, ...], ...] = ()

    @property
    def seconds(self) -> float:
        """The median over the runs of what each took in all; not a number where the work failed."""
        return statistics.median(sum(run) for run in self.laps) if self.laps else float("nan")

    @property
    def processor(self) -> float:
        """The same in processor time, which other programs of the machine make no longer."""
        return statistics.median(sum(run) for run in self.work) if self.work else float("nan")

    def percentile(self, percent: int) -> float:
        """Seconds that this many percent of all laps did not exceed; not a number where the work failed."""
        laps = sorted(lap for run in self.laps for lap in run)
        return laps[min(len(laps) * percent // 100, len(laps) - 1)] if laps else float("nan")


def measure(work: Callable[..., Any], *, runs: int = 3, **arguments: Any) -> Measured:
    """Call ``work(stopwatch, **arguments)`` so many times, each in a new Python.

    Args:
        work: a function at the top of its module.
        runs: how many times, at least once.
        arguments: what else it gets; must survive JSON.
    """
    laps, work_laps, peak, value = [], [], 0, None
    for _ in range(max(runs, 1)):
        process = subprocess.Popen(
            [sys.executable, "-m", "sopkb_bench.child", work.__module__, work.__qualname__, json.dumps(arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env=os.environ | {"PYTHONPATH": os.pathsep.join(_import_path()), "PYTHONUTF8": "1"},
        )
        with _watched(process.pid) as seen:
            out, err = process.communicate()
        if process.returncode:
            last = (err.strip() or f"ended with {process.returncode}").splitlines()[-1]
            return Measured(trouble=last)
        answer = json.loads(out.splitlines()[-1])
        laps.append(tuple(answer["laps"]))
        work_laps.append(tuple(answer["work"]))
        peak = max(peak, answer["peak"], *seen)
        value = answer["value"]
    return Measured(tuple(laps), peak, value=value, work=tuple(work_laps))


@contextmanager
def _watched(process: int) -> Iterator[list[int]]:
    """Looks now and then how much memory a process and all below it take; 0 where the system does not say."""
    seen = [0]
    is_over = threading.Event()

    def watch() -> None:
        while not is_over.wait(_BETWEEN_LOOKS):
            seen[0] = max(seen[0], sum(memory_of(each) for each in _with_children(process)))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        is_over.set()
        thread.join()


def _with_children(process: int) -> Iterator[int]:
    yield process
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            for child in path.read_text("ascii").split():
                yield from _with_children(int(child))


def memory_of(process: int) -> int:
    """A process's part of the memory that is resident, in bytes: of a page that n processes share, an n-th."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def processor_of(process: int) -> float:
    """Seconds of processor time that a process has taken with all its threads; 0 where the system does not tell."""
    with suppress(OSError):
        fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def _import_path() -> list[str]:
    """Where the child finds what this process has imported: this package first, then as it was."""
    given = os.environ.get("PYTHONPATH", "")
    return [str(Path(__file__).resolve().parents[1]), *filter(None, given.split(os.pathsep))]


def peak_memory() -> int:
    """The largest resident memory of this process so far, in bytes; 0 where the system does not tell.

    On Linux ``ru_maxrss`` of a process also counts what its *parent* held when it was started; ``VmHWM`` does not.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    try:
        import resource
    except ImportError:  # Windows
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def peak_memory_of_children() -> int:
    """The largest resident memory of any process that this one started and has waited for, in bytes; 0 if unknown."""
    try:
        import resource
    except ImportError:  # Windows
        return 0
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def machine_line(date: str) -> str:
    """The machine that figures belong to, in one line.

    Args:
        date: of the measurement, as it shall be printed.
    """
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        lines = cpuinfo.read_text(encoding="utf-8", errors="replace").splitlines()
        model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), model)
    return f"{date} · Python {platform.python_version()} · {os.cpu_count()} cores · {model} · {platform.system()}"
