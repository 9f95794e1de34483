"""What a query means, before anything is looked up in the text: identifiers, filters, phrases, words.

Anything may be pasted: an error with its trace id, a chat message, a stack of punctuation. Nothing here raises, and
whatever cannot be read as something special is words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from sopkb.config import Policy
from sopkb.index.analysis import stem, tokens
from sopkb.index.schema import KeyKind
from sopkb.model.characters import LETTERS, SPACES, WORD
from sopkb.model.codes import Mention, find_codes, find_record_ids, normal_form
from sopkb.model.folding import fold, narrow, normalise
from sopkb.search.stopwords import STOP_WORDS

LONGEST_QUERY = 1000
"""Characters that are read. What people paste beyond that is log, and the log's beginning says it."""
FILTER_FIELDS = ("kind", "area", "state", "region", "audience", "lang", "owner")

_WORD_AT_END = re.compile(rf"[{WORD}]\Z")

IsKnown = Callable[[KeyKind, str], bool]
"""Whether some record has an exact key."""

_BLANK = re.compile(
    rf"[{SPACES}\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Unprintable characters, and every kind of space: after this there is one kind, and none is needed below."""
_FILTER = re.compile(
    rf'(?<![^ ])(?P<minus>-?)(?P<field>{"|".join(FILTER_FIELDS)}):(?:"(?P<quoted>[^"]*)"|(?P<plain>[^ "]+))',
    re.IGNORECASE | re.ASCII,
)
_PHRASE = re.compile(r'["\u201c\u201d\u201e]([^"\u201c\u201d\u201e]+)["\u201c\u201d]')
_EXCLUDED = re.compile(rf"(?<![^ ])-(?=[{LETTERS}]{{2}})([^ ]+)")
_NOISE = re.compile(
    r"\b(?:trace|span|request|req|correlation|session|transaction)[-_ ]?(?:id)? {0,2}[=:] {0,2}(?=[^ ]*\d)[^ ]+"
    r"|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"
    r"|\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?"
    r"|\b\d{4}-\d\d-\d\d\b|\b\d\d?:\d\d:\d\d(?:[.,]\d+)?Z?\b"
    r"|\b0x[0-9a-f]+\b|\b\d{9,}\b"
    r"|\b(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{8,}\b"
    r"|\b(?=[A-Za-z]*\d)(?=\d*[A-Za-z])\w{24,}\b",
    re.IGNORECASE | re.ASCII,
)


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
class Phrase:
    """Words that must stand side by side: each term with its distance from the first."""

    text: str
    terms: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on a record's fields: any of some values, or none of them."""

    field: str
    values: tuple[str, ...]
    is_negated: bool = False


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


def read_query(query: str, policy: Policy, is_known: IsKnown) -> Plan:
    """Read a query.

    Args:
        query: as it was typed or pasted.
        policy: for the patterns of codes, bugs and incidents.
        is_known: tells which identifiers exist; a text that only looks like one is words.
    """
    notes = []
    if len(query) > LONGEST_QUERY:
        notes.append(f"Only the first {LONGEST_QUERY} characters of the query were read.")
    text = normalise(narrow(_BLANK.sub(" ", query[:LONGEST_QUERY])))
    rest, filters = _take_filters(text)
    whole = Exact(KeyKind.ALIAS, normal_form(rest), rest.strip())
    phrases = tuple(phrase for match in _PHRASE.finditer(rest) if (phrase := _phrase(match[1])))
    rest, excluded = _take_excluded(rest)
    rest, exact, unknown = _take_identifiers(rest, policy, is_known)
    if is_known(KeyKind.ALIAS, whole.normal):
        exact = (whole, *exact)
    words, sequence = _words(_without_noise(rest), unknown)
    unfinished = sequence[-1] if sequence and _may_go_on(rest) else None
    return Plan(
        text=" ".join(text.split()),
        exact=exact,
        unknown=tuple(mention.text for mention in unknown),
        words=words,
        sequence=sequence,
        unfinished=unfinished,
        phrases=phrases,
        filters=filters,
        excluded=excluded,
        notes=tuple(notes),
    )


def _take_filters(text: str) -> tuple[str, tuple[Filter, ...]]:
    filters = []
    for match in _FILTER.finditer(text):
        given = match["plain"].split(",") if match["plain"] else [match["quoted"]]
        values = tuple(value for value in (fold(part).strip() for part in given) if value)
        if values:
            filters.append(Filter(match["field"].lower(), values, bool(match["minus"])))
    return _FILTER.sub(" ", text), tuple(filters)


def _phrase(text: str) -> Phrase | None:
    """The phrase inside quotation marks; None for one word or none, which is no phrase."""
    found = [token for token in tokens(text) if not token.joined]
    if len(found) < 2:
        return None
    return Phrase(text.strip(), tuple((token.term, token.position - found[0].position) for token in found))


def _take_excluded(text: str) -> tuple[str, tuple[str, ...]]:
    terms = []
    for match in _EXCLUDED.finditer(text):
        found = list(tokens(match[1]))
        terms += [found[-1].term] if found and found[-1].joined else [token.term for token in found]
    return _EXCLUDED.sub(" ", text), tuple(dict.fromkeys(terms))


def _take_identifiers(
    text: str, policy: Policy, is_known: IsKnown
) -> tuple[str, tuple[Exact, ...], tuple[Mention, ...]]:
    """The text without its identifiers, those that records have, and codes that none has."""
    exact: dict[tuple[KeyKind, str], Exact] = {}
    unknown: list[Mention] = []
    for kind, mention in _mentions(text, policy, is_known):
        blank = " " * (mention.end - mention.start)
        if text[mention.start : mention.end] != mention.text or not mention.text.strip():
            continue  # an identifier that was found here before has taken this place
        normal = normal_form(mention.normal)
        if is_known(kind, normal):
            exact.setdefault((kind, normal), Exact(kind, normal, mention.text))
            text = text[: mention.start] + blank + text[mention.end :]
        elif kind is KeyKind.CODE and not mention.is_loose:
            unknown.append(mention)
            text = text[: mention.start] + blank + text[mention.end :]
    return text, tuple(exact.values()), tuple(unknown)


def _mentions(text: str, policy: Policy, is_known: IsKnown) -> Iterator[tuple[KeyKind, Mention]]:
    for mention in find_record_ids(text):
        yield KeyKind.ID, mention
    for kind, pattern in (
        (KeyKind.BUG, policy.bug_pattern),
        (KeyKind.INCIDENT, policy.incident_pattern),
        (KeyKind.CODE, policy.error_code_pattern),
    ):
        for mention in find_codes(text, pattern, partial(is_known, kind)):
            yield kind, mention
    for match in re.finditer("[^ ]*[0-9][^ ]*", text):  # an old id, used as an alias, inside a sentence
        normal = normal_form(match.group())
        if len(normal) > 3 and is_known(KeyKind.ALIAS, normal):
            yield KeyKind.ALIAS, Mention(normal, match.group(), match.start(), match.end())


def _without_noise(text: str) -> str:
    """The text without trace ids and times, unless it is nothing else."""
    quiet = _NOISE.sub(" ", text)
    return quiet if next(tokens(quiet), None) else text


def _words(text: str, unknown: tuple[Mention, ...]) -> tuple[tuple[Word, ...], tuple[int, ...]]:
    words: dict[str, Word] = {}
    sequence = []
    for token in tokens(text):
        if not token.joined:
            words.setdefault(token.term, Word(token.term, token.surface, token.surface not in STOP_WORDS))
            sequence.append(list(words).index(token.term))
    for mention in unknown:
        words.setdefault(stem(mention.normal), Word(stem(mention.normal), mention.normal, True))
    if not any(word.is_informative for word in words.values()):
        words = {term: Word(term, word.surface, True) for term, word in words.items()}
    return tuple(words.values()), tuple(sequence)


def _may_go_on(text: str) -> bool:
    """Whether the last word ends the text, so that more letters may come."""
    return _WORD_AT_END.search(text) is not None
