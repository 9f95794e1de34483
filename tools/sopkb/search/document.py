"""An answer as plain values for JSON, of one shape for the command line, the HTTP API, chat and MCP."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sopkb.core.moments import format_instant
from sopkb.search.alerts import Alert, danger_line
from sopkb.search.answer import Answer, Hit, NoSuch, Notice
from sopkb.search.documents import state_document
from sopkb.search.missing import lines_of


def answer_document(answer: Answer, now: datetime) -> dict[str, object]:
    """What programs are told of an answer.

    Args:
        answer: what was found.
        now: the moment it was found for.
    """
    return {
        "alerts": [alert_document(alert) for alert in answer.alerts],
        "query": answer.query,
        "now": format_instant(now),
        "total": answer.total,
        "only_close": answer.only_close,
        "hits": [hit_document(hit) for hit in answer.hits],
        "notices": [notice_document(notice) for notice in answer.notices],
        "missing": [missing_document(each) for each in answer.missing],
        "corrections": [{"typed": each.typed, "used": list(each.used)} for each in answer.corrections],
        "notes": list(answer.plan.notes),
        "facets": {name: dict(counts) for name, counts in answer.facets.items()},
        "related": [{"id": each.id, "title": each.title} for each in answer.related],
        "danger": danger_document(answer.routes) if answer.danger_line else None,
    }


def alert_document(alert: Alert) -> dict[str, object]:
    """The escalation for a topic of danger; None stands for what the record does not say."""
    return {
        "topic": alert.topic,
        "label": alert.label,
        "id": alert.id,
        "title": alert.title,
        "state": str(alert.state) if alert.state else None,
        "how_to_raise": alert.how_to_raise or None,
        "how_fast": alert.how_fast or None,
        "trouble": alert.trouble or None,
        "path": alert.path or None,
    }


def danger_document(routes: Sequence[Alert]) -> dict[str, object]:
    """The fixed line to the routes of danger, as a text and in parts."""
    return {"line": danger_line(routes), "routes": [alert_document(route) for route in routes]}


def hit_document(hit: Hit) -> dict[str, object]:
    """One row. The snippet is plain text, ``marks`` the places in it that matched; both None for a sensitive record."""
    return {
        "id": hit.id,
        "kind": hit.kind,
        "title": hit.title,
        "summary": hit.summary,
        **state_document(hit.status),
        "area": hit.area,
        "section": hit.heading,
        "anchor": hit.anchor,
        "snippet": hit.snippet.text if hit.snippet else None,
        "marks": [list(mark) for mark in hit.snippet.marks] if hit.snippet else None,
        "matched": hit.matched or None,
        "score": hit.score,
        "minutes": hit.minutes,
        "permissions": list(hit.permissions),
        "affected": hit.affected or None,
        "waits_for": hit.waits_for or None,
        "how_to_raise": hit.how_to_raise or None,
        "how_fast": hit.how_fast or None,
        "reviewed": hit.reviewed or None,
        "version": hit.version,
        "confidence": hit.confidence or None,
        "advisory": hit.advisory or None,
        "path": hit.path,
    }


def missing_document(missing: NoSuch) -> dict[str, object]:
    """An identifier that no record has, and what stands nearest or begins so."""
    return {
        "text": missing.text,
        "message": missing.message,
        "begins": missing.is_begun,
        "lines": list(lines_of(missing)),
        "near": [{"id": each.id, "title": each.title, "matched": each.matched or None} for each in missing.near],
    }


def notice_document(notice: Notice) -> dict[str, object]:
    """A dead exact match: what became of it, and what replaced it."""
    return {
        "id": notice.id,
        "title": notice.title,
        **state_document(notice.status),
        "message": notice.message,
        "matched": notice.matched,
        "successors": list(notice.successors),
    }
