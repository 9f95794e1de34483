"""What may be written down of events: nothing of a text that tells of danger, whatever the client sent."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace

from sopkb.journal import Alerted, Event, Opened, Report, Search
from sopkb.search.alerts import Alert

_MOST_SESSIONS = 1000

Hears = Callable[[str], Sequence[Alert]]
"""The alerts that a text raises."""


class Discretion:
    """Lets through what may be written; in the place of what must not, that it was raised is counted.

    Who has typed such a sentence types it letter by letter, and may take it back letter by letter: what is the
    beginning of it is not written either, and what is opened from it belongs to no other search. The sentence is
    remembered for that, in memory alone, until its session asks something else.

    Args:
        hears: listens to a text.
    """

    def __init__(self, hears: Hears) -> None:
        self._hears = hears
        self._heard: OrderedDict[str, str] = OrderedDict()

    def writable(self, event: Event) -> list[Event]:
        """What to write in the place of an event."""
        if isinstance(event, Search):
            return self._searched(event)
        if isinstance(event, Report):
            return self._reported(event)
        if isinstance(event, Alerted):
            self._remember(event.session, "")
        elif isinstance(event, Opened) and event.session in self._heard:
            return []
        return [event]

    def _searched(self, event: Search) -> list[Event]:
        goes_on = _is_part(event.query, self._heard.get(event.session, ""))
        if alerts := self._hears(event.query):
            self._remember(event.session, event.query)
            return [] if goes_on else _counted(event, alerts)
        if goes_on:
            return []
        self._heard.pop(event.session, None)
        return [event]

    def _reported(self, event: Report) -> list[Event]:
        alerts = self._hears(f"{event.query}\n{event.note}")
        if not alerts:
            return [event]
        counted = _counted(event, alerts)
        # A report about a record counts without its words; of a missing record nothing is left without them.
        return counted if event.outcome == "gap" else [*counted, replace(event, query="", note="")]

    def _remember(self, session: str, text: str) -> None:
        if session:
            self._heard.pop(session, None)
            self._heard[session] = text
            if len(self._heard) > _MOST_SESSIONS:
                self._heard.popitem(last=False)


def _counted(event: Search | Report, alerts: Sequence[Alert]) -> list[Event]:
    return [Alerted(event.session, event.source, alert.topic, alert.id) for alert in alerts]


def _is_part(text: str, heard: str) -> bool:
    """Whether a text is the beginning of one that was heard, or goes on from it."""
    one, other = (" ".join(each.split()).casefold() for each in (text, heard))
    return bool(other) and (one.startswith(other) or other.startswith(one))
