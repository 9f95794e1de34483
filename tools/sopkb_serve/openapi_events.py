"""The part of the API's description about events, which is there where a journal is written."""

from __future__ import annotations

from sopkb.danger import TOPICS
from sopkb.journal import OUTCOMES
from sopkb.journal.sqlite import LONGEST_NOTE
from sopkb.search.reading import FILTER_FIELDS
from sopkb_serve.events import LONGEST_QUERY, MOST_EVENTS, MOST_FILTERS, MOST_RESULTS, SESSION, SOURCES, TEAM

Schema = dict[str, object]

_ID: Schema = {"type": "string", "maxLength": 20, "description": "An id that the base has: SOP-0012."}
_VERSION: Schema = {"type": "string", "maxLength": 20, "pattern": r"^[0-9]+\.[0-9]+\.[0-9]+$"}
_QUERY: Schema = {"type": "string", "maxLength": LONGEST_QUERY, "description": "Redacted before it is written."}
_SOURCE: Schema = {"type": "string", "enum": list(SOURCES)}


def event_paths() -> Schema:
    """The addresses."""
    event: Schema = {"$ref": "#/components/schemas/Event"}
    events: Schema = {"type": "array", "items": event, "minItems": 1, "maxItems": MOST_EVENTS}
    written: Schema = {"$ref": "#/components/schemas/Written"}
    refused = ("400", "403", "413", "429", "503", "507")
    problems = {status: {"$ref": f"#/components/responses/{status}"} for status in refused}
    return {
        "/api/events": {
            "post": {
                "operationId": "tellEvents",
                "summary": "Write down what was searched, opened, reported or read: an event, or a list of them.",
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": {"oneOf": [event, events]}}},
                },
                "responses": {
                    "201": {
                        "description": "All of it is on the disk.",
                        "content": {"application/json": {"schema": written}},
                    },
                    **problems,
                },
            }
        }
    }


def event_schemas() -> Schema:
    """What an event is made of."""
    words: Schema = {"type": "array", "items": {"type": "string"}, "maxItems": MOST_FILTERS}
    filters: Schema = {
        "type": "object",
        "properties": dict.fromkeys(FILTER_FIELDS, words),
        "additionalProperties": False,
    }
    results: Schema = {"type": "array", "items": {"type": "string"}, "maxItems": MOST_RESULTS}
    total: Schema = {"type": "integer", "minimum": 0, "maximum": 1_000_000}
    note: Schema = {"type": "string", "maxLength": LONGEST_NOTE, "description": "Redacted before it is written."}
    team: Schema = {"type": "string", "pattern": f"^{TEAM.pattern}$"}
    report: dict[str, Schema] = {"source": _SOURCE, "record": _ID}
    said: dict[str, Schema] = {"version": _VERSION, "query": _QUERY, "note": note}
    gap: dict[str, Schema] = {"source": _SOURCE, "outcome": {"const": "gap"}}
    judged: Schema = {"type": "string", "enum": [outcome for outcome in OUTCOMES if outcome != "gap"]}
    search: dict[str, Schema] = {"source": _SOURCE, "query": _QUERY, "total": total}
    kinds = [
        _event("search", search, {"results": results, "filters": filters}),
        _event("opened", {"record": _ID}, {}),
        _event("report", {**report, "outcome": judged}, said),
        _event("report", gap, {**said, "record": {"type": "string"}}),
        _event("acknowledged", {"record": _ID, "version": _VERSION}, {"team": team}),
        _event("alerted", {"source": _SOURCE, "topic": {"type": "string", "enum": list(TOPICS)}}, {}),
    ]
    number: Schema = {"type": "integer", "minimum": 1}
    return {
        "Event": {"oneOf": kinds},
        "Written": {"type": "object", "required": ["written"], "properties": {"written": number}},
    }


def _event(kind: str, required: dict[str, Schema], optional: dict[str, Schema]) -> Schema:
    session: Schema = {"type": "string", "pattern": f"^{SESSION.pattern}$", "description": "A pseudonym."}
    always: dict[str, Schema] = {"kind": {"const": kind}, "session": session, **required}
    return {
        "type": "object",
        "required": list(always),
        "properties": {**always, **optional},
        "additionalProperties": False,
    }
