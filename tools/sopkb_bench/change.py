"""`kb bench change`: judging a change of twenty files in generated bases that stand in git repositories."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from sopkb_bench import work
from sopkb_bench.generate import generate_base
from sopkb_bench.measure import Measured, Stopwatch, measure
from sopkb_bench.options import Options
from sopkb_bench.rows import grown_table

EDITED, CHANGED = 17, 20
"""Files that are edited; with one renamed, one deleted and one new, the files that a change touches."""


def prepare(stopwatch: Stopwatch, folder: str, count: int) -> None:
    """A repository with a base, all committed on ``main``."""
    with stopwatch:
        generate_base(Path(folder) / "sop", count)
        _git(folder, "init", "-q", "-b", "main")
        _git(folder, "add", "-A")
        _git(folder, "commit", "-q", "-m", "The base")


def branch_off(stopwatch: Stopwatch, folder: str, cache: str) -> None:
    """A branch with twenty changed files in the work tree, of a base that was checked before."""
    root = Path(folder) / "sop"
    with stopwatch:
        _check_kept(root, cache)
        _git(folder, "checkout", "-q", "-b", "work")
        _change(root)


def load_cold(stopwatch: Stopwatch, folder: str, cache: str) -> None:
    """Read and parse every record."""
    from sopkb.core.load import load_base

    with stopwatch:
        load_base(Path(folder) / "sop")


def load_warm(stopwatch: Stopwatch, folder: str, cache: str) -> None:
    """Read every record, parsed in a run before."""
    from sopkb.core.load import load_base

    with stopwatch:
        load_base(Path(folder) / "sop", cache=Path(cache))


def change(stopwatch: Stopwatch, folder: str, cache: str) -> None:
    """What ``--base`` adds to a load: git, the base side, the comparison."""
    from sopkb.core.load import load_base
    from sopkb.history import change_since

    base = load_base(Path(folder) / "sop", cache=Path(cache))
    with stopwatch:
        change_since(base, "main")


def judge(stopwatch: Stopwatch, folder: str, cache: str) -> None:
    """The same, and the change rules over it."""
    from sopkb.core.load import load_base
    from sopkb.history import change_since
    from sopkb.lint.check import check_base
    from sopkb.lint.rules import RULES
    from sopkb.lint.rules.rule import ChangeRule

    base = load_base(Path(folder) / "sop", cache=Path(cache))
    rules = [rule for rule in RULES if isinstance(rule, ChangeRule)]
    with stopwatch:
        check_base(base, work.NOW, rules=rules, change=change_since(base, "main"))


def summary(stopwatch: Stopwatch, folder: str, cache: str) -> None:
    """All of ``kb diff`` but the load, its start and its printing."""
    from sopkb.core.load import load_base
    from sopkb.history import SUMMARY_FORMATS, change_since, summarise

    base = load_base(Path(folder) / "sop", cache=Path(cache))
    with stopwatch:
        SUMMARY_FORMATS["markdown"](summarise(base, change_since(base, "main"), work.NOW))


def check(stopwatch: Stopwatch, folder: str, cache: str) -> None:
    """All of ``kb check --base`` but its start and its printing: load, compare, every rule; no finding kept."""
    from sopkb.core.load import load_base
    from sopkb.history import change_since
    from sopkb.lint.check import check_base

    with stopwatch:
        base = load_base(Path(folder) / "sop", cache=Path(cache))
        check_base(base, work.NOW, change=change_since(base, "main"))


def check_kept(stopwatch: Stopwatch, folder: str, cache: str) -> None:
    """The same where a run before has kept what rules found in the files that did not change."""
    with stopwatch:
        _check_kept(Path(folder) / "sop", cache, "main")


def _check_kept(root: Path, cache: str, rev: str = "") -> None:
    from sopkb.core.load import load_base
    from sopkb.core.load.garbage import made_to_stay
    from sopkb.history import change_since
    from sopkb.lint.check import check_base

    with made_to_stay():
        base = load_base(root, cache=Path(cache))
    change = change_since(base, rev) if rev else None
    check_base(base, work.NOW, change=change, cache=Path(cache))


FIGURES = (
    ("load, nothing kept from before", load_cold),
    ("load", load_warm),
    ("compare with git", change),
    ("compare, change rules", judge),
    ("compare, summary", summary),
    ("load, compare, all rules, findings kept", check_kept),
    ("load, compare, all rules", check),
)


def run(options: Options) -> str:
    """Measure every figure at every size; the report as text."""
    sizes = options.sizes or (1_000, 10_000)
    by_size = [_measure_base(size, options.runs) for size in sizes]
    return grown_table([(name, 0, [measured[name] for measured in by_size]) for name, _ in FIGURES], sizes)


def _measure_base(size: int, runs: int) -> dict[str, Measured]:
    with tempfile.TemporaryDirectory(prefix="kb-bench-") as place:
        folder, cache = str(Path(place) / "project"), str(Path(place) / "cache")
        Path(folder).mkdir()
        made = measure(prepare, runs=1, folder=folder, count=size)
        if made.trouble:
            return {name: made for name, _ in FIGURES}
        measure(branch_off, runs=1, folder=folder, cache=cache)
        return {name: measure(job, runs=runs, folder=folder, cache=cache) for name, job in FIGURES}


def _change(root: Path) -> None:
    """Edit some files spread over the base, rename one, delete one, and add one."""
    paths = sorted(root.rglob("*.md"))
    chosen = paths[:: max(1, len(paths) // CHANGED)][:CHANGED]
    for number, path in enumerate(chosen[:EDITED]):
        text = path.read_text("utf-8")
        step = number % 2 and "\n1. " in text
        old, new = ("\n1. ", "\n1. First of all: ") if step else ("\ntitle: ", '\naliases: ["Old name"]\ntitle: ')
        path.write_text(text.replace(old, new, 1), "utf-8", newline="\n")
    renamed, deleted, copied = chosen[EDITED:]
    renamed.rename(renamed.with_name(f"{renamed.name[:8]}-another-name.md"))
    deleted.unlink()
    record_id = copied.name[:8]
    new_id = f"{record_id[:4]}9999"
    copy = copied.with_name(f"{new_id}-new.md")
    copy.write_text(copied.read_text("utf-8").replace(record_id, new_id), "utf-8", newline="\n")


def _git(folder: str, *arguments: str) -> None:
    who = ("-c", "user.name=Bench", "-c", "user.email=bench@example.org", "-c", "gc.auto=0")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)
