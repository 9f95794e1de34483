"""Which encoding a text file is in: named, or shown by its bytes; nothing is guessed that they do not show."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from sopkb.core.errors import UsageError

_LOOKED_AT = 4_000_000
"""Bytes of a file that are looked at."""
_HIGH = re.compile(rb"[\x80-\xff]+")
_UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
"""Bytes that Windows-1252 does not have."""


def encoding_of(path: Path, named: str = "") -> tuple[str, str]:
    """The encoding of a file, and what was assumed (``""`` where nothing was).

    Args:
        path: the file.
        named: the encoding that a mapping names.

    Raises:
        UsageError: its bytes show none.
    """
    if named:
        return named, ""
    with path.open("rb") as file:
        start = file.read(_LOOKED_AT)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", ""
    if start[:4096].count(b"\0") * 5 > len(start[:4096]):  # every second byte, as in UTF-16 without its mark
        raise other_encoding(path.name, "")
    if b"\0" in start[:4096].partition(b"\n")[0]:
        raise UsageError(f"{path.name} holds a NUL in line 1, its header.", "Export it again; the file is damaged.")
    lines = start.split(b"\n")
    told = [line for line in (lines[:-1] if len(start) == _LOOKED_AT else lines) if not line.isascii()]
    strange = [line for line in told if not _is_utf_8(line)]
    if len(strange) * 50 <= len(lines) or len(strange) * 2 < len(told):
        return "utf-8-sig", ""  # the few lines that are broken are left out, and told
    if not _looks_western(strange):
        raise other_encoding(path.name, "")
    note = (
        f"{path.name} is not UTF-8 and was read as Windows-1252, which its bytes allow: look at its accented letters."
    )
    return "cp1252", note


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _looks_western(lines: list[bytes]) -> bool:
    """Whether bytes above ASCII stand alone, as accents and dashes do, and not in runs, as other scripts do."""
    runs = [run for line in lines for run in _HIGH.findall(line)]
    alone = sum(len(run) == 1 for run in runs)
    return alone * 10 >= len(runs) * 7 and max(map(len, runs)) <= 4 and not any(map(_UNDEFINED.search, runs))


def other_encoding(name: str, was: str) -> UsageError:
    """That a file is no text in an encoding."""
    was = "UTF-8" if was in ("", "utf-8-sig") else was
    return UsageError(
        f"{name} is no text in {was}.",
        'Export it as "CSV UTF-8", or write its encoding into a mapping (--map), for example `encoding: cp1252`, '
        "`encoding: gb18030` or `encoding: utf-16`.",
    )
