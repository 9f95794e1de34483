"""The form of ``kb.yml`` as a JSON Schema (2020-12): the reader checks with it, and the reference is made from it.

Each ``description`` says what a key is for; ``docs/reference/kb-yml.md`` shows it beside the key.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sopkb.core.config.desk import DESK_SCHEMA
from sopkb.core.kinds import ID_PATTERN, KINDS
from sopkb.core.schema import DIALECT
from sopkb.danger import TOPICS

CONFIG_NAME = "kb.yml"

_WORD = {"type": "string", "pattern": r"^[A-Za-z0-9][A-Za-z0-9_.-]*$"}
_HOST = {"type": "string", "pattern": r"^[a-z0-9.-]+(:\d+)?$"}
_ATTACHMENT = {"type": "string", "pattern": r"^[^./\\][^/\\]*(/[^./\\][^/\\]*)*/?$"}
"""A path below the base in which nothing is hidden; a folder's ends in a slash."""
_LABEL = {"type": "string", "minLength": 1}
_HOURS = {"type": "integer", "minimum": 1, "maximum": 720}
_DAYS = {"type": "integer", "minimum": 1, "maximum": 3650}
_RENEWALS = {"type": "integer", "minimum": 1, "maximum": 100}
_API = (
    r"^(https://[a-z0-9][a-z0-9.-]*(:\d{1,5})?|http://(localhost|127\.0\.0\.1)(:\d{1,5})?)?"
    r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?$"
)
"""An absolute address without what could mean something to a security policy, or a path of the same host."""
_ESCALATION = r"^ESC-\d{4}$"
_INSTANT = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$"


