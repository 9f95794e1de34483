"""What to say of an exact match that is dead: what became of it, and what to use instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sopkb.model.corpus import Corpus
from sopkb.model.record import Record
from sopkb.model.state import State, Status
from sopkb.search.answer import Notice


@dataclass(frozen=True, slots=True)
class Ending:
    """What is known of a record's end, whatever the time.

    Args:
        because: why it was retired; ``""`` where it was not, or does not say.
        fixed_in: the version that made it needless.
        successor: id of the record that replaced it.
    """

    because: str = ""
    fixed_in: str = ""
    successor: str = ""


def ending_of(record: Record, corpus: Corpus) -> Ending:
    """What is known of a record's end.

    Args:
        record: any record; one that lives may expire.
        corpus: for what replaced it, and for what the tracker knows of its bug.
    """
    item = corpus.tracker.items.get(record.meta.text("bug"))
    fixed_in = record.meta.text("fixed_in") or (item.fixed_in if item else "")
    successor = corpus.successor_of(record.id)
    return Ending(record.retired_because, fixed_in, successor.id if successor else "")


def notice_of(record: Record, status: Status, corpus: Corpus, matched: str) -> Notice:
    """The notice for a dead record.

    Args:
        record: an expired or retired record.
        status: its state.
        corpus: for what replaced it, and for what the tracker knows of its bug.
        matched: what matched exactly, as the record writes it.
    """
    ending = ending_of(record, corpus)
    message = message_of(record.id, status, ending)
    return Notice(record.id, record.title, status, message, matched, (ending.successor,) if ending.successor else ())


def message_of(record_id: str, status: Status, ending: Ending) -> str:
    """What became of a dead record, in a sentence, and what to use instead."""
    replaced = f" Replaced by {ending.successor}." if ending.successor else ""
    return f"{record_id} {_fate(status, ending)}.{replaced}"


def _fate(status: Status, ending: Ending) -> str:
    when = _when(status.moment)
    if status.state is State.EXPIRED:
        return f"expired{when}: do not follow it"
    if ending.because == "fixed":
        is_known = f"is not needed any more: fixed in {ending.fixed_in}"
        return is_known if ending.fixed_in else f"was retired{when}: fixed"
    if ending.because == "unsafe":
        return f"was retired{when} as unsafe: never follow it"
    return f"was retired{when}" + (f" ({ending.because})" if ending.because else "")


def _when(moment: datetime | None) -> str:
    if moment is None:
        return ""
    midnight = moment.hour == moment.minute == 0
    return f" on {moment.date()}" if midnight else f" on {moment.date()} at {moment:%H:%M} UTC"
