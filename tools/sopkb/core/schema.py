"""JSON Schemas (2020-12) of the records, made from the table of fields: checks and editors read the same text."""

from __future__ import annotations

from typing import Any

from sopkb.core.fields import FIELDS_OF, Need
from sopkb.core.kinds import KIND_BY_NAME
from sopkb.core.types import Vocabularies

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_CONDITIONS: dict[Need, dict[str, Any]] = {
    Need.ACTIVE: {"properties": {"status": {"const": "active"}}, "required": ["status"]},
    Need.RETIRED: {"properties": {"status": {"const": "retired"}}, "required": ["status"]},
    Need.MENTIONS: {"properties": {"sensitivity": {"const": "mentions"}}, "required": ["sensitivity"]},
    Need.FIXED: {
        "properties": {
            "status": {"const": "retired"},
            "retired": {
                "type": "object",
                "properties": {"reason": {"const": "fixed"}},
                "required": ["reason"],
            },
        },
        "required": ["status", "retired"],
    },
}


def record_schema(kind: str, vocabularies: Vocabularies) -> dict[str, Any]:
    """The schema of one kind's front matter under one team's vocabularies.

    What the body decides (``harm_checked``, when there are images) is not in it; rule S01 asks for that.

    Args:
        kind: name of a kind.
        vocabularies: values by name, and the policy's patterns; see ``Config.vocabularies``.
    """
    fields = FIELDS_OF[kind]
    schema: dict[str, Any] = {
        "$schema": DIALECT,
        "title": f"{kind}: {KIND_BY_NAME[kind].answers}",
        "type": "object",
        "properties": {
            name: field.type.schema(vocabularies) | {"description": field.meaning} for name, field in fields.items()
        },
        "required": [name for name, field in fields.items() if field.need is Need.ALWAYS],
        "additionalProperties": False,
    }
    schema["properties"]["kind"] = {"const": kind, "description": fields["kind"].meaning}
    schema["allOf"] = [
        {"if": condition, "then": {"required": required}}
        for need, condition in _CONDITIONS.items()
        if (required := [name for name, field in fields.items() if field.need is need])
    ]
    return schema
