"""The only module that knows Whoosh, and the whole of our untyped surface.

Whoosh 2.7.4 gives us a term dictionary, compressed posting lists, columns, deletions and a commit; analysis, statistics
and scoring are ours, because its own statistics count deleted documents.
"""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from heapq import merge
from itertools import chain, groupby, islice, repeat
from operator import itemgetter
from pathlib import Path
from typing import Any

from sopkb.search.index.posting import Postings
from sopkb.search.index.schema import PLAIN, SALIENT, IndexedRecord

with warnings.catch_warnings():
    # Its sources were written for older Pythons and are frozen: `is 0`, and escapes that are none.
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)
    from whoosh import columns, fields, formats, index
    from whoosh import versionstring as whoosh_version
    from whoosh.codec.whoosh3 import W3Codec
    from whoosh.matching.wrappers import FilterMatcher
    from whoosh.reading import SegmentReader

WHOOSH_VERSION = str(whoosh_version())
WRITE_LOCK_NAME = "MAIN_WRITELOCK"
"""A file that Whoosh leaves behind; nothing stands in it."""
KEY = "key"
SEGMENT_RECORDS = 1024
"""Records written in one go. Whoosh holds them in memory; past 128 MB it would sort on the disk, far more slowly."""
BLOCK = 1024
"""Postings that are read and unpacked together."""
SMALL_SEGMENT = 0.1
"""Share of all records below which a segment is merged into the one being written, if not half a full one."""
MOST_DELETED = 0.3
"""Share of a segment's records that may be deleted; above it, the segment is merged: every query reads past them."""

_NUMBER = struct.Struct("!I")


