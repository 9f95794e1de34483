"""`kb bench api`: the server as it is started, asked by many at a time; how soon an agent's tools are ready."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from sopkb.core.errors import SopkbError
from sopkb.core.load import load_base
from sopkb_bench.generate import generate_base
from sopkb_bench.load import Told, at_a_rate, at_full_speed
from sopkb_bench.measure import memory_of, processor_of
from sopkb_bench.options import Options
from sopkb_bench.queries import queries_for
from sopkb_bench.table import duration, megabytes, table

SIZES = (1_000, 10_000)
CLIENTS = 16
RATE = 200.0
"""Requests a second of the steady load."""
REQUESTS = 3_000
MANY = 20_000
"""Requests between two looks at the memory, where no other number is given."""
QUERIES = 500


def run(options: Options) -> str:
    """The report."""
    sizes = options.sizes or SIZES
    columns = [_figures(size, options.count or MANY) for size in sizes]
    rows = [[name, *(column[name] for column in columns)] for name in columns[0]]
    return table(["figure", *(f"{size:,}" for size in sizes)], rows)


def _figures(size: int, many: int) -> dict[str, str]:
    with tempfile.TemporaryDirectory(prefix="kb-bench-") as name:
        root = Path(name) / "sop"
        generate_base(root, size)
        environment = {**os.environ, "KB_CACHE": f"{name}/cache"}
        _kb(["index", "--root", str(root)], environment)
        corpus = load_base(root).corpus
        queries = list(queries_for(corpus, QUERIES))
        new = [query for query in queries_for(corpus, 2 * QUERIES, seed=2) if query not in queries][:QUERIES]
        figures: dict[str, str] = {}
        with _server(root, environment) as (port, process):
            at_full_speed(port, queries, CLIENTS, len(queries))  # what is asked first is read from the disk
            for name, clients, asked, count, rate in (
                ("what was asked before", CLIENTS, queries, REQUESTS, 0.0),
                (f"that, {RATE:.0f} a second", CLIENTS, queries, REQUESTS, RATE),
                ("each for the first time", CLIENTS, new, len(new), 0.0),
                ("each for the first time, alone", 1, _reworded(new), len(new), 0.0),
            ):
                begun = processor_of(process)
                told = at_a_rate(port, asked, clients, count, rate)
                figures |= _told(name, told, clients, (processor_of(process) - begun) / count)
            before = memory_of(process)
            at_full_speed(port, [*queries, *new], CLIENTS, many)
            figures["memory of the server"] = megabytes(before)
            figures[f"  after {many:,} requests more"] = megabytes(memory_of(process))
            failed = _renewed_under_load(port, root, environment, queries)
            figures["failed while a new index was taken in"] = f"{failed:,}"
        figures["kb mcp, start to first list of tools"] = duration(_mcp_ready(root, environment))
        return figures


def _reworded(queries: list[str]) -> list[str]:
    """The same work, as questions that were not asked before: a word is said twice."""
    return [f"{query} {query.split()[0]}" for query in queries]


def _told(name: str, told: Told, clients: int, processor: float) -> dict[str, str]:
    who = "1 client" if clients == 1 else f"{clients} clients"
    return {
        f"{who}, {name}: answers a second": f"{told.rate:.0f}",
        f"  {name}: p50": duration(told.percentile(50)),
        f"  {name}: p95": duration(told.percentile(95)),
        f"  {name}: processor time of the server": duration(processor),
        f"  {name}: failed": f"{told.failed:,}",
    }


def _renewed_under_load(port: int, root: Path, environment: dict[str, str], queries: list[str]) -> int:
    """Edit a record and index it while clients ask; gives how many requests failed."""
    told: list[Told] = []
    asking = Thread(target=lambda: told.append(at_a_rate(port, queries, CLIENTS, int(RATE * 12), RATE)))
    asking.start()
    path = next(iter(sorted(root.glob("sops/*.md"))))
    path.write_text(path.read_text("utf-8").replace('\nsummary: "', '\nsummary: "New: ', 1), "utf-8")
    _kb(["index", "--root", str(root)], environment)
    asking.join()
    return told[0].failed


def _kb(arguments: list[str], environment: dict[str, str]) -> None:
    subprocess.run([sys.executable, "-m", "sopkb", *arguments], env=environment, check=True, capture_output=True)


@contextmanager
def _server(root: Path, environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """A server on a port of its own: the port, and the process."""
    command = [sys.executable, "-m", "sopkb", "api", "--root", str(root), "--port", "0"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        found = next((match for line in process.stderr if (match := re.search(r"127\.0\.0\.1:(\d+)", line))), None)
        if found is None:
            raise SopkbError("The server did not start.", "Call ./kb api by hand and read what it says.")
        reading = Thread(target=process.stderr.read, daemon=True)
        reading.start()
        try:
            yield int(found[1]), process.pid
        finally:
            process.send_signal(signal.SIGINT)
            process.wait()


def _mcp_ready(root: Path, environment: dict[str, str]) -> float:
    """Seconds from the start of ``kb mcp`` to its list of tools."""
    opening = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "bench", "version": "1"}}
    messages = (
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": opening},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/list"},
    )
    command = [sys.executable, "-m", "sopkb", "mcp", "--root", str(root)]
    began = time.perf_counter()
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for message in messages:
            process.stdin.write(json.dumps(message) + "\n")
        process.stdin.flush()
        for line in process.stdout:
            if json.loads(line).get("id") == 2:
                break
        seconds = time.perf_counter() - began
        process.stdin.close()
        process.kill()
    return seconds
