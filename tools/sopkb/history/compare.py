"""Two states of a base, record by record."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sopkb.core.corpus import Corpus
from sopkb.core.kinds import ID_PATTERN
from sopkb.core.record import NEXT_SUFFIX, Document, Record
from sopkb.history.fields import field_edits
from sopkb.history.sections import body_edits
from sopkb.lint.change import Change, RecordChange, Signers

_ID_IN_NAME = re.compile(rf"(?:^|/)({ID_PATTERN})(?:-|\.)")
_Key = tuple[str, bool]
"""An id, and whether it is the future major of it."""


def compare(
    before: Corpus, after: Corpus, signers: Signers | None = None, commit: str = "", notes: tuple[str, ...] = ()
) -> Change:
    """What became of each record between two states.

    A record is known by its id, whatever its file is called; where an id is gone and another has its text or its
    title, the id was changed. A document that both corpora share is not looked at.

    Args:
        before: the base side.
        after: what is checked.
        signers: who may sign.
        commit: the commit that ``before`` was read from.
        notes: passed on.
    """
    shared = {id(document) for document in before.documents} & {id(document) for document in after.documents}
    old, new = _by_key(before, shared), _by_key(after, shared)
    kept = {id_of(document) for document in after.documents if id(document) in shared}
    renamed = _renamed(old, new)
    changes = [
        change
        for key, document in new.items()
        if (key[1] or key[0] not in kept)  # one id in two files: rule I01 says so
        and (change := _changed(key, old.get(renamed.get(key, key)), document, before, renamed))
    ]
    came_from = set(renamed.values())
    for key, document in old.items():
        record_id, is_next = key
        if key in new or key in came_from or (record_id in kept and not is_next):
            continue
        is_there = record_id in kept or (record_id, False) in new
        if not is_next or (is_there and not _was_promoted(document, after)):
            changes.append(
                RecordChange(record_id, document.path, document.record, None, was_there=True, is_there=is_there)
            )
    return Change(
        before, tuple(sorted(changes, key=lambda each: (each.id, each.path))), signers or Signers(), commit, notes
    )


def id_of(document: Document) -> str:
    """The id of a file: what it says itself, else what its name says; ``""`` where neither does."""
    if document.record and document.record.id:
        return document.record.id
    match = _ID_IN_NAME.search(document.path)
    return match.group(1) if match else ""


def _was_promoted(document: Document, after: Corpus) -> bool:
    """Whether a future major that waits no more is what is in force now; or could not be read, which says nothing."""
    record = document.record
    current = after.by_id.get(record.id) if record else None
    return record is None or (current is not None and current.version == record.version)


def _by_key(corpus: Corpus, shared: set[int]) -> dict[_Key, Document]:
    """The documents that are not shared by id; of two with one id the first."""
    found: dict[_Key, Document] = {}
    for document in corpus.documents:
        record_id = id_of(document)
        if id(document) not in shared and record_id:
            found.setdefault((record_id, document.path.endswith(NEXT_SUFFIX)), document)
    return found


def _renamed(old: Mapping[_Key, Document], new: Mapping[_Key, Document]) -> dict[_Key, _Key]:
    """For each new id, the lost id whose file, text or title it has."""
    lost = {key: document.record for key, document in old.items() if key not in new and document.record}
    found: dict[_Key, _Key] = {}
    for trait in (_path, _text, _title):
        by_trait = {trait(record): key for key, record in lost.items() if trait(record)[1]}
        for key, document in new.items():
            if key in old or key in found or not document.record:
                continue
            origin = by_trait.pop(trait(document.record), None)
            if origin:
                found[key] = origin
                del lost[origin]
    return found


def _path(record: Record) -> tuple[str, str]:
    return "", record.path


def _text(record: Record) -> tuple[str, str]:
    return record.kind_name, " ".join(record.body.text.split())


def _title(record: Record) -> tuple[str, str]:
    return record.kind_name, record.title.casefold()


def _changed(
    key: _Key, old: Document | None, document: Document, before: Corpus, renamed: Mapping[_Key, _Key]
) -> RecordChange | None:
    record_id, is_next = key
    current = before.by_id.get(record_id) if is_next else None
    earlier = current or (old.record if old else None)  # a future major is compared with what is in force
    formerly = renamed[key][0] if key in renamed else ""
    if earlier is None or document.record is None:
        if old == document:  # neither could be read, for the same reason
            return None
        was_there = old is not None and not formerly
        return RecordChange(record_id, document.path, earlier, document.record, was_there=was_there, formerly=formerly)
    edits = (*field_edits(earlier, document.record), *body_edits(earlier, document.record))
    same_file = old is not None and old.path == document.path
    if not edits and same_file and _history(earlier) == _history(document.record):
        return None
    return RecordChange(
        record_id, document.path, earlier, document.record, was_there=not formerly, formerly=formerly, edits=edits
    )


def _history(record: Record) -> tuple[object, str]:
    """What edits do not tell: the version, and the changelog."""
    return record.meta.data.get("version"), repr(record.meta.data.get("changelog"))
