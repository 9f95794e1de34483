"""Files of progress that readers handed in: what each has read at which version, followed and answered."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sopkb.core.errors import SopkbError, reason_of
from sopkb.core.moments import parse_date
from sopkb.core.version import Version

FORMAT = "kb-training/1"
_LARGEST = 5_000_000
_LONGEST = 80
_MODULE = re.compile(r"[a-z][a-z0-9_-]{0,40}")


class ProgressUnusable(SopkbError):
    """A file that is none of training progress; the others are still read."""


@dataclass(frozen=True, slots=True)
class QuizResult:
    """The last quiz of a module."""

    right: int
    of: int

    @property
    def share(self) -> float:
        """How much of it was right."""
        return self.right / (self.of or 1)


@dataclass(frozen=True, slots=True)
class TrackProgress:
    """A track as one reader followed it: the version, and by module the last quiz."""

    version: Version
    modules: Mapping[str, QuizResult]


@dataclass(frozen=True, slots=True)
class Progress:
    """What one reader's files say; what in them is of no known form is left out.

    Args:
        name: a handle, as the reader typed it; the file's name where they typed none.
        team: theirs; ``""`` where they typed none.
        read: by id of a record the version that was read, and the day.
        tracks: by id, those that were followed.
    """

    name: str
    team: str
    read: Mapping[str, tuple[Version, date]]
    tracks: Mapping[str, TrackProgress]


def read_progress(path: Path) -> Progress:
    """Read a file that the site saved.

    Raises:
        ProgressUnusable: it cannot be read, or is another kind of file.
    """
    try:
        if path.is_dir():
            raise ProgressUnusable(f"{path.name} is a folder.", f"Name the files in it: {path.name}/*.json")
        if path.stat().st_size > _LARGEST:
            raise ProgressUnusable(f"{path.name} is too large for training progress.", _REMEDY)
        data = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ProgressUnusable(f"{path.name} cannot be read: {reason_of(error)}.", "Name files that exist.") from error
    except (ValueError, RecursionError) as error:
        raise ProgressUnusable(f"{path.name} is no JSON.", _REMEDY) from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ProgressUnusable(f"{path.name} is no file of training progress ({FORMAT}).", _REMEDY)
    who = _map(data.get("who"))
    name, team = (str(who.get(part) or "").strip()[:_LONGEST] for part in ("name", "team"))
    return Progress(name or path.stem, team, dict(_read(data)), dict(_followed(data)))


_REMEDY = "Ask its reader for the one that “Save as a file” made."


def _read(data: Mapping[str, Any]) -> Iterable[tuple[str, tuple[Version, date]]]:
    for record_id, read in _map(data.get("read")).items():
        version, day = Version.parse(str(_map(read).get("version"))), parse_date(_map(read).get("on"))
        if version and day:
            yield record_id, (version, day)


def _followed(data: Mapping[str, Any]) -> Iterable[tuple[str, TrackProgress]]:
    for track_id, followed in _map(data.get("tracks")).items():
        if version := Version.parse(str(_map(followed).get("version"))):
            yield track_id, TrackProgress(version, dict(_results(_map(_map(followed).get("modules")))))


def _results(modules: Mapping[str, Any]) -> Iterable[tuple[str, QuizResult]]:
    for module, result in modules.items():
        right, of = (_map(result).get(name) for name in ("right", "of"))
        if isinstance(right, int) and isinstance(of, int) and 0 <= right <= of and _MODULE.fullmatch(module):
            yield module, QuizResult(right, of)


def _map(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def joined(one: Progress, other: Progress) -> Progress:
    """What two files of one reader know together, as the site joins them (``js/training/store.js``).

    Of one record the later version, of one track the newer major, of one module of it the better result.
    """
    read = {**one.read, **{i: new for i, new in other.read.items() if i not in one.read or new > one.read[i]}}
    tracks = dict(one.tracks)
    for track_id, followed in other.tracks.items():
        tracks[track_id] = _better(tracks[track_id], followed) if track_id in tracks else followed
    return Progress(one.name, one.team, read, tracks)


def _better(one: TrackProgress, other: TrackProgress) -> TrackProgress:
    older, newer = sorted((one, other), key=lambda each: each.version)
    if older.version.major != newer.version.major:
        return newer
    modules = dict(older.modules)
    for name, result in newer.modules.items():
        had = modules.get(name)
        modules[name] = result if had is None or result.share >= had.share else had
    return TrackProgress(newer.version, modules)