def _closed(description: str, properties: Mapping[str, Any], required: Sequence[str] = ()) -> dict[str, Any]:
    return {
        "type": "object",
        "description": description,
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


def _named(description: str) -> dict[str, Any]:
    return {"type": "object", "description": description, "propertyNames": _WORD, "additionalProperties": _LABEL}


def _listed(description: str, item: Mapping[str, Any] = _WORD) -> dict[str, Any]:
    return {"type": "array", "description": description, "items": dict(item), "uniqueItems": True}


def _described(type_: Mapping[str, Any], description: str) -> dict[str, Any]:
    return {**type_, "description": description}


def _pattern(description: str) -> dict[str, Any]:
    return {"type": "string", "description": description, "minLength": 1}


_PERSON = _closed(
    "A role handle: a role, never a name.",
    {
        "title": {"type": "string", "description": "What a reader is shown."},
        "team": {"type": "string", "description": "The team the role belongs to: a key of `teams`."},
        "account": {
            "type": "string",
            "description": "The account or group behind the handle on the code host.",
            "pattern": "^@",
        },
    },
    ["title"],
)
VOCABULARIES: Mapping[str, Mapping[str, Any]] = {
    "areas": _named("What a record is about; the main facet of the search. Word and label."),
    "teams": _named("Teams that own records or are escalated to. Word and label."),
    "people": {
        "type": "object",
        "description": "Who may approve, waive and check images, by role handle.",
        "propertyNames": _WORD,
        "additionalProperties": _PERSON,
    },
    "permissions": _named("Rights in your tools that a step or a query needs. Word and label."),
    "regions": _listed("Regions that a workaround can be limited to."),
    "sites": _listed("Sites that a workaround can be limited to."),
    "clients": _listed("Browsers and apps that a workaround can be limited to."),
    "audiences": _listed("Who records are written for: a label and a facet, not access control."),
    "harm_topics": _listed("Harm that a record may mention; each can have an advisory of its own."),
    "languages": _listed("Languages of bodies, as BCP 47 tags."),
    "roles": _listed("Roles that training tracks are for."),
    "systems": _named("Internal systems that lookups ask. Word and label."),
    "hosts": _listed("Hosts that links in records may go to, and no others.", _HOST),
}
_IN_DANGER = {
    "life": "Somebody's life: suicide, self-harm, violence, a threat, an overdose.",
    "child_safety": "A child at risk.",
    "staff_distress": "One of your own people in distress.",
}
POLICY: Mapping[str, Mapping[str, Any]] = {
    "error_code_pattern": _pattern("Regular expression of an error code."),
    "bug_pattern": _pattern("Regular expression of a bug's id in your tracker."),
    "incident_pattern": _pattern("Regular expression of an incident's id."),
    "expiry": _closed(
        "How long a workaround may live before somebody looks at it again.",
        {
            "verified_days": _described(_DAYS, "Longest time from `last_reviewed` to `expires`, when verified."),
            "unverified_hours": _described(_HOURS, "The same, when unverified."),
            "soon_hours": _described(_HOURS, "How long before its expiry a workaround says EXPIRES SOON."),
            "renewals": _described(_RENEWALS, "After how many renewals a workaround is reported as a habit."),
            "old_days": _described(_DAYS, "At what age a workaround is reported as a habit."),
        },
    ),
    "review": _closed(
        "How often records are reviewed.",
        {
            "min_days": _described(_DAYS, "Least `review_days` that a record may ask for."),
            "max_days": _described(_DAYS, "Most `review_days` that a record may ask for."),
            "draft_idle_days": _described(_DAYS, "After how many days a draft that nobody touches is reported."),
        },
    ),
    "default_review_days": _closed(
        "The `review_days` that a new record of a kind begins with.",
        {kind.name: _described(_DAYS, f"For a new {kind.name}.") for kind in KINDS},
    ),
    "approvers": {
        "type": "object",
        "description": "Role handles that may sign, by area; `default` is for areas that are not named.",
        "additionalProperties": _listed("Role handles: keys of `people`."),
    },
    "attachments": _listed(
        "What may lie in the base beside records, images and settings: files by their path below it, or folders "
        "whose path ends in `/`. Pages show none of it. Any other file is an error (S06).",
        _ATTACHMENT,
    ),
    "safety_routes": {
        "type": "object",
        "description": "The escalation that a record about a harm topic must name (rule A06), by topic.",
        "additionalProperties": {"type": "string", "pattern": _ESCALATION, "description": "Id of an escalation."},
    },
    "roles": {
        "type": "object",
        "description": "What a role is trusted with and must know, by role: tracks of the role are held against it.",
        "additionalProperties": _closed(
            "One role: a word of `vocabularies.roles`.",
            {
                "permissions": _listed("Permissions that people with the role hold: keys of `permissions`."),
                "must_know": _listed(
                    "Ids of records that a mandatory track of the role must teach.",
                    {"type": "string", "pattern": rf"^{ID_PATTERN}$"},
                ),
            },
        ),
    },
}
SCHEMA: Mapping[str, Any] = {
    "$schema": DIALECT,
    "title": "kb.yml: vocabularies and policy of a knowledge base",
} | _closed(
    "What a team calls things, and what it has agreed.",
    {
        "name": {
            "type": "string",
            "description": "Name of the knowledge base, as the site shows it.",
            "minLength": 1,
            "maxLength": 80,
        },
        "description": {"type": "string", "description": "One line about it."},
        "report_form": {
            "type": "string",
            "description": "Where readers report that a record worked, failed or is wrong: the address of a form of "
            "your tracker. `{title}`, `{id}` and `{text}` in it are filled in.",
            "pattern": "^https://",
        },
        "journal": _closed(
            "Where the site sends what is searched, opened, reported and acknowledged, so that somebody can mend what "
            "nobody found: `kb api --journal` writes it down. Left out, the site sends nothing to anybody.",
            {
                "address": {
                    "type": "string",
                    "description": "Address of the API: `/` where `kb api --site` serves the site itself, else "
                    "`https://…`, and then `kb api` must name the site with `--allow-origin`.",
                    "minLength": 1,
                    "pattern": _API,
                },
                "keep_days": _described(
                    _DAYS,
                    "For how many days a line is kept; readers are told, and `kb api` holds to it. 90 if left out.",
                ),
            },
            ["address"],
        ),
        "approver": _described(
            _WORD,
            "Who signs the newest change of what this file lets pass (rule C05): a key of `people`, one of "
            "`policy.approvers.default` as it was before the change, and not who wrote it.",
        ),
        "language": {"type": "string", "description": "BCP 47 tag of the pages' own words; `en` where it is left out."},
        "danger": _closed(
            "What is listened for in every query, and the escalation that is then shown above all else: "
            '`kb docs operators`, "Hear danger". A topic that is left out is not listened for.',
            {
                topic: {
                    "type": "string",
                    "pattern": _ESCALATION,
                    "description": f"{_IN_DANGER[topic]} An escalation's id.",
                }
                for topic in TOPICS
            },
        ),
        "demo": _closed(
            "A demo base lives at one moment. Leave it out in a base that people use: then the real clock counts.",
            {
                "now": {
                    "type": "string",
                    "description": "That moment, in UTC.",
                    "format": "date-time",
                    "pattern": _INSTANT,
                }
            },
            ["now"],
        ),
        "format": _described(
            {"type": "integer", "minimum": 1, "maximum": 1000},
            "The form of the base, which `kb upgrade` raises; 1 where it is left out.",
        ),
        "packs": _listed(
            "What is only true of some trades, by name: `kb docs packs`. `kb explain` lists the packs there are."
        ),
        "rules": {
            "type": "object",
            "description": "Rules whose findings have another level in this base, by code; each says why.",
            "propertyNames": {"type": "string", "pattern": r"^[A-Z]\d\d$"},
            "additionalProperties": _closed(
                "A rule: a code that `kb explain` lists.",
                {
                    "level": {
                        "type": "string",
                        "description": "`error`, `warning`, or `off`.",
                        "pattern": "^(error|warning|off)$",
                    },
                    "reason": {"type": "string", "description": "Why, for those who come later.", "minLength": 10},
                },
                ["level", "reason"],
            ),
        },
        "vocabularies": _closed(
            "The words that records may use. A vocabulary that is left out allows any word.",
            VOCABULARIES,
            ["areas", "teams", "people", "audiences"],
        ),
        "policy": _closed("What was agreed. Where a key is left out, the program's default holds.", POLICY),
        "desk": dict(DESK_SCHEMA),
        "advisories": {
            "type": "object",
            "description": "Shown before a record that mentions harm: `default` leads, a harm topic adds its line.",
            "additionalProperties": {"type": "string"},
        },
    },
    ["name", "vocabularies"],
)


def properties_at(path: Sequence[str | int]) -> list[str]:
    """The keys that the schema knows at a place of the file."""
    schema: Any = SCHEMA
    for step in path:
        schema = schema.get("properties", {}).get(step) or schema.get("additionalProperties") or {}
    return list(schema.get("properties", {}))
