"""What one import has to do with, once everything is read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sopkb.importing.collection import Collection, Skipped
from sopkb.importing.mapping import ImportMapping
from sopkb.importing.numbering import Place
from sopkb.importing.prepare import Prepared
from sopkb.importing.state import State
from sopkb.load import Base
from sopkb.model.kinds import Kind


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
