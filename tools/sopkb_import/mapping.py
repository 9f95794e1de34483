"""The mapping file: how one team's headings and front-matter keys become ours.

It only says what differs from the tables that the program has; ``docs/guides/importing.md`` explains every key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sopkb.core.diagnostics import shown
from sopkb.core.errors import UsageError
from sopkb.core.fields import FIELDS_OF
from sopkb.core.kinds import KIND_BY_NAME
from sopkb.core.load.files import read_text
from sopkb.core.positioned_yaml import read
from sopkb.core.source import Fault, FaultKind, Meta
from sopkb_import.headings import Placement, heading_key

OURS = frozenset({"id", "kind", "status", "version", "created", "changelog", "retired", "waive", "settled"})
"""Fields that the import itself decides: a mapping cannot give them."""

SINGLE = frozenset({"title", "summary", "aliases"})
"""Fields that every document has of its own: no constant can stand for them."""

WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


@dataclass(frozen=True)
class ImportMapping:
    """One mapping file.

    Args:
        headings: where a source heading goes, by :func:`~sopkb_import.headings.heading_key`.
        fields: for a field of the record the front-matter key it is read from.
        constants: field values that every record of this import gets.
        areas: for a folder (and those below it) its area.
        products: for a folder the name that titles of its documents begin with.
        skip: patterns of paths that are left out.
        own_addresses: addresses under which the collection is published: links that begin so are links into it.
    """

    headings: Mapping[str, Placement] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, Any] = field(default_factory=dict)
    areas: Mapping[str, str] = field(default_factory=dict)
    products: Mapping[str, str] = field(default_factory=dict)
    skip: tuple[str, ...] = ()
    own_addresses: tuple[str, ...] = ()


def load_mapping(path: Path, kind: str) -> ImportMapping:
    """Read a mapping file for one kind of record.

    Raises:
        UsageError: the file cannot be read, or says something that makes no sense; every mistake with its line.
    """
    source = read_text(path, path.parent)
    if source.text is None:
        raise UsageError(f"The mapping {path.name} cannot be read: {source.faults[-1].kind.value}.")
    return parse_mapping(source.text, path.name, kind)


def parse_mapping(text: str, name: str, kind: str) -> ImportMapping:
    """Read a mapping's text; see :func:`load_mapping`.

    Args:
        text: YAML.
        name: of the file, for the messages.
        kind: name of the kind that the documents become.
    """
    meta = read(text)
    reader = _Reader(meta, kind)
    mapping = reader.mapping() if meta.data or not meta.faults else ImportMapping()
    if reader.mistakes:
        lines = "\n".join(f"{name}, line {line}: {message}" for line, message in sorted(reader.mistakes))
        raise UsageError(lines, "\n`kb docs importing` tells more.")
    return mapping


class _Reader:
    """Reads the values one key after another, and collects what is wrong with them."""

    def __init__(self, meta: Meta, kind: str) -> None:
        self.meta = meta
        self.kind = KIND_BY_NAME[kind]
        self.mistakes = [(fault.at.line, _what(fault)) for fault in meta.faults if fault.kind is not FaultKind.TRAP]

    def mapping(self) -> ImportMapping:
        known = ("headings", "fields", "set", "areas", "products", "skip", "own_addresses")
        for key in self.meta.data:
            if key not in known:
                self._wrong((key,), f"`{shown(key)}` is not a key. Known: {', '.join(known)}.", of_key=True)
        return ImportMapping(
            headings=MappingProxyType(self._headings()),
            fields=MappingProxyType(self._table("fields", self._field_source)),
            constants=MappingProxyType(self._table("set", self._constant)),
            areas=MappingProxyType(self._folders("areas", self._area)),
            products=MappingProxyType(self._folders("products", self._text)),
            skip=self._texts("skip"),
            own_addresses=tuple(
                f"{address.rstrip('/')}/" for address in self._texts("own_addresses", self._is_address)
            ),
        )

    def _headings(self) -> dict[str, Placement]:
        placed = self._table("headings", self._placement)
        return {heading_key(heading): placement for heading, placement in placed.items()}

    def _table(self, name: str, convert: Callable[[tuple[str, str], Any], Any]) -> dict[str, Any]:
        value = self.meta.data.get(name)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self._wrong((name,), f"`{name}` is a map of names to values.")
            return {}
        converted = {key: convert((name, key), item) for key, item in value.items()}
        return {key: item for key, item in converted.items() if item is not None}

    def _folders(self, name: str, convert: Callable[[tuple[str, str], Any], Any]) -> dict[str, Any]:
        return {folder.strip("/"): value for folder, value in self._table(name, convert).items()}

    def _texts(self, name: str, allowed: Callable[[str], bool] = lambda _: True) -> tuple[str, ...]:
        value = self.meta.data.get(name)
        if value is None:
            return ()
        if not isinstance(value, list):
            self._wrong((name,), f"`{name}` is a list.")
            return ()
        for number, item in enumerate(value):
            if not isinstance(item, str) or not item.strip() or not allowed(item):
                self._wrong((name, number), f"`{name}`: {shown(item)} is not allowed here.")
        return tuple(item for item in value if isinstance(item, str))

    @staticmethod
    def _is_address(text: str) -> bool:
        return text.startswith(("https://", "http://"))

    def _placement(self, where: tuple[str, str], value: Any) -> Placement | None:
        section: Any = value
        keep: Any = False
        if isinstance(value, dict):
            section, keep = value.get("section"), value.get("keep", False)
            for key in sorted(value.keys() - {"section", "keep"}):
                self._wrong((*where, key), f"`{shown(key)}` is not a key. Known: section, keep.", of_key=True)
        names = {one.casefold(): one for one in self.kind.sections}
        found = names.get(section.casefold()) if isinstance(section, str) else None
        if found is None:
            message = f"`{shown(section)}` is not a section of kind {self.kind.name}: {'; '.join(names.values())}."
            self._wrong(where, message)
        if not isinstance(keep, bool):
            self._wrong((*where, "keep"), "`keep` is true or false.")
            return None
        return Placement(found, keep) if found else None

    def _field_source(self, where: tuple[str, str], value: Any) -> str | None:
        if not self._is_field(where):
            return None
        return self._text(where, value)

    def _constant(self, where: tuple[str, str], value: Any) -> Any:
        if where[1] in SINGLE:
            self._wrong(where, f"`{where[1]}` differs from record to record. Take the line out.", of_key=True)
        return value if self._is_field(where) else None

    def _is_field(self, where: tuple[str, str]) -> bool:
        _, name = where
        allowed = [field for field in FIELDS_OF[self.kind.name] if field not in OURS]
        if name in OURS and name in FIELDS_OF[self.kind.name]:
            self._wrong(where, f"`{name}` is given by the import itself. Take the line out.", of_key=True)
        elif name not in allowed:
            message = f"`{shown(name)}` is no field of kind {self.kind.name}: {', '.join(allowed)}."
            self._wrong(where, message, of_key=True)
        return name in allowed

    def _area(self, where: tuple[str, str], value: Any) -> str | None:
        if isinstance(value, str) and WORD.fullmatch(value):
            return value
        message = f"`{shown(value)}` is no area: letters, digits, `_`, `.` and `-`, as in kb.yml."
        self._wrong(where, message)
        return None

    def _text(self, where: tuple[str, str], value: Any) -> str | None:
        if isinstance(value, str) and value.strip():
            return value.strip()
        self._wrong(where, f"`{shown(where[1])}` needs a text.")
        return None

    def _wrong(self, where: Sequence[str | int], message: str, *, of_key: bool = False) -> None:
        positions = self.meta.positions
        at = positions.key(*where) if of_key else positions.value(*where)
        self.mistakes.append((at.line, message))


def _what(fault: Fault) -> str:
    if fault.kind is FaultKind.NOT_A_MAP:
        return "a mapping is a map of keys to values."
    return f"{fault.kind.value}{': ' + shown(fault.detail) if fault.detail else ''}."
