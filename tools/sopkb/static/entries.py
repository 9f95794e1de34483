"""What the files of the export hold, as bytes; ``docs/reference/search.md`` describes each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sopkb.index import SearchIndex
from sopkb.index.cards import life_row
from sopkb.index.posting import impacts_of, varint
from sopkb.index.schema import id_of
from sopkb.model.kinds import KINDS
from sopkb.search.expand import ONE
from sopkb.search.score import common_from, coverage_factors
from sopkb.search.stopwords import STOP_WORDS

SHARES = 1024
"""Steps to a share of 1, in settings."""

Posting = tuple[int, bytes]


def postings(found: Iterable[Posting]) -> bytes:
    """A list of postings by record: each the distance of its record from the one before, its length, its bytes."""
    out = bytearray()
    last = 0
    for number, value in sorted(found):
        distance, size = number - last, len(value)
        if distance < 128 and size < 128:
            out.append(distance)
            out.append(size)
        else:
            out += varint(distance) + varint(size)
        out += value
        last = number
    return bytes(out)


def term_entry(salient: Sequence[Posting], plain: int, rest: bytes, *, is_common: bool) -> bytes:
    """The entry of a term.

    Args:
        salient: its salient postings.
        plain: how many others it has.
        rest: those; for a common term the name of the file that they are in.
        is_common: whether it is one.
    """
    return varint(len(salient)) + varint(plain) + bytes([is_common]) + postings(salient) + rest


def without_positions(found: Iterable[Posting]) -> list[Posting]:
    """The postings of a very common term."""
    return [(number, impacts_of(value)) for number, value in found]


def key_entry(numbers: Iterable[int]) -> bytes:
    """The entry of an exact key."""
    found = sorted(numbers)
    distances = (number - before for before, number in zip([0, *found], found, strict=False))
    return varint(len(found)) + b"".join(varint(distance) for distance in distances)


def settings_file(index: SearchIndex) -> bytes:
    """All that a query needs to know of a base before it looks anything up."""
    settings, ranking = index.settings, index.settings.ranking
    weights = ("synonym", "prefix", "typo", "joined", "code")
    return _json(
        {
            "labels": settings.labels,
            "patterns": settings.patterns,
            "soon": int(settings.soon.total_seconds()),
            "synonyms": asdict(settings.synonyms),
            "kinds": [{"name": kind.name, "plural": kind.plural, "prefix": kind.prefix} for kind in KINDS],
            "stopWords": sorted(STOP_WORDS),
            "weights": {name: int(getattr(ranking, name) * ONE + 0.5) for name in weights},
            "most_completions": ranking.most_completions,
            "most_corrections": ranking.most_corrections,
            "least_share": int(ranking.least_share * SHARES + 0.5),
            "enough": ranking.enough,
            "incident_share": int(ranking.incident_share * SHARES + 0.5),
            "common": common_from(ranking, index.record_count),
            "short": ranking.short,
            "factors": coverage_factors(ranking),
        }
    )


def traits_file(index: SearchIndex) -> bytes:
    """The traits of all records, in columns."""
    numbers = sorted(index.traits)
    every = [index.traits[number] for number in numbers]
    life = list(zip(*(life_row(traits.life) for traits in every), strict=True)) or [()] * 5
    columns: dict[str, Any] = {
        "numbers": [number - before for before, number in zip([0, *numbers], numbers, strict=False)],
        **dict(zip(("state", "effective", "expires", "due", "retired"), life, strict=True)),
        "in_incident": [int(traits.in_incident) for traits in every],
    }
    for column, words, values in (
        ("area", "areas", [traits.area for traits in every]),
        ("owner", "owners", [traits.owner for traits in every]),
        ("audience", "audiences", [traits.audience for traits in every]),
        ("regions", "regionses", [traits.regions for traits in every]),
        ("language", "languages", [traits.language for traits in every]),
    ):
        columns[words] = sorted(set(values))
        place = {value: number for number, value in enumerate(columns[words])}
        columns[column] = [place[value] for value in values]
    return _json(columns)


def card_file(index: SearchIndex, number: int) -> bytes:
    """The card of one record, with its id: a card in another's place must not pass for it."""
    return _json({"id": id_of(number), **index.card(number)})


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
