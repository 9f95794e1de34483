"""A folder as one zip file, to be handed on: the same folder gives the same bytes, whenever and wherever it is made."""

from __future__ import annotations

import zipfile
from pathlib import Path

from sopkb.core.errors import SopkbError, UsageError, reason_of
from sopkb.site.folders import MARKER
from sopkb.workplace import workplace

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file can name
_MODE = 0o100644 << 16
_UNIX = 3


def refuse_foreign_archive(archive: Path, made_by: str) -> None:
    """Return where an archive may be written.

    Args:
        archive: the zip file.
        made_by: what the comment in ours says, for example ``kb build``.

    Raises:
        UsageError: something is there that this command did not make.
    """
    if not archive.exists():
        return
    try:
        with zipfile.ZipFile(archive) as found:
            is_ours = found.comment == made_by.encode()
    except (OSError, zipfile.BadZipFile):
        is_ours = False
    if not is_ours:
        raise UsageError(
            f"{archive} is there, and `{made_by}` did not make it.", "Name a new folder, or move that file away."
        )


def write_archive(folder: Path, archive: Path, made_by: str) -> None:
    """Write every file of a folder into a zip file, below the folder's name; it is whole, or the old one stays.

    Args:
        folder: what to pack.
        archive: the zip file.
        made_by: see :func:`refuse_foreign_archive`.

    Raises:
        SopkbError: it cannot be written.
    """
    try:
        with workplace(archive.name, archive.parent) as place:
            temporary = place / archive.name
            _pack(folder, temporary, made_by)
            temporary.chmod(0o644)
            temporary.replace(archive)
    except OSError as error:
        raise SopkbError(f"{archive} cannot be written: {reason_of(error)}.", "Make room, or allow it.") from error


def _pack(folder: Path, target: Path, made_by: str) -> None:
    names = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    with zipfile.ZipFile(target, "w") as packed:
        packed.comment = made_by.encode()
        for name in sorted(names):
            if name == MARKER:
                continue
            about = zipfile.ZipInfo(f"{folder.name}/{name}", _EPOCH)
            about.compress_type, about.external_attr, about.create_system = zipfile.ZIP_DEFLATED, _MODE, _UNIX
            packed.writestr(about, names[name].read_bytes())
