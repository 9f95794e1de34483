"""Cutting a sorted list of texts into shards, so that an edit changes few of them.

A shard is a range of texts that begin alike. Where too much begins with some letters, it is cut by the next letter, and
small neighbours are put together again; so where a shard ends depends on what stands near it, never on all before it.
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise

from sopkb.search.index.posting import varint

LARGEST = 4096
"""Bytes of a shard before compression; a single entry may be larger."""

PAGE = 12
"""Shards on a page of the list of shards, at least."""
ENDS = 8
"""Of so many shards after those one ends a page, in the mean."""

Entry = Sequence[bytes]
"""What a shard says of a text, in parts: what is alike in many entries packs better side by side."""

Sized = Sequence[tuple[str, int]]
"""Texts in order of code points, each with the bytes of its entry."""


def cut(entries: Sized) -> Iterator[Sized]:
    """Shards, in order."""
    texts = [text for text, _ in entries]
    sums = [0, *accumulate(size for _, size in entries)]
    return (entries[start:end] for start, end in _ranges(texts, sums, 0, len(entries), 1))


def _ranges(texts: Sequence[str], sums: Sequence[int], start: int, end: int, depth: int) -> Iterator[tuple[int, int]]:
    """Where the shards of a range of texts begin and end.

    Args:
        texts: all of them.
        sums: the bytes of the entries before each.
        start: first of the range; all in it begin with the same ``depth - 1`` characters.
        end: the one after its last.
        depth: how many characters tell one group from the next.
    """
    if end - start < 2 or sums[end] - sums[start] <= LARGEST:
        if start < end:
            yield start, end
        return
    waiting = at = start
    while at < end:
        stop = bisect_right(texts, texts[at][:depth], at + 1, end, key=lambda text: text[:depth])
        if waiting < at and sums[stop] - sums[waiting] > LARGEST:
            yield waiting, at
            waiting = at
        if sums[stop] - sums[at] > LARGEST:
            yield from _ranges(texts, sums, at, stop, depth + 1)
            waiting = stop
        at = stop
    if waiting < end:
        yield waiting, end


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
    """A long list of shards in pages; where one ends depends on the texts of a few shards near it, not on all before.

    Args:
        shards: of each the first text, and its name.
    """
    page: list[Sequence[str]] = []
    for shard in shards:
        if len(page) >= PAGE and zlib.crc32(shard[0].encode("utf-8", "replace")) % ENDS == 0:
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


def pack(entries: Mapping[str, Entry]) -> list[bytes]:
    """A shard, in columns: how many texts; each as the bytes it shares with the one before, those that follow, then the
    first part of its entry; then the second parts of all, and so on.
    """
    out = bytearray(varint(len(entries)))
    before = b""
    found = sorted(entries.items())
    for text, (first, *_) in found:
        raw = text.encode("utf-8", "replace")
        shared = next(
            (at for at, (a, b) in enumerate(zip(before, raw, strict=False)) if a != b), min(len(before), len(raw))
        )
        out += varint(shared) + varint(len(raw) - shared) + raw[shared:] + first
        before = raw
    return [bytes(out), *(b"".join(parts) for parts in zip(*(rest for _, (_, *rest) in found), strict=True))]


def unpack(shard: bytes, sizes: Mapping[str, Sequence[int]]) -> dict[str, Entry]:
    """The entries of a shard.

    Args:
        shard: what :func:`pack` gave, in one.
        sizes: its texts, each with the bytes of the parts of its entry.

    Raises:
        IndexError: it does not hold what the sizes say.
    """
    found: dict[str, list[bytes]] = {text: [] for text in sorted(sizes)}
    _, at = _number(shard, 0)
    for column in range(max(map(len, sizes.values()), default=0)):
        for text, parts in found.items():
            if not column:
                _, at = _number(shard, at)
                rest, at = _number(shard, at)
                at += rest
            parts.append(shard[at : at + sizes[text][column]])
            at += sizes[text][column]
    if at != len(shard):
        raise IndexError(at)
    return dict(found)


def _number(raw: bytes, at: int) -> tuple[int, int]:
    """The varint at a place, and the place after it."""
    number = shift = 0
    while True:
        byte = raw[at]
        at += 1
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 128:
            return number, at


def _bytes(entries: Sized) -> int:
    return sum(size for _, size in entries)
