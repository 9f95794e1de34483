"""A small healthy base on disk, and whether two ways to load it say the same."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.conftest import DEMO_NOW, SMALL_CONFIG
from tests.rules.fixtures import files_of

from sopkb.core.load import Base
from sopkb.core.record import Document
from sopkb.lint.check import check_base

HEALTHY = files_of("S01/pass-every-kind")
SOP = "sops/SOP-0002-accesshub-restore-a-locked-account.md"


def facts(document: Document) -> tuple[object, ...]:
    """All that a document says, in a form that can be compared."""
    record = document.record
    places = record.meta.positions.places if record else None
    said = (record.path, record.meta.data, record.meta.faults, record.body, record.digest) if record else None
    return document.path, document.faults, said, places


def same(one: Base, other: Base) -> bool:
    return (
        list(map(facts, one.corpus.documents)) == list(map(facts, other.corpus.documents))
        and one.digest == other.digest
        and check_base(one, DEMO_NOW) == check_base(other, DEMO_NOW)
    )


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    root = folder / "sop"
    for name, content in {"kb.yml": SMALL_CONFIG, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root
