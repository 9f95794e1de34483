"""What each record of an index was made from: how an update knows what there is to do."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sopkb.index.lengths import usual_lengths
from sopkb.index.manifest import SOURCES_NAME


@dataclass(frozen=True, slots=True)
class Source:
    """What a record was indexed from.

    Args:
        digest: of its file, and of what other records and the tracker lend to its card.
        parts: how many sections and how many symptoms it has.
        lengths: see :mod:`sopkb.index.lengths`.
    """

    digest: str
    parts: tuple[int, int]
    lengths: tuple[int, ...]


Sources = Mapping[str, Source]
"""By id."""


def write_sources(generation: Path, sources: Sources) -> None:
    """Write them beside an index."""
    rows = {name: [source.digest, *source.parts, *source.lengths] for name, source in sources.items()}
    (generation / SOURCES_NAME).write_text(json.dumps(rows, sort_keys=True), encoding="utf-8")


def read_sources(generation: Path) -> dict[str, Source]:
    """Read what :func:`write_sources` wrote."""
    rows = json.loads((generation / SOURCES_NAME).read_bytes())
    return {
        name: Source(digest, (sections, symptoms), tuple(lengths))
        for name, (digest, sections, symptoms, *lengths) in rows.items()
    }


def usual_of(sources: Sources) -> Mapping[str, float]:
    """The usual lengths of some records."""
    return usual_lengths((each.lengths for each in sources.values()), (each.parts for each in sources.values()))
