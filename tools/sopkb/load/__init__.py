"""From files to records: text, front matter with its places, body structure, record; tree, corpus.

Each file is read and parsed once. Nothing here raises for what an author wrote: a file that is no record becomes a
:class:`~sopkb.model.record.Document` with faults, which rules S03 and S04 turn into findings.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from sopkb.config import CONFIG_NAME, Config, parse_config
from sopkb.diagnostics import Diagnostic, Location, Severity, printable
from sopkb.errors import BaseNotFound
from sopkb.load.body import parse_body
from sopkb.load.files import FileText, is_suspect, read_text, walk
from sopkb.model.corpus import Corpus, TrackedItem, Tracker
from sopkb.model.moments import parse_instant
from sopkb.model.record import Document, Record
from sopkb.model.source import Fault, FaultKind
from sopkb.positioned_yaml import read

TRACKER_NAME = "tracker.json"

_NO_RECORD = frozenset({FaultKind.SYNTAX, FaultKind.TAB, FaultKind.TOO_DEEP, FaultKind.NOT_A_MAP})


@dataclass(frozen=True)
class Base:
    """A knowledge base as it stands on disk: its folder, its ``kb.yml`` and its records.

    Args:
        root: the folder with ``kb.yml``.
        config: what ``kb.yml`` says.
        corpus: the records.
        diagnostics: faults of ``kb.yml`` and ``tracker.json``; those of records are the rules' to find.
        digest: SHA-256 over everything that an index or a page is made from.
    """

    root: Path
    config: Config
    corpus: Corpus
    diagnostics: tuple[Diagnostic, ...] = ()
    digest: str = ""

    @property
    def project(self) -> Path:
        """The folder that paths in diagnostics are relative to."""
        return self.root.parent


def load_base(root: Path, tick: Callable[[int, int], None] | None = None) -> Base:
    """Read a whole base.

    Args:
        root: the folder with ``kb.yml``.
        tick: told after each file how many of how many are read; for a progress bar.

    Raises:
        BaseNotFound: the folder, or its ``kb.yml``, is not there.
    """
    root = root.resolve()
    config, raw_config = _load_config(root)
    tracker, trouble = _load_tracker(root)
    paths = list(walk(root))
    sources = [path for path in paths if path.suffix.lower() == ".md" or is_suspect(path, root)]
    documents = []
    for number, path in enumerate(sources, 1):
        documents.append(load_document(path, root))
        if tick:
            tick(number, len(sources))
    documents.sort(key=lambda document: document.path)
    files = frozenset(_relative(path, root) for path in set(paths) - set(sources))
    corpus = Corpus(tuple(documents), tracker, files)
    digest = _digest(
        [raw_config, str(tracker).encode()],
        (f"{d.path}:{d.record.digest if d.record else '-'}" for d in documents),
    )
    return Base(root, config, corpus, (*config.diagnostics, *trouble), digest)


def load_document(path: Path, root: Path) -> Document:
    """Read one file of the base; never raises for what it holds."""
    return parse_document(read_text(path, root), _relative(path, root))


def parse_document(source: FileText, path: str) -> Document:
    """Parse one file's text.

    Args:
        source: the text, as :func:`sopkb.load.files.read_text` gives it.
        path: of the file, relative to the project.
    """
    if source.text is None:
        return Document(path, source.faults)
    split = _split(source.text)
    if isinstance(split, Fault):
        return Document(path, (*source.faults, split))
    front, body, body_line = split
    meta = read(front, first_line=2)
    faults = (*source.faults, *meta.faults)
    if any(fault.kind in _NO_RECORD for fault in meta.faults) and not meta.data:
        return Document(path, faults)
    digest = hashlib.sha256(source.raw).hexdigest()
    return Document(path, faults, Record(path, meta, parse_body(body, body_line), digest))


def _split(text: str) -> tuple[str, str, int] | Fault:
    """Front matter, body, and the body's first line."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return Fault(FaultKind.NO_FRONT_MATTER, Location(1, 1))
    for number in range(1, len(lines)):
        if lines[number].rstrip() == "---":
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 2
    return Fault(FaultKind.UNCLOSED, Location(1, 1))


def _load_config(root: Path) -> tuple[Config, bytes]:
    path = root / CONFIG_NAME
    if not path.is_file():
        raise BaseNotFound(
            f"No {CONFIG_NAME} in {root.name}/.",
            "Name the folder of a knowledge base with --root, or make one with `kb import`.",
        )
    source = read_text(path, root)
    name = _relative(path, root)
    if source.text is None:
        fault = source.faults[-1]
        message = f"{CONFIG_NAME} cannot be read: {fault.kind.value}. Save it as a UTF-8 text file."
        trouble = Diagnostic(name, fault.at.line, fault.at.column, "S03", Severity.ERROR, message)
        return Config(name, diagnostics=(trouble,)), b""
    return parse_config(source.text, name), source.raw


def _load_tracker(root: Path) -> tuple[Tracker, list[Diagnostic]]:
    path = root / TRACKER_NAME
    if not path.exists():
        return Tracker(), []
    source = read_text(path, root)
    try:
        data = json.loads(source.text or "")
        items = [
            TrackedItem(
                item["id"], item["state"].lower() != "closed", item.get("fixed_in") or "", item.get("title") or ""
            )
            for item in data["items"]
        ]
        return Tracker(parse_instant(data.get("as_of")), {item.id: item for item in items}), []
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        message = (
            f'{TRACKER_NAME} is not of the form {{"as_of": "…Z", "items": [{{"id", "state"}}]}}. '
            "Export it again, or delete it: bugs and incidents then count as unknown."
        )
        return Tracker(), [Diagnostic(_relative(path, root), 1, 1, "S03", Severity.ERROR, message)]


def _relative(path: Path, root: Path) -> str:
    """The path that people read; a name that is no text, which nothing below may open, has ``?`` in it."""
    name = path.relative_to(root.parent).as_posix()
    return printable(name.encode("utf-8", "replace").decode("utf-8"))


def _digest(first: Iterable[bytes], rest: Iterable[str]) -> str:
    total = hashlib.sha256()
    for part in first:
        total.update(part)
    for line in rest:
        total.update(line.encode() + b"\n")
    return total.hexdigest()
