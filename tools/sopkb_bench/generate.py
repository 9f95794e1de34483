"""Make a whole base of generated records: ``python -m sopkb_bench.generate FOLDER --count N``.

The same seed and count give the same bytes on every machine. `kb check` finds nothing to say about the result at
the moment that its ``kb.yml`` names.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from sopkb.core.config import CONFIG_NAME
from sopkb.core.errors import SopkbError, UsageError
from sopkb.core.kinds import KINDS
from sopkb_bench.plan import Plan, plan_base
from sopkb_bench.records import render
from sopkb_bench.vocabulary import kb_yml

DEFAULT_SEED = 20261122


def generate_base(folder: Path, count: int, seed: int = DEFAULT_SEED) -> None:
    """Write a base of so many records; the folder appears whole or not at all.

    Args:
        folder: becomes the base's root; must be absent or empty.
        count: how many records, of all kinds together.
        seed: which of the many possible bases.

    Raises:
        UsageError: the folder holds something, cannot be written, or the count is out of bounds.
    """
    plans = plan_base(count, seed)
    folder = folder.absolute()
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UsageError(f"{folder} holds something already.", "Name a folder that is new or empty.")
        folder.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            unfinished.chmod(0o755)
            _write(unfinished, plans, seed)
            if folder.exists():
                folder.rmdir()
            unfinished.replace(folder)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    except OSError as error:
        raise UsageError(
            f"{folder} cannot be written: {error.strerror}.", "Name a folder that you may write."
        ) from error


def _write(folder: Path, plans: Sequence[Plan], seed: int) -> None:
    for kind in KINDS:
        (folder / kind.plural).mkdir()
    (folder / CONFIG_NAME).write_text(kb_yml(), encoding="utf-8", newline="\n")
    for plan in plans:
        path, text = render(plan, seed)
        (folder / path).write_text(text, encoding="utf-8", newline="\n")


def main(argv: Sequence[str] | None = None) -> int:
    """The command line: 0 when the base is written, 2 when it could not be."""
    parser = argparse.ArgumentParser(prog="python -m sopkb_bench.generate", description="Generate a knowledge base.")
    parser.add_argument("folder", type=Path, help="a new or empty folder")
    parser.add_argument("--count", type=int, default=1000, help="how many records (1000)")
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED, help=f"which base ({DEFAULT_SEED})")
    given = parser.parse_args(argv)
    try:
        generate_base(given.folder, given.count, given.seed)
    except SopkbError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
