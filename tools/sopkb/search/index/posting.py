"""A posting: what one record has of one term, in a few bytes that Python and a browser add up alike.

The bytes, in order::

    level      what the term is worth in the record as a whole: its front matter, the whole text, the title
    head       bit 7: the term stands in the title, an alias or a symptom; bits 0 to 6: how many gains follow
    gains      pairs (section, gain): what the term adds where this section, or symptom, is the record's best
    positions  where it stands: the first, then distances, each as a varint

Levels and gains are impacts of BM25F in steps of 1/128 (Anh, Moffat: "Pruned query evaluation using pre-computed
impacts", 2006), of which four binary digits count, of gains three: finer ones rank no better, and pack worse. Rarity is
left to the query, because it belongs to the whole base: with it in the bytes, one edited record would touch every
posting.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

STEPS = 128
"""Steps to an impact of 1."""
MOST_LEVEL = 255
MOST_OF_ALL = 4 * MOST_LEVEL
"""What :func:`most_of` is never above."""
SECOND = 4
"""A record's second section adds its gains over this: who goes on about it says more than one passage does."""
MOST_GAINS = 127


def _rounded(steps: int, digits: int) -> int:
    rest = max(steps.bit_length() - digits, 0)
    return min((steps + (1 << rest >> 1)) >> rest << rest, MOST_LEVEL >> 8 - digits << 8 - digits)


LEVELS = bytes(_rounded(steps, 4) for steps in range(MOST_LEVEL + 1))
"""For each impact of a record the one that is kept."""
GAINS = bytes(_rounded(steps, 3) for steps in range(MOST_LEVEL + 1))
"""The same for a section or a symptom."""
LAST_SECTION = 127
"""Sections from here on share a number; no record that people read has as many."""
FIRST_SYMPTOM = 128
"""Symptoms are numbered from here: each is a text of its own that a question may be most like."""
IN_FRONT = 0x80


def encode(level: int, in_front: bool, gains: Sequence[tuple[int, int]], positions: Iterable[int]) -> bytes:
    """The bytes of a posting.

    Args:
        level: one of ``LEVELS``.
        in_front: whether the term stands in the title, an alias or a symptom.
        gains: (section, gain) pairs, by section; a gain is one of ``GAINS``, and not 0.
        positions: where the term stands, ascending.
    """
    value = bytearray((level, (IN_FRONT if in_front else 0) | len(gains)))
    append = value.append
    for section, gain in gains:
        append(section)
        append(gain)
    last = 0
    for position in positions:
        distance = position - last
        last = position
        if distance < 0x80:
            append(distance)
        elif distance < 0x4000:  # written out: nearly every posting has such a distance
            append((distance & 0x7F) | 0x80)
            append(distance >> 7)
        else:
            value += varint(distance)
    return bytes(value)


class Postings(dict[int, bytes]):
    """The records that hold a term, by number, each with its posting. What is worked out of them is kept with them."""

    @cached_property
    def most(self) -> Sequence[int]:
        """:func:`most_of` each, in the order of the records."""
        return array("H", map(most_of, self.values()))

    @cached_property
    def strongest(self) -> tuple[int, ...]:
        """The records in the order of what their posting is worth where its best section is the record's."""
        return tuple(sorted(self, key=lambda number: (-_with_best_place(self[number]), number)))


def _with_best_place(value: bytes) -> int:
    return value[0] + max(value[3 : 2 + 2 * (value[1] & MOST_GAINS) : 2], default=0)


def most_of(value: bytes) -> int:
    """What a posting is worth where the section and the symptom that it adds most to are the record's best, at most."""
    end = 2 + 2 * (value[1] & MOST_GAINS)
    gains = value[3:end:2]
    if not gains:
        return value[0]
    if value[2] >= FIRST_SYMPTOM:
        return value[0] + max(gains)
    symptoms = bisect_left(value[2:end:2], FIRST_SYMPTOM)
    # The second section of all clues together may be the first of one: so what a clue adds to it is at most this.
    section = max(gains[:symptoms])
    return value[0] + section + (section + SECOND - 1) // SECOND + max(gains[symptoms:], default=0)


def gains_of(value: bytes) -> Iterator[tuple[int, int]]:
    """The (section, gain) pairs of a posting."""
    for at in range(2, 2 + 2 * (value[1] & MOST_GAINS), 2):
        yield value[at], value[at + 1]


def impacts_of(value: bytes) -> bytes:
    """A posting without its positions."""
    return value[: 2 + 2 * (value[1] & MOST_GAINS)]


def positions_of(value: bytes) -> list[int]:
    """The positions of a posting, ascending."""
    positions = []
    position = distance = shift = 0
    for byte in value[2 + 2 * (value[1] & MOST_GAINS) :]:
        distance |= (byte & 0x7F) << shift
        shift += 7
        if byte < 128:
            position += distance
            positions.append(position)
            distance = shift = 0
    return positions


def varint(number: int) -> bytes:
    """A number in groups of seven bits, the least first, the high bit set on all but the last (LEB128)."""
    out = bytearray()
    while number > 127:
        out.append((number & 0x7F) | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)
