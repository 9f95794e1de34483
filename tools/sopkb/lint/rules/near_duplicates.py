"""Which records say nearly the same: an inverted index of word shingles, by hand.

A *shingle* is four words in a row. How alike two records are is the share of their shingles that both have: twice the
common ones over all (Dice 1945), so that both orders give the same figure and equal texts give 1.

To stay fast, candidates are looked for through a sample: the shingles that begin with one of a sixth of all
words, chosen by checksum, so that both records of a pair sample the same ones. A shingle that stands in more than
``COMMON`` records is a phrase of the house, such as "link the ticket and send", and makes nobody a candidate: without
that cut, one sentence that all records have would make every pair one.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, compress, count

from sopkb.core.record import Record

WORDS = 4
"""Words of a shingle. Three are too often an idiom; with five, every word that is changed hides five shingles."""
ALIKE = 0.6
"""Least share to be told. Pages of one kind on one product share up to a half; copies that were adapted, more."""
SHORTEST = 60
"""Least shingles of a record that is compared: below that, a greeting and a closing line are most of the text."""
COMMON = 24
"""Most records that a shingle stands in and still hints at a copy; beyond that it is a template that all fill in."""
_SAMPLED = 6  # one word of so many begins a shingle of the sample
_HINT = 0.4  # least share of the sample: below ALIKE, because a sample errs
_FEWEST_HINTS = 2

# A script that is written without spaces has a word at each character: its runs would be whole clauses.
_SPACELESS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD = re.compile(rf"{_SPACELESS.pattern}|(?:(?!{_SPACELESS.pattern})\w)+")

Shingle = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """A record that says much of what another one says.

    Args:
        other: the other record.
        share: of all shingles of the two, from 0 to 1.
    """

    other: Record
    share: float


def near_duplicates(records: Sequence[Record]) -> Mapping[str, tuple[Likeness, ...]]:
    """For each record the others that it is nearly the same as, the most alike first; both of a pair name each other.

    Args:
        records: those to compare, each with an id of its own.
    """
    samples = _samples(records)
    found: dict[str, list[Likeness]] = {}
    for one, two in _candidates(samples):
        share = likeness(records[one], records[two])
        if share >= ALIKE:
            for here, there in ((one, two), (two, one)):
                found.setdefault(records[here].id, []).append(Likeness(records[there], share))
    return {
        record_id: tuple(sorted(alike, key=lambda each: (-each.share, each.other.id)))
        for record_id, alike in found.items()
    }


def likeness(one: Record, two: Record) -> float:
    """The share of two records' shingles that both have; 0 where one is too short to tell."""
    first, second = (set(_shingles(_WORD.findall(_text(record)))) for record in (one, two))
    if min(len(first), len(second)) < SHORTEST:
        return 0.0
    return 2 * len(first & second) / (len(first) + len(second))


def _text(record: Record) -> str:
    """What stands below the headings, which all records of a kind have."""
    return "\n".join([section.text for section in record.body.sections]).lower()


def _shingles(words: Sequence[str]) -> Iterable[Shingle]:
    return zip(*(words[start:] for start in range(WORDS)), strict=False)


class _Begins(dict[str, bool]):
    """Whether a word begins the shingles of the sample; remembered, because a base has few words and many of each."""

    def __missing__(self, word: str) -> bool:
        self[word] = zlib.crc32(word.encode("utf-8", "replace")) % _SAMPLED == 0
        return self[word]


def _samples(records: Sequence[Record]) -> list[set[int]]:
    """Of each record long enough the shingles of the sample, as hashes: where two coincide, the exact share tells.

    Words are cut at white space here, which is three times as quick and errs where only punctuation was changed.
    """
    begins = _Begins()
    samples: list[set[int]] = []
    for record in records:
        text = _text(record)
        words = text.split() if text.isascii() or not _SPACELESS.search(text) else _WORD.findall(text)
        if len(words) < SHORTEST // 2:  # words between blanks are fewer than words
            samples.append(set())
            continue
        starts = compress(count(), map(begins.__getitem__, words))
        samples.append({hash(tuple(words[start : start + WORDS])) for start in starts})
    return samples


def _candidates(samples: Sequence[set[int]]) -> Iterator[tuple[int, int]]:
    """Pairs of numbers, the smaller first, whose sampled shingles overlap, house phrases apart."""
    frequency = Counter(chain.from_iterable(samples))
    common = {shingle for shingle, times in frequency.items() if times > COMMON}
    shared_by_some = {shingle for shingle, times in frequency.items() if 1 < times <= COMMON}
    telling = [len(sample) - len(sample & common) for sample in samples]
    postings: dict[int, list[int]] = {shingle: [] for shingle in shared_by_some}
    for number, sample in enumerate(samples):
        rare = sample & shared_by_some
        hits = Counter(chain.from_iterable([postings[shingle] for shingle in rare]))
        for other, hit in hits.items():
            if hit >= max(_FEWEST_HINTS, _HINT * (telling[number] + telling[other]) / 2):
                yield other, number
        for shingle in rare:
            postings[shingle].append(number)
