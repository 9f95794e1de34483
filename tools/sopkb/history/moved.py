"""Which steps a version moved, for each version that asks people to do something differently: from git's history."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from sopkb.core.errors import HistoryUnusable
from sopkb.core.load import Base, parse_document
from sopkb.core.load.files import decode_limited, is_record_name
from sopkb.core.moments import parse_date
from sopkb.core.record import NEXT_SUFFIX, Record
from sopkb.core.version import Level
from sopkb.history.fields import field_edits
from sopkb.history.git import open_repository
from sopkb.history.sections import body_edits
from sopkb.history.words import told

Moved = Mapping[tuple[str, str], tuple[str, ...]]
"""By id and version: what it moved, a sentence each."""

LOOKED_BACK = timedelta(days=400)
"""How old an entry may be whose steps are looked up: who was trained longer ago begins anew."""

_VERSION = re.compile(rb"^version: *[\"']?(\d+\.\d+\.\d+)", re.MULTILINE)
_MOST = 12


def moved_steps(base: Base, now: datetime, ids: Container[str] | None = None) -> Moved:
    """What each recent version that asks to retrain moved; nothing where git cannot tell.

    Args:
        base: as loaded from the work tree.
        now: the moment from which is looked back, in UTC.
        ids: of the records that are asked about; all where none are given.
    """
    since = now.date() - LOOKED_BACK
    asked = [record for record in base.corpus.records if ids is None or record.id in ids]
    wanted = {record.id: versions for record in asked if (versions := tuple(_retrains(record, since)))}
    if not wanted:
        return {}
    try:
        repository = open_repository(base.root)
        blobs = _by_record(repository.versions_of_files(), repository.prefix, wanted)
        contents = repository.blobs(blob for some in blobs.values() for blob in some)
    except HistoryUnusable:
        return {}
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for record_id, versions in wanted.items():
        record, texts = base.corpus.by_id[record_id], [contents[blob] for blob in blobs.get(record_id, ())]
        numbers = list(map(_version, texts))
        parsed: dict[bytes | None, Record | None] = {None: record}
        for version in versions:
            pair = _before_and_after(record, numbers, texts, version)
            if pair is None:
                continue
            before, after = (_parsed(text, record, parsed) for text in pair)
            if before and after:
                found[record_id, version] = tuple(_told(before, after))
    return found


def newest_commit(base: Base) -> str:
    """The commit that :func:`moved_steps` looks back from; "" where there is none."""
    try:
        return open_repository(base.root).commit("HEAD")
    except HistoryUnusable:
        return ""


def _retrains(record: Record, since: date) -> Iterator[str]:
    for entry in record.changelog:
        day = parse_date(entry.get("date"))
        if entry.get("training") == "retrain" and day and day >= since:
            yield str(entry.get("version"))


def _by_record(
    changes: Sequence[tuple[str, str]], prefix: str, wanted: Mapping[str, object]
) -> Mapping[str, Sequence[str]]:
    """For each record its blobs, the newest first; a file is known by the id in its name."""
    found: dict[str, list[str]] = {}
    for path, blob in changes:
        name = posixpath.basename(path)
        if name[:8] in wanted and is_record_name(path.removeprefix(prefix)) and not name.endswith(NEXT_SUFFIX):
            found.setdefault(name[:8], []).append(blob)
    return found


def _before_and_after(
    record: Record, versions: Sequence[str], texts: Sequence[bytes], version: str
) -> tuple[bytes, bytes | None] | None:
    """The text that a version took the place of, and the one that it ended as: None where that is not committed yet."""
    at = next((place for place, each in enumerate(versions) if each == version), -1)
    if at < 0 and record.meta.text("version") != version:
        return None
    older = (place for place in range(at + 1, len(texts)) if versions[place] != version)
    place = next(older, None)
    return None if place is None else (texts[place], texts[at] if at >= 0 else None)


def _version(text: bytes) -> str:
    found = _VERSION.search(text)
    return found[1].decode() if found else ""


def _parsed(text: bytes | None, record: Record, parsed: dict[bytes | None, Record | None]) -> Record | None:
    """The record of a text of the past; each is parsed once, and what stands in the work tree was parsed before."""
    if text is not None and text not in parsed:
        is_current = hashlib.sha256(text).hexdigest() == record.digest
        parsed[text] = record if is_current else parse_document(decode_limited(text), record.path).record
    return parsed[text]


def _told(before: Record, after: Record) -> Iterator[str]:
    edits = [edit for edit in (*field_edits(before, after), *body_edits(before, after)) if edit.level is Level.MAJOR]
    for edit in edits[:_MOST]:
        yield told(edit).written(lambda words: f"“{words.replace('**', '')}”")
    if len(edits) > _MOST:
        yield f"And {len(edits) - _MOST} more"
