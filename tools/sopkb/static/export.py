"""Writing the static export: all of it, or what an update of the index changed; the bytes are the same either way.

Files are named by what they hold, so a file that is there need not be written again, and a reader who still has the old
manifest is not given new files. The manifest comes last, in one step; then what nobody names any more is removed.
"""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sopkb.atomic import write_text
from sopkb.index import SearchIndex
from sopkb.index.delta import Delta, delta_since
from sopkb.index.posting import varint
from sopkb.index.reader import Postings
from sopkb.index.schema import KeyKind, number_of
from sopkb.search.score import common_from
from sopkb.static import entries
from sopkb.static.entries import NAME, name_of
from sopkb.static.kept import MANIFEST_NAME, Kept, read_kept, write_kept
from sopkb.static.shards import cut, first_texts, pack, paged

EXPORT_FORMAT = 2
BLOCK = 32
"""Record numbers whose cards lie in one folder."""
CARDS = "cards"
LEVEL = 7
"""Of compression: 9 takes more than twice as long and saves 0.2 %."""
_UNFINISHED = ".new"


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export came to.

    Args:
        files: how many there are now.
        written: how many were written.
        is_full: whether all was made anew, for want of an export to mend.
    """

    files: int
    written: int
    is_full: bool


def export_index(index: SearchIndex, folder: Path, kept: Path) -> ExportReport:
    """Write the static export of an index.

    Args:
        index: the open index.
        folder: where the export is to be; nothing else may be in it.
        kept: a file for what is remembered between exports; outside of what is published.

    Raises:
        OSError: something cannot be written; the manifest is then still the old one.
    """
    return _Export(index, folder, kept).run()


class _Export:
    def __init__(self, index: SearchIndex, folder: Path, kept: Path) -> None:
        self.index, self.folder, self.kept = index, folder, kept
        self.names: set[str] = set()
        self.written = 0

    def run(self) -> ExportReport:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.there = set(_files(self.folder))
        self.before = read_kept(self.kept, self.folder)
        delta = delta_since(self.index.generation, self.before.generation) if self.before.generation else None
        if delta is None:
            self.before = Kept()
        changed = delta or Delta()  # of an export that nothing is remembered of, nothing can be kept
        self.common = common_from(self.index.settings.ranking, self.index.record_count)
        terms = self._terms(delta)
        manifest = {
            "format": EXPORT_FORMAT,
            "base": self.index.digest,
            "records": self.index.record_count,
            "settings": entries.settings_of(self.index),
            "traits": self._kept_file("traits", changed.traits) or self._put(entries.traits_file(self.index)),
            "facets": self._kept_file("facets", changed.traits) or self._put(entries.facets_file(self.index)),
            "details": self._kept_file("details", changed.traits) or self._put(entries.details_file(self.index)),
            "terms": [[page[0][0], self._put(entries.page_file(page))] for page in paged(terms)],
            "words": self._kept_shards("words", changed.words) or self._words(backwards=False),
            "sdrow": self._kept_shards("sdrow", changed.words) or self._words(backwards=True),
            "keys": self._keys(delta),
            "cards": self._cards(delta),
        }
        text = entries.manifest_text(manifest)
        write_text(self.folder / MANIFEST_NAME, text)
        self._remove_unnamed()
        after = Kept(self.index.generation.name, self.common, self.terms, self.shards, self.keys)
        write_kept(self.kept, after, text)
        return ExportReport(len(self.names) + 1, self.written, delta is None)

    def _kept_file(self, name: str, changed: Collection[Any]) -> str:
        """The file of the old manifest where nothing of what it says has changed; "" where it must be made."""
        file = str(self.before.manifest.get(name, ""))
        if changed or file not in self.there:
            return ""
        self.names.add(file)
        return file

    def _kept_shards(self, name: str, changed: Collection[Any]) -> list[list[str]]:
        """The same for a list of shards."""
        shards: list[list[str]] = self.before.manifest.get(name, [])
        names = {file for _, file in shards}
        if changed or not self.there.issuperset(names):
            return []
        self.names |= names
        return shards

    def _terms(self, delta: Delta | None) -> list[list[str]]:
        before = self.before.terms
        if delta is None:
            self.terms: dict[str, list[Any]] = {}
            found = self.index.scan()
        else:
            touched = delta.terms | {term for term, (*_, file) in before.items() if file and file not in self.there}
            touched |= {term for term in delta.moved if not self._is_common(self.index.count(term))}
            if self.common != self.before.common:
                touched |= {t for t, (n, *_) in before.items() if (n > self.before.common) != self._is_common(n)}
            self.terms = {term: entry for term, entry in before.items() if term not in touched}
            found = ((term, self.index.salient(term), self.index.plain(term)) for term in touched)
        fresh = {term: self._term(term, salient, plain) for term, salient, plain in found if salient or plain}
        self.names |= {name for _, _, name in self.terms.values() if name}
        return list(self._term_shards(fresh))

    def _term_shards(self, fresh: Mapping[str, bytes]) -> Iterator[list[str]]:
        """First text and name of each shard; those that hold what they held stay."""
        new = sorted(fresh)
        old = dict(self.before.ranges())
        shards = list(cut([(term, self.terms[term][1]) for term in sorted(self.terms)]))
        self.shards: list[tuple[str, int]] = []
        for first, shard in zip(first_texts(shards), shards, strict=True):
            ends = shard[0][0], shard[-1][0], len(shard)
            at = bisect_left(new, ends[0])
            name = old.get(ends, "")
            if name in self.there and (at == len(new) or new[at] > ends[1]):
                self.names.add(name)
            else:
                name = self._put(pack({term: fresh.get(term) or self._again(term) for term, _ in shard}))
            self.shards.append((name, len(shard)))
            yield [first, name]

    def _is_common(self, holders: int) -> bool:
        return holders > self.common

    def _term(self, term: str, salient: Postings, plain: Postings) -> bytes:
        """The entry of a term, noted down."""
        holders = len(salient) + len(plain)
        is_common = self._is_common(holders)
        if is_common:
            salient, plain = entries.without_positions(salient), entries.without_positions(plain)
        rest = entries.postings(plain)
        name = self._put(rest) if is_common else ""
        rest = bytes.fromhex(name) if is_common else rest
        entry = entries.term_entry(salient, len(plain), rest, is_common=is_common)
        self.terms[term] = [holders, len(term.encode("utf-8", "replace")) + len(entry), name]
        return entry

    def _again(self, term: str) -> bytes:
        """The entry of a term that has not changed: from its old shard, or else from the index."""
        if entry := self.before.entries_beside(term).get(term):
            return entry
        holders, _, name = self.terms[term]
        if not name:
            return self._term(term, self.index.salient(term), self.index.plain(term))
        salient = entries.without_positions(self.index.salient(term))
        return entries.term_entry(salient, holders - len(salient), bytes.fromhex(name), is_common=True)

    def _words(self, *, backwards: bool) -> list[list[str]]:
        lexicon = self.index.lexicon
        return self._shards({word[:: -1 if backwards else 1]: varint(lexicon.count(word)) for word in lexicon.sorted})

    def _keys(self, delta: Delta | None) -> list[list[str]]:
        self.keys = self.before.keys
        if kept := self._kept_shards("keys", delta.keys if delta else ()):
            return kept
        if delta is None:
            kinds = tuple(f"{kind.value}:" for kind in KeyKind)
            held = {key: numbers for key, numbers in self.index.exact_keys() if numbers and key.startswith(kinds)}
        else:
            held = json.loads(self.before.keys)
            held |= {key: [number_of(name) or 0 for name in self.index.holders(key)] for key in delta.keys}
            held = {key: numbers for key, numbers in held.items() if numbers}
        self.keys = json.dumps(held, ensure_ascii=False)
        return self._shards({key: entries.key_entry(numbers) for key, numbers in held.items()})

    def _shards(self, found: Mapping[str, bytes]) -> list[list[str]]:
        sized = [(text, len(text.encode("utf-8", "replace")) + len(found[text])) for text in sorted(found)]
        shards = list(cut(sized))
        names = [self._put(pack({text: found[text] for text, _ in shard})) for shard in shards]
        return [[first, name] for first, name in zip(first_texts(shards), names, strict=True)]

    def _cards(self, delta: Delta | None) -> dict[str, str]:
        blocks: dict[int, list[int]] = {}
        for number in sorted(self.index.traits):
            blocks.setdefault(number // BLOCK, []).append(number)
        changed = None if delta is None else {number // BLOCK for number in delta.records}
        old = self.before.manifest.get(CARDS, {})
        found = {}
        for block, numbers in blocks.items():
            name = old.get(str(block), "")
            paths = [f"{name}/{number}" for number in numbers]
            if changed is None or block in changed or not name or not self.there.issuperset(paths):
                name = self._put_cards(numbers)
            self.names.update(f"{name}/{number}" for number in numbers)
            found[str(block)] = name
        return found

    def _put_cards(self, numbers: Sequence[int]) -> str:
        """Write the cards of one block; the name of its folder."""
        files = {}
        whole = hashlib.sha256()
        for number in numbers:
            raw = entries.card_file(self.index, number)
            digest = hashlib.sha256(raw).digest()
            whole.update(varint(number) + digest)
            files[number] = digest[:NAME] + _deflated(raw)
        name = whole.hexdigest()[: 2 * NAME]
        for number, raw in files.items():
            path = f"{name}/{number}"
            if path not in self.there:
                (self.folder / name).mkdir(exist_ok=True)
                self._write(path, raw)
        return name

    def _put(self, raw: bytes) -> str:
        """Write a file where it is not there yet; its name."""
        name = name_of(raw)
        self.names.add(name)
        if name not in self.there:
            self._write(name, _deflated(raw))
            self.there.add(name)
        return name

    def _write(self, name: str, raw: bytes) -> None:
        # Not flushed to the disk one by one: after a power cut a reader finds a wrong digest, and says so.
        path = self.folder / f"{name}{_UNFINISHED}"
        path.write_bytes(raw)
        path.replace(self.folder / name)
        self.written += 1

    def _remove_unnamed(self) -> None:
        for name in self.there - self.names - {MANIFEST_NAME}:
            (self.folder / name).unlink(missing_ok=True)
        used = {name.partition("/")[0] for name in self.names}
        for entry in list(os.scandir(self.folder)):
            if entry.is_dir(follow_symlinks=False) and entry.name not in used:
                with suppress(OSError):  # not empty: somebody else's
                    Path(entry.path).rmdir()


def _files(folder: Path, below: str = "") -> Iterator[str]:
    """Every file of an export, by its name in it."""
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path), f"{below}{entry.name}/")
        else:
            yield f"{below}{entry.name}"


def _deflated(raw: bytes) -> bytes:
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
    return packer.compress(raw) + packer.flush()
