"""Writing so that nobody ever sees half a file: beside the target first, then renamed over it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_text(path: Path, text: str, *, overwrite: bool = True) -> None:
    """Write a UTF-8 file with LF line ends; see :func:`write_bytes`.

    Args:
        path: the file; its folder is made where it is missing.
        text: its whole new text.
        overwrite: whether a file that is there may be replaced.
    """
    write_bytes(path, text.encode(), overwrite=overwrite)


def write_bytes(path: Path, data: bytes, *, overwrite: bool = True) -> None:
    """Write a file; it is the old one or the new one, whole, at every moment.

    Args:
        path: the file; its folder is made where it is missing.
        data: all that it shall hold.
        overwrite: whether a file that is there may be replaced.

    Raises:
        FileExistsError: the file is there and may not be replaced.
        OSError: the folder cannot be written to; nothing has changed then.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with open(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(path.stat().st_mode if path.exists() else 0o666 & ~_umask())
        if overwrite:
            temporary.replace(path)
        else:
            os.link(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
