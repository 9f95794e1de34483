"""What the doors ask of a base: plain functions of a snapshot and a moment, which answer with values for JSON.

A sensitive record carries its advisory first wherever it is told, and no snippet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sopkb.core import changelog
from sopkb.core.codes import normal_form
from sopkb.core.known import known_line
from sopkb.core.moments import format_instant
from sopkb.core.record import Record
from sopkb.core.state import Status, status_of
from sopkb.core.warning import warning_of, with_warnings
from sopkb.search import search
from sopkb.search.alerts import Alert, alerts_of, danger_routes
from sopkb.search.document import alert_document, answer_document
from sopkb.search.documents import record_document, record_summary
from sopkb_serve.knowledge import Snapshot

Document = dict[str, object]


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A search.

    Args:
        text: as it was typed or pasted.
        filters: values by field.
        limit: how many hits.
        offset: how many to leave out first.
    """

    text: str
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    limit: int = 10
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """A snapshot at a moment, with the place where its pages lie.

    Args:
        snapshot: what is known.
        now: the moment of the question, in UTC.
        address: of the site, ending in ``/``.
    """

    snapshot: Snapshot
    now: datetime
    address: str = "/"

    def status(self, record: Record) -> Status:
        return status_of(record, self.now, self.snapshot.base.config.policy.expires_soon)

    def url(self, record_id: str, anchor: object = "") -> str:
        """Where a record's page lies, or a section of it."""
        return f"{self.address}{record_id}.html" + (f"#{anchor}" if anchor else "")

    def owner(self, record_id: object) -> str | None:
        record = self.snapshot.base.corpus.by_id.get(str(record_id))
        return record.owner or None if record else None

    def advisory(self, record: Record) -> str | None:
        """What to say before a record is read; None where it is not sensitive."""
        if not record.is_sensitive:
            return None
        return self.snapshot.base.config.advisory(record.meta.texts("harm_topics"))


def answer(question: SearchRequest, seen: Seen) -> Document:
    """The hits of ``kb search``, in the same order, each with its owner and its address; before them the alerts."""
    alerts, snapshot = heard(question.text, seen), seen.snapshot
    # An answer to what raises an alert is not remembered either.
    find = search if alerts else snapshot.remembered.search
    found = find(
        snapshot.index,
        question.text,
        now=seen.now,
        filters=question.filters,
        limit=question.limit,
        offset=question.offset,
    )
    document = answer_document(replace(found, alerts=alerts, routes=routes(seen)), seen.now)
    document["alerts"] = with_urls(alerts, seen)
    for row in (*rows(document["hits"]), *rows(document["notices"])):
        row["owner"] = seen.owner(row["id"])
        # A sensitive or dead record is read from its top: what must be said first stands there.
        row["url"] = seen.url(str(row["id"]), "" if row.get("advisory") or _is_dead(row) else row.get("anchor", ""))
    if isinstance(danger := document["danger"], dict):
        danger["routes"] = with_urls(routes(seen), seen)
    return document


def routes(seen: Seen) -> tuple[Alert, ...]:
    """The escalations of all topics of danger that the base listens for."""
    return danger_routes(seen.snapshot.base.config, seen.snapshot.base.corpus, seen.now)


def heard(text: str, seen: Seen) -> tuple[Alert, ...]:
    """The alerts that a text raises; no index is asked for them."""
    return alerts_of(text, seen.snapshot.base.config, routes(seen))


def with_urls(alerts: Sequence[Alert], seen: Seen) -> list[Document]:
    """Alerts as documents, each with the address of its page."""
    return [alert_document(alert) | {"url": seen.url(alert.id) if alert.state else None} for alert in alerts]


def rows(value: object) -> list[dict[str, Any]]:
    """The rows of a part of a document."""
    assert isinstance(value, list)
    return value


def _is_dead(row: Mapping[str, object]) -> bool:
    return row["state"] in ("EXPIRED", "RETIRED", "DRAFT")


def summary(record: Record, seen: Seen) -> Document:
    """A record as a row of a list."""
    return record_summary(record, seen.status(record), seen.snapshot.base.config.team) | {
        "advisory": seen.advisory(record),
        "url": seen.url(record.id),
    }


def whole(record: Record, seen: Seen) -> Document:
    """A record with everything: what must be said first, what overrides it now, what became of it."""
    corpus = seen.snapshot.base.corpus
    document = record_document(record, seen.status(record), corpus, seen.snapshot.base.config.team)
    return {
        **({"warning": document["warning"]} if document["warning"] else {}),  # what matters most comes first
        "advisory": seen.advisory(record),
        **document,
        "overridden_by": [
            other.id
            for relation in corpus.inverses.get(record.id, ())
            if relation.kind.name == "overrides"
            and (other := corpus.by_id.get(relation.source))
            and seen.status(other).state.is_live
        ],
        "url": seen.url(record.id),
        "now": format_instant(seen.now),
    }


def as_markdown(record: Record, seen: Seen) -> str:
    """A record's file, less what is private in it, behind what must be said first: that it is dead, its advisory."""
    corpus, status = seen.snapshot.base.corpus, seen.status(record)
    text = next(document.text for document in corpus.documents if document.path == record.path)
    known = known_line(record, status, seen.snapshot.base.config.team)
    return with_warnings(text, (warning_of(record, status, corpus), known, seen.advisory(record) or ""))


def of_code(code: str, seen: Seen) -> Document | None:
    """The records that answer an error code, however it is spelled: live ones first; None where there is none."""
    records = seen.snapshot.base.corpus.by_code.get(normal_form(code), ())
    if not records:
        return None
    ordered = sorted(records, key=lambda record: (not seen.status(record).state.is_live, record.id))
    written = next(c for c in records[0].error_codes if normal_form(c) == normal_form(code))
    return {"code": written, "now": format_instant(seen.now), "records": [summary(record, seen) for record in ordered]}


def chosen(seen: Seen, passes: Iterable[Callable[[Record, Status], bool]]) -> list[Record]:
    """The records that pass every condition, sorted by id."""
    conditions = tuple(passes)
    return [
        record
        for record in seen.snapshot.base.corpus.records
        if all(condition(record, seen.status(record)) for condition in conditions)
    ]


def changes(since: date, seen: Seen) -> list[Document]:
    """Changelog entries from a day on, the newest first."""
    return [
        {
            "id": change.record.id,
            "title": change.record.title,
            "area": change.record.area,
            "owner": change.record.owner,
            "date": change.when.date().isoformat(),
            "version": change.version,
            "training": change.training or None,
            "change": change.text,
            "url": seen.url(change.record.id),
        }
        for change in changelog.changes(seen.snapshot.base.corpus.records, seen.now)
        if change.when.date() >= since
    ]
