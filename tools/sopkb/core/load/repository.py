"""Which git repository a base is in, found without looking into the base: contributors write there."""

from __future__ import annotations

import os
from pathlib import Path


def top_of(root: Path) -> Path | None:
    """The folder of the work tree that a base is in; None where there is none.

    The nearest folder with ``.git``, from the one around the base upwards: what lies in the base is never looked at.
    Only where no repository is around the base may the base be one itself. ``GIT_CEILING_DIRECTORIES`` is heeded as
    git does when it is started in the base.

    Args:
        root: the folder with ``kb.yml``.
    """
    root = root.resolve()
    ceilings = os.environ.get("GIT_CEILING_DIRECTORIES", "").split(os.pathsep)
    closed = {Path(os.path.realpath(each)) for each in ceilings if each}
    for folder in root.parents:
        if folder in closed:
            break
        if (folder / ".git").exists():
            return folder
    return root if (root / ".git").exists() else None
