"""What earlier imports did: kept beside the records, so that a later one knows its own work from people's."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from sopkb.core.errors import UsageError
from sopkb.core.load.files import IMPORT_NAME

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One document that became a record.

    Args:
        id: of the record.
        path: of its file when it was last written, relative to the base.
        created: day of the first import.
        source: SHA-256 of the document it was made from.
        written: SHA-256 of the record's file as the import wrote it: another one now means that a person edited it.
    """

    id: str
    path: str
    created: str
    source: str
    written: str


@dataclass(frozen=True)
class State:
    """What ``.import.json`` says.

    Args:
        collections: by kind, the name of the folder that its documents came from.
        entries: by kind and source path.
        config: SHA-256 of ``kb.yml`` as the import wrote it; ``""`` where a person wrote it.
    """

    collections: Mapping[str, str] = field(default_factory=dict)
    entries: Mapping[str, Mapping[str, Entry]] = field(default_factory=dict)
    config: str = ""

    def of(self, kind: str) -> Mapping[str, Entry]:
        """The entries of one kind, by source path."""
        return self.entries.get(kind, {})

    def text(self) -> str:
        """The file's text."""
        data = {
            "about": "Written by `kb import`. Keep it beside the records: it tells edited records from untouched ones.",
            "format": _FORMAT,
            "config": self.config,
            "collections": dict(self.collections),
            "records": {kind: {path: asdict(e) for path, e in of.items()} for kind, of in self.entries.items()},
        }
        return json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def sha256(data: bytes) -> str:
    """A digest in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def read_state(base: Path) -> State:
    """Read the state of earlier imports; an empty one where there is none.

    Raises:
        UsageError: the file is there and is none of ours.
    """
    path = base / IMPORT_NAME
    if not path.exists():
        return State()
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["format"] != _FORMAT:
            raise ValueError
        return _state(data)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UsageError(
            f"{base.name}/{IMPORT_NAME} cannot be read.",
            "Restore it from git, or delete it: the records are then found by their aliases, and none is overwritten.",
        ) from error


def _state(data: dict[str, Any]) -> State:
    entries = {
        str(kind): {
            str(path): Entry(**{name: str(entry[name]) for name in Entry.__slots__}) for path, entry in of.items()
        }
        for kind, of in data["records"].items()
    }
    return State({str(k): str(v) for k, v in data["collections"].items()}, entries, str(data["config"]))


def _entry(data: dict[str, Any]) -> Entry:
    return Entry(**{one.name: str(data[one.name]) for one in fields(Entry)})
