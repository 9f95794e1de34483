"""One ticket of an export, under typed names. Who worked on it is not among them: it is never read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sopkb.search.alerts import Alert

ENDED = frozenset({"resolved", "closed"})
"""States in which a ticket counts as answered."""
STATES = frozenset(
    {
        *ENDED,
        "new",
        "open",
        "assigned",
        "in_progress",
        "pending",
        "waiting",
        "waiting_for_user",
        "on_hold",
        "escalated",
        "reopened",
        "cancelled",
    }
)
"""Every state that is understood; an export's own words are mapped to these."""
_LEFT = frozenset({*ENDED, "cancelled"})


@dataclass(frozen=True, slots=True)
class Ticket:
    """A row that could be read. Moments are UTC; a text that the export leaves empty is ``""``.

    Args:
        id: as the ticket platform spells it.
        created: when it was opened.
        first_response: when somebody first answered; None while nobody has, or where the export does not say.
        resolved: when it was answered for the last time.
        closed: when it was closed.
        channel: where it came in.
        requester_role: what the person who asked does.
        site: of the person who asked.
        region: of the site.
        product: that it is about.
        category: as the platform sorts it; an area of the base where the words agree.
        priority: as the platform has it.
        status: one of :data:`STATES`; else the export's own word, which nobody has mapped to one of them.
        reopened: how often it was opened again; None where the export does not say.
        escalated_to: where it was passed on to; None where the export does not say.
        kb_ids: ids of the records that were linked, in their usual spelling.
        summary: what the person said, in a line.
        minutes: of work; None where the export does not say.
        next_update: when the next message is promised; None where the export does not say.
        is_reply_known: whether the export says when somebody first answered.
        is_link_known: whether the export says which records were linked.
        satisfied: whether the person who asked was satisfied; None where they did not say.
        alerts: what its text raised; its words are then no longer here (:func:`sopkb_desk.danger.screened`).
    """

    id: str
    created: datetime
    first_response: datetime | None
    resolved: datetime | None
    closed: datetime | None
    channel: str
    requester_role: str
    site: str
    region: str
    product: str
    category: str
    priority: str
    status: str
    reopened: int | None
    escalated_to: str | None
    kb_ids: tuple[str, ...]
    summary: str
    minutes: float | None = None
    next_update: datetime | None = None
    is_reply_known: bool = True
    is_link_known: bool = True
    satisfied: bool | None = None
    alerts: tuple[Alert, ...] = ()

    @property
    def is_status_known(self) -> bool:
        """Whether its status is understood; else nobody can tell whether it is open."""
        return self.status in STATES

    @property
    def is_ended(self) -> bool:
        """Whether it was answered, as far as the export knows."""
        return self.status in ENDED

    @property
    def has_left(self) -> bool:
        """Whether it is no longer in the backlog, answered or cancelled, as far as the export knows."""
        return self.status in _LEFT

    @property
    def ended(self) -> datetime | None:
        """When it left the backlog; None while it is in it, and where the export does not say when it left."""
        return (self.resolved or self.closed) if self.has_left else None

    @property
    def is_linked(self) -> bool:
        return bool(self.kb_ids)

    @property
    def resolution(self) -> timedelta | None:
        """From the opening to the answer."""
        end = self.ended
        return end - self.created if end else None

    @property
    def cost(self) -> float | None:
        """Minutes that it took: of work where the export says so, else from its opening to its answer."""
        if self.minutes is not None:
            return self.minutes
        span = self.resolution
        return span.total_seconds() / 60 if span else None
