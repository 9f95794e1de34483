"""Writing the static export: all of it, or what an update of the index changed; the bytes are the same either way.

Files are named by what they hold, so a file that is there need not be written again, and a reader who still has the old
manifest is not given new files. The manifest comes last, in one step; then what nobody names any more is removed.
"""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sopkb.atomic import write_text
from sopkb.index import SearchIndex
from sopkb.index.delta import Delta, delta_since
from sopkb.index.posting import varint
from sopkb.index.reader import Postings
from sopkb.index.schema import KeyKind
from sopkb.search.score import common_from
from sopkb.static import entries
from sopkb.static.entries import NAME
from sopkb.static.shards import cut, first_texts, pack, paged

EXPORT_FORMAT = 1
MANIFEST_NAME = "manifest.json"
BLOCK = 32
"""Record numbers whose cards lie in one folder."""
CARDS = "cards"
_UNFINISHED = ".new"


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export came to.

    Args:
        files: how many there are now.
        written: how many were written.
        bytes: size of all of them.
        is_full: whether all was made anew, for want of an export to mend.
    """

    files: int
    written: int
    bytes: int
    is_full: bool


@dataclass(slots=True)
class _Kept:
    """What is remembered of an export beside it, to mend it: never shipped, and nothing is lost with it.

    Args:
        generation: name of the index's generation that it was made from.
        common: the number of records above which a term was common.
        terms: of each term how many records have it, the bytes of its entry, and the file of its common postings.
        shards: names of the shards that hold them, in order.
        manifest: the export's.
    """

    generation: str = ""
    common: int = 0
    terms: dict[str, list[Any]] = field(default_factory=dict)
    shards: list[str] = field(default_factory=list)
    manifest: dict[str, Any] = field(default_factory=dict)


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
        self.there = {name for name, _ in _files(self.folder)}
        self.before = self._remembered()
        delta = delta_since(self.index.generation, self.before.generation) if self.before.generation else None
        if delta is None:
            self.before = _Kept()
        self.common = common_from(self.index.settings.ranking, self.index.record_count)
        terms = self._terms(delta)
        manifest = {
            "format": EXPORT_FORMAT,
            "base": self.index.digest,
            "records": self.index.record_count,
            "settings": self._put(entries.settings_file(self.index)),
            "traits": self._put(entries.traits_file(self.index)),
            "details": self._put(entries.details_file(self.index)),
            "terms": [[page[0][0], self._put(entries.page_file(page))] for page in paged(terms)],
            **self._words(),
            "keys": self._keys(),
            "cards": self._cards(delta),
        }
        write_text(self.folder / MANIFEST_NAME, entries.manifest_text(manifest))
        self._remove_unnamed()
        self._remember([name for _, name in terms])
        sizes = [size for _, size in _files(self.folder)]
        return ExportReport(len(sizes), self.written, sum(sizes), delta is None)

    def _terms(self, delta: Delta | None) -> list[list[str]]:
        before = self.before.terms
        if delta is None:
            self.terms: dict[str, list[Any]] = {}
            found = self.index.scan()
        else:
            touched = set(delta.terms)
            touched |= {term for term in delta.moved if not self._is_common(self.index.count(term))}
            if self.common != self.before.common:
                touched |= {t for t, (n, *_) in before.items() if (n > self.before.common) != self._is_common(n)}
            self.terms = {term: entry for term, entry in before.items() if term not in touched}
            found = ((term, self.index.salient(term), self.index.plain(term)) for term in touched)
        fresh = {term: self._term(term, salient, plain) for term, salient, plain in found if salient or plain}
        self.names |= {name for _, _, name in self.terms.values() if name}
        old = self._old_shards()
        shards = list(cut(_sized(self.terms)))
        cuts = []
        for first, shard in zip(first_texts(shards), shards, strict=True):
            held = tuple(term for term, _ in shard)
            name = old.get(held, "")
            if name in self.there and fresh.keys().isdisjoint(held):
                self.names.add(name)
            else:
                name = self._put(pack({term: fresh.get(term) or self._again(term) for term in held}))
            cuts.append([first, name])
        return cuts

    def _old_shards(self) -> dict[tuple[str, ...], str]:
        """The shards of the export that is there: the terms of each, and its name."""
        shards = cut(_sized(self.before.terms))
        names = self.before.shards
        return {tuple(term for term, _ in shard): name for shard, name in zip(shards, names, strict=True)}

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
        """The entry of a term that has not changed; the long lists of a common one are not read for it."""
        holders, _, name = self.terms[term]
        if not name:
            return self._term(term, self.index.salient(term), self.index.plain(term))
        salient = entries.without_positions(self.index.salient(term))
        return entries.term_entry(salient, holders - len(salient), bytes.fromhex(name), is_common=True)

    def _words(self) -> dict[str, list[list[str]]]:
        lexicon = self.index.lexicon
        words = {word: varint(lexicon.count(word)) for word in lexicon.sorted}
        return {
            "words": self._shards(words),
            "sdrow": self._shards({word[::-1]: entry for word, entry in words.items()}),
        }

    def _keys(self) -> list[list[str]]:
        kinds = tuple(f"{kind.value}:" for kind in KeyKind)
        held = {key: numbers for key, numbers in self.index.exact_keys() if numbers and key.startswith(kinds)}
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
        name = hashlib.sha256(raw).hexdigest()[: 2 * NAME]
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

    def _remembered(self) -> _Kept:
        """What is remembered of the export that is there; nothing where another was put in its place, or none is."""
        try:
            data = json.loads(self.kept.read_bytes())
            text = (self.folder / MANIFEST_NAME).read_bytes()
            if data["format"] != EXPORT_FORMAT or data["manifest"] != hashlib.sha256(text).hexdigest():
                return _Kept()
            return _Kept(data["generation"], data["common"], data["terms"], data["shards"], json.loads(text))
        except (OSError, ValueError, KeyError, TypeError):
            return _Kept()

    def _remember(self, shards: Sequence[str]) -> None:
        text = (self.folder / MANIFEST_NAME).read_bytes()
        data = {
            "format": EXPORT_FORMAT,
            "manifest": hashlib.sha256(text).hexdigest(),
            "generation": self.index.generation.name,
            "common": self.common,
            "terms": self.terms,
            "shards": shards,
        }
        write_text(self.kept, json.dumps(data, ensure_ascii=False))


def _files(folder: Path, below: str = "") -> Iterator[tuple[str, int]]:
    """Every file of an export, by its name in it, with its size."""
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path), f"{below}{entry.name}/")
        else:
            yield f"{below}{entry.name}", entry.stat(follow_symlinks=False).st_size


def _sized(terms: Mapping[str, Sequence[Any]]) -> list[tuple[str, int]]:
    return [(term, terms[term][1]) for term in sorted(terms)]


def _deflated(raw: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(raw) + packer.flush()
