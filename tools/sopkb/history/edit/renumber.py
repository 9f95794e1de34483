"""A new number for a record whose own is no number yet, or is another record's."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from sopkb.core.corpus import Corpus
from sopkb.core.diagnostics import shown
from sopkb.core.errors import UsageError
from sopkb.core.kinds import ID
from sopkb.core.naming import record_filename
from sopkb.core.record import Record
from sopkb.history.edit.layout import LayoutRefused, values_of
from sopkb.history.edit.source import FileEdit, RecordFile

TextAtBase = Callable[[str], str | None]
"""A file's text in the revision that the work is measured against, by its path; None where it was not there."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """Files that name an id, and what a renumbering makes of them.

    Args:
        follow: they named it first since the base, so they mean the newcomer: they get the new id.
        unsure: nobody can tell; they stay, and a person looks at them.
    """

    follow: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()


def refuse_renumbering(record: Record, corpus: Corpus, at_base: TextAtBase | None) -> None:
    """Only a record without a number, or the later of two with the same, gets a new one.

    Raises:
        UsageError: the id is this record's own and permanent, or is none.
    """
    if not ID.fullmatch(record.id):
        raise UsageError(
            "The file has no id that could be renumbered.", "Give it one such as WKA-0000, then try again."
        )
    if record.is_next:
        raise UsageError(f"{_named(record)} is the future text of {record.id}.", "It keeps that id.")
    if record.id.endswith("-0000"):
        return
    others = _namesakes(record, corpus)
    if not others:
        raise UsageError(f"{record.id} belongs to this record alone, and ids are permanent.", "Leave it.")
    if at_base and _had_it(record, at_base) and not any(_had_it(other, at_base) for other in others):
        raise UsageError(f"{_named(record)} had {record.id} first.", f"Run kb renumber {_named(others[0])}.")


def mentions(record: Record, corpus: Corpus, at_base: TextAtBase | None) -> Mentions:
    """Which other files mean a record, when two records have its id.

    Nobody means a ``0000``: every newcomer has it. A duplicate id is told apart by the base revision. Where the other
    record was there and this one was not, a file that named the id in the base means the other; a file that names it
    only since then was written together with the newcomer and follows it; a file that names it more often now is for
    a person to judge. Where the base cannot tell the two apart, every file is.

    Args:
        record: the record that gets a new number.
        corpus: all records.
        at_base: texts of the base revision, if there is one.
    """
    if record.id.endswith("-0000"):
        return Mentions()
    others = _namesakes(record, corpus)
    named = [
        other
        for other in corpus.all_records()
        if other.id != record.id and (record.id in other.body.text or record.id in str(other.meta.data))
    ]
    known = at_base and not _had_it(record, at_base) and any(_had_it(other, at_base) for other in others)
    if at_base is None or not known:
        return Mentions(unsure=tuple(other.path for other in named))
    follow, unsure = [], []
    for other in named:
        then = (at_base(other.path) or "").count(record.id)
        if then == 0:
            follow.append(other.path)
        elif other.body.text.count(record.id) + str(dict(other.meta.data)).count(record.id) > then:
            unsure.append(other.path)
    return Mentions(tuple(follow), tuple(unsure))


def renumber(source: RecordFile, new_id: str, followers: Sequence[RecordFile]) -> tuple[FileEdit, ...]:
    """Give a record a new id: in its front matter, in its text, in its file's name, and in the files that follow it.

    Raises:
        LayoutRefused: the id in the front matter is written in a way that no program should touch.
    """
    old_id = source.record.id
    text = _renamed(source.text, old_id, new_id)
    if values_of(text).get("id") != new_id:
        raise LayoutRefused("its id is written in an unusual way")
    folder, name = PurePosixPath(source.path).parent, PurePosixPath(source.path).name
    new_name = name.replace(old_id, new_id, 1) if name.startswith(old_id) else ""
    path = str(folder / (new_name or record_filename(new_id, source.record.title)))
    edits = [FileEdit(path, source.text, text, moved_from=source.path)]
    edits += [FileEdit(each.path, each.text, _renamed(each.text, old_id, new_id)) for each in followers]
    return tuple(edits)


def _renamed(text: str, old_id: str, new_id: str) -> str:
    return re.sub(rf"(?<![A-Za-z0-9-]){old_id}(?!\d)", new_id, text)


def _named(record: Record) -> str:
    return shown(record.path, longest=200)


def _namesakes(record: Record, corpus: Corpus) -> list[Record]:
    return [
        other
        for other in corpus.all_records()
        if other.id == record.id and other.path != record.path and not other.is_next
    ]


def _had_it(record: Record, at_base: TextAtBase) -> bool:
    """Whether the base held this very file with this id."""
    return re.search(rf"^id:\s*[\"']?{record.id}\b", at_base(record.path) or "", re.MULTILINE) is not None
