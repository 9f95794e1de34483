"""The text of a record that people had before them on a day: as the mainline of git had it then."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from sopkb.core.errors import HistoryUnusable
from sopkb.core.kinds import ID
from sopkb.core.load import Base, parse_document
from sopkb.core.load.files import decode_limited, is_record_name
from sopkb.core.moments import midnight, parse_date
from sopkb.core.record import NEXT_SUFFIX, Record
from sopkb.history.git import Repository, TreeEntry, open_repository


@dataclass(frozen=True)
class InForce:
    """What was in force for a ticket.

    Args:
        record: with the steps of that day, or the nearest that are known.
        version: that was in force, as the changelog has it; ``""`` where it does not reach so far.
        note: where the steps are not those of that day, why; else ``""``.
    """

    record: Record
    version: str
    note: str


class History:
    """What records were on a day; each commit is looked at once, each text parsed once.

    Args:
        base: the records of today, which count where git does not know better.
    """

    def __init__(self, base: Base) -> None:
        self._base = base
        self._repository: Repository | None = None
        self._commits: tuple[tuple[int, str], ...] = ()
        self._trees: dict[str, Mapping[str, TreeEntry]] = {}
        self._records: dict[str, Record | None] = {}
        try:
            self._repository = open_repository(base.root)
            self._commits = self._repository.mainline()
        except HistoryUnusable:
            pass

    def at(self, record_id: str, moment: datetime) -> InForce | None:
        """A record at a moment; None where it is not known at all.

        Raises:
            HistoryUnusable: git fails in the middle.
        """
        today = self._base.corpus.by_id.get(record_id)
        place = bisect_right(self._commits, (int(moment.timestamp()), "g"))
        if place:
            record = self._record(self._commits[place - 1][1], record_id)
            if record:
                return InForce(record, record.meta.text("version"), "")
        if today is None:
            return None
        version = _version_on(today, moment)
        oldest = self._first_known(record_id, place) or today
        held = oldest.meta.text("version")
        if version and version.split(".")[0] == held.split(".")[0]:
            note = f"git does not know that day; the steps are those of {held}"
        elif version:
            note = f"CAUTION: version {version} was in force, git knows {held} at the earliest: its steps may differ"
        else:
            note = f"CAUTION: not known for that day; the steps are those of {held}"
        return InForce(oldest, version, note)

    def _first_known(self, record_id: str, place: int) -> Record | None:
        """The record in the first commit after a moment, where that has it."""
        return self._record(self._commits[place][1], record_id) if place < len(self._commits) else None

    def _record(self, commit: str, record_id: str) -> Record | None:
        entry = self._tree(commit).get(record_id)
        if entry is None or self._repository is None or entry.is_link:
            return None
        if entry.blob not in self._records:
            raw = self._repository.blobs([entry.blob])[entry.blob]
            self._records[entry.blob] = parse_document(decode_limited(raw), entry.path).record
        return self._records[entry.blob]

    def _tree(self, commit: str) -> Mapping[str, TreeEntry]:
        if commit not in self._trees:
            assert self._repository is not None
            prefix = self._repository.prefix
            found: dict[str, TreeEntry] = {}
            for entry in self._repository.tree(commit, prefix):
                name = PurePosixPath(entry.path).name
                match = ID.match(name)
                if match and is_record_name(entry.path.removeprefix(prefix)) and not name.endswith(NEXT_SUFFIX):
                    found.setdefault(match[0], entry)
            self._trees[commit] = found
        return self._trees[commit]


def _version_on(record: Record, moment: datetime) -> str:
    """The newest version that the changelog has by a moment; entries stand newest first."""
    for entry in record.changelog:
        day = parse_date(entry.get("date"))
        if day and midnight(day) <= moment:
            return str(entry.get("version", ""))
    return ""
