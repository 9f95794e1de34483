"""Cutting a sorted list of texts into shards, so that an edit changes few of them.

A shard is a range of texts that begin alike. Where too much begins with some letters, it is cut by the next letter, and
small neighbours are put together again; so where a shard ends depends on what stands near it, never on all before it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from sopkb.index.posting import varint

LARGEST = 4096
"""Bytes of a shard before compression; a single entry may be larger."""

PAGE = 64
"""Shards on a page of the list of shards, in the mean."""

Sized = Sequence[tuple[str, int]]
"""Texts in order of code points, each with the bytes of its entry."""


def cut(entries: Sized, depth: int = 0) -> Iterator[Sized]:
    """Shards, in order.

    Args:
        entries: what to cut; all begin with the same ``depth`` characters.
        depth: how many.
    """
    if len(entries) < 2 or _bytes(entries) <= LARGEST:
        if entries:
            yield entries
        return
    waiting: list[tuple[str, int]] = []
    for _, group in groupby(entries, key=lambda entry: entry[0][: depth + 1]):
        here = list(group)
        if waiting and _bytes(waiting) + _bytes(here) > LARGEST:
            yield waiting
            waiting = []
        if _bytes(here) > LARGEST:
            yield from cut(here, depth + 1)
        else:
            waiting += here
    if waiting:
        yield waiting


def first_texts(shards: Sequence[Sized]) -> list[str]:
    """For each shard a text that none of the shard before reaches; ``""`` for the first.

    The shortest one, but after a shard that is too large the very next: whoever looks for a text that is nowhere should
    not be sent to thousands of postings.
    """
    firsts = [""] if shards else []
    for before, after in pairwise(shards):
        last, first = before[-1][0], after[0][0]
        if _bytes(before) > LARGEST:
            firsts.append(f"{last}\0")
            continue
        shared = next((at for at, (a, b) in enumerate(zip(last, first, strict=False)) if a != b), len(last))
        firsts.append(first[: shared + 1])
    return firsts


def paged(shards: Sequence[Sequence[str]]) -> Iterator[list[Sequence[str]]]:
    """A long list of shards in pages; where one ends depends on the text that the next begins with, and on no other.

    Args:
        shards: of each the first text, and its name.
    """
    page: list[Sequence[str]] = []
    for shard in shards:
        if page and zlib.crc32(shard[0].encode("utf-8", "replace")) % PAGE == 0:
            yield page
            page = []
        page.append(shard)
    if page:
        yield page


def place_of(text: str, firsts: Sequence[str]) -> int:
    """The number of the shard that a text is in, if it is in any."""
    low, high = 0, len(firsts)
    while low < high:
        middle = (low + high) // 2
        if firsts[middle] <= text:
            low = middle + 1
        else:
            high = middle
    return low - 1


def pack(entries: Mapping[str, bytes]) -> bytes:
    """A shard: each text as the bytes it shares with the one before, those that follow, then its entry."""
    out = bytearray()
    before = b""
    for text in sorted(entries):
        raw = text.encode("utf-8", "replace")
        shared = next(
            (at for at, (a, b) in enumerate(zip(before, raw, strict=False)) if a != b), min(len(before), len(raw))
        )
        out += varint(shared) + varint(len(raw) - shared) + raw[shared:] + entries[text]
        before = raw
    return bytes(out)


def _bytes(entries: Sized) -> int:
    return sum(size for _, size in entries)
