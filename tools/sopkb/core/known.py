"""What every door says of a known issue without a fix, beside its state: since when, and whom it waits for."""

from __future__ import annotations

from collections.abc import Callable

from sopkb.core.record import Record
from sopkb.core.state import State, Status


def waits_for(record: Record, team_label: Callable[[str], str] = str) -> str:
    """Who works on an answer to a known issue, as a reader is told it.

    Args:
        record: any record.
        team_label: gives the label of a team's key, for example ``config.team``.

    Returns:
        ``waits_for`` where the record says it, else the label of its owner; ``""`` for what is no known issue, and
        where the record names neither.
    """
    if not record.is_known:
        return ""
    return " ".join(record.meta.text("waits_for").split()) or (team_label(record.owner) if record.owner else "")


def known_line(record: Record, status: Status, team_label: Callable[[str], str] = str) -> str:
    """What is said before the text of a known issue, as plain text of one line; ``""`` for any other record.

    Args:
        record: any record.
        status: its state at the moment of the question.
        team_label: as :func:`waits_for` takes it.
    """
    if status.state is not State.KNOWN:
        return ""
    since = f" since {status.moment:%Y-%m-%d %H:%M} UTC" if status.moment else "; since when is not said"
    whom = waits_for(record, team_label)
    bug = record.meta.text("bug")
    waits = f"It waits for {whom}{f' ({bug})' if bug else ''}." if whom else "Nobody is named whom it waits for."
    return f"{status.state}{since}. {waits} Nothing below removes the fault."
