"""All records of one base, and what only shows when they are seen together."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from sopkb.core.codes import find_record_ids, normal_form
from sopkb.core.kinds import ID
from sopkb.core.record import Document, Record
from sopkb.core.relations import Relation, supersedable


@dataclass(frozen=True, slots=True)
class TrackedItem:
    """A bug or an incident, as the tracker's export tells it."""

    id: str
    is_open: bool
    fixed_in: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Tracker:
    """``tracker.json``: what is known of bugs and incidents, and as of when. What it does not name is unknown."""

    as_of: datetime | None = None
    items: Mapping[str, TrackedItem] = field(default_factory=dict)

    def is_open(self, item_id: str) -> bool | None:
        """Whether a bug or incident is open; None where the tracker does not know it."""
        item = self.items.get(item_id)
        return item.is_open if item else None


def order_of(document: Document) -> tuple[str, str]:
    """What documents are sorted by: ``x.md`` comes before ``x-copy.md``, which somebody has begun a record with.

    Names that cannot be shown may look the same: then by their faults, so that the order is always one.
    """
    return document.path.removesuffix(".md"), str(document.faults)


@dataclass(frozen=True)
class Corpus:
    """The documents of a base, in the order of their paths (see :func:`order_of`).

    Where an id stands in two files, the first has it; rule I01 reports the others. Future majors
    (``….next.md``) are not among the records: see ``upcoming``.
    """

    documents: tuple[Document, ...]
    tracker: Tracker = Tracker()
    files: frozenset[str] = frozenset()
    """Every other file of the tree (images, attachments), relative to the project; none that is hidden."""
    others: tuple[Document, ...] = ()
    """The same files and whatever is hidden, for what is looked for in every file; only ``kb.yml`` and
    ``tracker.json`` with their text."""

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """One record an id, sorted by id."""
        return tuple(self.by_id[record_id] for record_id in sorted(self.by_id))

    @cached_property
    def by_id(self) -> Mapping[str, Record]:
        """The current record of each id."""
        found: dict[str, Record] = {}
        for record in self.all_records():
            if record.id and not record.is_next:
                found.setdefault(record.id, record)
        return found

    @cached_property
    def by_path(self) -> Mapping[str, Record]:
        """Every readable record by its file."""
        return {record.path: record for record in self.all_records()}

    @cached_property
    def unreadable(self) -> frozenset[str]:
        """Ids in the names of files that could not be read as records: who names one of them names no stranger."""
        names = map(posixpath.basename, self.unreadable_paths)
        return frozenset(match.group() for name in names if (match := ID.match(name)))

    @cached_property
    def unreadable_paths(self) -> frozenset[str]:
        """Files that should be records, and could not be read as such."""
        return frozenset(document.path for document in self.documents if document.record is None)

    @cached_property
    def upcoming(self) -> Mapping[str, Record]:
        """Future majors by id."""
        return {record.id: record for record in self.all_records() if record.is_next and record.id}

    @cached_property
    def by_code(self) -> Mapping[str, tuple[Record, ...]]:
        """The records that list each error code in ``error_codes``, by the code's normal form; sorted by id."""
        found: dict[str, dict[str, Record]] = {}
        for record in self.records:
            for code in record.error_codes:
                found.setdefault(normal_form(code), {})[record.id] = record
        return {code: tuple(records.values()) for code, records in found.items()}

    def all_records(self) -> Iterator[Record]:
        """Every file that could be read as a record, duplicates and future majors included, by path."""
        return (document.record for document in self.documents if document.record)

    @cached_property
    def relations(self) -> Mapping[str, tuple[Relation, ...]]:
        """The arrows that leave each record."""
        return {record.id: record.relations for record in self.records}

    def named_by(self, record: Record) -> frozenset[str]:
        """Every id that a record names: in its front matter, in its body, or by a link to the record's file."""
        named = {relation.target for relation in record.relations}
        for link in record.body.links:
            named.update(ID.findall(link.target))
        return frozenset(named)

    @cached_property
    def inverses(self) -> Mapping[str, tuple[Relation, ...]]:
        """The arrows that arrive at each id, those that do not exist included; sorted by source."""
        arriving: dict[str, list[Relation]] = {}
        for record in self.records:
            for relation in self.relations[record.id]:
                arriving.setdefault(relation.target, []).append(relation)
        return {target: tuple(found) for target, found in arriving.items()}

    def named(self, spelled: str) -> Record | None:
        """The record of an id, however it is typed (``sop 12``, ``WKA-0002``), or of an alias."""
        spelled = spelled.strip()
        wanted = next((mention.normal for mention in find_record_ids(spelled) if mention.text == spelled), spelled)
        return self.by_id.get(wanted) or self._by_alias.get(wanted.casefold())

    @cached_property
    def _by_alias(self) -> Mapping[str, Record]:
        return {alias.casefold(): record for record in reversed(self.records) for alias in record.aliases}

    def successor_of(self, record_id: str) -> Record | None:
        """The record that took another's place, followed to the end of the chain.

        That is the one that supersedes it. Where none does, it is the one record that the note on its retirement
        names ("use SOP-0009"), if that is active and of a kind that can supersede it.
        """
        seen = {record_id}
        current: Record | None = None
        while (next_id := self._superseding.get(record_id)) and next_id not in seen:
            record_id = next_id
            seen.add(record_id)
            current = self.by_id[record_id]
        return current

    @cached_property
    def _superseding(self) -> Mapping[str, str]:
        """For each id the record that took its place: see :meth:`successor_of`."""
        found: dict[str, str] = {}
        for record in self.records:
            for relation in self.relations[record.id]:
                if relation.kind.name == "supersedes":
                    found.setdefault(relation.target, record.id)
        for record in self.records:
            if record.is_retired and record.id not in found and (named := self._named_in_note(record)):
                found[record.id] = named
        return found

    def _named_in_note(self, record: Record) -> str:
        """The one record that a retirement's note names; ``""`` for none, and where it names several."""
        note = record.meta.map("retired").get("note")
        named = set(ID.findall(note)) - {record.id} if isinstance(note, str) else set()
        other = self.by_id.get(named.pop()) if len(named) == 1 else None
        return other.id if other and other.is_active and record.kind_name in supersedable(other) else ""
