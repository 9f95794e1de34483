"""The only module that knows Whoosh, and the whole of our untyped surface.

Whoosh 2.7.4 gives us a term dictionary, compressed posting lists, columns, deletions and a commit; analysis, statistics
and scoring are ours, because its own statistics count deleted documents.
"""

from __future__ import annotations

import struct
import warnings
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, islice
from pathlib import Path
from typing import Any

from sopkb.index.schema import TEXT_FIELDS, IndexedUnit

with warnings.catch_warnings():
    # Its sources were written for older Pythons and are frozen: `is 0`, and escapes that are none.
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)
    from whoosh import columns, fields, formats, index
    from whoosh import versionstring as whoosh_version
    from whoosh.codec import default_codec
    from whoosh.lang.porter import stem as _porter
    from whoosh.reading import SegmentReader

WHOOSH_VERSION = str(whoosh_version())
WRITE_LOCK_NAME = "MAIN_WRITELOCK"
"""A file that Whoosh leaves behind; nothing stands in it."""
SEGMENT_UNITS = 8192
"""Units written in one go. Whoosh holds them in memory; past its 128 MB it would sort on the disk, far more slowly."""
SMALL_SEGMENT = 0.1
"""Share of all units below which a segment is merged into the one being written; none of half a full one or more is."""

_UNIT = struct.Struct(f"!{2 + len(TEXT_FIELDS)}I")


class Terms(fields.FieldType):  # type: ignore[misc]
    """A field that is given its postings and analyses nothing. Named in every index: renaming it is a new format."""

    def __init__(self) -> None:
        super().__init__(formats.Format(), analyzer=None)

    def index(self, value: Mapping[str, Sequence[int]], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """The items Whoosh's writer asks for: term, frequency, weight, posting value."""
        for term, positions in value.items():
            packed = struct.pack(f"!{len(positions)}I", *positions)
            yield term.encode("utf-8", "replace"), len(positions), float(len(positions)), packed


def porter_stem(word: str) -> str:
    """The Porter stem of a lower-case English word."""
    return str(_porter(word))


def write_units(
    folder: Path, units: Iterable[IndexedUnit], *, into: bool, without: frozenset[int] = frozenset()
) -> None:
    """Write units into an index, and commit.

    Args:
        folder: of the index; nobody else may be reading or writing it.
        units: what to add.
        into: whether the folder holds an index to add to; else one is made.
        without: numbers of records whose units are taken out first.
    """
    store = index.open_dir(str(folder)) if into else index.create_in(str(folder), _schema())
    try:
        if without:
            with StoreReader(folder) as reader, _writing(store) as writer:
                for number, record in enumerate(reader.records):
                    if record in without and reader.is_live(number):
                        writer.delete_document(number)
        waiting = iter(units)
        for first in waiting:
            with _writing(store) as writer:
                for unit in chain([first], islice(waiting, SEGMENT_UNITS - 1)):
                    writer.add_document(**_document(unit))
    finally:
        store.close()


@contextmanager
def _writing(store: Any) -> Iterator[Any]:
    """A writer that commits one segment, or leaves the index as it was."""
    codec = default_codec()
    codec.length_stats = False  # Lengths are ours; asked for them, Whoosh looks for a file a posting.
    writer = store.writer(codec=codec)
    try:
        yield writer
        writer.commit(mergetype=_merge_small)
    except BaseException:
        with suppress(Exception):  # it trips over its own half-closed files; what counts is why it failed
            writer.cancel()
        raise


def _schema() -> Any:
    texts = {name: Terms() for name in TEXT_FIELDS}
    unit = fields.COLUMN(columns.FixedBytesColumn(_UNIT.size))
    return fields.Schema(**texts, key=Terms(), unit=unit, words=fields.STORED())


def _document(unit: IndexedUnit) -> dict[str, Any]:
    packed = _UNIT.pack(unit.record, unit.section, *(unit.lengths.get(name, 0) for name in TEXT_FIELDS))
    document: dict[str, Any] = {name: terms for name, terms in unit.postings.items() if terms}
    document["unit"] = packed
    if unit.keys:
        document["key"] = dict.fromkeys(unit.keys, (0,))
    if unit.words:
        document["words"] = " ".join(unit.words)
    return document


def _merge_small(writer: Any, segments: list[Any]) -> list[Any]:
    """Whoosh's hook at a commit: which segments stay. Small ones are written again with the new one."""
    total = sum(segment.doc_count_all() for segment in segments) + writer.doc_count()
    least = min(total * SMALL_SEGMENT, SEGMENT_UNITS / 2)
    stay = [segment for segment in segments if segment.doc_count_all() >= least]
    for segment in segments:
        if segment not in stay:
            reader = SegmentReader(writer.storage, writer.schema, segment)
            writer.add_reader(reader)
            reader.close()
    return stay


class StoreReader:
    """An index opened for reading. Units are numbered from 0; the numbers of deleted units are skipped, not reused.

    Args:
        folder: of the index.

    Attributes:
        records: each unit's record number.
        sections: each unit's place in its record.
        lengths: for each text field, each unit's length in words.
    """

    def __init__(self, folder: Path) -> None:
        self._reader = index.open_dir(str(folder), readonly=True).reader()
        self._leaves: list[tuple[Any, int]] = []
        self._deleted: set[int] = set()
        packed = b""
        for leaf, first in self._reader.leaf_readers():
            if count := leaf.doc_count_all():
                self._leaves.append((leaf, first))
                self._deleted.update(first + number for number in range(count) if leaf.is_deleted(number))
                packed += b"".join(leaf.column_reader("unit", translate=False))
        columns_of_units = list(zip(*_UNIT.iter_unpack(packed), strict=True)) or [()] * (2 + len(TEXT_FIELDS))
        self.records, self.sections, *lengths = (array("L", column) for column in columns_of_units)
        self.lengths: Mapping[str, array[int]] = dict(zip(TEXT_FIELDS, lengths, strict=True))

    def is_live(self, unit: int) -> bool:
        """Whether a unit has not been deleted."""
        return unit not in self._deleted

    @property
    def deleted_count(self) -> int:
        return len(self._deleted)

    def postings(self, field: str, term: str) -> list[tuple[int, int]]:
        """The live units that hold a term, each with how often it does, by unit."""
        return [(unit, int(matcher.weight())) for unit, matcher in self._matches(field, term)]

    def positions(self, field: str, term: str) -> Iterator[tuple[int, tuple[int, ...]]]:
        """The live units that hold a term, each with the places it stands at."""
        for unit, matcher in self._matches(field, term):
            value = matcher.value()
            yield unit, struct.unpack(f"!{len(value) // 4}I", value)

    def words_of(self, records: frozenset[int]) -> Iterator[str]:
        """The spellings that some records were indexed with; one that two records share comes twice."""
        for leaf, first in self._leaves:
            for unit in range(first, first + leaf.doc_count_all()):
                if self.sections[unit] == 0 and self.records[unit] in records and self.is_live(unit):
                    yield from leaf.stored_fields(unit - first).get("words", "").split()

    def _matches(self, field: str, term: str) -> Iterator[tuple[int, Any]]:
        for leaf, first in self._leaves:
            if (field, term) not in leaf:
                continue
            matcher = leaf.postings(field, term)
            while matcher.is_active():
                yield first + matcher.id(), matcher
                matcher.next()

    def close(self) -> None:
        self._reader.close()

    def __enter__(self) -> StoreReader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
