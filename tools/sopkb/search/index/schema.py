"""What an index holds, in our own words; how Whoosh holds it is :mod:`sopkb.search.index.whoosh_store`'s business.

A record is one Whoosh document. Its text is one sequence of positions: the front fields, then the sections.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from sopkb.core.kinds import ID, KINDS

FORMAT_VERSION = 10
"""Raised when what stands in an index changes its meaning; an index of another version is built anew."""

FRONT_FIELDS = ("title", "aliases", "summary", "symptoms", "tags")
SALIENT_FIELDS = frozenset({"title", "aliases", "summary", "symptoms", "heading"})
"""Where a word says what a record is about. A very common word counts only there; tags are common to very many."""
LENGTHS = (*FRONT_FIELDS, "symptom", "heading", "section", "body")
"""What lengths are kept of: the front fields, one symptom, a section's heading and text, and the body as a whole."""

SALIENT = "salient"
"""The postings of terms that stand in a salient field."""
PLAIN = "plain"
"""Those of tags and running text alone."""

NUMBERS_A_KIND = 10_000
"""Numbers that each kind has, one for every id there can be."""
_PLACE = {kind.prefix: place for place, kind in enumerate(KINDS)}


class KeyKind(StrEnum):
    """What an exact key names; the value leads the key (``code:rc4031``)."""

    ID = "id"
    ALIAS = "alias"
    CODE = "code"
    BUG = "bug"
    INCIDENT = "incident"


@dataclass(frozen=True, slots=True)
class IndexedRecord:
    """A record, ready to be written.

    Args:
        number: see :func:`number_of`.
        salient: postings of the terms that stand in a salient field.
        plain: postings of the terms that stand in tags and running text only.
        keys: exact keys.
        words: every spelling in the record that is a word, sorted: what an update takes out of the lexicon.
        card: what a row shows and a page of results needs, as JSON.
    """

    number: int
    salient: Mapping[str, bytes]
    plain: Mapping[str, bytes]
    keys: tuple[str, ...]
    words: tuple[str, ...]
    card: str

    @property
    def postings(self) -> dict[tuple[str, str], bytes]:
        """All postings, by field and term."""
        found = {(SALIENT, term): value for term, value in self.salient.items()}
        return found | {(PLAIN, term): value for term, value in self.plain.items()}


def key(kind: KeyKind, normal_form: str) -> str:
    """The exact key of a normal form, as :func:`sopkb.core.codes.normal_form` gives it."""
    return f"{kind.value}:{normal_form}"


def number_of(record_id: str) -> int | None:
    """A record's number, a function of its id alone, so that no other record ever moves it; None for no id."""
    if not ID.fullmatch(record_id):
        return None
    return _PLACE[record_id[:3]] * NUMBERS_A_KIND + int(record_id[4:])


@lru_cache(maxsize=65536)
def id_of(number: int) -> str:
    """The id with a number."""
    place, digits = divmod(number, NUMBERS_A_KIND)
    return f"{KINDS[place].prefix}-{digits:04d}"
