"""A record with the text it was read from, and what an edit makes of it; reading the one, writing the other."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sopkb import atomic
from sopkb.core.diagnostics import shown
from sopkb.core.errors import SopkbError, reason_of
from sopkb.core.kinds import ID
from sopkb.core.load import Base
from sopkb.core.load.files import read_text
from sopkb.core.record import Record


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A record and the whole text of its file: a byte-order mark and its line ends are still in it."""

    record: Record
    text: str

    @property
    def path(self) -> str:
        """Of the file, relative to the project."""
        return self.record.path


@dataclass(frozen=True, slots=True)
class FileEdit:
    """What shall become of one file.

    Args:
        path: of the file, relative to the project; of the new file where it moves.
        before: its whole text now.
        after: its whole text then; None where the file goes.
        moved_from: where it stands now, if elsewhere.
    """

    path: str
    before: str
    after: str | None
    moved_from: str = ""


def open_source(record: Record, base: Base) -> RecordFile:
    """Read a record's file again, for an edit.

    Raises:
        SopkbError: it has no id of a record, or is no longer the file that was loaded.
    """
    if not ID.fullmatch(record.id):
        name = shown(record.path, longest=200)
        raise SopkbError(f"{name} has no valid record id.", f"Fix it first: kb check {name}")
    raw = read_text(base.project / record.path, base.root).raw
    if hashlib.sha256(raw).hexdigest() != record.digest:
        raise _changed(record.path)
    return RecordFile(record, raw.decode())


def write(edits: Sequence[FileEdit], base: Base) -> None:
    """Write all edits, or none.

    Raises:
        SopkbError: a file has changed since it was read, is read-only or lies outside the base, a new file is there
            already, or the disk refuses; then every file is as it was.
    """
    changes: dict[Path, bytes | None] = {}
    for edit in edits:
        _refuse_what_would_harm(edit, base)
        for name, text in _targets(edit):
            changes[(base.project / name).resolve()] = None if text is None else text.encode()
    try:
        atomic.replace_all(changes)
    except OSError as error:
        what = f"The files cannot be written: {reason_of(error)}."
        raise SopkbError(what, "Nothing was changed. Fix the folder's permissions, or free some space.") from error


def _targets(edit: FileEdit) -> Iterator[tuple[str, str | None]]:
    yield edit.path, edit.after
    if edit.moved_from:
        yield edit.moved_from, None


def _refuse_what_would_harm(edit: FileEdit, base: Base) -> None:
    name = edit.moved_from or edit.path
    path = base.project / name
    if not path.resolve().is_relative_to(base.root.resolve()):
        raise SopkbError(f"{shown(name, longest=200)} leads out of {base.root.name}/.", "Nothing was changed.")
    try:
        now, mode = path.read_bytes(), path.stat().st_mode
    except OSError as error:
        raise _changed(name) from error
    if now != edit.before.encode():
        raise _changed(name)
    if not mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise SopkbError(
            f"{shown(name, longest=200)} is read-only.", "Nothing was changed. Make it writable (chmod u+w), try again."
        )
    if edit.moved_from and (base.project / edit.path).exists():
        raise SopkbError(f"{shown(edit.path, longest=200)} already exists.", "Nothing was changed. Move it away.")


def _changed(name: str) -> SopkbError:
    return SopkbError(
        f"{shown(name, longest=200)} has changed while this command ran.", "Nothing was written. Run it again."
    )
