"""What the export says of each term: a list of shards with its postings, another with where it stands.

Only phrases ask where a term stands, so that is in shards of its own. Of a common term no query reads all postings: its
shard has the strongest, and the numbers of all its records are a file of their own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sopkb.search.index import SearchIndex
from sopkb.search.index.delta import Delta
from sopkb.search.index.posting import Postings
from sopkb.search.index.ranking import common_from
from sopkb.search.static import entries
from sopkb.search.static.files import Files
from sopkb.search.static.kept import PLACES, TERMS, Kept, terms_in
from sopkb.search.static.shards import Entry, cut, first_texts, pack
from sopkb.search.weigh import strongest

Entries = Mapping[str, Entry]
"""What is said of a term, by list."""


class TermShards:
    """The shards of one export.

    Args:
        index: the open index.
        files: where they are written.
        before: the export that is mended; nothing is remembered of one that is made anew.

    Attributes:
        common: the number of records above which a term is common.
        terms: see :class:`sopkb.search.static.kept.Kept`.
        shards: see there.
    """

    def __init__(self, index: SearchIndex, files: Files, before: Kept) -> None:
        self._index, self._files, self._before = index, files, before
        self.common = common_from(index.settings.ranking, index.record_count)
        self.terms: dict[str, list[Any]] = {}
        self.shards: dict[str, list[tuple[str, int]]] = {TERMS: [], PLACES: []}

    def write(self, delta: Delta | None) -> tuple[list[list[str]], list[list[str]]]:
        """Write both lists; of each shard the first text that it may hold, and its name.

        Args:
            delta: what changed since the export that is mended; None where all is made.
        """
        before, index = self._before.terms, self._index
        if delta is None:
            found = index.scan()
        else:
            touched = delta.terms | {term for term in delta.moved if not self._is_common(index.count(term))}
            if self.common != self._before.common:
                touched |= {t for t, (n, *_) in before.items() if (n > self._before.common) != self._is_common(n)}
            # Last, and not for what is touched: the old files of that are not to be kept.
            kept = {t for t, (*_, names) in before.items() if t not in touched and self._files.keep(names)}
            touched |= before.keys() - kept
            self.terms = {term: entry for term, entry in before.items() if term not in touched}
            found = ((term, index.salient(term), index.plain(term)) for term in touched)
        fresh = {term: self._entries(term, salient, plain) for term, salient, plain in found if salient or plain}
        return list(self._shards_of(TERMS, fresh)), list(self._shards_of(PLACES, fresh))

    def _shards_of(self, kind: str, fresh: Mapping[str, Entries]) -> Iterator[list[str]]:
        """The shards of one list; those that hold what they held stay."""
        new = sorted(fresh)
        old = dict(self._before.ranges(kind))
        shards = list(cut([(term, _bytes(term, self.terms[term][1][kind])) for term in terms_in(kind, self.terms)]))
        for first, shard in zip(first_texts(shards), shards, strict=True):
            ends = shard[0][0], shard[-1][0], len(shard)
            at = bisect_left(new, ends[0])
            name = old.get(ends, "")
            if (at < len(new) and new[at] <= ends[1]) or not (name and self._files.keep([name])):
                found = {term: (fresh.get(term) or self._again(kind, term))[kind] for term, _ in shard}
                name = self._files.put(*pack(found))
            self.shards[kind].append((name, len(shard)))
            yield [first, name]

    def _is_common(self, holders: int) -> bool:
        return holders > self.common

    def _entries(self, term: str, salient: Postings, plain: Postings) -> Entries:
        """What both lists say of a term, noted down."""
        holders, names = len(salient) + len(plain), []
        if self._is_common(holders):
            names = [self._files.put(entries.numbers_file(plain))]
            best = strongest(plain, self._index.settings.ranking)
            found = {TERMS: entries.term_entry(salient, plain, best, *names)}
        else:
            found = {TERMS: entries.term_entry(salient, plain), PLACES: [entries.places_entry(salient, plain)]}
        self.terms[term] = [holders, {kind: [len(part) for part in entry] for kind, entry in found.items()}, names]
        return found

    def _again(self, kind: str, term: str) -> Entries:
        """The entry of a term that has not changed: from its old shard, or else from the index."""
        if entry := self._before.entries_beside(kind, term).get(term):
            return {kind: entry}
        return self._entries(term, self._index.salient(term), self._index.plain(term))


def _bytes(term: str, parts: Iterable[int]) -> int:
    return len(term.encode("utf-8", "replace")) + sum(parts)