class Terms(fields.FieldType):  # type: ignore[misc]
    """A field that is given its postings and analyses nothing. Named in every index: renaming it is a new format."""

    def __init__(self) -> None:
        super().__init__(formats.Format(), analyzer=None)

    def index(self, value: Mapping[str, bytes], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """The items Whoosh's writer asks for: term, frequency, weight, posting value."""
        for term, posting in value.items():
            yield term.encode("utf-8", "replace"), 1, 1.0, posting


def write_records(folder: Path, records: Iterable[IndexedRecord], *, into: bool, without: Sequence[int] = ()) -> None:
    """Write records into an index, and commit.

    Args:
        folder: of the index; nobody else may be reading or writing it.
        records: what to add.
        into: whether the folder holds an index to add to; else one is made.
        without: places of records that are taken out first (:meth:`StoreReader.place_of`).
    """
    store = index.open_dir(str(folder)) if into else index.create_in(str(folder), _schema())
    try:
        gone = list(without)
        waiting = iter(records)
        upcoming = list(islice(waiting, 1))
        while gone or upcoming:
            with _writing(store) as writer:
                for place in gone:
                    writer.delete_document(place)
                for record in chain(upcoming, islice(waiting, SEGMENT_RECORDS - 1)):
                    writer.add_document(**_document(record))
            gone, upcoming = [], list(islice(waiting, 1))
    finally:
        store.close()


@contextmanager
def _writing(store: Any) -> Iterator[Any]:
    """A writer that commits one segment, or leaves the index as it was."""
    codec = W3Codec(blocklimit=BLOCK)
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
    number = fields.COLUMN(columns.FixedBytesColumn(_NUMBER.size))
    return fields.Schema(
        **{SALIENT: Terms(), PLAIN: Terms(), KEY: Terms()},
        number=number,
        card=fields.STORED(),
        words=fields.STORED(),
        terms=fields.STORED(),
        keys=fields.STORED(),
    )


def _document(record: IndexedRecord) -> dict[str, Any]:
    document: dict[str, Any] = {
        "number": _NUMBER.pack(record.number),
        "card": record.card,
        "words": " ".join(record.words),
        "terms": " ".join((*record.salient, *record.plain)),
        "keys": "\n".join(record.keys),
        KEY: dict.fromkeys(record.keys, b"\0"),  # Whoosh loses empty values
    }
    for name, terms in ((SALIENT, record.salient), (PLAIN, record.plain)):
        if terms:
            document[name] = terms
    return document


def _merge_small(writer: Any, segments: list[Any]) -> list[Any]:
    """Whoosh's hook at a commit: which segments stay. Others are written again, without what is deleted."""
    total = sum(segment.doc_count_all() for segment in segments) + writer.doc_count()
    least = min(total * SMALL_SEGMENT, SEGMENT_RECORDS / 2)
    stay = [
        segment
        for segment in segments
        if segment.doc_count_all() >= least and segment.deleted_count() <= MOST_DELETED * segment.doc_count_all()
    ]
    for segment in segments:
        if segment not in stay:
            reader = SegmentReader(writer.storage, writer.schema, segment)
            writer.add_reader(reader)
            reader.close()
    return stay


class StoreReader:
    """An index opened for reading.

    Args:
        folder: of the index.

    Attributes:
        numbers: the numbers of the live records, in no order.
    """

    def __init__(self, folder: Path) -> None:
        self._reader = index.open_dir(str(folder), readonly=True).reader()
        self._leaves: list[_Leaf] = []
        self._places: dict[int, tuple[_Leaf, int]] = {}
        for leaf, first in self._reader.leaf_readers():
            if leaf.doc_count_all():
                opened = _Leaf(leaf, first)
                self._leaves.append(opened)
                self._places.update(
                    (number, (opened, place)) for place, number in enumerate(opened.numbers) if number >= 0
                )
        self.numbers = self._places.keys()

    def place_of(self, number: int) -> int:
        """Whoosh's own number for a live record, as its writer counts."""
        leaf, place = self._places[number]
        return leaf.first + place

    def postings(self, field: str, term: str) -> Postings:
        """The live records that hold a term; by no order that means anything."""
        found = Postings()
        for leaf in self._leaves:
            leaf.add_postings(field, term, found)
        return found

    def count(self, field: str, term: str) -> int:
        """How many live records hold a term."""
        return sum(leaf.count(field, term) for leaf in self._leaves)

    def terms(self, field: str) -> set[str]:
        """Every term of a field; some may have no live record any more."""
        return {term.decode("utf-8") for leaf in self._leaves for term in leaf.terms(field)}

    def terms_beginning(self, field: str, prefix: str) -> Iterator[str]:
        """The terms of a field that begin so, sorted by code point; some may have no live record any more."""
        return (term.decode("utf-8") for term in self._reader.expand_prefix(field, prefix.encode("utf-8", "replace")))

    def scan(self, field: str) -> Iterator[tuple[str, Postings]]:
        """Every term of a field with its postings, sorted by code point: what asking for all of them would give."""
        sources = [zip(leaf.terms(field), repeat(place)) for place, leaf in enumerate(self._leaves)]
        for term, group in groupby(merge(*sources), key=itemgetter(0)):
            text, found = term.decode("utf-8"), Postings()
            for _, place in group:
                self._leaves[place].add_postings(field, text, found)
            yield text, found

    def card(self, number: int) -> str:
        """The card of a live record."""
        leaf, place = self._places[number]
        return str(leaf.stored(place)["card"])

    def words_of(self, number: int) -> tuple[str, ...]:
        """The spellings that a live record was indexed with."""
        leaf, place = self._places[number]
        return tuple(leaf.stored(place)["words"].split())

    def keys_of(self, number: int) -> tuple[str, ...]:
        """The exact keys that a live record was indexed with."""
        leaf, place = self._places[number]
        return tuple(leaf.stored(place)["keys"].splitlines())

    def postings_of(self, number: int) -> dict[tuple[str, str], bytes]:
        """The postings of one live record, by field and term."""
        leaf, place = self._places[number]
        found = {}
        for term in leaf.stored(place)["terms"].split(" "):
            for field in (SALIENT, PLAIN):
                if term and (value := leaf.posting(field, term, place)):
                    found[field, term] = value
        return found

    def close(self) -> None:
        self._reader.close()

    def __enter__(self) -> StoreReader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Leaf:
    """One segment of an index; deleted records have the number -1."""

    def __init__(self, reader: Any, first: int) -> None:
        self._reader = reader
        self.first = first
        packed = b"".join(reader.column_reader("number", translate=False))
        self.numbers = [number for (number,) in _NUMBER.iter_unpack(packed)]
        self.gone = [place for place in range(len(self.numbers)) if reader.is_deleted(place)]
        for place in self.gone:
            self.numbers[place] = -1

    def count(self, field: str, term: str) -> int:
        if (field, term) not in self._reader:
            return 0
        held = int(self._reader.doc_frequency(field, term))
        if not self.gone:
            return held
        matcher = self._matcher(field, term)
        for place in self.gone:
            if not matcher.is_active():
                break
            matcher.skip_to(place)
            held -= matcher.is_active() and matcher.id() == place
        return held

    def terms(self, field: str) -> Iterator[bytes]:
        return iter(self._reader.lexicon(field))

    def stored(self, place: int) -> dict[str, Any]:
        return dict(self._reader.stored_fields(place))

    def posting(self, field: str, term: str, place: int) -> bytes:
        if (field, term) not in self._reader:
            return b""
        matcher = self._matcher(field, term)
        matcher.skip_to(place)
        return bytes(matcher.value()) if matcher.is_active() and matcher.id() == place else b""

    def add_postings(self, field: str, term: str, found: Postings) -> None:
        if (field, term) not in self._reader:
            return
        matcher = self._matcher(field, term)
        number_at = self.numbers.__getitem__
        while matcher.is_active():
            # A block at a time: asked posting by posting, Whoosh takes ten times as long as all of our scoring.
            matcher.id(), matcher.value()
            found.update(zip(map(number_at, matcher._ids), matcher._values, strict=True))
            matcher._next_block()
        found.pop(-1, None)

    def _matcher(self, field: str, term: str) -> Any:
        matcher = self._reader.postings(field, term)
        if isinstance(matcher, FilterMatcher):  # It leaves deleted documents out with a call each; so do we, for less.
            matcher = matcher.child
            matcher.reset()  # The filter has moved on from those it began with.
        return matcher
