"""What the files of the export hold, as bytes; ``docs/reference/search.md`` describes each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sopkb.core.kinds import KINDS
from sopkb.search.common import common_words
from sopkb.search.expand import weight_of
from sopkb.search.index import SearchIndex
from sopkb.search.index.cards import Traits
from sopkb.search.index.posting import MOST_GAINS, Postings, varint
from sopkb.search.index.ranking import common_from
from sopkb.search.index.schema import id_of
from sopkb.search.score import coverage_factors
from sopkb.search.static.shards import Entry
from sopkb.search.stopwords import STOP_CHARACTERS, STOP_WORDS

NAME = 6
"""Bytes of a digest that make a file's name."""
DIGITS = 2 * NAME
"""Digits of such a name."""
SHARES = 1024
"""Steps to a share of 1, in settings."""


def name_of(raw: bytes) -> str:
    """The name of the file that holds some bytes."""
    return hashlib.sha256(raw).hexdigest()[:DIGITS]


def postings(*lists: Postings) -> Entry:
    """Lists of postings in columns: the distance of each record from the one before, heads, levels, sections, gains."""
    distances, heads, levels, sections, gains = (bytearray() for _ in range(5))
    for found in lists:
        last = 0
        for number, value in sorted(found.items()):
            distance = number - last
            if distance < 128:
                distances.append(distance)
            else:
                distances += varint(distance)
            last = number
            head = value[1]
            heads.append(head)
            levels.append(value[0])
            end = 2 + 2 * (head & MOST_GAINS)
            sections += value[2:end:2]
            gains += value[3:end:2]
    return [bytes(column) for column in (distances, heads, levels, sections, gains)]


def term_entry(salient: Postings, plain: Postings, common: Postings | None = None, name: str = "") -> Entry:
    """The entry of a term: how many postings of both kinds it has, and those.

    Args:
        salient: its salient postings.
        plain: the others.
        common: of a common term those of the others that are read; None for any other term.
        name: of a common term that of the file with the numbers of all others.
    """
    if common is None:
        return [varint(len(salient)) + varint(len(plain)) + bytes(1), *postings(salient, plain)]
    head = varint(len(salient)) + varint(len(plain)) + bytes([1]) + varint(len(common)) + bytes.fromhex(name)
    return [head, *postings(salient, common)]


def places_entry(salient: Postings, plain: Postings) -> bytes:
    """Where a term stands in each of its records, those of its salient postings first: only phrases ask for it."""
    out = bytearray(varint(len(salient) + len(plain)))
    for _, value in (*sorted(salient.items()), *sorted(plain.items())):
        places = value[2 + 2 * (value[1] & MOST_GAINS) :]
        out += varint(len(places)) + places
    return bytes(out)


def numbers_file(found: Postings) -> bytes:
    """The numbers of the records that postings are of, and nothing else of them."""
    return _spread(sorted(found))


def manifest_text(manifest: Mapping[str, Any]) -> str:
    """The one file that is not named by what it holds: a JSON object with the digest of its text before all else."""
    rest = json_bytes(manifest)[1:]
    return f'{{"digest":"{name_of(rest)}",{rest.decode()}'


def folder_runs(folders: Mapping[int, str]) -> dict[str, str]:
    """The names of the folders of all blocks: those of neighbours in one text, by the number of the first."""
    runs: dict[int, str] = {}
    first = last = -2
    for block in sorted(folders):
        if block != last + 1:
            first = block
        runs[first] = runs.get(first, "") + folders[block]
        last = block
    return {str(block): names for block, names in runs.items()}


def folders_of(runs: Mapping[str, str]) -> dict[int, str]:
    """The inverse of :func:`folder_runs`."""
    return {
        int(first) + at // DIGITS: names[at : at + DIGITS]
        for first, names in runs.items()
        for at in range(0, len(names), DIGITS)
    }


def page_file(page: Sequence[Sequence[str]]) -> bytes:
    """A part of the list of shards: for each the first text that it may hold, and its name."""
    return json_bytes(page)


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
        "languages": index.settings.languages,
        "stopWords": " ".join(sorted(STOP_WORDS)),
        "stopCharacters": STOP_CHARACTERS,
        "weights": {name: weight_of(getattr(ranking, name)) for name in weights},
        "most_completions": ranking.most_completions,
        "most_corrections": ranking.most_corrections,
        "least_strength": int(ranking.least_strength * SHARES + 0.5),
        "close": ranking.close,
        "filler_records": ranking.filler_records,
        "nearby_among": ranking.nearby_among,
        "incident_share": int(ranking.incident_share * SHARES + 0.5),
        "common": common_from(ranking, index.record_count),
        "factors": [letters(distances(row)) for row in coverage_factors(ranking)],
    }


def areas_file(index: SearchIndex) -> bytes:
    """The area of every record, in the order of record numbers: every search on a page counts them, so it is small."""
    return json_bytes({"areas": _words(traits.area for traits in _traits(index))})


def details_file(index: SearchIndex) -> bytes:
    """What filters need beside that, in the same order."""
    found = _traits(index)
    return json_bytes(
        {
            "owners": _words(traits.owner for traits in found),
            "audiences": _words(traits.audience for traits in found),
            "regions": _words(traits.regions for traits in found),
            "languages": _words(traits.language for traits in found),
        }
    )


def _traits(index: SearchIndex) -> list[Traits]:
    return [index.traits[number] for number in sorted(index.traits)]


def _words(column: Iterable[Any]) -> tuple[list[Any], str]:
    """Values that repeat: each once, and for every record its place among them."""
    values = list(column)
    once = sorted(set(values))
    places = {value: place for place, value in enumerate(once)}
    return once, letters(places[value] for value in values)


def letters(numbers: Iterable[int]) -> str:
    """Small numbers as one text, a character each from "0" on: shorter than a list, packed or not."""
    return "".join(chr(48 + number) for number in numbers)


def _spread(numbers: Sequence[int]) -> bytes:
    return b"".join(map(varint, distances(numbers)))


def distances(numbers: Sequence[int]) -> list[int]:
    """Ascending numbers, each as its distance from the one before."""
    return [number - before for before, number in zip([0, *numbers], numbers, strict=False)]


def common_entries(index: SearchIndex) -> dict[str, bytes]:
    """The common words of the base's languages, as entries of a list of spellings."""
    return dict.fromkeys(common_words(index.settings.languages), varint(1))


def card_file(index: SearchIndex, number: int) -> bytes:
    """The card of one record, with its id: a card in another's place must not pass for it."""
    return json_bytes({"id": id_of(number), **index.card(number)})


def json_bytes(value: Any) -> bytes:
    """JSON in as few bytes as it takes, the same for the same value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
