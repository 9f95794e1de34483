"""A value of the wrong type, a word outside its vocabulary, or an unknown key.

What: Every value has the form that the table of fields gives it; words come from the vocabularies of `kb.yml`; keys
    that no kind knows are refused, because a misspelt key is a value that nobody reads.

Why on shift: Facets and filters lose the record without a word.

Bad:
    audence: [agents]
    severity: high

Good:
    audience: [agents]
    severity: sev2
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import jsonschema_rs

from sopkb.core.diagnostics import Finding, Severity, shown
from sopkb.core.fields import FIELDS_OF
from sopkb.core.kinds import KIND_BY_NAME
from sopkb.core.record import Record
from sopkb.core.source import FaultKind, Path
from sopkb.core.types import Boolean, Choice, Instant, Map, Text, Type, Vocabulary, descend
from sopkb.lint.rules.rule import Context, RecordRule
from sopkb.lint.width import columns


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Ask the kind's schema, and tell each error in the words of the table of fields."""
    if record.kind is None:
        given = record.meta.data.get("kind")
        if given is not None:
            names = tuple(KIND_BY_NAME)
            yield Finding(_not_allowed("kind", given, names, ", ".join(names)), record.at("kind"))
        return
    yield from _of_another_width(record)
    trapped = {fault.path for fault in record.meta.faults if fault.kind is FaultKind.TRAP}
    data = dict(record.meta.data)
    for error in context.validators[record.kind.name].iter_errors(data):
        path = tuple(error.instance_path)
        if (
            path not in trapped
            and not _is_measured(record, path, error)
            and not _is_anothers(record, data, path, error)
        ):
            yield from _findings(record, path, error, context)


def _is_measured(record: Record, path: Path, error: jsonschema_rs.ValidationError) -> bool:
    type_ = _type_at(record, path) if path else None
    return isinstance(type_, Text) and type_.by_width and error.kind.name in ("minLength", "maxLength")


def _of_another_width(record: Record) -> Iterator[Finding]:
    """Texts that take more room than a row has, or say too little: measured as they are seen."""
    for name, field in record.fields.items():
        value, type_ = record.meta.data.get(name), field.type
        if not (isinstance(type_, Text) and type_.by_width and isinstance(value, str) and value):
            continue
        width = columns(value)
        if not type_.shortest <= width <= (type_.longest or width):
            said = (
                f"has {width} characters" if width == len(value) else f"is {width} columns wide (two a wide character)"
            )
            yield Finding(f"`{name}` {said}. Allowed: {type_.allows({})}.", record.at(name))


def _is_anothers(record: Record, data: Mapping[str, Any], path: Path, error: jsonschema_rs.ValidationError) -> bool:
    """Presence at the top is S01's, an empty value as well; the form of an instant is S05's."""
    if not path:
        return error.kind.name == "required"
    value = _value_at(data, path)
    if value is None and len(path) == 1:
        return True
    type_ = _type_at(record, path)
    return isinstance(type_, Instant) and isinstance(value, str)


def _findings(record: Record, path: Path, error: jsonschema_rs.ValidationError, context: Context) -> Iterator[Finding]:
    details = error.kind.as_dict()
    name = _dotted(path)
    if error.kind.name == "additionalProperties":
        for key in details["unexpected"]:
            yield Finding(_unknown_key(record, path, key), record.meta.positions.key(*path, key))
        return
    at = record.at(*path)
    type_ = _type_at(record, path)
    allowed = type_.allows(context.config.vocabularies) if type_ else "see `kb docs fields`"
    value = _value_at(record.meta.data, path)
    if error.kind.name == "required":
        yield Finding(f"`{name}` lacks `{details['property']}`. Add it.", at)
    elif isinstance(type_, Map) and error.kind.name.startswith("oneOf"):
        yield Finding(f"`{name}` needs exactly one of: {', '.join(type_.either)}.", at)
    elif error.kind.name == "uniqueItems":
        yield Finding(f"`{name}` has an entry twice. Keep one.", at)
    elif error.kind.name in ("minItems", "maxItems"):
        yield Finding(f"`{name}` has {len(value)} entries. Allowed: {allowed}.", at)
    elif error.kind.name in ("minLength", "maxLength"):
        yield Finding(f"`{name}` has {len(value)} characters. Allowed: {allowed}.", at)
    else:
        yield Finding(_not_allowed(name, value, _words(type_, context), allowed), at)


def _not_allowed(name: str, value: object, words: Sequence[str], allowed: str) -> str:
    near = get_close_matches(str(value)[:100].lower(), words, 1, 0.5)
    nearest = f"; nearest `{near[0]}`" if near else ""
    return f"`{name}: {_told(value)}` is not allowed{nearest}. Allowed: {allowed}."


def _told(value: object) -> str:
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a map"
    if value is None:
        return "nothing"
    return str(value).lower() if isinstance(value, bool) else shown(value)


def _unknown_key(record: Record, path: Path, key: str) -> str:
    assert record.kind is not None
    type_ = _type_at(record, path) if path else None
    known = [each.name for each in type_.keys] if isinstance(type_, Map) else list(record.fields)
    near = get_close_matches(key.lower(), known, 1, 0.6)
    where = f"in `{_dotted(path)}`" if path else f"for kind {record.kind.name}"
    if near:
        return f"`{shown(key)}` is not a key {where}; nearest `{near[0]}`. Rename or remove it."
    others = [kind for kind, fields in FIELDS_OF.items() if key in fields] if not path else []
    hint = f" It belongs to: {', '.join(others)}." if others else ""
    return f"`{shown(key)}` is not a key {where}.{hint} Remove it."


def _words(type_: Type | None, context: Context) -> Sequence[str]:
    if isinstance(type_, Vocabulary):
        return context.config.vocabularies.get(type_.name, ())
    if isinstance(type_, Choice):
        return type_.values
    return ("true", "false") if isinstance(type_, Boolean) else ()


def _type_at(record: Record, path: Path) -> Type | None:
    field = record.fields.get(str(path[0]))
    if field is None:
        return None
    types = list(descend(field.type, path[1:]))
    return types[-1] if len(types) == len(path) else None


def _value_at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _dotted(path: Path) -> str:
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text


RULE = RecordRule("S02", Severity.ERROR, alone=True, check=check)
