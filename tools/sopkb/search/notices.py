"""What to say of an exact match that is dead: what became of it, and what to use instead."""

from __future__ import annotations

from datetime import datetime

from sopkb.model.corpus import Corpus
from sopkb.model.record import Record
from sopkb.model.state import State, Status
from sopkb.search.answer import Notice


def notice_of(record: Record, status: Status, corpus: Corpus, matched: str) -> Notice:
    """The notice for a dead record.

    Args:
        record: an expired or retired record.
        status: its state.
        corpus: for what replaced it, and for what the tracker knows of its bug.
        matched: what matched exactly, as the record writes it.
    """
    successor = corpus.successor_of(record.id)
    sentences = [f"{_fate(record, status, corpus)}."]
    if successor:
        sentences.append(f"Replaced by {successor.id}.")
    return Notice(
        record.id,
        record.title,
        status,
        f"{record.id} {' '.join(sentences)}",
        matched,
        (successor.id,) if successor else (),
    )


def _fate(record: Record, status: Status, corpus: Corpus) -> str:
    when = _when(status.moment)
    if status.state is State.EXPIRED:
        return f"expired{when}: do not follow it"
    if record.retired_because == "fixed":
        item = corpus.tracker.items.get(record.meta.text("bug"))
        version = record.meta.text("fixed_in") or (item.fixed_in if item else "")
        return f"is not needed any more: fixed in {version}" if version else f"was retired{when}: fixed"
    if record.retired_because == "unsafe":
        return f"was retired{when} as unsafe: never follow it"
    return f"was retired{when}" + (f" ({record.retired_because})" if record.retired_because else "")


def _when(moment: datetime | None) -> str:
    if moment is None:
        return ""
    midnight = moment.hour == moment.minute == 0
    return f" on {moment:%Y-%m-%d}" if midnight else f" on {moment:%Y-%m-%d} at {moment:%H:%M} UTC"
