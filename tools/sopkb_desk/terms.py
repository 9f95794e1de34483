"""What a ticket is about: the words of its summary that carry information, and how much each does."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sopkb.core.folding import fold
from sopkb.search.index.analysis import tokens
from sopkb.search.index.stemming import stem
from sopkb.search.stopwords import STOP_WORDS
from sopkb_desk.harmless import ADDRESS

_OF_A_DESK = (
    "hi hello hey team please pls plz help urgent thanks thx thank question fyi issue problem ticket user users today "
    "yesterday morning evening night shift since still keeps again asap idea check two three one us"
)
_SILENT = frozenset({*(stem(fold(word)) for word in STOP_WORDS), *(stem(word) for word in _OF_A_DESK.split())})
_COMMON = 0.5
"""A term in more than this share of all tickets tells nothing about any of them."""


def terms_of(text: str) -> frozenset[str]:
    """The stems of a text that say something: no stop words, no single letters, no plain numbers."""
    return frozenset(
        token.term
        for token in tokens(ADDRESS.sub(" ", text) if ":" in text or "www." in text else text)
        if not token.joined and len(token.term) > 1 and not token.term.isdecimal() and token.term not in _SILENT
    )


class Weights(dict[str, float]):
    """How much each term says: the rarer, the more (inverse document frequency); 0 for what stands everywhere."""

    @classmethod
    def of(cls, documents: Sequence[frozenset[str]]) -> Weights:
        counts = Counter(term for document in documents for term in document)
        most = max(len(documents) * _COMMON, 20)
        return cls({term: math.log(1 + len(documents) / n) if n <= most else 0.0 for term, n in counts.items()})

    def length(self, document: Iterable[str]) -> float:
        """Of the vector of a document."""
        return math.sqrt(sum(self.get(term, 0.0) ** 2 for term in document))


class Centre:
    """The middle of a group of tickets, to which others are more or less alike."""

    def __init__(self, members: Sequence[frozenset[str]], weights: Weights) -> None:
        counts = Counter(term for member in members for term in member)
        least = max(len(members) * 0.08, 1.5)
        self.vector: Mapping[str, float] = {
            term: weights[term] * n / len(members) for term, n in counts.items() if n >= least and weights.get(term)
        }
        self._length = math.sqrt(sum(value**2 for value in self.vector.values())) or 1.0
        self._weights = weights

    def likeness(self, document: frozenset[str], *, without_best: bool = False) -> float:
        """The cosine between the middle and a ticket, from 0 to 1.

        Args:
            document: the terms of the ticket.
            without_best: leave out what the term adds that adds most.
        """
        parts = [value * self._weights[term] for term, value in self.vector.items() if term in document]
        length = self._weights.length(document)
        return _dot(parts, without_best) / (self._length * length) if length else 0.0

    def alike(self, other: Centre, *, without_best: bool = False) -> float:
        """The cosine between two middles; ``without_best`` as for :meth:`likeness`."""
        parts = [value * other.vector.get(term, 0.0) for term, value in self.vector.items()]
        return _dot(parts, without_best) / (self._length * other._length)


def _dot(parts: Sequence[float], without_best: bool) -> float:
    return sum(parts) - (max(parts, default=0.0) if without_best else 0.0)


def holders_of(documents: Sequence[frozenset[str]]) -> dict[str, set[int]]:
    """For each term the places of the documents that have it."""
    holders: dict[str, set[int]] = defaultdict(set)
    for number, document in enumerate(documents):
        for term in document:
            holders[term].add(number)
    return holders


def saying(symptoms: Iterable[frozenset[str]], holders: Mapping[str, set[int]]) -> set[int]:
    """Tickets with at least three quarters of the terms of a symptom that has two or more."""
    found: set[int] = set()
    for terms in symptoms:
        if len(terms) < 2:
            continue
        counted: dict[int, int] = defaultdict(int)
        for term in terms:
            for number in holders.get(term, ()):
                counted[number] += 1
        found |= {number for number, count in counted.items() if count * 4 >= len(terms) * 3}
    return found
