"""Files of an index: linked from one generation to the next, flushed to the disk, and what to say when that fails."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

from sopkb.core.errors import SopkbError, reason_of


def default_folder(root: Path) -> Path:
    """Where the index of a base lies: ``search_index/build/<name of the base's folder>/`` beside the base."""
    return tables_folder(root) / "build" / root.resolve().name


def tables_folder(root: Path) -> Path:
    """Where a team keeps how its bases are searched: ``search_index/`` beside the base."""
    return root.resolve().parent / "search_index"


def link_files(old: Path, new: Path, names: set[str]) -> None:
    """Give a new generation the old one's files. Whoosh never writes into a file it has finished: links will do."""
    for name in sorted(names):
        try:
            os.link(old / name, new / name)
        except OSError:
            shutil.copy2(old / name, new / name)


def flush(path: Path) -> None:
    """Have a file or a folder written to the disk itself (Windows has no such thing for folders)."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


_REMEDIES = {
    errno.ENOSPC: "Free some space on that disk and try again; the old index is as it was.",
    errno.EDQUOT: "Free some space on that disk and try again; the old index is as it was.",
    errno.EFBIG: "Allow larger files there and try again; the old index is as it was.",
    errno.EISDIR: "A folder stands where the index needs a file: move it away.",
    errno.ENOTDIR: "A file stands where the index needs a folder: move it away.",
    errno.EEXIST: "A file stands where the index needs a folder: move it away.",
}


def unwritable(folder: Path, error: OSError) -> SopkbError:
    """The error for an index that cannot be written, with what to do about it."""
    remedy = _REMEDIES.get(error.errno or 0, "Allow this user to write there, or run `kb index` as one who may.")
    return SopkbError(f"The search index cannot be written in {folder}: {reason_of(error)}.", remedy)
