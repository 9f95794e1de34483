"""An index opened for questions: what a search needs to know, and no more. No base is needed beside it."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from sopkb.core.errors import IndexUnusable
from sopkb.core.load import Base
from sopkb.search.index.cards import TraitsTable, parse_traits
from sopkb.search.index.lexicon import Lexicon, parse_lexicon
from sopkb.search.index.manifest import (
    LEXICON_NAME,
    REMEDY,
    SETTINGS_NAME,
    TRAITS_NAME,
    Manifest,
    damaged,
    read_manifest,
    verify_files,
)
from sopkb.search.index.posting import Postings
from sopkb.search.index.schema import PLAIN, SALIENT, id_of
from sopkb.search.index.settings import Settings, read_settings
from sopkb.search.index.whoosh_store import KEY, StoreReader

MOST_REMEMBERED = 2_000_000
"""Postings kept in memory by an index that stays open."""
MOST_COUNTS = 100_000
"""Terms of which it remembers in how many records they stand: a query asks five times for the same, often for none."""
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
        except Exception as error:  # whatever Whoosh raises when its files go, or are not what it expects
            if read_manifest(folder).generation == manifest.generation:
                if isinstance(error, IndexUnusable):
                    raise
                missing = not (folder / manifest.generation).is_dir()
                what = f"{manifest.generation} is missing" if missing else "it cannot be read"
                raise damaged(folder, what) from error
    raise damaged(folder, "it is replaced faster than it can be opened")


class SearchIndex:
    """An open index. Deleted records are never seen, and no figure counts them. Close it, or use it in a ``with``.

    Args:
        generation: folder of the index's files.
        manifest: what stands beside it.

    Attributes:
        settings: what ``kb.yml`` and ``ranking.yml`` said when it was made.
        traits: of every record, by number.
        digest: of the base that it was made of.
        generation: folder of its files.
    """

    def __init__(self, generation: Path, manifest: Manifest) -> None:
        self.settings: Settings = read_settings((generation / SETTINGS_NAME).read_text(encoding="utf-8"))
        self.traits: TraitsTable = parse_traits((generation / TRAITS_NAME).read_bytes())
        self.digest = manifest.base
        self.generation = generation
        # Read now and parsed when it is asked for: by then a writer may have removed the folder.
        self._raw_lexicon = (generation / LEXICON_NAME).read_bytes()
        self._store = StoreReader(generation)
        self._counts: dict[str, int] = {}
        self._remembered: OrderedDict[tuple[str, str], Postings] = OrderedDict()
        self._size = 0

    @property
    def record_count(self) -> int:
        return len(self.traits)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words as people spell them."""
        return parse_lexicon(self._raw_lexicon)

    def salient(self, term: str) -> Postings:
        """Postings of a term in records that have it in a salient field."""
        return self._postings(SALIENT, term)

    def plain(self, term: str) -> Postings:
        """Postings of a term in records that have it in tags and running text only."""
        return self._postings(PLAIN, term)

    def count(self, term: str) -> int:
        """In how many records a term stands."""
        count = self._counts.get(term)
        if count is None:
            if len(self._counts) >= MOST_COUNTS:
                self._counts.clear()
            count = self._counts[term] = sum(self._store.count(field, term) for field in (SALIENT, PLAIN))
        return count

    def holders(self, key: str) -> tuple[str, ...]:
        """Ids of the records that have an exact key, sorted."""
        return tuple(sorted(map(id_of, self._postings(KEY, key))))

    def card(self, number: int) -> dict[str, Any]:
        """What a row of a record is drawn from; see :mod:`sopkb.search.index.cards`. A key may be missing."""
        card: dict[str, Any] = json.loads(self._store.card(number))
        return card

    def scan(self) -> Iterator[tuple[str, Postings, Postings]]:
        """Every term with its salient and its plain postings, sorted by code point; nothing is remembered of it."""
        nothing = ("", Postings())
        salient, plain = self._store.scan(SALIENT), self._store.scan(PLAIN)
        one, other = next(salient, nothing), next(plain, nothing)
        while one[0] or other[0]:
            term = min(text for text in (one[0], other[0]) if text)
            yield term, one[1] if one[0] == term else nothing[1], other[1] if other[0] == term else nothing[1]
            if one[0] == term:
                one = next(salient, nothing)
            if other[0] == term:
                other = next(plain, nothing)

    def terms(self) -> list[str]:
        """Every term that some record has, sorted by code point."""
        return [term for term, salient, plain in self.scan() if salient or plain]

    def keys_beginning(self, prefix: str) -> Iterator[str]:
        """The exact keys that begin so and that some record has, sorted by code point."""
        return (key for key in self._store.terms_beginning(KEY, prefix) if self._postings(KEY, key))

    def exact_keys(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Every exact key with the numbers of the records that have it, sorted by code point."""
        return ((key, tuple(found)) for key, found in self._store.scan(KEY))

    def _postings(self, field: str, term: str) -> Postings:
        asked = (field, term)
        found = self._remembered.get(asked)
        if found is None:
            found = self._store.postings(field, term)
            self._remembered[asked] = found
            self._size += len(found) + 1
            while self._size > MOST_REMEMBERED:
                self._size -= len(self._remembered.popitem(last=False)[1]) + 1
        else:
            self._remembered.move_to_end(asked)
        return found

    def close(self) -> None:
        """Let go of the files."""
        self._store.close()

    def __enter__(self) -> SearchIndex:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
