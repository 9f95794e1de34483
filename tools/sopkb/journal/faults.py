"""What keeps a journal from being read or written, said to its operator: never the words of SQLite alone."""

from __future__ import annotations

import sqlite3

from sopkb.core.errors import reason_of

_WHY: dict[int, tuple[str, str]] = {
    sqlite3.SQLITE_NOTADB: ("it is no database, or a damaged one", "Name the file of kb api --journal."),
    sqlite3.SQLITE_CORRUPT: ("it is damaged", "Restore it from a copy, or name another file."),
    sqlite3.SQLITE_BUSY: ("another program is writing it", "Wait until that has finished, and try again."),
    sqlite3.SQLITE_LOCKED: ("another program is writing it", "Wait until that has finished, and try again."),
    sqlite3.SQLITE_READONLY: ("this user may not write there", "Allow it, or name another file."),
    sqlite3.SQLITE_CANTOPEN: ("it cannot be opened", "Allow this user to read and write the file and its folder."),
    sqlite3.SQLITE_FULL: ("its disk is full", "Make room there, or name another file."),
    sqlite3.SQLITE_IOERR: ("its disk failed", "Look after the disk, or name another file."),
    sqlite3.SQLITE_ERROR: (
        "it is a database of another program, or of another version of this one",
        "Name the file of kb api --journal.",
    ),
}


def why(error: OSError | sqlite3.Error) -> tuple[str, str]:
    """Why a journal cannot be used, for the end of a sentence, and what to do now.

    Args:
        error: what the system or SQLite raised.
    """
    if isinstance(error, OSError):
        return reason_of(error), "Name another file, or allow this user to write there."
    code = getattr(error, "sqlite_errorcode", None)
    known = _WHY.get(code & 0xFF) if isinstance(code, int) else None  # the rest of a code tells kinds of it apart
    return known or (f"SQLite failed with {type(error).__name__}", "Name the file of kb api --journal.")
