"""What each record of an index was made from: how an update knows what there is to do."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from sopkb.search.index.lengths import usual_lengths
from sopkb.search.index.manifest import SOURCES_NAME


class Source(NamedTuple):
    """What a record was indexed from; a tuple, because an update reads and writes those of all records.

    Args:
        digest: of its file, and of what other records and the tracker lend to its card.
        parts: how many sections and how many symptoms it has.
        lengths: see :mod:`sopkb.search.index.lengths`.
    """

    digest: str
    parts: Sequence[int]
    lengths: Sequence[int]


Sources = Mapping[str, Source]
"""By id."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Ids by what happened to them since an index was made, sorted."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.added) + len(self.changed) + len(self.removed)


def difference_of(before: Sources, now: Mapping[str, str]) -> Difference:
    """What lies between two states of a base.

    Args:
        before: what an index was made from.
        now: the digest of what each record would be indexed from.
    """
    return Difference(
        tuple(sorted(now.keys() - before.keys())),
        tuple(sorted(name for name in now.keys() & before.keys() if before[name].digest != now[name])),
        tuple(sorted(before.keys() - now.keys())),
    )


def write_sources(generation: Path, sources: Sources) -> None:
    """Write them beside an index."""
    (generation / SOURCES_NAME).write_text(json.dumps(sources, sort_keys=True), encoding="utf-8")


def read_sources(generation: Path) -> dict[str, Source]:
    """Read what :func:`write_sources` wrote."""
    rows = json.loads((generation / SOURCES_NAME).read_bytes())
    return {name: Source(*row) for name, row in rows.items()}


def usual_of(sources: Sources) -> Mapping[str, float]:
    """The usual lengths of some records."""
    return usual_lengths((each.lengths for each in sources.values()), (each.parts for each in sources.values()))
