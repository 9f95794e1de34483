"""Parsing on more than one core: a part of the files goes to other processes of the same program.

They are started as programs, neither forked (this process may have threads) nor spawned by ``multiprocessing`` (which
would run the caller's main module again). One that cannot be started, or fails, costs its time and nothing else: its
files are parsed here.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import IO

from sopkb.core.load.files import FileText

LEAST = 1_000
"""Files below which another process takes longer to start than it saves."""

_MOST = 4


@dataclass(frozen=True, slots=True)
class ParseJob:
    """A file to be parsed: the key it will be kept under, its path for people, its text."""

    key: bytes
    name: str
    source: FileText


@dataclass(frozen=True)
class Worker:
    """A process that parses some files; what it answers goes through files that have no name."""

    jobs: Sequence[ParseJob]
    process: subprocess.Popen[bytes]
    answer: IO[bytes]

    def results(self) -> dict[bytes, bytes]:
        """The packed documents by key, once all are done; empty where the process failed."""
        if self.process.wait():
            return {}
        self.answer.seek(0)
        results: dict[bytes, bytes] = pickle.load(self.answer)  # written by our own child into a file without a name
        return results


@contextmanager
def started(jobs: Sequence[ParseJob]) -> Iterator[tuple[Sequence[ParseJob], Sequence[Worker]]]:
    """Spread some jobs over the cores.

    Args:
        jobs: to be done.

    Yields:
        The jobs that this process must do, and the workers that do the others; they are gone afterwards.
    """
    share = min(_cores(), _MOST, max(len(jobs) // (LEAST // 2), 1))
    with ExitStack() as stack:
        workers = []
        own = jobs[::share]
        for number in range(1, share):
            try:
                workers.append(_start(jobs[number::share], stack))
            except OSError:
                own = [*own, *jobs[number::share]]
        yield own, workers


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _start(jobs: Sequence[ParseJob], stack: ExitStack) -> Worker:
    question = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115
    answer = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115
    pickle.dump([(job.key, job.name, job.source.raw) for job in jobs], question, 5)
    question.seek(0)
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "sopkb.core.load.worker"],  # -P: never a module of the folder we happen to be in
        stdin=question,
        stdout=answer,
        stderr=subprocess.DEVNULL,
    )
    stack.callback(_end, process)
    return Worker(jobs, process, answer)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.kill()
    process.wait()
