"""The types a field can have: each gives its JSON Schema and says in words what it allows.

A vocabulary is passed as a mapping of names to values; a name that is missing from it (because ``kb.yml`` itself
is broken there) allows any text, so that one mistake in ``kb.yml`` does not become a finding in every record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sopkb.core.kinds import ID_PATTERN

Vocabularies = Mapping[str, Sequence[str]]
Schema = dict[str, Any]

_NEVER = r"\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069"
_ONE_LINE = rf"^[^{_NEVER}]*[^\s{_NEVER}][^{_NEVER}]*$"
"""Something to see, no line break, no control character, nothing that turns the direction of what follows."""


class Type(Protocol):
    """What a field's value may be."""

    def schema(self, vocabularies: Vocabularies) -> Schema:
        """The JSON Schema (2020-12) of the values."""

    def allows(self, vocabularies: Vocabularies) -> str:
        """The values in words, to stand after "Allowed: "."""


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text that says something. ``form`` says in words what ``pattern`` asks for.

    ``by_width`` measures it in columns, of which a Chinese character takes two: a schema can count characters only, so
    it lets pass what may be long enough, and rule S02 measures.
    """

    shortest: int = 1
    longest: int | None = None
    pattern: str | None = None
    form: str = ""
    by_width: bool = False

    def schema(self, vocabularies: Vocabularies) -> Schema:
        schema: Schema = {"type": "string", "minLength": (self.shortest + self.by_width) >> self.by_width}
        if self.longest is not None:
            schema["maxLength"] = self.longest
        schema["pattern"] = self.pattern or _ONE_LINE
        return schema

    def allows(self, vocabularies: Vocabularies) -> str:
        if self.form:
            return self.form
        if self.longest is not None:
            return f"text of {self.shortest} to {self.longest} characters on one line"
        return "text on one line, in quotes where it looks like a number or a date"


@dataclass(frozen=True, slots=True)
class PolicyText:
    """A string whose pattern is policy (``kb.yml``): error codes, bugs, incidents.

    The pattern stands in the vocabularies under ``name``, as a sequence of one.
    """

    name: str
    form: str

    def schema(self, vocabularies: Vocabularies) -> Schema:
        patterns = vocabularies.get(self.name)
        return {"type": "string", "pattern": patterns[0]} if patterns else {"type": "string"}

    def allows(self, vocabularies: Vocabularies) -> str:
        patterns = vocabularies.get(self.name)
        return f"{self.form} ({patterns[0]})" if patterns else self.form


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a fixed set of words that the program itself knows."""

    values: tuple[str, ...]

    def schema(self, vocabularies: Vocabularies) -> Schema:
        return {"enum": list(self.values)}

    def allows(self, vocabularies: Vocabularies) -> str:
        return ", ".join(self.values)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One of the words that a team lists in ``kb.yml``."""

    name: str

    def schema(self, vocabularies: Vocabularies) -> Schema:
        values = vocabularies.get(self.name)
        return {"type": "string"} if values is None else {"enum": list(values)}

    def allows(self, vocabularies: Vocabularies) -> str:
        values = vocabularies.get(self.name)
        return f"{', '.join(values)} (kb.yml {self.name})" if values else f"a value of kb.yml {self.name}"


@dataclass(frozen=True, slots=True)
class Integer:
    """A whole number between two bounds."""

    least: int
    most: int

    def schema(self, vocabularies: Vocabularies) -> Schema:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}

    def allows(self, vocabularies: Vocabularies) -> str:
        return f"a whole number from {self.least} to {self.most}"


@dataclass(frozen=True, slots=True)
class PolicyInteger:
    """A whole number whose bounds are policy: they stand in the vocabularies under ``name``, as two words."""

    name: str

    def schema(self, vocabularies: Vocabularies) -> Schema:
        least, most = vocabularies.get(self.name, ("1", "3650"))
        return {"type": "integer", "minimum": int(least), "maximum": int(most)}

    def allows(self, vocabularies: Vocabularies) -> str:
        least, most = vocabularies.get(self.name, ("1", "3650"))
        return f"a whole number from {least} to {most}"


@dataclass(frozen=True, slots=True)
class Boolean:
    """``true`` or ``false``, and none of YAML's other ways of saying so."""

    def schema(self, vocabularies: Vocabularies) -> Schema:
        return {"type": "boolean"}

    def allows(self, vocabularies: Vocabularies) -> str:
        return "true, false"


