"""A folder that another team wrote, and its import into a base beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from sopkb.core.diagnostics import Diagnostic
from sopkb.core.load import Base, load_base
from sopkb.core.record import Record
from sopkb.core.schema import record_schema
from sopkb.lint.check import check_base
from sopkb_import.report import ImportReport
from sopkb_import.run import import_markdown

TODAY = date(2026, 11, 22)
TOMORROW = date(2026, 11, 23)
Files = Mapping[str, str | bytes]


@dataclass
class Workshop:
    """The two folders of a test."""

    source: Path
    base: Path

    def write(self, files: Files) -> None:
        """Put documents into the source."""
        for name, content in files.items():
            path = self.source / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def run(self, files: Files | None = None, kind: str = "sop", **options: Any) -> ImportReport:
        """Import, with some documents put into the source before."""
        self.write(files or {})
        return import_markdown(self.source, self.base, kind, **{"today": TODAY, **options})

    def load(self) -> Base:
        return load_base(self.base)

    def record(self, record_id: str) -> Record:
        return self.load().corpus.by_id[record_id]

    def text(self, record_id: str) -> str:
        """The whole file of a record."""
        return (self.base.parent / self.record(record_id).path).read_text("utf-8")

    def body(self, record_id: str) -> str:
        return self.record(record_id).body.text.strip("\n")

    def files(self) -> dict[str, bytes]:
        """Every file of the base by its path."""
        found = (path for path in self.base.rglob("*") if path.is_file())
        return {path.relative_to(self.base).as_posix(): path.read_bytes() for path in found}


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    source = tmp_path / "runbooks"
    source.mkdir()
    return Workshop(source, tmp_path / "sop2")


@pytest.fixture
def body_of(workshop: Workshop) -> Callable[..., str]:
    """The body of the record that one document becomes."""

    def run(text: str, kind: str = "sop", **options: Any) -> str:
        report = workshop.run({"team/doc.md": text}, kind, **options)
        return workshop.body(report.documents[0].record)

    return run


def faults_of(base: Base) -> list[str]:
    """Everything that keeps a base's files from being sound records: what every import must be free of."""
    faults = [f"{document.path}: {document.faults}" for document in base.corpus.documents if document.faults]
    faults += [f"{document.path}: no record" for document in base.corpus.documents if document.record is None]
    faults += [str(diagnostic) for diagnostic in base.diagnostics]
    for record in base.corpus.all_records():
        schema = record_schema(record.kind_name, base.config.vocabularies)
        validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
        errors = validator.iter_errors(dict(record.meta.data))
        faults += [f"{record.path}: {error.message}" for error in errors if not _is_to_do(error)]
    return faults


def _is_to_do(error: Any) -> bool:
    """What an import leaves to people: fields that are not there, and a title that is its document's own."""
    return error.kind.name == "required" or list(error.instance_path) == ["title"]


def errors_of(base: Base) -> list[Diagnostic]:
    """What the checks say at error level."""
    return [diagnostic for diagnostic in check_base(base, datetime(2026, 11, 24, tzinfo=UTC)) if diagnostic.is_error]


def missing_fields(base: Base) -> set[str]:
    """Required fields that are not there."""
    return {name for record in base.corpus.records for name in _missing(record, base)}


def _missing(record: Record, base: Base) -> Iterable[str]:
    schema = record_schema(record.kind_name, base.config.vocabularies)
    return (name for name in schema["required"] if name not in record.meta)
