"""What the files of the export hold, as bytes; ``docs/reference/search.md`` describes each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sopkb.index import SearchIndex
from sopkb.index.posting import MOST_GAINS, varint
from sopkb.index.schema import id_of
from sopkb.model.kinds import KINDS
from sopkb.search.expand import weight_of
from sopkb.search.score import common_from, coverage_factors
from sopkb.search.stopwords import STOP_CHARACTERS, STOP_WORDS

NAME = 6
"""Bytes of a digest that make a file's name."""
MOST_IN_FORCE = 0.95
"""Share of the records whose beginning nobody needs to be told."""
SHARES = 1024
"""Steps to a share of 1, in settings."""
FINE = 32
"""Moments that one coarse step is divided into: two small numbers pack better than a large one."""
_TRAITS = 11
"""Values of a row of traits."""

Posting = tuple[int, bytes]


def name_of(raw: bytes) -> str:
    """The name of the file that holds some bytes."""
    return hashlib.sha256(raw).hexdigest()[: 2 * NAME]


def postings(found: Iterable[Posting]) -> bytes:
    """A list of postings by record: each the distance of its record from the one before, and its impacts."""
    out = bytearray()
    last = 0
    for number, value in sorted(found):
        distance = number - last
        if distance < 128:
            out.append(distance)
        else:
            out += varint(distance)
        out += value[: 2 + 2 * (value[1] & MOST_GAINS)]
        last = number
    return bytes(out)


def term_entry(salient: Sequence[Posting], plain: int, rest: bytes, *, is_common: bool) -> bytes:
    """The entry of a term.

    Args:
        salient: its salient postings.
        plain: how many others it has.
        rest: those; for a common term the names of the files that say of them what anybody asks.
        is_common: whether it is one.
    """
    return varint(len(salient)) + varint(plain) + bytes([is_common]) + postings(salient) + rest


def places_entry(salient: Sequence[Posting], plain: Sequence[Posting]) -> bytes:
    """Where a term stands in each of its records, those of its salient postings first: only phrases ask for it."""
    out = bytearray(varint(len(salient) + len(plain)))
    for _, value in (*sorted(salient), *sorted(plain)):
        places = value[2 + 2 * (value[1] & MOST_GAINS) :]
        out += varint(len(places)) + places
    return bytes(out)


def numbers_file(found: Iterable[Posting]) -> bytes:
    """The numbers of the records that postings are of, and nothing else of them."""
    return _spread(sorted(number for number, _ in found))


def manifest_text(manifest: Mapping[str, Any]) -> str:
    """The one file that is not named by what it holds: a JSON object with the digest of its text before all else."""
    rest = _json(manifest)[1:]
    return f'{{"digest":"{name_of(rest)}",{rest.decode()}'


def page_file(page: Sequence[Sequence[str]]) -> bytes:
    """A part of the list of shards: for each the first text that it may hold, and its name."""
    return _json(page)


def key_entry(numbers: Iterable[int]) -> bytes:
    """The entry of an exact key."""
    found = sorted(numbers)
    return varint(len(found)) + _spread(found)


def settings_of(index: SearchIndex) -> dict[str, Any]:
    """All that a query needs to know of a base before it looks anything up; it stands in the manifest."""
    settings, ranking = index.settings, index.settings.ranking
    weights = ("synonym", "prefix", "typo", "joined", "code", "filler", "nearby")
    return {
        "labels": settings.labels,
        "patterns": settings.patterns,
        "soon": int(settings.soon.total_seconds()),
        "synonyms": asdict(settings.synonyms),
        "kinds": [{"name": kind.name, "plural": kind.plural, "prefix": kind.prefix} for kind in KINDS],
        "stopWords": sorted(STOP_WORDS),
        "stopCharacters": STOP_CHARACTERS,
        "weights": {name: weight_of(getattr(ranking, name)) for name in weights},
        "most_completions": ranking.most_completions,
        "most_corrections": ranking.most_corrections,
        "least_share": int(ranking.least_share * SHARES + 0.5),
        "enough": ranking.enough,
        "filler_records": ranking.filler_records,
        "nearby_among": ranking.nearby_among,
        "incident_share": int(ranking.incident_share * SHARES + 0.5),
        "common": common_from(ranking, index.record_count),
        "short": ranking.short,
        "factors": coverage_factors(ranking),
    }


