"""Records to units of text: the front matter, and one unit a section (an H2 with its H3s).

Draft and retired records have units like any other: what a record *is* depends on the moment of the question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sopkb.core.body import Section
from sopkb.core.codes import normal_form
from sopkb.core.config import Config
from sopkb.core.folding import fold
from sopkb.core.record import Record
from sopkb.search.index.plaintext import plain_text
from sopkb.search.index.schema import KeyKind, key

_SHOWN_IN = {"nodes": "Tree", "modules": "Modules", "route": "Route", "evidence": "Evidence"}
"""Front matter that the page draws inside a section, with that section's heading."""
_UNSPOKEN = frozenset({"id", "goto", "record", "records", "level", "at_major", "minutes", "respond_minutes"})


@dataclass(frozen=True, slots=True)
class SectionUnit:
    """A section as it is searched and shown.

    Args:
        record_id: of its record.
        position: its place in the body, from 1.
        heading: its text without markup; ``""`` for what precedes the first heading.
        anchor: the fragment of the page; ``""`` for the top.
        text: what stands in it, without markup, steps included.
    """

    record_id: str
    position: int
    heading: str
    anchor: str
    text: str


@dataclass(frozen=True)
class RecordUnits:
    """What of a record is searched.

    Args:
        record: the record.
        fields: the texts of each front field.
        sections: its sections.
        keys: exact keys: id, aliases, codes, bug and incident.
    """

    record: Record
    fields: Mapping[str, tuple[str, ...]]
    sections: tuple[SectionUnit, ...]

    @cached_property
    def keys(self) -> tuple[str, ...]:
        record = self.record
        named = [
            (KeyKind.ID, [record.id]),
            (KeyKind.ALIAS, record.aliases),
            (KeyKind.CODE, record.error_codes),
            (KeyKind.BUG, record.meta.texts("bug")),
            (KeyKind.INCIDENT, record.meta.texts("incident")),
        ]
        keys = {key(kind, normal_form(value)) for kind, values in named for value in values if normal_form(value)}
        return tuple(sorted(keys))


def units_of(record: Record, config: Config) -> RecordUnits:
    """The units of a record.

    Args:
        record: the record; nothing in it is trusted to be there or of the right type.
        config: for the labels that a reader is shown, and so searches for.
    """
    meta = record.meta
    fields = {
        "title": (record.title,),
        "aliases": record.aliases,
        "summary": (record.summary, meta.text("user_impact")),
        "symptoms": record.symptoms,
        "tags": tuple(_tags(record, config)),
    }
    fields = {name: tuple(plain_text(text) for text in texts if text) for name, texts in fields.items()}
    return RecordUnits(record, fields, tuple(_sections(record)))


def _tags(record: Record, config: Config) -> Iterator[str]:
    """What a record is filed under, in the team's words and in those a reader is shown."""
    meta = record.meta
    yield record.id
    if record.kind:
        yield f"{record.kind.name} {record.kind.plural}"
    for vocabulary, names in (
        ("areas", ("area",)),
        ("teams", ("owner",)),
        ("audiences", ("audience",)),
        ("permissions", ("permissions",)),
        ("systems", ("system",)),
        ("roles", ("role",)),
        ("harm_topics", ("harm_topics",)),
    ):
        for name in names:
            for word in meta.texts(name):
                label = config.label(vocabulary, word)
                yield word if fold(label) == fold(word) else f"{word} {label}"
    yield from (text for name in ("error_codes", "bug", "incident", "fixed_in", "channel") for text in meta.texts(name))
    yield from _spoken(meta.map("affected"))


def _sections(record: Record) -> Iterator[SectionUnit]:
    """Each H1 or H2 with what stands below it; deeper headings begin a unit only where there is none to join."""
    groups: list[list[Section]] = []
    for section in record.body.sections:
        if section.level <= 2 or not groups or not groups[-1][0].level:
            groups.append([section])
        else:
            groups[-1].append(section)
    drawn = {
        heading.casefold(): list(_spoken(record.meta.data[name]))
        for name, heading in _SHOWN_IN.items()
        if name in record.meta
    }
    for position, group in enumerate(groups, 1):
        head = group[0]
        parts = [head.text, *(f"{part.heading}\n{part.text}" for part in group[1:])]
        parts += drawn.pop(head.heading.casefold(), [])
        yield SectionUnit(record.id, position, plain_text(head.heading), head.anchor, plain_text("\n\n".join(parts)))


def _spoken(value: Any) -> Iterable[str]:
    """The texts inside a value that a reader sees, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _spoken(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name not in _UNSPOKEN:
                yield from _spoken(item)
