"""Whether an export that was written some time ago still is what was written: a disk may have lost a file."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from pathlib import Path

from sopkb.search.static.entries import NAME, name_of
from sopkb.search.static.kept import MANIFEST_NAME


def damaged_files(export: Path) -> Iterator[Path]:
    """The files of an export that do not hold what their names, or their first bytes, say.

    Args:
        export: folder of the export; nothing else may be in it.
    """
    for path in export.rglob("*"):
        if path.is_file() and path.name != MANIFEST_NAME and not _is_whole(path, is_card=path.parent != export):
            yield path


def _is_whole(path: Path, *, is_card: bool) -> bool:
    raw = path.read_bytes()
    try:
        if is_card:
            return hashlib.sha256(zlib.decompress(raw[NAME:], -15)).digest()[:NAME] == raw[:NAME]
        return name_of(zlib.decompress(raw, -15)) == path.name
    except zlib.error:
        return False
