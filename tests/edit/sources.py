"""Records to edit: those of the demo base, and small ones made by hand."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path

from tests.conftest import DEMO_NOW

from sopkb.core.corpus import Corpus
from sopkb.core.load import Base, load_base, parse_document
from sopkb.core.load.files import decode
from sopkb.core.record import Record
from sopkb.history.edit.source import FileEdit, RecordFile, open_source
from sopkb.lint.check import check_base

TODAY = DEMO_NOW.date()


def source(base: Base, record_id: str) -> RecordFile:
    return open_source(base.corpus.by_id[record_id], base)


def record_of(text: str, path: str = "sop/sops/SOP-0001-x.md") -> Record:
    record = parse_document(decode(text.encode()), path).record
    assert record is not None
    return record


def made(text: str, path: str = "sop/sops/SOP-0001-x.md") -> RecordFile:
    return RecordFile(record_of(text, path), text)


def lines_of(edit: FileEdit) -> list[str]:
    """The lines that go and come, as a diff without its context."""
    lines = difflib.unified_diff(edit.before.splitlines(), (edit.after or "").splitlines(), lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def findings(base: Base, edits: tuple[FileEdit, ...], folder: Path) -> list[str]:
    """Codes of all findings, once the edits stand in a copy of the base."""
    for document in (base.root / "kb.yml", base.root / "tracker.json", *base.root.rglob("*.md")):
        target = folder / document.relative_to(base.project)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(document.read_bytes())
    for edit in edits:
        for gone in (edit.moved_from, "" if edit.after is not None else edit.path):
            (folder / gone).unlink() if gone else None
        if edit.after is not None:
            (folder / edit.path).write_bytes(edit.after.encode())
    copy = load_base(folder / "sop")
    return [f"{found.code} {found.path}" for found in check_base(copy, DEMO_NOW)]


def minimal(record_id: str, **fields: str) -> str:
    front = {"id": record_id, "kind": "sop", "status": "active", "version": '"1.0.0"', **fields}
    return "---\n" + "".join(f"{name}: {value}\n" for name, value in front.items()) + "---\nText.\n"


def corpus_of(files: Mapping[str, str]) -> Corpus:
    return Corpus(tuple(parse_document(decode(text.encode()), path) for path, text in sorted(files.items())))