@dataclass(frozen=True, slots=True)
class Date:
    """A quoted ISO date."""

    def schema(self, vocabularies: Vocabularies) -> Schema:
        return {"type": "string", "format": "date"}

    def allows(self, vocabularies: Vocabularies) -> str:
        return 'a quoted date, for example "2026-11-22"'


@dataclass(frozen=True, slots=True)
class Instant:
    """A quoted moment in UTC (RFC 3339 with ``Z``)."""

    def schema(self, vocabularies: Vocabularies) -> Schema:
        return {"type": "string", "format": "date-time", "pattern": "Z$"}

    def allows(self, vocabularies: Vocabularies) -> str:
        return 'a quoted moment in UTC, for example "2026-12-02T09:00:00Z"'


@dataclass(frozen=True, slots=True)
class Ref:
    """The id of another record; which kinds may be named is rule R01's, whether it exists as well."""

    kinds: tuple[str, ...] = ()

    def schema(self, vocabularies: Vocabularies) -> Schema:
        return {"type": "string", "pattern": f"^{ID_PATTERN}$"}

    def allows(self, vocabularies: Vocabularies) -> str:
        return "a record id, for example SOP-0112"


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of one type."""

    item: Type
    shortest: int = 0
    longest: int | None = None
    unique: bool = True

    def schema(self, vocabularies: Vocabularies) -> Schema:
        schema: Schema = {"type": "array", "items": self.item.schema(vocabularies)}
        if self.shortest:
            schema["minItems"] = self.shortest
        if self.longest is not None:
            schema["maxItems"] = self.longest
        if self.unique:
            schema["uniqueItems"] = True
        return schema

    def allows(self, vocabularies: Vocabularies) -> str:
        bounds = f" of {self.shortest} to {self.longest}" if self.longest else ""
        return f"a list{bounds}, each {self.item.allows(vocabularies)}"


@dataclass(frozen=True, slots=True)
class OneOrMany:
    """A single value, or a list of such values."""

    item: Type

    def schema(self, vocabularies: Vocabularies) -> Schema:
        many = ListOf(self.item, shortest=1).schema(vocabularies)
        return {"if": {"type": "array"}, "then": many, "else": self.item.schema(vocabularies)}

    def allows(self, vocabularies: Vocabularies) -> str:
        return f"{self.item.allows(vocabularies)}, or a list of them"


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a :class:`Map`."""

    name: str
    type: Type
    required: bool = True


@dataclass(frozen=True, slots=True)
class Map:
    """A map with known keys. ``either`` names keys of which exactly one must be there."""

    keys: tuple[Key, ...]
    either: tuple[str, ...] = ()

    def schema(self, vocabularies: Vocabularies) -> Schema:
        schema: Schema = {
            "type": "object",
            "properties": {key.name: key.type.schema(vocabularies) for key in self.keys},
            "required": [key.name for key in self.keys if key.required],
            "additionalProperties": False,
        }
        if self.either:
            schema["oneOf"] = [{"required": [name]} for name in self.either]
        return schema

    def allows(self, vocabularies: Vocabularies) -> str:
        return "a map of " + ", ".join(key.name for key in self.keys)


def descend(type_: Type, path: Sequence[str | int]) -> Iterator[Type]:
    """The types met on the way down a path into a value, outermost first; stops where the path leaves the type."""
    yield type_
    for step in path:
        if isinstance(type_, OneOrMany | ListOf):
            type_ = type_.item
        elif isinstance(type_, Map):
            known = [key.type for key in type_.keys if key.name == step]
            if not known:
                return
            type_ = known[0]
        else:
            return
        yield type_
