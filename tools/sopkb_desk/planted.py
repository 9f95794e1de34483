"""What a generated year is, and what is planted in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Planted:
    """What was put into a year that a good analysis must find.

    Args:
        gap: words of the question that no record answers.
        gap_tickets: how many tickets ask it.
        bug: id of the bug that costs most; ``""`` where the base has none.
        bug_record: the workaround for it.
        bug_tickets: how many tickets it costs.
        failing: the record whose tickets come back.
        late_site: the site whose tickets of the last days are missing.
        late_since: from when on they are.
    """

    gap: str
    gap_tickets: int
    bug: str
    bug_record: str
    bug_tickets: int
    failing: str
    late_site: str
    late_since: datetime


@dataclass(frozen=True)
class Year:
    """A generated year.

    Args:
        text: the export, as CSV.
        right: for each ticket's id the record that is right for it; ``""`` for the gap.
        planted: what was put in.
        survey: answers of some of the people, as CSV (ticket_id, score, comment).
    """

    text: str
    right: dict[str, str]
    planted: Planted
    survey: str
