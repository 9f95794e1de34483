"""Every number of the ranking, in one place, with what it does. ``search_index/ranking.yml`` may set others.

A weight that helps only one base is a fault: change one only with figures from collections that others judged
(``kb eval``), and say them in the commit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import yaml

from sopkb.core.errors import SopkbError

RANKING_NAME = "ranking.yml"


@dataclass(frozen=True, slots=True)
class FieldWeight:
    """How a text field counts in BM25F.

    Args:
        weight: what one occurrence in this field is worth, an occurrence in the body being worth 1.
        b: how much a field longer than is usual dilutes its words: 0 not at all, 1 fully.
    """

    weight: float
    b: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """The numbers of one ranking.

    Args:
        fields: by text field; ``symptom`` is one symptom, ``section`` one section's text, ``body`` the whole of it.
        k1: how soon more occurrences of a word stop counting.
        whole: share of the score that the whole record gets, read as one text, beside its best section.
        title: share of the score that the title gets, read as one short text.
        title_b: length normalisation of that title.
        symptom: share of the score that the one symptom gets which is most like the question.
        coverage: how hard a record is marked down for the words it lacks, where another has them all. Where even the
            best has few, as of a pasted paragraph, lacking them says little, and little is taken off.
        joined: what a compound counts (``etcd no leader`` meeting ``etcdNoLeader``).
        synonym: what a synonym counts, the word as typed being worth 1.
        prefix: what a completed last word counts.
        typo: what a corrected word counts.
        code: what an exact code counts as a word, among records that hold it in their text.
        filler: what a word without information counts, in records that other words found.
        filler_records: records up to which a base is small enough to look such words up.
        nearby: what two neighbours of the query add that are neighbours in a record as well.
        nearby_among: records, the first without it, that are looked at for it.
        most_completions: completions of the last word that are followed.
        most_corrections: corrections of a misspelt word that are followed.
        least_strength: how strong the evidence must be that the first row is an answer: see
            :mod:`sopkb.search.strength`.
        close: live records with fewer words that are named where nothing was found.
        incident_share: share that a workaround of an open incident must have more than, in title and symptoms, to lead;
            above 2/3, because two of three words are often the product's name. A draft with as many ranks by its score.
        common_share: share of the records above which a word counts only where it is salient.
        common_least: records below which no word is so common.
        common_read: records that are read of such a word beside: those in whose running text it is worth most.
    """

    fields: Mapping[str, FieldWeight] = field(
        default_factory=lambda: {
            "title": FieldWeight(4.0, 0.5),
            "aliases": FieldWeight(3.0, 0.5),
            "symptoms": FieldWeight(2.5, 0.6),
            "symptom": FieldWeight(2.5, 0.6),
            "summary": FieldWeight(2.0, 0.6),
            "tags": FieldWeight(0.6, 0.5),
            "heading": FieldWeight(1.2, 0.3),
            "section": FieldWeight(1.0, 0.6),
            "body": FieldWeight(1.0, 0.6),
        }
    )
    k1: float = 2.5
    whole: float = 0.3
    title: float = 1.5
    title_b: float = 0.2
    symptom: float = 0.8
    coverage: float = 0.4
    joined: float = 0.8
    synonym: float = 0.7
    prefix: float = 0.4
    typo: float = 0.7
    code: float = 1.0
    filler: float = 0.3
    filler_records: int = 1000
    nearby: float = 0.5
    nearby_among: int = 10
    most_completions: int = 12
    most_corrections: int = 3
    least_strength: float = 0.4
    close: int = 3
    incident_share: float = 0.6875
    common_share: float = 0.125
    common_least: int = 200
    common_read: int = 100


def common_from(ranking: Ranking, records: int) -> int:
    """The number of records above which a term is common."""
    return max(ranking.common_least, int(records * ranking.common_share))


def read_ranking(path: Path) -> Ranking:
    """The ranking that a file sets; what it does not name keeps its default, and so does all where there is no file.

    Raises:
        SopkbError: the file is no map of known names to numbers that make sense.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return Ranking()
    except (OSError, UnicodeDecodeError) as error:
        raise SopkbError(f"{path.name} cannot be read.", "Save it as a UTF-8 text file.") from error
    try:
        given = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _wrong(path, f"line {mark.line + 1 if mark else 1}", "it is no YAML") from error
    if not isinstance(given, dict):
        raise _wrong(path, "line 1", "it must map names to numbers")
    weights = given.pop("fields", None) or {}
    defaults = Ranking()
    if not isinstance(weights, dict):
        raise _wrong(path, "fields", "it must map fields to {weight, b}")
    by_field = {
        **defaults.fields,
        **{name: _field_weight(path, name, value, defaults.fields) for name, value in weights.items()},
    }
    known = {each.name: getattr(defaults, each.name) for each in fields(Ranking) if each.name != "fields"}
    values: dict[str, Any] = {name: _number(path, name, value, known) for name, value in given.items()}
    return Ranking(fields=by_field, **values)


def _field_weight(path: Path, name: str, value: Any, known: Mapping[str, FieldWeight]) -> FieldWeight:
    if name not in known:
        raise _wrong(path, f"fields.{name}", f"there is no such field; there are {', '.join(known)}")
    if not isinstance(value, dict) or set(value) != {"weight", "b"}:
        raise _wrong(path, f"fields.{name}", "write {weight: 1.0, b: 0.6}")
    weight, b = value["weight"], value["b"]
    if not _is_number(weight) or not _is_number(b) or not 0 <= weight <= 100 or not 0 <= b <= 1:
        raise _wrong(path, f"fields.{name}", "a weight is 0 to 100, b is 0 to 1")
    return FieldWeight(float(weight), float(b))


def _number(path: Path, name: str, value: Any, known: Mapping[str, float | int]) -> float | int:
    if name not in known:
        raise _wrong(path, name, f"there is no such number; there are {', '.join(known)}")
    whole = isinstance(known[name], int)
    if not _is_number(value) or not 0 <= value <= 10_000 or (whole and not isinstance(value, int)):
        raise _wrong(path, name, f"it must be {'a whole number' if whole else 'a number'} from 0 to 10000")
    if name == "k1" and value == 0:
        raise _wrong(path, name, "it must be above 0")
    return int(value) if whole else float(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _wrong(path: Path, where: str, what: str) -> SopkbError:
    return SopkbError(f"{path.name}, {where}: {what}.", "Mend it, or delete the line: the default then holds.")
