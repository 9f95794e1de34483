"""What is said before the first word of a record that nobody may follow, on every door that gives its text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sopkb.core.corpus import Corpus
from sopkb.core.record import Record
from sopkb.core.state import State, Status

UNSAFE = "unsafe"
WHY_RETIRED: Mapping[str, str] = {
    "fixed": "the fault is fixed",
    "superseded": "something better took its place",
    "obsolete": "nobody needs it any more",
}
"""Reasons for a retirement in words; :data:`UNSAFE` is another matter."""


def warning_of(record: Record, status: Status, corpus: Corpus, *, has_note: bool = True) -> str:
    """That a record is not to be followed, why, and what to follow instead, as plain text of one line.

    Args:
        record: the record.
        status: its state at the moment of the question.
        corpus: the records around it: one of them may have taken its place.
        has_note: whether to repeat the words of its author on its retirement.

    Returns:
        ``""`` for a record that may be followed.
    """
    if status.state.is_live:
        return ""
    note = _note(record) if has_note and status.state is State.RETIRED else ""
    successor = corpus.successor_of(record.id) if status.state.is_dead else None
    instead = f"Follow {successor.id} instead." if successor and successor.id not in note else ""
    return " ".join(part for part in (_why(record, status), note, instead) if part)


def with_warnings(text: str, said: Sequence[str]) -> str:
    """A record as it was written, behind what must be said first, as a quotation of Markdown; empty lines are left out.

    Args:
        text: the whole file.
        said: each of one line, in the order in which they are read.
    """
    lines = "".join(f"> {line}\n" for line in said if line)
    return f"{lines}\n{text}" if lines else text


def _why(record: Record, status: Status) -> str:
    state, when = str(status.state), _when(status.moment)
    match status.state:
        case State.RETIRED if record.retired_because == UNSAFE:
            return f"UNSAFE, {state}{when}: following it does harm. Never follow it."
        case State.RETIRED:
            reason = WHY_RETIRED.get(record.retired_because, "")
            return f"{state}{when}: {reason}. Do not follow it." if reason else f"{state}{when}: do not follow it."
        case State.SCHEDULED:
            return f"{state}: in force from{when}. Do not follow it before." if when else f"{state}: not in force yet."
        case State.DRAFT:
            return f"{state}: not approved. Do not follow it."
        case _:
            return f"{state}{when}: do not follow it."


def _note(record: Record) -> str:
    """What the author said of a retirement, as a sentence of one line."""
    note = record.meta.map("retired").get("note")
    text = " ".join(note.split()) if isinstance(note, str) else ""
    return f"{text}." if text and text[-1].isalnum() else text


def _when(moment: datetime | None) -> str:
    """A moment behind a blank; a day where it is the beginning of one."""
    if moment is None:
        return ""
    return f" {moment:%Y-%m-%d}" if moment.hour == moment.minute == 0 else f" {moment:%Y-%m-%d %H:%M} UTC"
