"""One file's text to a document: front matter, body structure, record."""

from __future__ import annotations

import hashlib
from pathlib import Path

from sopkb.core.diagnostics import Location
from sopkb.core.load.files import FileText, read_text, shown_path
from sopkb.core.load.private import take_out_private
from sopkb.core.record import Document, Record
from sopkb.core.source import Fault, FaultKind
from sopkb.private import find_private

_NO_RECORD = frozenset({FaultKind.SYNTAX, FaultKind.TAB, FaultKind.TOO_DEEP, FaultKind.NOT_A_MAP})


def load_document(path: Path, root: Path) -> Document:
    """Read one file of the base; never raises for what it holds."""
    return parse_document(read_text(path, root), shown_path(path, root))


def parse_document(source: FileText, path: str) -> Document:
    """Parse one file's text. The result depends on nothing else, so that it can be kept (:mod:`sopkb.core.memo`).

    Args:
        source: the text, as :func:`sopkb.core.load.files.read_text` gives it.
        path: of the file, relative to the project.
    """
    # Here, because a base that was read before is read without them.
    from sopkb.core.load.body import parse_body
    from sopkb.core.positioned_yaml import read

    if source.text is None:
        return Document(path, source.faults)
    text, withheld = take_out_private(source.text)
    split = _split(text)
    if isinstance(split, Fault):
        return Document(path, (*source.faults, split), None, text, withheld)
    front, body, body_line = split
    meta = read(front, first_line=2)
    faults = (*source.faults, *meta.faults)
    if any(fault.kind in _NO_RECORD for fault in meta.faults) and not meta.data:
        return Document(path, faults, None, text, withheld)
    digest = hashlib.sha256(source.raw).hexdigest()
    record = Record(path, meta, parse_body(body, body_line), digest)
    if record.is_draft and record.is_legacy and (withheld or find_private(path)):
        at = withheld[0].at if withheld else Location(1, 1)
        return Document(path, (*faults, Fault(FaultKind.WITHHELD, at)), None, text, withheld)
    return Document(path, faults, record, text.removesuffix(body), withheld)


def _split(text: str) -> tuple[str, str, int] | Fault:
    """Front matter, body, and the body's first line."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return Fault(FaultKind.NO_FRONT_MATTER, Location(1, 1))
    for number in range(1, len(lines)):
        if lines[number].rstrip() == "---":
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 2
    return Fault(FaultKind.UNCLOSED, Location(1, 1))
