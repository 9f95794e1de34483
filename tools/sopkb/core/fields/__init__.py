"""Every field of every kind, in one table: the schema, the checks, the templates and the reference read it.

To add a field, add a row to one of the three parts; ``docs/reference/fields.md`` is generated from them.
"""

from __future__ import annotations

from collections.abc import Mapping

from sopkb.core.fields.field import ALL, NOT_TRACK, Field, Need
from sopkb.core.fields.identity import IDENTITY
from sopkb.core.fields.lifecycle import STANDING
from sopkb.core.fields.shapes import RETIREMENT_REASONS, STATUSES, TRAININGS, WAIVABLE
from sopkb.core.fields.substance import SUBSTANCE

__all__ = [
    "ALL",
    "FIELDS",
    "FIELDS_OF",
    "NOT_TRACK",
    "RETIREMENT_REASONS",
    "STATUSES",
    "TRAININGS",
    "WAIVABLE",
    "Field",
    "Need",
]

FIELDS: tuple[Field, ...] = (*IDENTITY, *SUBSTANCE, *STANDING)


def _fields_of(kind: str) -> Mapping[str, Field]:
    return {field.name: field for field in FIELDS if kind in field.kinds}


FIELDS_OF: Mapping[str, Mapping[str, Field]] = {kind: _fields_of(kind) for kind in ALL}
"""Fields by kind and name, in the order in which a template writes them."""
