"""What a query means, before any word is looked up: which identifiers it names, and which words are left."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sopkb.core.characters import WORD
from sopkb.core.codes import Mention, apart, normal_form
from sopkb.search.index.analysis import is_spaceless, tokens
from sopkb.search.index.schema import KeyKind
from sopkb.search.index.stemming import stem
from sopkb.search.reading import CODE_KINDS, Filter, Phrase, Reading, without_noise, words_with_digits
from sopkb.search.stopwords import STOP_CHARACTERS, STOP_WORDS

SHORTEST_BEGINNING = 2
"""Characters of a code that are enough to offer those that begin so."""
LONGEST_LETTERS = 6
"""Characters of a whole question that may be the letters of a code and no word."""
LONGEST_SHOWN = 40
"""Characters that are shown of what was left out."""
_DIGITS = "0123456789"
_UPPER_CASE = re.compile("[A-Z]{3}")
_WORD_AT_END = re.compile(rf"[{WORD}]\Z")


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a plan asks of an index.

    Args:
        is_known: whether some record has an exact key.
        is_held: whether some record has a term.
        is_begun: whether some code, bug or incident (the normal form is given) begins so and goes on.
    """

    is_known: Callable[[KeyKind, str], bool]
    is_held: Callable[[str], bool]
    is_begun: Callable[[KeyKind, str], bool]


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
class Missing:
    """An identifier that no record has.

    Args:
        kind: what it would identify; of a beginning, one of the kinds that have such identifiers.
        normal: its normal form.
        text: as it was typed; of an id, as files write it.
        is_begun: whether it is the beginning of identifiers that records have (``rc40``).
    """

    kind: KeyKind
    normal: str
    text: str
    is_begun: bool = False


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
        missing: identifiers that no record has, each once.
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
    missing: tuple[Missing, ...] = ()
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
        return bool(self.filters or self.excluded) and not (self.words or self.exact or self.phrases or self.missing)


def plan_of(reading: Reading, lookup: Lookup) -> Plan:
    """What a query means.

    Args:
        reading: the query.
        lookup: tells which of ``reading.keys`` exist, and what records hold; a text that only looks like an identifier
            is words.
    """
    rest, exact, missing, mentioned = _take_identifiers(reading, lookup)
    whole = reading.whole
    if lookup.is_known(KeyKind.ALIAS, whole.normal):
        exact = (Exact(KeyKind.ALIAS, whole.normal, whole.text), *exact)
        missing = ()
    rest, dropped = without_noise(rest, lookup.is_held)
    if not exact:
        rest, begun = _take_beginnings(rest, lookup)
        missing = tuple(dict.fromkeys((*missing, *begun)))
    words, sequence = _words(rest, mentioned)
    return Plan(
        text=reading.text,
        exact=exact,
        missing=missing,
        words=words,
        sequence=sequence,
        unfinished=sequence[-1] if sequence and _WORD_AT_END.search(rest) else None,
        phrases=reading.phrases,
        filters=reading.filters,
        excluded=reading.excluded,
        notes=(*reading.notes, *([_left_out(dropped)] if dropped else [])),
    )


def _take_identifiers(
    reading: Reading, lookup: Lookup
) -> tuple[str, tuple[Exact, ...], tuple[Missing, ...], tuple[Mention, ...]]:
    """The text without its identifiers: those that records have, those that none has, and those that stand in a text
    of some record without being its code, bug or incident.
    """
    text = reading.rest
    exact: dict[tuple[KeyKind, str], Exact] = {}
    missing: dict[tuple[KeyKind, str], Missing] = {}
    mentioned: list[Mention] = []
    for kind, mentions in reading.mentions:
        meant = {each.normal for each in mentions if _is_meant(kind, each, reading.whole, lookup)}
        for mention in apart(mentions, meant.__contains__):
            normal = mention.normal
            if text[mention.start : mention.end] != mention.text:
                continue  # an identifier that was found here before has taken this place
            if lookup.is_known(kind, normal):
                exact.setdefault((kind, normal), Exact(kind, normal, mention.text))
            elif normal not in meant and kind in (KeyKind.ID, KeyKind.ALIAS):
                continue
            elif kind is not KeyKind.ID and lookup.is_held(stem(normal)):
                mentioned.append(mention)
            else:
                written = f"{normal[:3].upper()}-{normal[3:]}" if kind is KeyKind.ID else mention.text
                missing.setdefault((kind, normal), Missing(kind, normal, written))
            text = text[: mention.start] + " " * len(mention.text) + text[mention.end :]
    return text, tuple(exact.values()), tuple(missing.values()), tuple(mentioned)


def _is_meant(kind: KeyKind, mention: Mention, whole: Mention, lookup: Lookup) -> bool:
    """Whether an identifier is meant as one, though no record may have it: ``esc 5 times`` and ``at 404`` need not be.

    What looks like a code, and is in one piece, is one anyway.
    """
    if lookup.is_known(kind, mention.normal):
        return True
    if kind is KeyKind.ALIAS:
        return False
    is_all = mention.text == whole.text
    if kind is KeyKind.ID:
        is_written_so = bool(_UPPER_CASE.match(mention.text)) or mention.text[3] not in _DIGITS
        return is_all or (is_written_so and not mention.is_loose)
    letters = mention.normal.rstrip(_DIGITS)
    return is_all and letters != "" and lookup.is_begun(kind, letters)


def _take_beginnings(text: str, lookup: Lookup) -> tuple[str, tuple[Missing, ...]]:
    """The text without the beginning of a code, bug or incident, and that: ``rc40``, or ``rc`` if there is no more."""
    words = text.split()
    is_short = len(words) == 1 and len(words[0]) <= LONGEST_LETTERS
    may_be_all = is_short or (len(words) == 2 and any(digit in text for digit in _DIGITS))
    whole = [Mention(normal_form(text), text.strip(), 0, len(text))] if may_be_all else []
    for mention in (*whole, *words_with_digits(text)):
        normal = mention.normal
        if len(normal) < SHORTEST_BEGINNING or not normal.strip(_DIGITS) or lookup.is_held(stem(normal)):
            continue
        kind = next((kind for kind in CODE_KINDS if lookup.is_begun(kind, normal)), None)
        if kind:
            rest = text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]
            return rest, (Missing(kind, normal, mention.text, is_begun=True),)
    return text, ()


def _left_out(dropped: Sequence[str]) -> str:
    shown = (text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…" for text in dropped)
    return f"Not in any record, so left out: {', '.join(shown)}"


def _words(text: str, mentioned: tuple[Mention, ...]) -> tuple[tuple[Word, ...], tuple[int, ...]]:
    words: dict[str, Word] = {}
    sequence = []
    for token in tokens(text):
        if not token.joined:
            words.setdefault(token.term, Word(token.term, token.surface, _is_informative(token.surface)))
            sequence.append(list(words).index(token.term))
    for mention in mentioned:
        words.setdefault(stem(mention.normal), Word(stem(mention.normal), mention.normal, True))
    if not any(word.is_informative for word in words.values()):
        words = {term: Word(term, word.surface, True) for term, word in words.items()}
    return tuple(words.values()), tuple(sequence)


def _is_informative(surface: str) -> bool:
    if is_spaceless(surface):
        return not any(character in STOP_CHARACTERS for character in surface)
    return surface not in STOP_WORDS
