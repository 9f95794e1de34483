"""Who must be briefed on what, from what readers handed in; by team."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sopkb.core.record import Record
from sopkb.core.version import Version
from sopkb.lint.tracks import is_passed, modules_of, needed_in, pass_mark_of, questions_of
from sopkb.site.teaching import Teaching
from sopkb_training.progress import Progress, TrackProgress, joined

_ASKS = ("read", "retrain")


@dataclass(frozen=True, slots=True)
class Outstanding:
    """What one reader must be briefed on.

    Args:
        progress: whose.
        again: records read at a version since which a change asks to be read again, each with the most it asks.
        unread: records of the tracks they follow that they have never confirmed.
        passed: ids of tracks passed.
        open: ids of tracks begun and not passed, each with what it lacks.
        unknown: ids of records and tracks that this base has not, or nobody follows any more.
    """

    progress: Progress
    again: tuple[tuple[Record, str], ...]
    unread: tuple[Record, ...]
    passed: tuple[str, ...]
    open: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]


def by_team(handed_in: Iterable[Progress], teaching: Teaching) -> Mapping[str, tuple[Outstanding, ...]]:
    """Readers by team, teams and readers by name; several files of one reader are joined."""
    readers: dict[tuple[str, str], Progress] = {}
    for each in handed_in:
        key = (each.team, each.name)
        readers[key] = joined(readers[key], each) if key in readers else each
    teams: dict[str, list[Outstanding]] = {}
    for (team, _), each in sorted(readers.items(), key=lambda item: item[0]):
        teams.setdefault(team, []).append(outstanding_of(each, teaching))
    return {team: tuple(some) for team, some in teams.items()}


def outstanding_of(progress: Progress, teaching: Teaching) -> Outstanding:
    """What a reader must be briefed on: only a change that asks for it counts, never a typo."""
    corpus = teaching.base.corpus
    again = []
    for record_id, (version, _) in sorted(progress.read.items()):
        record = corpus.by_id.get(record_id)
        asks = asked_since(record, version) if record and record.is_active else ""
        if record and asks:
            again.append((record, asks))
    begun = [(track, progress.tracks[track.id]) for track in teaching.tracks if track.id in progress.tracks]
    taught = {pin.record_id for track, _ in begun for module in modules_of(track) for pin in module.pins}
    unread = (corpus.by_id.get(each) for each in sorted(taught - progress.read.keys()))
    passed = [track.id for track, followed in begun if is_passed(track, _right(track, followed))]
    followed_ids = {track.id for track in teaching.tracks}
    unknown = (progress.read.keys() - corpus.by_id.keys()) | (progress.tracks.keys() - followed_ids)
    return Outstanding(
        progress,
        tuple(again),
        tuple(record for record in unread if record and record.is_active),
        tuple(passed),
        tuple((track.id, "; ".join(_lacking(track, how))) for track, how in begun if track.id not in passed),
        tuple(sorted(unknown)),
    )


def asked_since(record: Record, version: Version) -> str:
    """The most that the versions above one ask of those who read it: ``retrain``, ``read``, or ``""`` for nothing."""
    asks = [
        str(entry.get("training"))
        for entry in record.changelog
        if entry.get("training") in _ASKS and (newer := Version.parse(str(entry.get("version")))) and newer > version
    ]
    return max(asks, key=_ASKS.index, default="")


def _is_other(track: Record, followed: TrackProgress) -> bool:
    """Whether what was followed was another major, so that the track begins anew."""
    return track.version is None or followed.version.major != track.version.major


def _right(track: Record, followed: TrackProgress) -> Mapping[str, int]:
    """For each module that was done, how many answers were right."""
    return {} if _is_other(track, followed) else {name: result.right for name, result in followed.modules.items()}


def _lacking(track: Record, followed: TrackProgress) -> Iterator[str]:
    """Why a track is not passed, in phrases."""
    if _is_other(track, followed):
        yield f"followed at {followed.version}, begins anew"
        return
    right = _right(track, followed)
    asked = [question.module for question in questions_of(track)]
    modules = [module for module in modules_of(track) if module.id in asked]
    missing = [module.id for module in modules if module.id not in right]
    if missing:
        yield f"{', '.join(missing)} not done"
    for module in modules:
        of = asked.count(module.id)
        if module.pass_mark and module.id in right and right[module.id] * 100 < of * module.pass_mark:
            yield f"{module.id} needs {needed_in(module)}, had {right[module.id]} of {of}"
    had = sum(min(right.get(module.id, 0), asked.count(module.id)) for module in modules)
    if not missing and had * 100 < len(asked) * pass_mark_of(track):
        yield f"{had * 100 // len(asked)}% of {pass_mark_of(track)}%"
