"""An index opened for questions: what a ranking needs to know of the words and units of live records, and no more."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from sopkb.errors import IndexUnusable
from sopkb.index.lexicon import Lexicon, parse_lexicon
from sopkb.index.manifest import LEXICON_NAME, REMEDY, Manifest, damaged, read_manifest, verify_files
from sopkb.index.schema import SECTION_FIELDS
from sopkb.index.whoosh_store import StoreReader
from sopkb.load import Base

_TRIES = 5


def open_index(base: Base, folder: Path) -> SearchIndex:
    """Open the index of a base.

    Args:
        base: the base as it is now.
        folder: of the index.

    Raises:
        IndexUnusable: the index is missing, stale, damaged, or from another version; its message says which.
    """
    for _ in range(_TRIES):
        manifest = read_manifest(folder)
        if manifest.base != base.digest:
            raise IndexUnusable(f"The search index in {folder} is stale: the records have changed since.", REMEDY)
        try:
            verify_files(folder, manifest)
            return SearchIndex(folder / manifest.generation, manifest)
        except IndexUnusable:
            raise
        except Exception as error:  # whatever Whoosh raises when its files go, or are not what it expects
            if read_manifest(folder).generation == manifest.generation:
                missing = not (folder / manifest.generation).is_dir()
                what = f"{manifest.generation} is missing" if missing else "Whoosh cannot read it"
                raise damaged(folder, what) from error
    raise damaged(folder, "it is replaced faster than it can be opened")


class SearchIndex:
    """An open index. Deleted units are never seen, and no figure counts them. Close it, or use it in a ``with``.

    Args:
        generation: folder of the index's files.
        manifest: what stands beside it.

    Attributes:
        ids: each record's id by its number.
    """

    def __init__(self, generation: Path, manifest: Manifest) -> None:
        # Read now and parsed when it is asked for: by then a writer may have removed the folder.
        self._raw_lexicon = (generation / LEXICON_NAME).read_bytes()
        self._store = StoreReader(generation)
        self.ids: Mapping[int, str] = {number: record_id for record_id, (number, _) in manifest.records.items()}
        self.digest = manifest.base

    @property
    def record_count(self) -> int:
        return len(self.ids)

    @property
    def record_of(self) -> array[int]:
        """Each unit's record number."""
        return self._store.records

    @property
    def section_of(self) -> array[int]:
        """Each unit's place in its record: 0 for the front matter, else that of the section."""
        return self._store.sections

    def lengths(self, field: str) -> array[int]:
        """Each unit's length in words, in one field."""
        return self._store.lengths[field]

    @cached_property
    def body_lengths(self) -> Mapping[int, int]:
        """Each record's length in words: all its sections."""
        return self._per_record("body")

    @cached_property
    def mean_body_length(self) -> float:
        """The mean of ``body_lengths``, and never 0."""
        return sum(self.body_lengths.values()) / max(self.record_count, 1) or 1.0

    @cached_property
    def mean_lengths(self) -> Mapping[str, float]:
        """For each text field its mean length in words, over the units that can have it."""
        records = max(self.record_count, 1)
        totals = {field: sum(self._per_record(field).values()) for field in self._store.lengths}
        sections = max(sum(section > 0 for section in self._live_sections()), 1)
        return {f: total / (sections if f in SECTION_FIELDS else records) or 1.0 for f, total in totals.items()}

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words as people spell them."""
        return parse_lexicon(self._raw_lexicon)

    def postings(self, field: str, term: str) -> list[tuple[int, int]]:
        """The units that hold a term in a field, each with how often they do."""
        return self._store.postings(field, term)

    def positions(self, field: str, term: str) -> Iterator[tuple[int, tuple[int, ...]]]:
        """The units that hold a term in a field, each with the places it stands at."""
        return self._store.positions(field, term)

    def holders(self, key: str) -> tuple[str, ...]:
        """Ids of the records that have an exact key, sorted."""
        units = (unit for unit, _ in self._store.postings("key", key))
        return tuple(sorted({self.ids[self.record_of[unit]] for unit in units}))

    def _live_sections(self) -> Iterator[int]:
        return (section for unit, section in enumerate(self.section_of) if self._store.is_live(unit))

    def _per_record(self, field: str) -> dict[int, int]:
        totals = dict.fromkeys(self.ids, 0)
        for unit, (record, length) in enumerate(zip(self.record_of, self.lengths(field), strict=True)):
            if length and self._store.is_live(unit):
                totals[record] += length
        return totals

    def close(self) -> None:
        """Let go of the files."""
        self._store.close()

    def __enter__(self) -> SearchIndex:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
