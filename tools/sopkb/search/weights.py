"""Every number of the ranking, in one place, with what it does.

They are a first setting. A weight that helps only one base is a fault: change one only with figures from collections
that others judged, and say them in the commit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FieldWeight:
    """How a text field counts in BM25F.

    Args:
        weight: what one occurrence in this field is worth, an occurrence in the body being worth 1.
        b: how much a field longer than the mean dilutes its words: 0 not at all, 1 fully.
    """

    weight: float
    b: float


@dataclass(frozen=True, slots=True)
class Weights:
    """The numbers of one ranking.

    Args:
        fields: by text field.
        k1: how soon more occurrences of a word stop counting.
        whole: share of the score that the whole record gets, read as one text, beside its best section.
        title: share of the score that the title gets, read as one short text.
        title_b: length normalisation of that title.
        coverage_short: how hard a record is marked down for the words it lacks, where the query has few.
        coverage_long: the same where it has many; people who paste a paragraph do not expect all of it.
        short: words up to which a query is short.
        long: words from which a query is long.
        stop_word: what a word without information (``the``, ``how``) counts beside one with.
        joined: what a compound counts (``etcd no leader`` meeting ``etcdNoLeader``).
        prefix: what a completed last word counts, the word as typed being worth 1.
        typo: what a corrected word counts.
        code: what an exact code counts as a word, among records that hold it in their text.
        most_completions: completions of the last word that are followed.
        most_corrections: corrections of a misspelt word that are followed.
        least_share: share of the words with information that some record must match, or nothing was found.
        incident_share: share that a workaround of an open incident must match in its title and symptoms to lead.
    """

    fields: Mapping[str, FieldWeight] = field(
        default_factory=lambda: {
            "title": FieldWeight(4.0, 0.5),
            "aliases": FieldWeight(3.0, 0.5),
            "symptoms": FieldWeight(2.5, 0.6),
            "summary": FieldWeight(2.0, 0.6),
            "heading": FieldWeight(1.2, 0.3),
            "tags": FieldWeight(0.6, 0.5),
            "body": FieldWeight(1.0, 0.6),
        }
    )
    k1: float = 1.4
    whole: float = 0.6
    title: float = 0.3
    title_b: float = 0.3
    coverage_short: float = 1.2
    coverage_long: float = 0.3
    short: int = 3
    long: int = 10
    stop_word: float = 0.08
    joined: float = 0.8
    prefix: float = 0.4
    typo: float = 0.7
    code: float = 1.0
    most_completions: int = 12
    most_corrections: int = 3
    least_share: float = 0.5
    incident_share: float = 0.5


WEIGHTS = Weights()
