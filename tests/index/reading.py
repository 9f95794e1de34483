"""A reader in a process of its own: asks the index again and again until it is told to stop, and says what it met.

Called with the index folder, a folder for messages, its own name, and the roots of the bases that the index may hold.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from sopkb.core.errors import IndexUnusable
from sopkb.core.load import load_base


def main() -> None:
    from tests.index.small import QUERIES, answers

    folder, messages, name = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    bases = [load_base(Path(root)) for root in sys.argv[4:]]
    expected = [json.loads(json.dumps(answers(bases[0], folder, QUERIES)))]
    expected += json.loads((messages / "others.json").read_text("utf-8"))
    met = [0 for _ in bases]
    troubles: list[str] = []
    (messages / f"{name}.ready").touch()
    while not (messages / "stop").exists() and not troubles:
        for number, base in enumerate(bases):
            try:
                found = answers(base, folder, QUERIES)
            except IndexUnusable as error:
                if "stale" not in error.message:  # the index is of the other base just now: that is no fault
                    troubles.append(error.message)
            except Exception as error:
                troubles.append(repr(error))
            else:
                met[number] += 1
                if json.loads(json.dumps(found)) != expected[number]:
                    troubles.append(f"another answer: {found}")
    (messages / f"{name}.json").write_text(json.dumps({"met": met, "troubles": troubles}), "utf-8")


if __name__ == "__main__":
    main()
