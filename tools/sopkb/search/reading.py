"""A query, read as far as its text goes: filters, phrases, exclusion, and whatever may be an identifier.

Anything may be pasted: an error with its trace id, a chat message, a stack of punctuation. Nothing here raises, and
whatever cannot be read as something special is words. Which identifiers exist is not known here: a reader who has to
ask for it over a network asks once, for :attr:`Reading.keys`, and :mod:`sopkb.search.plan` does the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from sopkb.core.characters import LETTERS, SPACES
from sopkb.core.codes import Mention, find_codes, find_record_ids, normal_form
from sopkb.core.folding import fold, narrow, normalise
from sopkb.search.index.analysis import Token, tokens
from sopkb.search.index.schema import KeyKind

LONGEST_QUERY = 1000
"""Characters that are read. What people paste beyond that is log, and the log's beginning says it."""
CODE_KINDS = (KeyKind.BUG, KeyKind.INCIDENT, KeyKind.CODE)
"""What a policy has patterns for, in the order in which they are tried."""
FILTER_FIELDS = ("kind", "area", "state", "region", "audience", "lang", "owner")

_BLANK = re.compile(
    rf"[{SPACES}\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Unprintable characters, and every kind of space: after this there is one kind, and none is needed below."""
_FILTER = re.compile(
    rf'(?<![^ ])(?P<minus>-?)(?P<field>{"|".join(FILTER_FIELDS)}):(?:"(?P<quoted>[^"]*)"|(?P<plain>[^ "]+))',
    re.IGNORECASE | re.ASCII,
)
_PHRASE = re.compile(r'["\u201c\u201d\u201e]([^"\u201c\u201d\u201e]+)["\u201c\u201d]')
_WITH_DIGIT = re.compile("[^ ]*[0-9][^ ]*")
_EXCLUDED = re.compile(rf"(?<![^ ])-(?=[{LETTERS}]{{2}})([^ ]+)")
_NOISE = re.compile(
    r"\b(?:trace|span|request|req|correlation|session|transaction)[-_ ]?(?:id)? {0,2}[=:] {0,2}"
    r"(?P<value>(?=[^ ]*\d)[^ ]+)"
    r"|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"
    r"|\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?"
    r"|\b\d{4}-\d\d-\d\d\b|\b\d\d?:\d\d:\d\d(?:[.,]\d+)?Z?\b"
    r"|\b0x[0-9a-f]+\b|\b\d{9,}\b"
    r"|\b(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{8,}\b"
    r"|\b(?=[A-Za-z]*\d)(?=\d*[A-Za-z])\w{24,}\b",
    re.IGNORECASE | re.ASCII,
)


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
class Reading:
    """What a query says by itself.

    Args:
        text: what was read of it, normalised.
        rest: the same without filters and exclusions, each character in its place.
        whole: all of that as one identifier.
        mentions: what may be an identifier in ``rest``, by kind, in the order in which they are to be tried.
        phrases: quoted.
        filters: of different fields all must hold; of one field any.
        excluded: terms that no answer may hold.
        notes: what the asker must know of how the query was read, each a sentence.
    """

    text: str
    rest: str
    whole: Mention
    mentions: tuple[tuple[KeyKind, tuple[Mention, ...]], ...]
    phrases: tuple[Phrase, ...]
    filters: tuple[Filter, ...]
    excluded: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def keys(self) -> frozenset[tuple[KeyKind, str]]:
        """Every identifier, by kind and normal form, whose existence the plan may depend on."""
        found = {(kind, mention.normal) for kind, mentions in self.mentions for mention in mentions}
        return frozenset(found | {(KeyKind.ALIAS, self.whole.normal)})


def read(query: str, patterns: Mapping[str, str]) -> Reading:
    """Read the text of a query.

    Args:
        query: as it was typed or pasted.
        patterns: what a code, a bug and an incident look like: ``code``, ``bug``, ``incident``.
    """
    notes = []
    if len(query) > LONGEST_QUERY:
        notes.append(f"Only the first {LONGEST_QUERY} characters of the query were read.")
    text = normalise(narrow(_BLANK.sub(" ", query[:LONGEST_QUERY])))
    rest, filters = _take_filters(text)
    whole = Mention(normal_form(rest), rest.strip(), 0, len(rest))
    phrases = tuple(phrase for match in _PHRASE.finditer(rest) if (phrase := _phrase(match[1], patterns)))
    rest, excluded = _take_excluded(rest)
    mentions = tuple(_mentions(rest, patterns))
    return Reading(" ".join(text.split()), rest, whole, mentions, phrases, filters, excluded, tuple(notes))


def without_noise(text: str, is_held: Callable[[str], bool]) -> tuple[str, tuple[str, ...]]:
    """A text without the trace ids, times, long numbers and hexadecimals that no record has, unless it is nothing else.

    Args:
        text: the text.
        is_held: tells whether some record has a term.

    Returns:
        The text, and what was left out of it.
    """
    dropped: list[str] = []

    def replaced(match: re.Match[str]) -> str:
        terms = _whole_terms(match["value"] or match[0])
        if terms and all(map(is_held, terms)):
            return match[0]
        dropped.append(match[0])
        return " "

    quiet = _NOISE.sub(replaced, text)
    return (quiet, tuple(dict.fromkeys(dropped))) if next(tokens(quiet), None) else (text, ())


def _whole_terms(text: str) -> list[str]:
    """The terms of a text, of compounds only the whole: ``20260901`` of ``2026-09-01``."""
    found: list[Token] = []
    for token in tokens(text):
        if token.joined:
            found = [other for other in found if other.start < token.start]
        found.append(token)
    return [token.term for token in found]


def filters_of(chosen: Mapping[str, Iterable[str]]) -> tuple[Filter, ...]:
    """Conditions that were not typed, but chosen.

    Args:
        chosen: values by field, ``{"kind": ["sop"], "area": ["video"]}``; of one field any must hold.

    Raises:
        ValueError: there is no such field.
    """
    filters = []
    for field, given in chosen.items():
        if field not in FILTER_FIELDS:
            raise ValueError(f"There is no filter {field}: {', '.join(FILTER_FIELDS)}.")
        values = tuple(value for value in (fold(each).strip() for each in given) if value)
        if values:
            filters.append(Filter(field, values))
    return tuple(filters)


def _take_filters(text: str) -> tuple[str, tuple[Filter, ...]]:
    filters = []
    for match in _FILTER.finditer(text):
        given = match["plain"].split(",") if match["plain"] else [match["quoted"]]
        values = tuple(value for value in (fold(part).strip() for part in given) if value)
        if values:
            filters.append(Filter(match["field"].lower(), values, bool(match["minus"])))
    return _FILTER.sub(" ", text), tuple(filters)


def _phrase(text: str, patterns: Mapping[str, str]) -> Phrase | None:
    """The phrase inside quotation marks; None for one word or none, which is no phrase.

    Of a code the whole is looked for: its letters are no word of a record.
    """
    every = list(tokens(text))
    spans = {(mention.start, mention.end) for mentions in _codes(text, patterns) for mention in mentions}
    codes = [token for token in every if token.joined and (token.start, token.end) in spans]
    found = [
        token
        for token in every
        if token in codes
        or not (token.joined or any(code.start <= token.start and token.end <= code.end for code in codes))
    ]
    found.sort(key=lambda token: token.position)
    if len([token for token in every if not token.joined]) < 2:
        return None
    return Phrase(text.strip(), tuple((token.term, token.position - found[0].position) for token in found))


def _take_excluded(text: str) -> tuple[str, tuple[str, ...]]:
    terms = []
    for match in _EXCLUDED.finditer(text):
        found = list(tokens(match[1]))
        terms += [found[-1].term] if found and found[-1].joined else [token.term for token in found]
    return _EXCLUDED.sub(" ", text), tuple(dict.fromkeys(terms))


def _mentions(text: str, patterns: Mapping[str, str]) -> Iterator[tuple[KeyKind, tuple[Mention, ...]]]:
    ids = find_record_ids(text)
    yield KeyKind.ID, tuple(replace(mention, normal=normal_form(mention.normal)) for mention in ids)
    found = zip(CODE_KINDS, _codes(text, patterns), strict=True)
    yield from ((kind, tuple(mentions)) for kind, mentions in found)
    # An old id, used as an alias, inside a sentence.
    yield KeyKind.ALIAS, tuple(mention for mention in words_with_digits(text) if len(mention.normal) > 3)


def _codes(text: str, patterns: Mapping[str, str]) -> list[list[Mention]]:
    return find_codes(text, tuple(patterns[kind.value] for kind in CODE_KINDS))


def words_with_digits(text: str) -> Iterator[Mention]:
    """What stands between spaces and has a digit, and so may be an identifier or the beginning of one."""
    for match in _WITH_DIGIT.finditer(text):
        yield Mention(normal_form(match[0]), match[0], match.start(), match.end(), is_loose=True)
