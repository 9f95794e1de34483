"""The pins of a track raised to the majors in force, after a trainer has read what changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sopkb.core.corpus import Corpus
from sopkb.core.errors import UsageError
from sopkb.core.record import Record
from sopkb.core.version import Level
from sopkb.history.edit.layout import append, set_inside
from sopkb.history.edit.source import FileEdit, RecordFile
from sopkb.history.edit.versioning import VersionBump, with_version
from sopkb.lint.tracks import Pin, modules_of, questions_of


@dataclass(frozen=True, slots=True)
class Behind:
    """A pin that is not at the major in force.

    Args:
        module: id of the module.
        pin: what the track says.
        record: as it is now.
    """

    module: str
    pin: Pin
    record: Record

    @property
    def major(self) -> int:
        """The one in force."""
        assert self.record.version is not None
        return self.record.version.major


def pins_behind(track: Record, corpus: Corpus) -> tuple[Behind, ...]:
    """The pins of a track that teach another major than the one in force; retired records have none."""
    found = []
    for module in modules_of(track):
        for pin in module.pins:
            record = corpus.by_id.get(pin.record_id)
            if record and record.version and not record.is_retired and pin.at_major != record.version.major:
                found.append(Behind(module.id, pin, record))
    return tuple(found)


def repin(
    source: RecordFile,
    behind: Sequence[Behind],
    today: date,
    modules: Collection[str] = (),
    records: Collection[str] = (),
) -> FileEdit:
    """Raise pins to the majors in force, with a patch version that says which.

    A record that questions cite goes into ``questions_to_review``, where it stays until the track is reviewed.

    Args:
        source: the track.
        behind: its pins that are behind.
        today: the day of the edit.
        modules: only in these; everywhere, where none is named.
        records: only of these; of all, where none is named.

    Raises:
        UsageError: nothing is left to raise.
    """
    track = source.record
    chosen = [
        each
        for each in behind
        if (not modules or each.module in modules) and (not records or each.record.id in records)
    ]
    if not chosen:
        where = " of those named" if modules or records else ""
        raise UsageError(f"No pin of {track.id}{where} is behind.", "`kb track status` says where tracks stand.")
    text = set_inside(source.text, {(*each.pin.path, "at_major"): each.major for each in chosen})
    cited = {question.record_id for question in questions_of(track)}
    held = track.meta.texts("questions_to_review")
    for record_id in dict.fromkeys(each.record.id for each in chosen):
        if record_id in cited and record_id not in held:
            text = append(text, track.kind_name, "questions_to_review", record_id)
    raised = dict.fromkeys(f"{each.record.id} {each.major}" for each in chosen)
    change = VersionBump(Level.PATCH, f"Pins raised to {', '.join(raised)}")
    return FileEdit(source.path, source.text, with_version(text, track, change, today))
