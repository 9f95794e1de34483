"""What to say of an identifier that no record has: that it is not there, and what stands nearest."""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.codes import normal_form
from sopkb.search.answer import Near, NoSuch
from sopkb.search.index import SearchIndex
from sopkb.search.index.schema import NUMBERS_A_KIND, KeyKind, id_of, key, number_of
from sopkb.search.plan import Missing

MOST_NEAR = 3
"""Records that are named instead of one that is not there."""
MOST_BEGUN = 5
"""Identifiers that are named for a beginning."""
_DIGITS = "0123456789"


def no_such(missing: Missing, index: SearchIndex) -> NoSuch:
    """What to say of an identifier that no record has."""
    if missing.kind is KeyKind.ID:
        near = (Near(id_of(number), _title(index, number)) for number in _nearest_numbers(missing.text, index))
        return NoSuch(missing.text, f"There is no {missing.text}.", tuple(near))
    keys = list(_begun(missing, index) if missing.is_begun else _nearest_keys(missing, index))
    return NoSuch(
        missing.text,
        f"No record has {missing.text}.",
        tuple(_holder(each, missing.kind, index) for each in keys),
        is_begun=missing.is_begun,
    )


def _nearest_numbers(record_id: str, index: SearchIndex) -> list[int]:
    wanted = number_of(record_id) or 0
    kind = wanted // NUMBERS_A_KIND
    same_kind = (number for number in index.traits if number // NUMBERS_A_KIND == kind)
    return sorted(same_kind, key=lambda number: (abs(number - wanted), number))[:MOST_NEAR]


def _begun(missing: Missing, index: SearchIndex) -> list[str]:
    return list(index.keys_beginning(key(missing.kind, missing.normal)))[:MOST_BEGUN]


def _nearest_keys(missing: Missing, index: SearchIndex) -> list[str]:
    """Of the keys that share most of the beginning, with its letters at least, those with the nearest number."""
    letters = missing.normal.rstrip(_DIGITS)
    for end in range(len(missing.normal), max(len(letters), 1) - 1, -1):
        found = list(index.keys_beginning(key(missing.kind, missing.normal[:end])))
        if found:
            wanted = _figure(missing.normal)
            return sorted(found, key=lambda each: (abs(_figure(each) - wanted), each))[:MOST_NEAR]
    return []


def _figure(text: str) -> int:
    """The number that a text ends with, of at most nine digits; 0 where it ends with none."""
    return int(text[len(text.rstrip(_DIGITS)) :][-9:] or "0")


def _holder(name: str, kind: KeyKind, index: SearchIndex) -> Near:
    normal = name.removeprefix(key(kind, ""))
    number = min(number_of(record_id) or 0 for record_id in index.holders(name))
    written = (text for text in index.card(number).get("exact", ()) if normal_form(text) == normal)
    return Near(id_of(number), _title(index, number), next(written, normal))


def _title(index: SearchIndex, number: int) -> str:
    return str(index.card(number).get("title", ""))


def lines_of(found: NoSuch) -> Iterator[str]:
    """The same for a terminal, a chat or an agent: what is not there, then a line for each that is near."""
    yield f"{found.message} {found.lead}".rstrip()
    for near in found.near:
        yield f"{near.matched}: {near.id} {near.title}" if near.matched else f"{near.id} {near.title}"
