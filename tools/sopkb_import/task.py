"""What one import has to do with, once everything is read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sopkb.core.kinds import Kind
from sopkb.core.load import Base
from sopkb_import.collection import Collection, Skipped
from sopkb_import.mapping import ImportMapping
from sopkb_import.numbering import Place
from sopkb_import.prepare import Prepared
from sopkb_import.state import State


@dataclass(frozen=True)
class Task:
    """What one import has to do with.

    Args:
        root: folder of the base.
        kind: of the records.
        mapping: what the team says.
        collection: the documents.
        state: what earlier imports wrote down.
        base: as it is; None where there is none yet.
        prepared: documents that are, or become, records.
        places: ids and files of all documents with text.
        deleted: documents whose record a person deleted.
        skipped: documents that become no record.
    """

    root: Path
    kind: Kind
    mapping: ImportMapping
    collection: Collection
    state: State
    base: Base | None
    prepared: tuple[Prepared, ...]
    places: dict[str, Place]
    deleted: tuple[str, ...]
    skipped: tuple[Skipped, ...]
