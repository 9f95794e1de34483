"""Writing the static export: all of it, or what an update of the index changed; the bytes are the same either way.

Files are named by what they hold, so a file that is there need not be written again, and a reader who still has the old
manifest is not given new files. The manifest comes last, in one step; then what nobody names any more is removed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sopkb.atomic import write_text
from sopkb.search.index import SearchIndex
from sopkb.search.index.delta import Delta, delta_since
from sopkb.search.index.posting import varint
from sopkb.search.index.schema import KeyKind, number_of
from sopkb.search.static import entries
from sopkb.search.static.entries import NAME, name_of
from sopkb.search.static.files import Files
from sopkb.search.static.kept import MANIFEST_NAME, Kept, read_kept, write_kept
from sopkb.search.static.shards import cut, first_texts, pack, paged
from sopkb.search.static.states import states_files
from sopkb.search.static.terms import TermShards

EXPORT_FORMAT = 9
BLOCK = 64
"""Record numbers whose cards lie in one folder."""
CARDS = "cards"
COMMON_SHARE = 6
"""How much larger the shards of common words are: one is asked for where a word stands in no record, seldom two."""


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

    def run(self) -> ExportReport:
        self.files = Files(self.folder)
        self.before = read_kept(self.kept, self.folder)
        delta = delta_since(self.index.generation, self.before.generation) if self.before.generation else None
        if delta is None:
            self.before = Kept()
        changed = delta or Delta()  # of an export that nothing is remembered of, nothing can be kept
        terms = TermShards(self.index, self.files, self.before)
        postings, places = terms.write(delta)
        manifest = {
            "format": EXPORT_FORMAT,
            "base": self.index.digest,
            "records": self.index.record_count,
            "settings": entries.settings_of(self.index),
            "states": self._kept_shards("states", changed.traits) or self._states(),
            "areas": self._kept_file("areas", changed.traits) or self._put(entries.areas_file(self.index)),
            "details": self._kept_file("details", changed.traits) or self._put(entries.details_file(self.index)),
            "terms": self._pages(postings),
            "places": self._put(entries.page_file(self._pages(places))),
            "words": self._kept_shards("words", changed.words) or self._words(backwards=False),
            "reversed_words": self._kept_shards("reversed_words", changed.words) or self._words(backwards=True),
            "common": self._common(),
            "keys": self._keys(delta),
            "cards": self._cards(delta),
        }
        text = entries.manifest_text(manifest)
        write_text(self.folder / MANIFEST_NAME, text)
        self.files.remove_unnamed(MANIFEST_NAME)
        after = Kept(self.index.generation.name, terms.common, terms.terms, terms.shards, self.keys)
        write_kept(self.kept, after, text)
        return ExportReport(len(self.files.names) + 1, self.files.written, delta is None)

    def _put(self, raw: bytes) -> str:
        return self.files.put(raw)

    def _kept_file(self, name: str, changed: Collection[Any]) -> str:
        """The file of the old manifest where nothing of what it says has changed; "" where it must be made."""
        file = str(self.before.manifest.get(name, ""))
        return "" if changed or not file or not self.files.keep([file]) else file

    def _kept_shards(self, name: str, changed: Collection[Any]) -> list[Any]:
        """The same for a list of shards."""
        shards: list[Any] = self.before.manifest.get(name, [])
        return [] if changed or not self.files.keep(file for _, file in shards) else shards

    def _states(self) -> list[tuple[int, str]]:
        return [(since, self._put(raw)) for since, raw in states_files(self.index)]

    def _pages(self, shards: Sequence[Sequence[str]]) -> list[list[str]]:
        return [[page[0][0], self._put(entries.page_file(page))] for page in paged(shards)]

    def _words(self, *, backwards: bool) -> list[list[str]]:
        lexicon = self.index.lexicon
        return self._shards({word[:: -1 if backwards else 1]: varint(lexicon.count(word)) for word in lexicon.sorted})

    def _common(self) -> list[list[str]]:
        languages = list(self.index.settings.languages)
        is_same = self.before.manifest.get("settings", {}).get("languages") == languages
        kept = self._kept_shards("common", ()) if is_same else []
        return kept or self._shards(entries.common_entries(self.index), share=COMMON_SHARE)

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

    def _shards(self, found: Mapping[str, bytes], share: int = 1) -> list[list[str]]:
        """Write a list in shards, and name them in the manifest; ``share`` times as large as others, to name fewer."""
        size = {text: (len(text.encode("utf-8", "replace")) + len(entry)) // share for text, entry in found.items()}
        sized = [(text, size[text]) for text in sorted(found)]
        shards = list(cut(sized))
        names = [self.files.put(*pack({text: [found[text]] for text, _ in shard})) for shard in shards]
        return [[first, name] for first, name in zip(first_texts(shards), names, strict=True)]

    def _cards(self, delta: Delta | None) -> dict[str, str]:
        blocks: dict[int, list[int]] = {}
        for number in sorted(self.index.traits):
            blocks.setdefault(number // BLOCK, []).append(number)
        changed = None if delta is None else {number // BLOCK for number in delta.records}
        old = entries.folders_of(self.before.manifest.get(CARDS, {}))
        found: dict[int, str] = {}
        for block, numbers in blocks.items():
            name = old.get(block, "")
            paths = (f"{name}/{number}" for number in numbers)
            if changed is None or block in changed or not name or not self.files.keep(paths):
                name = self._put_cards(numbers)
            found[block] = name
        return entries.folder_runs(found)

    def _put_cards(self, numbers: Sequence[int]) -> str:
        """Write the cards of one block; the name of its folder."""
        cards = {number: entries.card_file(self.index, number) for number in numbers}
        digests = {number: hashlib.sha256(raw).digest() for number, raw in cards.items()}
        whole = b"".join(varint(number) + digest for number, digest in digests.items())
        name = name_of(whole)
        for number, raw in cards.items():
            self.files.put_at(f"{name}/{number}", [raw], digests[number][:NAME])
        return name
