"""What programs are told of a record: plain values for JSON, of one shape wherever they are asked for.

The command line promises these shapes in ``docs/reference/cli.md``, the HTTP API in its OpenAPI document.
"""

from __future__ import annotations

from collections.abc import Callable

from sopkb.core.corpus import Corpus
from sopkb.core.known import waits_for
from sopkb.core.moments import format_instant
from sopkb.core.raising import raising_of
from sopkb.core.record import Record
from sopkb.core.state import Status
from sopkb.core.warning import warning_of


def state_document(status: Status) -> dict[str, object]:
    """A state, and the moment it turns on (``2026-12-01T09:00:00Z``) or None."""
    return {"state": str(status.state), "moment": format_instant(status.moment) if status.moment else None}


def record_summary(record: Record, status: Status, team_label: Callable[[str], str]) -> dict[str, object]:
    """A record as it stands in a list.

    Args:
        record: the record.
        status: its state at the moment of the question.
        team_label: what a reader is shown for the key of a team.
    """
    raising = raising_of(record)
    return {
        "id": record.id,
        "kind": record.kind_name,
        "title": record.title,
        "summary": record.summary,
        "version": record.meta.text("version"),
        **state_document(status),
        "waits_for": waits_for(record, team_label) or None,
        "how_to_raise": raising.how or None,
        "how_fast": raising.how_fast(team_label) or None,
        "confidence": record.meta.text("confidence") or None,
        "area": record.area,
        "owner": record.owner,
        "error_codes": list(record.error_codes),
        "last_reviewed": record.meta.text("last_reviewed") or None,
        "path": record.path,
    }


def record_document(
    record: Record, status: Status, corpus: Corpus, team_label: Callable[[str], str]
) -> dict[str, object]:
    """A whole record: that it is not to be followed, its summary, fields, sections, steps, and relations both ways.

    Args:
        record: the record.
        status: its state at the moment of the question.
        corpus: the records around it.
        team_label: what a reader is shown for the key of a team.
    """
    successor = corpus.successor_of(record.id)
    return {
        "warning": warning_of(record, status, corpus) or None,
        **record_summary(record, status, team_label),
        "successor": successor.id if successor else None,
        "fields": dict(record.meta.data),
        "sections": [
            {"heading": part.heading, "anchor": part.anchor, "line": part.line, "text": part.text}
            for part in record.body.sections
        ],
        "steps": [
            {"number": step.number, "line": step.at.line, "text": step.text, "check": step.check}
            for step in record.steps
        ],
        "relations": [
            {"relation": label, "id": target, "title": title}
            for label, target, title in labelled_relations(record, corpus)
        ],
    }


def labelled_relations(record: Record, corpus: Corpus) -> list[tuple[str, str, str]]:
    """The relations of a record in both directions, each once: label, id and title of the other record."""
    found = [(relation.kind.label, relation.target) for relation in corpus.relations.get(record.id, ())]
    found += [(relation.kind.inverse, relation.source) for relation in corpus.inverses.get(record.id, ())]
    titles = corpus.by_id
    return [
        (label, target, titles[target].title if target in titles else "(does not exist)")
        for label, target in dict.fromkeys(found)
    ]
