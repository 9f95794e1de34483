"""From files to records: text, front matter with its places, body structure, record; tree, corpus.

Each file is read and parsed once. Nothing here raises for what an author wrote: a file that is no record becomes a
:class:`~sopkb.core.record.Document` with faults, which rules S03 and S04 turn into findings.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sopkb.core.config import CONFIG_NAME, Config, parse_config
from sopkb.core.corpus import Corpus, TrackedItem, Tracker, order_of
from sopkb.core.diagnostics import Diagnostic, Severity, shown
from sopkb.core.errors import BaseNotFound
from sopkb.core.load.document import load_document, parse_document
from sopkb.core.load.files import TRACKER_NAME, is_hidden, is_source, read_text, shown_path, walk
from sopkb.core.load.garbage import no_collecting
from sopkb.core.load.private import take_out_private
from sopkb.core.load.reading import read_documents
from sopkb.core.memo import Memo
from sopkb.core.moments import parse_instant
from sopkb.core.record import Document

__all__ = ["Base", "load_base", "load_document", "parse_document", "read_base"]


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

    def in_real_time(self) -> Base:
        """The same base without the moment that a demo base stands still at: then the reader's clock counts."""
        return replace(self, config=replace(self.config, demo_now=None)) if self.config.demo_now else self


def load_base(root: Path, tick: Callable[[int, int], None] | None = None, *, cache: Path | None = None) -> Base:
    """Read a whole base.

    Args:
        root: the folder with ``kb.yml``.
        tick: told how many of how many files are read; for a progress bar.
        cache: the user's own folder where parsed documents are kept from run to run (:mod:`sopkb.core.memo`).

    Raises:
        BaseNotFound: the folder, or its ``kb.yml``, is not there.
    """
    root = root.resolve()
    _config_of(root)
    paths = list(walk(root, hidden=True))
    sources = [path for path in paths if is_source(path, root)]
    with no_collecting():
        documents = read_documents(sources, root, Memo(cache), tick)
        return read_base(root, documents, frozenset(shown_path(path, root) for path in set(paths) - set(sources)))


def read_base(root: Path, documents: Iterable[Document], files: frozenset[str]) -> Base:
    """A base of documents that were read before.

    Args:
        root: the folder with ``kb.yml``, resolved.
        documents: in any order.
        files: every other file of the tree, relative to the project, and whatever is hidden in it.

    Raises:
        BaseNotFound: ``kb.yml`` is not there.
    """
    config, raw_config, settings = _load_config(root)
    tracker, trouble, export = _load_tracker(root)
    ordered = sorted(documents, key=order_of)
    read_already = {document.path: document for document in (settings, export)}
    others = tuple(read_already.get(path, Document(path)) for path in sorted(files))
    shown = frozenset(path for path in files if not is_hidden(path.removeprefix(f"{root.name}/")))
    corpus = Corpus(tuple(ordered), tracker, shown, others)
    digest = _digest(
        [raw_config, str(tracker).encode()],
        (f"{d.path}:{d.record.digest if d.record else '-'}" for d in corpus.documents),
    )
    return Base(root, config, corpus, (*config.diagnostics, *trouble), digest)


def read_config(root: Path) -> Config:
    """What ``kb.yml`` says, for whoever must know before the base is loaded.

    Args:
        root: the folder with ``kb.yml``.

    Raises:
        BaseNotFound: the folder, or its ``kb.yml``, is not there.
    """
    return _load_config(root.resolve())[0]


def _config_of(root: Path) -> Path:
    path = root / CONFIG_NAME
    if not path.is_file():
        raise BaseNotFound(
            f"No {CONFIG_NAME} in {root.name}/.",
            "Name the folder of a knowledge base with --root, or make one with `kb init`.",
        )
    return path


def _load_config(root: Path) -> tuple[Config, bytes, Document]:
    path = _config_of(root)
    source = read_text(path, root)
    name = shown_path(path, root)
    if source.text is None:
        fault = source.faults[-1]
        message = f"{CONFIG_NAME} cannot be read: {fault.kind.value}. Save it as a UTF-8 text file."
        trouble = Diagnostic(name, fault.at.line, fault.at.column, "S03", Severity.ERROR, message)
        return Config(name, diagnostics=(trouble,)), b"", Document(name)
    text, withheld = take_out_private(source.text)
    return parse_config(text, name), source.raw, Document(name, source=text, withheld=withheld)


def _load_tracker(root: Path) -> tuple[Tracker, list[Diagnostic], Document]:
    path = root / TRACKER_NAME
    name = shown_path(path, root)
    if not path.exists():
        return Tracker(), [], Document(name)
    text, withheld = take_out_private(read_text(path, root).text or "")
    document = Document(name, source=text, withheld=withheld)
    try:
        data = json.loads(text)
        items = [
            TrackedItem(
                item["id"], item["state"].lower() != "closed", item.get("fixed_in") or "", item.get("title") or ""
            )
            for item in data["items"]
        ]
        found = Tracker(parse_instant(data.get("as_of")), {item.id: item for item in items})
        return found, _unknown_states(data["items"], name), document
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        message = (
            f'{TRACKER_NAME} is not of the form {{"as_of": "…Z", "items": [{{"id", "state"}}]}}. '
            "Export it again, or delete it: bugs and incidents then count as unknown."
        )
        return Tracker(), [Diagnostic(name, 1, 1, "S03", Severity.ERROR, message)], document


def _unknown_states(items: Iterable[Mapping[str, str]], name: str) -> list[Diagnostic]:
    """States that are neither open nor closed: they count as open, so that no incident is passed over; that is said."""
    words: dict[str, list[str]] = {}
    for item in items:
        if item["state"].lower() not in ("open", "closed"):
            words.setdefault(item["state"], []).append(item["id"])
    return [
        Diagnostic(
            name,
            1,
            1,
            "S03",
            Severity.WARNING,
            f"`{shown(state)}`, the state of {', '.join(map(shown, ids[:5]))}{' and more' if len(ids) > 5 else ''}, is "
            "neither `open` nor `closed`: it counts as open. Write one of these where the tracker is exported.",
        )
        for state, ids in words.items()
    ]


def _digest(first: Iterable[bytes], rest: Iterable[str]) -> str:
    total = hashlib.sha256()
    for part in first:
        total.update(part)
    for line in rest:
        total.update(line.encode() + b"\n")
    return total.hexdigest()
