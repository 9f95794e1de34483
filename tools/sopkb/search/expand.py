"""What is looked up for the words of a plan: the words themselves, compounds, synonyms, completions, corrections.

Each word becomes a clue: a set of runs of terms that count as that word, each at a weight.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sopkb.search.common import common_words
from sopkb.search.glued import parts_of
from sopkb.search.index import SearchIndex
from sopkb.search.index.analysis import is_spaceless
from sopkb.search.index.schema import KeyKind
from sopkb.search.index.stemming import stem
from sopkb.search.index.synonyms import LONGEST, Synonym
from sopkb.search.plan import Plan, Word
from sopkb.search.spelling import completions, corrections

LONGEST_COMPOUND = 6
"""Words that may be one: ``NodeFilesystemAlmostOutOfSpace`` has six."""
FEW_WORDS = 6
"""Up to so many words every run of them is tried as a compound; in longer queries only pairs are."""
SELDOM = 1
"""Records up to which a word may be a misspelling that somebody wrote down on purpose."""
OFTEN = 8
"""How many times as often another spelling must then stand."""
ONE = 256
"""A weight of 1: weights are whole numbers, so that Python and a browser add up the same."""


class Origin(StrEnum):
    """Where a variant comes from."""

    TYPED = "typed"
    SYNONYM = "synonym"
    COMPLETED = "completed"
    CORRECTED = "corrected"
    JOINED = "joined"
    PARTED = "parted"
    CODE = "code"
    FILLER = "filler"


@dataclass(frozen=True, slots=True)
class Variant:
    """A run of terms, all of which a record must have.

    Args:
        terms: the run.
        weight: what it counts, in 256ths of the word as typed.
        origin: where it comes from.
    """

    terms: tuple[str, ...]
    weight: int
    origin: Origin

    @property
    def names(self) -> bool:
        """Whether a workaround whose title or symptoms have it is one that the reader named: a synonym is our guess,
        which may rank a record and must not put it before all others.
        """
        return self.origin is not Origin.SYNONYM


@dataclass(frozen=True, slots=True)
class Clue:
    """One thing that a record may hold.

    Args:
        variants: what counts as it; the best of them does.
        covers: which of :attr:`Clues.asked` a record with this clue has, as bits.
        is_filler: whether it adds to records that other clues found, and finds none itself.
        is_misspelt: whether it is a word and its corrections.
    """

    variants: tuple[Variant, ...]
    covers: int
    is_filler: bool = False
    is_misspelt: bool = False


@dataclass(frozen=True, slots=True)
class Clues:
    """A plan, ready to be scored.

    Args:
        clues: in the order of the plan.
        asked: numbers of the plan's words that say what is asked.
        corrections: misspelt words, each with what is looked for instead.
        routes: ids that the words name (``csam``), each with those words.
    """

    clues: tuple[Clue, ...]
    asked: tuple[int, ...]
    corrections: tuple[tuple[str, tuple[str, ...]], ...]
    routes: tuple[tuple[str, str], ...]

    @property
    def words(self) -> int:
        """How many words say what is asked."""
        return len(self.asked)


def clues_of(plan: Plan, index: SearchIndex) -> Clues:
    """Turn the words of a plan into clues."""
    ranking = index.settings.ranking
    asked = _asked(plan, index)
    bits = {number: 1 << place for place, number in enumerate(asked)}
    runs = list(_synonyms(plan, index.settings.synonyms.entries))
    clues: list[Clue] = []
    corrected: list[tuple[str, tuple[str, ...]]] = []
    for number in asked:
        called = [other for run, synonym in runs if run == (number,) for other in synonym.others]
        variants, used = _variants(plan.words[number], number == plan.unfinished, called, index)
        if used:
            corrected.append((plan.words[number].surface, used))
        is_misspelt = any(variant.origin is Origin.CORRECTED for variant in variants)
        clues.append(Clue(tuple(variants), bits[number], is_misspelt=is_misspelt))
    synonym_weight = weight_of(ranking.synonym)
    for run, synonym in runs:
        if len(run) > 1 and (covers := _covers(run, bits)):
            clues.append(
                Clue(tuple(Variant(other, synonym_weight, Origin.SYNONYM) for other in synonym.others), covers)
            )
    clues += _compounds(plan, bits, index)
    for exact in plan.exact:
        if exact.kind is not KeyKind.ALIAS:
            clues.append(Clue((Variant((stem(exact.normal),), weight_of(ranking.code), Origin.CODE),), 0))
    clues += _fillers(plan, asked, index)
    return Clues(tuple(clues), tuple(asked), tuple(corrected), tuple(_routes(plan, index)))


def _asked(plan: Plan, index: SearchIndex) -> list[int]:
    """The words with information; of figures (an amount, a date, a size) those that some record has."""
    informative = [number for number, word in enumerate(plan.words) if word.is_informative]
    return [n for n in informative if not _is_figure(plan.words[n]) or index.count(plan.words[n].term)]


def _fillers(plan: Plan, asked: Sequence[int], index: SearchIndex) -> Iterator[Clue]:
    """The words without information, where the base is so small that looking them up costs next to nothing."""
    ranking = index.settings.ranking
    if asked and index.record_count <= ranking.filler_records:
        for word in plan.words:
            if not word.is_informative:
                yield Clue((Variant((word.term,), weight_of(ranking.filler), Origin.FILLER),), 0, is_filler=True)


def _variants(
    word: Word, is_unfinished: bool, others: Sequence[tuple[str, ...]], index: SearchIndex
) -> tuple[list[Variant], tuple[str, ...]]:
    """What counts as a word, and what it was corrected to or parted into, if it was."""
    ranking, lexicon = index.settings.ranking, index.lexicon
    found: dict[tuple[str, ...], tuple[int, Origin]] = {(word.term,): (ONE, Origin.TYPED)}
    for other in others:
        found.setdefault(other, (weight_of(ranking.synonym), Origin.SYNONYM))
    if is_unfinished and not is_spaceless(word.surface):
        for surface in completions(word.surface, lexicon)[: ranking.most_completions]:
            found.setdefault((stem(surface),), (weight_of(ranking.prefix), Origin.COMPLETED))
    used: list[str] = []
    seen = max(lexicon.count(word.surface), index.count(word.term))
    glued = parts_of(word.surface, index) if len(found) == 1 and not seen else ()
    if glued:
        found[tuple(map(stem, glued))] = (weight_of(ranking.joined), Origin.PARTED)
        used.append(" ".join(glued))
    elif len(found) == 1 and seen <= SELDOM and word.surface not in common_words(index.settings.languages):
        near = corrections(word.surface, lexicon)
        for surface in [other for other in near if lexicon.count(other) >= OFTEN * seen][: ranking.most_corrections]:
            found.setdefault((stem(surface),), (weight_of(ranking.typo), Origin.CORRECTED))
            used.append(surface)
    return [Variant(terms, *counts) for terms, counts in found.items()], tuple(used)


def _compounds(plan: Plan, bits: Mapping[int, int], index: SearchIndex) -> Iterator[Clue]:
    """Runs of words that some record writes as one, or with hyphens: ``etcd no leader``, ``sign in``."""
    weight = weight_of(index.settings.ranking.joined)
    longest = LONGEST_COMPOUND if len(plan.sequence) <= FEW_WORDS else 2
    seen: set[str] = set()
    for start in range(len(plan.sequence)):
        for end in range(start + 2, min(start + longest, len(plan.sequence)) + 1):
            run = plan.sequence[start:end]
            whole = stem("".join(plan.words[number].surface for number in run))
            covers = _covers(run, bits)
            if covers and whole not in seen and index.count(whole):
                seen.add(whole)
                yield Clue((Variant((whole,), weight, Origin.JOINED),), covers)


def _synonyms(plan: Plan, entries: Sequence[Synonym]) -> Iterator[tuple[tuple[int, ...], Synonym]]:
    """The runs of the plan's words that have synonyms: the words' numbers, and the entry."""
    by_terms = {entry.terms: entry for entry in entries}
    for start, end in _runs(plan):
        run = tuple(plan.sequence[start:end])
        entry = by_terms.get(tuple(plan.words[number].term for number in run))
        if entry and not (entry.not_after_number and start and _is_figure(plan.words[plan.sequence[start - 1]])):
            yield run, entry


def _routes(plan: Plan, index: SearchIndex) -> Iterator[tuple[str, str]]:
    routes = dict(index.settings.synonyms.routes)
    for start, end in _runs(plan):
        run = [plan.words[number] for number in plan.sequence[start:end]]
        target = routes.get(tuple(word.term for word in run))
        if target:
            yield target, " ".join(word.surface for word in run)


def _runs(plan: Plan) -> Iterator[tuple[int, int]]:
    for start in range(len(plan.sequence)):
        for end in range(start + 1, min(start + LONGEST, len(plan.sequence)) + 1):
            yield start, end


def _is_figure(word: Word) -> bool:
    return word.surface[:1] in tuple("0123456789")


def _covers(run: Sequence[int], bits: Mapping[int, int]) -> int:
    covers = 0
    for number in run:
        covers |= bits.get(number, 0)
    return covers


def weight_of(share: float) -> int:
    """A share in 256ths."""
    return int(share * ONE + 0.5)
