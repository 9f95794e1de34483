"""Which record a document is: found again by what earlier imports wrote down, or by its alias, or given a new id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sopkb.core.errors import UsageError
from sopkb.core.kinds import ID, Kind, kind_of_id
from sopkb.core.load import Base
from sopkb.core.load.files import read_text
from sopkb.core.record import Record
from sopkb_import.plain import clean
from sopkb_import.state import Entry, State

_LAST = 9999


@dataclass(frozen=True, slots=True)
class Place:
    """The record that a document is, or becomes.

    Args:
        record_id: its id.
        path: of its file, relative to the base; ``""`` where it has none yet.
        created: day of its first import.
        entry: what earlier imports wrote down about it.
        current: what stands in its file; None where there is none.
    """

    record_id: str
    path: str
    created: str
    entry: Entry | None = None
    current: bytes | None = None

    @property
    def is_deleted(self) -> bool:
        """Whether an earlier import made the record, and a person deleted it."""
        return self.entry is not None and self.current is None


def find_places(
    sources: Iterable[str], kind: Kind, root: Path, base: Base | None, state: State, today: date
) -> dict[str, Place]:
    """A place for each document.

    Args:
        sources: paths of the documents, in the order in which new ids are given.
        kind: of the records.
        root: folder of the base.
        base: the base as it is; None where there is none yet.
        state: what earlier imports wrote down.
        today: day on which a new record is created.

    Raises:
        UsageError: the numbers of the kind are used up.
    """
    records = {record.id: record for record in _records(kind, base)}
    by_alias = {alias: record.id for record in reversed(records.values()) for alias in record.aliases}
    entries = state.of(kind.name)
    last = _highest(kind, base, entries)
    places: dict[str, Place] = {}
    used: set[str] = set()
    for source in sources:
        entry = entries.get(source)
        record_id = entry.id if entry else by_alias.get(clean(source), "")
        if record_id and record_id not in used:
            places[source] = _known(record_id, records.get(record_id), entry, root, today)
        else:
            last += 1
            if last > _LAST:
                raise UsageError(f"{kind.prefix}-{_LAST} is the last id there is.", "Import into another base.")
            places[source] = Place(f"{kind.prefix}-{last:04d}", "", today.isoformat())
        used.add(places[source].record_id)
    return places


def _records(kind: Kind, base: Base | None) -> Iterator[Record]:
    if base:
        yield from (record for record in base.corpus.records if record.kind is kind)


def _known(record_id: str, record: Record | None, entry: Entry | None, root: Path, today: date) -> Place:
    path = record.path.partition("/")[2] if record else entry.path if entry else ""
    file = root / path
    found = read_text(file, root).raw if path and file.is_file() else None
    created = entry.created if entry else record.meta.text("created") if record else ""
    return Place(record_id, path, created or today.isoformat(), entry, found)


def _highest(kind: Kind, base: Base | None, entries: Mapping[str, Entry]) -> int:
    """The highest number that was ever taken, as far as anything shows: ids are never given twice."""
    taken = [entry.id for entry in entries.values()]
    if base:
        for document in base.corpus.documents:
            taken += ID.findall(document.path)
            if document.record:
                taken += [document.record.id, *document.record.aliases]
    return max((int(name[4:]) for name in taken if kind_of_id(name) is kind), default=0)
