"""Writing so that nobody ever sees half a file: beside the target first, then renamed over it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


def write_text(path: Path, text: str, *, overwrite: bool = True, is_lasting: bool = True) -> None:
    """Write a UTF-8 file with LF line ends; see :func:`write_bytes`.

    Args:
        path: the file; its folder is made where it is missing.
        text: its whole new text.
        overwrite: whether a file that is there may be replaced.
        is_lasting: see :func:`write_bytes`.
    """
    write_bytes(path, text.encode(), overwrite=overwrite, is_lasting=is_lasting)


def write_bytes(path: Path, data: bytes, *, overwrite: bool = True, is_lasting: bool = True) -> None:
    """Write a file; it is the old one or the new one, whole, at every moment.

    Args:
        path: the file; its folder is made where it is missing.
        data: all that it shall hold.
        overwrite: whether a file that is there may be replaced.
        is_lasting: whether to wait until it would outlive a power cut: not for what can be made again at any time.

    Raises:
        FileExistsError: the file is there and may not be replaced.
        OSError: the folder cannot be written to; nothing has changed then.
    """
    temporary = _beside(path, data, is_lasting=is_lasting)
    try:
        if overwrite:
            temporary.replace(path)
        else:
            os.link(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def replace_all(changes: Mapping[Path, bytes | None]) -> None:
    """Write and remove several files as one: all of them, or none.

    Everything is written beside its target first, so that what can fail has failed before the first name changes.
    Where a change of name fails all the same, those before it are put back. (Only a power cut between two of them
    leaves some new and some old, each of them whole.)

    Args:
        changes: what each file shall hold; None where it shall go.

    Raises:
        OSError: something could not be written; every file is as it was.
    """
    before = {path: path.read_bytes() if path.exists() else None for path in changes}
    staged: dict[Path, Path] = {}
    done: list[Path] = []
    try:
        for path, data in changes.items():
            if data is not None:
                staged[path] = _beside(path, data)
        for path in changes:
            if path in staged:
                staged[path].replace(path)
            else:
                path.unlink()
            done.append(path)
    except BaseException:
        for path in reversed(done):
            _put_back(path, before[path])
        raise
    finally:
        for temporary in staged.values():
            temporary.unlink(missing_ok=True)


def _put_back(path: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink()
    else:
        write_bytes(path, data)


def _beside(path: Path, data: bytes, *, is_lasting: bool = True) -> Path:
    """A file next to another, with its mode, that holds what the other shall hold."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with open(handle, "wb") as file:
            file.write(data)
            if is_lasting:
                file.flush()
                os.fsync(file.fileno())
        temporary.chmod(path.stat().st_mode if path.exists() else 0o666 & ~_umask())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
