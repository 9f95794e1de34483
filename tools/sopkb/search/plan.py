"""What a query means, before any word is looked up: which identifiers it names, and which words are left."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sopkb.core.characters import WORD
from sopkb.core.codes import Mention, apart
from sopkb.search.index.analysis import is_spaceless, stem, tokens
from sopkb.search.index.schema import KeyKind
from sopkb.search.reading import Filter, Phrase, Reading, without_noise
from sopkb.search.stopwords import STOP_CHARACTERS, STOP_WORDS

IsKnown = Callable[[KeyKind, str], bool]
"""Whether some record has an exact key."""

_WORD_AT_END = re.compile(rf"[{WORD}]\Z")


@dataclass(frozen=True, slots=True)
class Exact:
    """An identifier that some record has.

    Args:
        kind: what it identifies.
        normal: its normal form.
        text: as it was typed.
    """

    kind: KeyKind
    normal: str
    text: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word to look for.

    Args:
        term: as the index has it.
        surface: folded, as it was typed.
        is_informative: whether it says what the question is about; ``how`` and ``the`` do not.
    """

    term: str
    surface: str
    is_informative: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """A query, read.

    Args:
        text: what was read of it, normalised.
        exact: identifiers that records have, each once.
        unknown: what looks like an error code and is none that any record has, as typed.
        words: each word once, in the order of its first appearance.
        sequence: numbers in ``words``, in the order they were typed, repeated where they were.
        unfinished: number of the last word, where it may be still being typed.
        phrases: quoted.
        filters: of different fields all must hold; of one field any.
        excluded: terms that no answer may hold.
        notes: what the asker must know of how the query was read, each a sentence.
    """

    text: str
    exact: tuple[Exact, ...] = ()
    unknown: tuple[str, ...] = ()
    words: tuple[Word, ...] = ()
    sequence: tuple[int, ...] = ()
    unfinished: int | None = None
    phrases: tuple[Phrase, ...] = ()
    filters: tuple[Filter, ...] = ()
    excluded: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_listing(self) -> bool:
        """Whether nothing is looked for, and whatever passes the filters is an answer."""
        return bool(self.filters or self.excluded) and not (self.words or self.exact or self.phrases)


def plan_of(reading: Reading, is_known: IsKnown) -> Plan:
    """What a query means.

    Args:
        reading: the query.
        is_known: tells which of ``reading.keys`` exist; a text that only looks like an identifier is words.
    """
    rest, exact, unknown = _take_identifiers(reading, is_known)
    whole = reading.whole
    if is_known(KeyKind.ALIAS, whole.normal):
        exact = (Exact(KeyKind.ALIAS, whole.normal, whole.text), *exact)
    words, sequence = _words(without_noise(rest), unknown)
    return Plan(
        text=reading.text,
        exact=exact,
        unknown=tuple(mention.text for mention in unknown),
        words=words,
        sequence=sequence,
        unfinished=sequence[-1] if sequence and _WORD_AT_END.search(rest) else None,
        phrases=reading.phrases,
        filters=reading.filters,
        excluded=reading.excluded,
        notes=reading.notes,
    )


def _take_identifiers(reading: Reading, is_known: IsKnown) -> tuple[str, tuple[Exact, ...], tuple[Mention, ...]]:
    """The text without its identifiers, those that records have, and codes that none has."""
    text = reading.rest
    exact: dict[tuple[KeyKind, str], Exact] = {}
    unknown: list[Mention] = []
    for kind, mentions in reading.mentions:
        for mention in apart(mentions, partial(is_known, kind)):
            if text[mention.start : mention.end] != mention.text:
                continue  # an identifier that was found here before has taken this place
            if is_known(kind, mention.normal):
                exact.setdefault((kind, mention.normal), Exact(kind, mention.normal, mention.text))
            elif kind is KeyKind.CODE:
                unknown.append(mention)
            else:
                continue
            text = text[: mention.start] + " " * len(mention.text) + text[mention.end :]
    return text, tuple(exact.values()), tuple(unknown)


def _words(text: str, unknown: tuple[Mention, ...]) -> tuple[tuple[Word, ...], tuple[int, ...]]:
    words: dict[str, Word] = {}
    sequence = []
    for token in tokens(text):
        if not token.joined:
            words.setdefault(token.term, Word(token.term, token.surface, _is_informative(token.surface)))
            sequence.append(list(words).index(token.term))
    for mention in unknown:
        words.setdefault(stem(mention.normal), Word(stem(mention.normal), mention.normal, True))
    if not any(word.is_informative for word in words.values()):
        words = {term: Word(term, word.surface, True) for term, word in words.items()}
    return tuple(words.values()), tuple(sequence)


def _is_informative(surface: str) -> bool:
    if is_spaceless(surface):
        return not any(character in STOP_CHARACTERS for character in surface)
    return surface not in STOP_WORDS