def traits_file(index: SearchIndex) -> bytes:
    """What the tier of every record depends on, at any moment from ``late["from"]`` on: every query needs it.

    Nearly all records are in force by then, so the few that are not are listed.
    """
    numbers = sorted(index.traits)
    states, effective, expires, *_, incidents = _columns(index)
    begun = sorted(moment for moment in effective if moment is not None)
    since = begun[int(len(begun) * MOST_IN_FORCE)] if begun else 0
    late = [moment if moment is not None and moment > since else None for moment in effective]
    columns = {
        "numbers": _distances(numbers),
        "state": _letters(states),
        "in_incident": _distances([place for place, is_in in enumerate(incidents) if is_in]),
        "expires": _sparse(expires),
        "late": {"from": since, "effective": _sparse(late)},
    }
    return _json(columns)


def facets_file(index: SearchIndex) -> bytes:
    """What facets are counted by beside that, in columns: every search on a page counts them, so it is small."""
    *_, due, _, area, _, _, _, _, _ = _columns(index)
    days = sorted({moment for moment in due if moment is not None})
    place = {moment: number for number, moment in enumerate(days)}
    coarse = [0 if moment is None else 1 + place[moment] // FINE for moment in due]
    fine = [place[moment] % FINE for moment in due if moment is not None]
    areas = sorted(set(area))
    by_area = [areas.index(each) for each in area]
    return _json(
        {
            "areas": areas,
            "area": _letters(by_area),
            "moments": _distances(days),
            "due": [_letters(coarse), _letters(fine)],
        }
    )


def details_file(index: SearchIndex) -> bytes:
    """The other traits of all records, in columns: for filters, and moments long ago."""
    _, effective, _, _, retired, _, owner, audience, regions, language, _ = _columns(index)
    columns: dict[str, Any] = {"effective": effective, "retired": retired}
    for column, words, values in (
        ("owner", "owners", owner),
        ("audience", "audiences", [tuple(each) for each in audience]),
        ("regions", "regionses", [tuple(each) for each in regions]),
        ("language", "languages", language),
    ):
        columns[words] = sorted(set(values))
        place = {value: number for number, value in enumerate(columns[words])}
        columns[column] = _letters([place[value] for value in values])
    return _json(columns)


def _letters(numbers: Iterable[int]) -> str:
    """Small numbers as one text, a character each from "0" on: shorter than a list, packed or not."""
    return "".join(chr(48 + number) for number in numbers)


def _columns(index: SearchIndex) -> list[tuple[Any, ...]]:
    """The columns of :func:`sopkb.index.cards.traits_row`, in the order of record numbers."""
    rows = index.traits.rows
    return list(zip(*(rows[number] for number in sorted(rows)), strict=True)) or [()] * _TRAITS


def _sparse(column: Sequence[int | None]) -> tuple[list[int], list[int]]:
    """Of a column with few values: where they stand, by distance, and what they are."""
    there = [(place, value) for place, value in enumerate(column) if value is not None]
    return _distances([place for place, _ in there]), [value for _, value in there]


def _spread(numbers: Sequence[int]) -> bytes:
    """Ascending numbers, each as its distance from the one before."""
    return b"".join(map(varint, _distances(numbers)))


def _distances(numbers: Sequence[int]) -> list[int]:
    return [number - before for before, number in zip([0, *numbers], numbers, strict=False)]


def card_file(index: SearchIndex, number: int) -> bytes:
    """The card of one record, with its id: a card in another's place must not pass for it."""
    return _json({"id": id_of(number), **index.card(number)})


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
