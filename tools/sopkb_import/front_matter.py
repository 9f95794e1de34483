"""The front matter of an imported record: what can be known, in the order of the table of fields, as YAML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jsonschema_rs

from sopkb.core.fields import FIELDS_OF
from sopkb.core.types import ListOf, Text, Vocabularies
from sopkb.history.edit.front_matter import field_lines
from sopkb_import.mapping import SINGLE, ImportMapping
from sopkb_import.plain import clean

TITLE_KEY = "title"
SUMMARY_KEYS = ("summary", "description")
ALIASES_KEY = "aliases"


class FieldReader:
    """Takes the fields of records from front matter, as a mapping says, and lets through only what the schema allows.

    Args:
        kind: name of the kind.
        vocabularies: the base's words and patterns.
        mapping: which key is read for which field, and what is the same in every record.
    """

    def __init__(self, kind: str, vocabularies: Vocabularies, mapping: ImportMapping) -> None:
        self._fields = FIELDS_OF[kind]
        self._vocabularies = vocabularies
        self._mapping = mapping
        self._validators = {
            name: jsonschema_rs.Draft202012Validator(field.type.schema(vocabularies), validate_formats=True)
            for name, field in self._fields.items()
            if name in mapping.fields or name in mapping.constants
        }

    def refused_constants(self) -> list[str]:
        """What the schema does not allow among the mapping's constants, in words."""
        return [
            f"`set: {name}` is not allowed. Allowed: {self._fields[name].type.allows(self._vocabularies)}."
            for name, value in self._mapping.constants.items()
            if not self._validators[name].is_valid(value)
        ]

    def given(self, meta: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
        """Values of one document by field, constants included, and notes on those that cannot be used."""
        values: dict[str, Any] = dict(self._mapping.constants)
        notes: list[str] = []
        for name, key in self._mapping.fields.items():
            if name in SINGLE or meta.get(key) is None:
                continue
            value = self._fitted(name, meta[key])
            if self._validators[name].is_valid(value):
                values[name] = value
            else:
                notes.append(f"front matter `{key}` is no valid `{name}`; it was not used")
        return values, notes

    def _fitted(self, name: str, value: Any) -> Any:
        """A value in the shape its field has: one word for a list of one, a number for a text of digits."""
        type_ = self._fields[name].type
        if isinstance(type_, ListOf):
            items = value if isinstance(value, list) else [value]
            return [self._as_text(type_.item, item) for item in items]
        return self._as_text(type_, value)

    @staticmethod
    def _as_text(type_: Any, value: Any) -> Any:
        if isinstance(value, str):
            return clean(value)
        is_number = isinstance(value, int) and not isinstance(value, bool)
        return str(value) if isinstance(type_, Text) and is_number else value


def unused_keys(meta: Mapping[str, Any], mapping: ImportMapping) -> tuple[str, ...]:
    """Keys of a document's front matter that nothing in the record comes from."""
    used = {TITLE_KEY, ALIASES_KEY, *SUMMARY_KEYS, *mapping.fields.values()}
    return tuple(key for key in meta if key not in used)


def texts(value: Any) -> list[str]:
    """A text, or the texts of a list, as single lines; nothing for any other value."""
    items = value if isinstance(value, list) else [value]
    return [words for item in items if isinstance(item, str | int) and (words := clean(str(item)))]


def write_record(kind: str, values: Mapping[str, Any], body: str) -> str:
    """The whole file of a record."""
    lines = ["---"]
    for name in FIELDS_OF[kind]:
        if name in values:
            lines += field_lines(name, values[name])
    return "\n".join([*lines, "---", "", body])
