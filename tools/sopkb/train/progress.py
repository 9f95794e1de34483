"""Files of progress that readers handed in: what each has read at which version, and who must be briefed on what."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sopkb.errors import SopkbError
from sopkb.model.moments import parse_date
from sopkb.model.record import Record
from sopkb.model.tracks import is_passed, modules_of
from sopkb.model.version import Version
from sopkb.train.teaching import Teaching

FORMAT = "kb-training/1"
_ASKS = ("read", "retrain")
_LARGEST = 5_000_000
_LONGEST = 80
_MODULE = re.compile(r"[a-z][a-z0-9_-]{0,40}")


class ProgressUnusable(SopkbError):
    """A file that is none of training progress; the others are still read."""


@dataclass(frozen=True, slots=True)
class Result:
    """The last quiz of a module."""

    right: int
    of: int


@dataclass(frozen=True, slots=True)
class Progress:
    """What one reader's file says; what in it is of no known form is left out.

    Args:
        name: a handle, as the reader typed it; the file's name where they typed none.
        team: theirs; ``""`` where they typed none.
        read: by id of a record the version that was read, and the day.
        results: by id of a track and of a module.
        followed: by id of a track, the version in which it was followed last.
    """

    name: str
    team: str
    read: Mapping[str, tuple[Version, date]]
    results: Mapping[tuple[str, str], Result]
    followed: Mapping[str, Version]

    def right_in(self, track: Record) -> Mapping[str, int]:
        """For each module of a track that was done, how many answers were right; another major begins anew."""
        version = self.followed.get(track.id)
        if version is None or track.version is None or version.major != track.version.major:
            return {}
        return {module: result.right for (name, module), result in self.results.items() if name == track.id}


def read_progress(path: Path) -> Progress:
    """Read a file that the site saved.

    Raises:
        ProgressUnusable: it cannot be read, or is another kind of file.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise ProgressUnusable(f"{path.name} is too large for training progress.", _REMEDY)
        data = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ProgressUnusable(f"{path.name} cannot be read: {error.strerror}.", "Name files that exist.") from error
    except (ValueError, RecursionError) as error:
        raise ProgressUnusable(f"{path.name} is no JSON.", _REMEDY) from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ProgressUnusable(f"{path.name} is no file of training progress ({FORMAT}).", _REMEDY)
    who = _map(data.get("who"))
    name, team = (str(who.get(part) or "").strip()[:_LONGEST] for part in ("name", "team"))
    return Progress(name or path.stem, team, dict(_read(data)), dict(_results(data)), dict(_followed(data)))


_REMEDY = "Ask its reader for the one that “Save as a file” made."


def _read(data: Mapping[str, Any]) -> Iterable[tuple[str, tuple[Version, date]]]:
    for record_id, read in _map(data.get("read")).items():
        version, day = Version.parse(str(_map(read).get("version"))), parse_date(_map(read).get("on"))
        if version and day:
            yield record_id, (version, day)


def _results(data: Mapping[str, Any]) -> Iterable[tuple[tuple[str, str], Result]]:
    for track_id, followed in _map(data.get("tracks")).items():
        for module, result in _map(_map(followed).get("modules")).items():
            right, of = (_map(result).get(name) for name in ("right", "of"))
            if isinstance(right, int) and isinstance(of, int) and 0 <= right <= of and _MODULE.fullmatch(module):
                yield (track_id, module), Result(right, of)


def _followed(data: Mapping[str, Any]) -> Iterable[tuple[str, Version]]:
    for track_id, followed in _map(data.get("tracks")).items():
        if version := Version.parse(str(_map(followed).get("version"))):
            yield track_id, version


def _map(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


@dataclass(frozen=True, slots=True)
class Owed:
    """What one reader must be briefed on.

    Args:
        progress: whose.
        again: records read at a version since which a change asks to be read again, each with the most it asks.
        unread: records of the tracks they follow that they have never confirmed.
        passed: ids of tracks passed.
        open: ids of tracks begun and not passed.
    """

    progress: Progress
    again: tuple[tuple[Record, str], ...]
    unread: tuple[Record, ...]
    passed: tuple[str, ...]
    open: tuple[str, ...]


def owed(progress: Progress, teaching: Teaching) -> Owed:
    """What a reader must be briefed on: only a change that asks for it counts, never a typo."""
    corpus = teaching.base.corpus
    again = []
    for record_id, (version, _) in sorted(progress.read.items()):
        record = corpus.by_id.get(record_id)
        asks = asked_since(record, version) if record and record.is_active else ""
        if record and asks:
            again.append((record, asks))
    begun = [track for track in teaching.tracks if any(track.id == name for name, _ in progress.results)]
    taught = {pin.record_id for track in begun for module in modules_of(track) for pin in module.pins}
    unread = (corpus.by_id.get(each) for each in sorted(taught - progress.read.keys()))
    passed = [track.id for track in begun if is_passed(track, progress.right_in(track))]
    return Owed(
        progress,
        tuple(again),
        tuple(record for record in unread if record and record.is_active),
        tuple(passed),
        tuple(track.id for track in begun if track.id not in passed),
    )


def asked_since(record: Record, version: Version) -> str:
    """The most that the versions above one ask of those who read it: ``retrain``, ``read``, or ``""`` for nothing."""
    asks = [
        str(entry.get("training"))
        for entry in record.changelog
        if entry.get("training") in _ASKS and (newer := Version.parse(str(entry.get("version")))) and newer > version
    ]
    return max(asks, key=_ASKS.index, default="")


def by_team(found: Sequence[Owed]) -> Mapping[str, tuple[Owed, ...]]:
    """Readers by team, teams and readers by name; of two files of one reader, the one with more read counts."""
    best: dict[tuple[str, str], Owed] = {}
    for each in found:
        key = (each.progress.team, each.progress.name)
        if key not in best or len(each.progress.read) > len(best[key].progress.read):
            best[key] = each
    teams: dict[str, list[Owed]] = {}
    for (team, _), each in sorted(best.items(), key=lambda item: item[0]):
        teams.setdefault(team, []).append(each)
    return {team: tuple(some) for team, some in teams.items()}
