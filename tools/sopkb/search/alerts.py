"""Danger in a query: the escalations that are then shown above everything else, whatever the index knows or says.

A query is heard before it is searched, and the alerts hold where there is no index, or it fails. What they tell is
taken from the record that ``kb.yml`` names (``danger``); a record that cannot be followed is told with what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from types import MappingProxyType

from sopkb.core.config import Config
from sopkb.core.corpus import Corpus
from sopkb.core.raising import raising_of
from sopkb.core.state import State, status_of
from sopkb.danger import TOPICS, danger_lists, hear

LABELS: Mapping[str, str] = MappingProxyType(
    {"life": "Danger to life", "child_safety": "A child at risk", "staff_distress": "A colleague in distress"}
)
"""What a reader is told of each topic."""
QUESTION = "Is somebody in danger?"


@dataclass(frozen=True, slots=True)
class Alert:
    """The escalation for a topic of danger.

    Args:
        topic: one of :data:`sopkb.danger.TOPICS`.
        id: of the escalation.
        title: as its author wrote it; ``""`` where the base has no such record.
        state: of the record at the moment of the question; None where the base has no such record.
        how_to_raise: what to press or where to write, in one line; ``""`` where the record does not say.
        how_fast: who answers in how many minutes, in one line; ``""`` where the record does not say.
        trouble: why it must not be relied on, and what to do then; ``""`` for a record that is live.
        path: of its file, relative to the project; ``""`` where the base has no such record.
    """

    topic: str
    id: str
    title: str = ""
    state: State | None = None
    how_to_raise: str = ""
    how_fast: str = ""
    trouble: str = ""
    path: str = ""

    @property
    def label(self) -> str:
        """What a reader is told of the topic."""
        return LABELS[self.topic]

    @property
    def heading(self) -> str:
        """The topic and the record, in a line."""
        return f"{self.label}: {self.id} {self.title}".rstrip()

    @property
    def lines(self) -> tuple[str, ...]:
        """All of it for a terminal, a chat or an agent: the heading, how to raise it, how fast, what is wrong."""
        how = f"How to raise it: {self.how_to_raise or f'see the section Route of {self.id}'}" if self.state else ""
        return tuple(line for line in (self.heading, how, self.how_fast, self.trouble) if line)


def danger_routes(config: Config, corpus: Corpus, now: datetime) -> tuple[Alert, ...]:
    """The escalations that ``kb.yml`` names, one a topic, the most urgent first; none where it names none."""
    named = ((topic, config.danger[topic]) for topic in TOPICS if topic in config.danger)
    return tuple(_route(topic, record_id, config, corpus, now) for topic, record_id in named)


def alerts_of(text: str, config: Config, routes: Sequence[Alert]) -> tuple[Alert, ...]:
    """What a text raises, the most urgent first; two topics with one route raise one alert.

    Args:
        text: a query as it was typed or pasted; nothing in it can fail.
        config: the languages that are listened in.
        routes: of :func:`danger_routes`.
    """
    if not routes:
        return ()
    topics = hear(text, danger_lists(config.languages))
    raised: dict[str, Alert] = {}
    for route in routes:
        if route.topic in topics:
            raised.setdefault(route.id, route)
    return tuple(raised.values())


def danger_line(routes: Sequence[Alert], linked: Callable[[Alert], str] = lambda route: route.id) -> str:
    """The fixed line to the routes, for an answer that is empty or only close; ``""`` where there are none.

    Args:
        routes: of :func:`danger_routes`.
        linked: what stands for a route, its id or a link to it. The rest holds nothing that HTML or Markdown must have
            escaped.
    """
    told = " · ".join(f"{route.label}: {linked(route)}" for route in routes)
    return f"{QUESTION} {told}" if told else ""


def _route(topic: str, record_id: str, config: Config, corpus: Corpus, now: datetime) -> Alert:
    record, trouble = corpus.by_id.get(record_id), ""
    if record is None:
        what = "cannot be read" if record_id in corpus.unreadable else "is not in this base"
        return Alert(topic, record_id, trouble=f"{record_id} {what}. Ask a lead at once whom to tell.")
    state = status_of(record, now, config.policy.expires_soon).state
    if not state.is_live:
        trouble = f"{record_id} is {state}: ask a lead at once whether this is still the way."
        successor = corpus.successor_of(record_id)
        if successor and status_of(successor, now, config.policy.expires_soon).state.is_live:
            trouble = f"{record_id} was replaced by {successor.id}."
            record, state = successor, status_of(successor, now, config.policy.expires_soon).state
    raising = raising_of(record)
    return Alert(
        topic,
        record.id,
        record.title,
        state,
        raising.how,
        raising.how_fast(partial(config.label, "teams")),
        trouble,
        record.path,
    )
