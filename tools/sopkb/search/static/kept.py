"""What is remembered of an export beside it, to mend it: never shipped, and nothing is lost with it."""

from __future__ import annotations

import hashlib
import json
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any

from sopkb.atomic import write_text
from sopkb.search.static.entries import name_of
from sopkb.search.static.shards import Entry, unpack

KEPT_FORMAT = 7
"""What another format remembers is not read."""
MANIFEST_NAME = "manifest.json"
TERMS = "terms"
"""The list of shards that hold postings."""
PLACES = "places"
"""The list of those that say where terms stand."""


@dataclass
class Kept:
    """An export as it was written.

    Args:
        generation: name of the index's generation that it was made from.
        common: the number of records above which a term was common.
        terms: of each term how many records have it, by list the bytes of the parts of its entry, and the files of a
            common one.
        shards: by list the name of each shard and how many terms it holds, in order.
        keys: of each exact key the numbers of the records that have it; as JSON, because most edits change none.
        manifest: the export's.
        folder: where it is.
    """

    generation: str = ""
    common: int = 0
    terms: dict[str, list[Any]] = field(default_factory=dict)
    shards: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    keys: str = "{}"
    manifest: dict[str, Any] = field(default_factory=dict)
    folder: Path = Path()
    _unpacked: tuple[str, Mapping[str, Entry]] = ("", {})

    @cached_property
    def _sorted(self) -> Mapping[str, list[str]]:
        return {kind: terms_in(kind, self.terms) for kind in self.shards}

    @cached_property
    def _starts(self) -> Mapping[str, list[int]]:
        return {kind: [0, *accumulate(count for _, count in shards)][:-1] for kind, shards in self.shards.items()}

    def ranges(self, kind: str) -> Iterator[tuple[tuple[str, str, int], str]]:
        """Each shard of a list: the first and the last term that it holds, and how many; its name."""
        if kind in self.shards:
            terms = self._sorted[kind]
            for start, (name, count) in zip(self._starts[kind], self.shards[kind], strict=True):
                yield (terms[start], terms[start + count - 1], count), name

    def entries_beside(self, kind: str, term: str) -> Mapping[str, Entry]:
        """The entries of the shard of a list that a term was in; none where it is not what was written."""
        if not self.shards.get(kind):
            return {}
        terms, starts = self._sorted[kind], self._starts[kind]
        place = bisect_right(starts, bisect_left(terms, term)) - 1
        name, count = self.shards[kind][place]
        if self._unpacked[0] != name:  # asked for in order, so that one shard is enough
            held = terms[starts[place] :][:count]
            sizes = {each: self.terms[each][1][kind] for each in held}
            self._unpacked = name, _entries_in(self.folder / name, name, sizes)
        return self._unpacked[1]


def terms_in(kind: str, terms: Mapping[str, Sequence[Any]]) -> list[str]:
    """The terms of one list, sorted: see :attr:`Kept.terms`."""
    return sorted(term for term, (_, sizes, _) in terms.items() if kind in sizes)


def read_kept(path: Path, folder: Path) -> Kept:
    """What is remembered of the export that is there; nothing where another was put in its place, or none is.

    Args:
        path: of the file.
        folder: of the export.
    """
    try:
        data = json.loads(path.read_bytes())
        text = (folder / MANIFEST_NAME).read_bytes()
        if data.pop("format") != KEPT_FORMAT or data.pop("of") != hashlib.sha256(text).hexdigest():
            return Kept()
        return Kept(**data, manifest=json.loads(text), folder=folder)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Kept()


def write_kept(path: Path, kept: Kept, manifest: str) -> None:
    """Write down an export.

    Args:
        path: of the file.
        kept: the export, without its manifest.
        manifest: the text of that.
    """
    parts = {name: getattr(kept, name) for name in ("generation", "common", "terms", "shards", "keys")}
    seal = {"format": KEPT_FORMAT, "of": hashlib.sha256(manifest.encode()).hexdigest()}
    write_text(path, json.dumps(seal | parts, ensure_ascii=False))


def _entries_in(path: Path, name: str, sizes: Mapping[str, Sequence[int]]) -> Mapping[str, Entry]:
    """The entries of a shard that is there; nothing where it is not what its name says."""
    try:
        raw = zlib.decompress(path.read_bytes(), -15)
        return unpack(raw, sizes) if name_of(raw) == name else {}
    except (OSError, zlib.error, IndexError):
        return {}
