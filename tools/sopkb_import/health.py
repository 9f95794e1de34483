"""How far a base is that began as an import: what waits, what is in force, what is converted, and what comes first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sopkb.core.load import Base
from sopkb.core.record import Record
from sopkb.journal import JournalHistory
from sopkb.lint.check import check_base
from sopkb.lint.check.todo import is_to_do
from sopkb_import.withheld import would_be

STAGES = ("withheld", "draft", "adopted", "in_house_style", "retired")
"""Where a record stands: kept back until its finds are settled; not in force yet; in force as it was imported; in force
and in house style; retired."""


@dataclass(frozen=True, slots=True)
class First:
    """A record that is to be put into house style before others.

    Args:
        id: of the record.
        title: of it.
        stage: of :data:`STAGES`.
        opened: how often a search led to it; None where nobody knows.
        linked: how many records name it.
        to_do: how many things are missing in it.
    """

    id: str
    title: str
    stage: str
    opened: int | None
    linked: int
    to_do: int


@dataclass(frozen=True)
class Health:
    """Where the records of a base stand.

    Args:
        total: by stage, how many.
        by_area: the same for each area.
        by_owner: the same for each owner.
        to_do: things that are missing in imported records.
        first: what to convert first.
        use_is_known: whether a journal said what is used; otherwise only links are counted.
    """

    total: Mapping[str, int]
    by_area: Mapping[str, Mapping[str, int]]
    by_owner: Mapping[str, Mapping[str, int]]
    to_do: int
    first: tuple[First, ...]
    use_is_known: bool

    def as_json(self) -> dict[str, Any]:
        """Everything, in types that ``json.dumps`` takes."""
        return asdict(self)


def stage_of(record: Record) -> str:
    """Where a record stands; a withheld document is none."""
    if record.is_retired:
        return "retired"
    if not record.is_active:
        return "draft"
    return "adopted" if record.is_legacy else "in_house_style"


def health(base: Base, now: datetime, history: JournalHistory | None = None, most: int = 10) -> Health:
    """Count where the records stand, and find what to convert first.

    Args:
        base: the base.
        now: the moment of the check, in UTC.
        history: what a journal holds; None where there is none.
        most: how many records to name.
    """
    records = base.corpus.records
    staged = [(record, stage_of(record)) for record in records]
    staged += [(found, "withheld") for document in base.corpus.documents if (found := would_be(document))]
    missing = to_do_of(base, now)
    opened = Counter(each.chosen for each in history.searches if each.chosen) if history else None
    linked = Counter(named for record in records for named in base.corpus.named_by(record) - {record.id})
    waiting = [
        First(
            record.id,
            record.title,
            stage,
            opened[record.id] if opened is not None else None,
            linked[record.id],
            missing[record.path],
        )
        for record, stage in staged
        if record.is_legacy and stage in ("draft", "adopted")
    ]
    waiting.sort(key=lambda one: (-(one.opened or 0), -one.linked, one.to_do, one.id))
    return Health(
        _counted(staged, lambda record: "all")["all"] if staged else dict.fromkeys(STAGES, 0),
        _counted(staged, lambda record: record.area),
        _counted(staged, lambda record: record.owner),
        sum(missing.values()),
        tuple(waiting[:most]),
        opened is not None,
    )


def to_do_of(base: Base, now: datetime) -> Counter[str]:
    """How many things each imported record lacks, by path."""
    found = check_base(base, now, each_to_do=True)
    by_path = base.corpus.by_path
    return Counter(
        each.path
        for each in found
        if each.path in by_path and is_to_do(each, by_path[each.path]) and each.code != "X22"
    )


def _counted(staged: Iterable[tuple[Record, str]], of: Callable[[Record], str]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for record, stage in staged:
        counts.setdefault(of(record), dict.fromkeys(STAGES, 0))[stage] += 1
    return dict(sorted(counts.items()))
