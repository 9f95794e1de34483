"""What is looked up for the words of a plan: the words themselves, compounds, completions, corrections.

Each word becomes a clue: a set of terms that count as that word, each at a weight. Synonyms will be one more source of
variants, in :func:`_variants`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sopkb.index import SearchIndex
from sopkb.index.analysis import is_spaceless, stem
from sopkb.index.lexicon import Lexicon
from sopkb.index.schema import TEXT_FIELDS, KeyKind
from sopkb.search.plan import Plan, Word
from sopkb.search.weights import Weights

LONGEST_COMPOUND = 8
"""Words that may be one: ``NodeFilesystemAlmostOutOfSpace`` has six."""
SHORTEST_CORRECTED = 4
"""Letters. A shorter word is one edit away from too many others."""
SHORTEST_COMPLETED = 3
"""Letters (of a script with spaces)."""


@dataclass(frozen=True, slots=True)
class Clue:
    """One thing that a record may hold.

    Args:
        variants: terms that count as it, each at a weight: 1 as typed, less where we guessed.
        weight: what it counts beside the other clues.
        covers: numbers of the plan's informative words that a record with this clue has, as bits.
    """

    variants: tuple[tuple[str, float], ...]
    weight: float
    covers: int


@dataclass(frozen=True, slots=True)
class Clues:
    """A plan, ready to be scored.

    Args:
        clues: in the order of the plan.
        words: how many informative words there are.
        corrections: misspelt words, each with what is looked for instead.
    """

    clues: tuple[Clue, ...]
    words: int
    corrections: tuple[tuple[str, tuple[str, ...]], ...]


def clues_of(plan: Plan, index: SearchIndex, weights: Weights) -> Clues:
    """Turn the words of a plan into clues."""
    informative = [number for number, word in enumerate(plan.words) if word.is_informative]
    bits = {number: 1 << place for place, number in enumerate(informative)}
    clues: list[Clue] = []
    corrections = []
    for number, word in enumerate(plan.words):
        variants, corrected = _variants(word, number == plan.unfinished, index, weights)
        if corrected:
            corrections.append((word.surface, corrected))
        weight = 1.0 if word.is_informative else weights.stop_word
        clues.append(Clue(variants, weight, bits.get(number, 0)))
    clues += _compounds(plan, bits, index.lexicon, weights)
    codes = (exact.normal for exact in plan.exact if exact.kind is not KeyKind.ALIAS)
    clues += (Clue(((stem(code), 1.0),), weights.code, 0) for code in codes)
    return Clues(tuple(clues), len(informative), tuple(corrections))


def _variants(
    word: Word, is_unfinished: bool, index: SearchIndex, weights: Weights
) -> tuple[tuple[tuple[str, float], ...], tuple[str, ...]]:
    """The terms that count as a word, and what it was corrected to, if it was."""
    found = {word.term: 1.0}
    known = word.surface in index.lexicon or any(index.postings(field, word.term) for field in TEXT_FIELDS)
    if is_unfinished and word.is_informative:
        for surface in _completions(word, index.lexicon, weights.most_completions):
            found.setdefault(stem(surface), weights.prefix)
    corrected: list[str] = []
    if not known and len(found) == 1:
        for surface in _corrections(word.surface, index.lexicon)[: weights.most_corrections]:
            found.setdefault(stem(surface), weights.typo)
            corrected.append(surface)
    return tuple(found.items()), tuple(corrected)


def _completions(word: Word, lexicon: Lexicon, most: int) -> Sequence[str]:
    """The commonest spellings that go on where the word ends; none for a number."""
    if is_spaceless(word.surface) or len(word.surface) < SHORTEST_COMPLETED or not word.surface.isalpha():
        return ()
    longer = [surface for surface in lexicon.beginning_with(word.surface) if surface != word.surface]
    return sorted(longer, key=lambda surface: (-lexicon.count(surface), surface))[:most]


def _corrections(word: str, lexicon: Lexicon) -> list[str]:
    """Spellings one edit away (a letter more, less, another, or two swapped), the commonest first.

    A word with a digit is never corrected: it is an identifier or a figure.
    """
    if len(word) < SHORTEST_CORRECTED or not word.isalpha():
        return []
    near = {edited for edited in _edits(word, lexicon.letters) if edited in lexicon}
    return sorted(near, key=lambda surface: (surface[0] != word[0], -lexicon.count(surface), surface))


def _edits(word: str, letters: str) -> Iterator[str]:
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in letters:
            yield head + letter + tail
            yield head + letter + tail[1:]


def _compounds(plan: Plan, bits: dict[int, int], lexicon: Lexicon, weights: Weights) -> Iterator[Clue]:
    """Runs of words that some record writes as one, or with hyphens: ``etcd no leader``, ``sign in``."""
    seen: set[str] = set()
    for start in range(len(plan.sequence)):
        for end in range(start + 2, min(start + LONGEST_COMPOUND, len(plan.sequence)) + 1):
            run = plan.sequence[start:end]
            whole = "".join(plan.words[number].surface for number in run)
            if whole in lexicon and whole not in seen:
                seen.add(whole)
                covers = 0
                for number in run:
                    covers |= bits.get(number, 0)
                yield Clue(((stem(whole), 1.0),), weights.joined, covers)
