"""What to say of an exact match that is dead: what became of it, and what to use instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sopkb.core.state import State, Status
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


def notice_of(record_id: str, card: Mapping[str, Any], status: Status, matched: str) -> Notice:
    """The notice for a dead record.

    Args:
        record_id: of an expired or retired record.
        card: its card: what replaced it, and what the tracker knows of its bug.
        status: its state.
        matched: what matched exactly, as the record writes it.
    """
    ending = Ending(card.get("because", ""), card.get("fixed_in", ""), card.get("successor", ""))
    successors = (ending.successor,) if ending.successor else ()
    return Notice(record_id, card.get("title", ""), status, message_of(record_id, status, ending), matched, successors)


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
