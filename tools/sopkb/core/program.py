"""The program as a digest: whatever was made by other code, and is kept somewhere, is made again."""

from __future__ import annotations

import hashlib
import os
import sys
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
_NOT_CODE = "__pycache__"


@cache
def program_digest() -> str:
    """SHA-256, in hexadecimal, over each file of the package and the version of Python.

    By contents: an upgrade may leave times and sizes as they were. All of them take some 15 ms, once in a process.
    """
    total = hashlib.sha256(sys.version.encode())
    for folder, names, files in os.walk(PACKAGE):
        names[:] = sorted(name for name in names if name != _NOT_CODE)
        for name in sorted(files):
            with open(os.path.join(folder, name), "rb") as file:  # noqa: PTH118
                contents = file.read()
            total.update(f"{name} {len(contents)}\n".encode("utf-8", "surrogateescape"))
            total.update(contents)
    return total.hexdigest()
