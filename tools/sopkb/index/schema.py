"""What an index holds, in our own words; how Whoosh holds it is :mod:`sopkb.index.whoosh_store`'s business.

A record becomes units: unit 0 is its front matter (the fields an agent's words are most like), and every section of
its body is one more. A unit is one Whoosh document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

FORMAT_VERSION = 1
"""Raised when what stands in an index changes its meaning; an index of another version is built anew."""

FRONT_FIELDS = ("title", "aliases", "summary", "symptoms", "tags")
SECTION_FIELDS = ("heading", "body")
TEXT_FIELDS = FRONT_FIELDS + SECTION_FIELDS


class KeyKind(StrEnum):
    """What an exact key names; the value leads the key (``code:rc4031``)."""

    ID = "id"
    ALIAS = "alias"
    CODE = "code"
    BUG = "bug"
    INCIDENT = "incident"


@dataclass(frozen=True, slots=True)
class IndexedUnit:
    """One unit, ready to be written.

    Args:
        record: the record's number in this index.
        section: 0 for the front matter, else the section's place in the body from 1.
        postings: for each text field its terms, each with the positions it stands at.
        lengths: for each text field how many words it has.
        keys: exact keys (front matter only).
        words: every spelling in the record, sorted (front matter only): what an update takes out of the lexicon.
    """

    record: int
    section: int
    postings: Mapping[str, Mapping[str, list[int]]]
    lengths: Mapping[str, int]
    keys: tuple[str, ...] = ()
    words: tuple[str, ...] = field(default=())


def key(kind: KeyKind, normal_form: str) -> str:
    """The exact key of a normal form, as :func:`sopkb.model.codes.normal_form` gives it."""
    return f"{kind.value}:{normal_form}"
