"""A base that is read again where its files changed, and nowhere else."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from sopkb.core.load import Base, load_base, load_document, read_base
from sopkb.core.load.files import is_kept, is_source, shown_path
from sopkb.core.load.repository import top_of
from sopkb.core.record import Document

Signature = tuple[int, ...]
_SIZE = 2


class Following:
    """A base on disk, and how its files looked when they were read.

    Args:
        root: the folder with ``kb.yml``.
        tick: told how many of how many files are read.
        cache: see :func:`sopkb.core.load.load_base`.

    Raises:
        BaseNotFound: the folder, or its ``kb.yml``, is not there.
    """

    def __init__(self, root: Path, tick: Callable[[int, int], None] | None = None, cache: Path | None = None) -> None:
        self._root = root.resolve()
        self._is_repository = top_of(self._root) == self._root
        self._seen = self._look()  # before reading: what changes meanwhile is seen the next time
        self._emptied: set[str] = set()
        self.base = load_base(self._root, tick, cache=cache)

    def look(self) -> frozenset[str]:
        """Look at every file, and read again what changed.

        Returns:
            The files that were changed, added or removed, as paths relative to the project; the base is a new one
            where there are any.

        Raises:
            BaseNotFound: ``kb.yml`` is gone; the base stays as it was.
        """
        now = self._look()
        changed = {path for path, _ in now.items() ^ self._seen.items()}
        # A file that is empty now is being written, most of the time: it is looked at once more.
        emptied = {path for path in changed if now.get(path, ())[_SIZE:] == (0,) and path in self._seen} - self._emptied
        self._emptied = emptied
        now |= {path: self._seen[path] for path in emptied}
        changed -= emptied
        if changed:
            self.base = self._read_again(changed, now)
            self._seen = now
        return frozenset(shown_path(Path(path), self._root) for path in changed)

    def _look(self) -> dict[str, Signature]:
        found = dict(signatures(str(self._root), hidden=True))
        if self._is_repository:
            hidden = str(self._root / ".")
            found = {path: signature for path, signature in found.items() if not path.startswith(hidden)}
        return found

    def _read_again(self, changed: set[str], now: dict[str, Signature]) -> Base:
        documents = {document.path: document for document in self.base.corpus.documents}
        files = {document.path for document in self.base.corpus.others}
        # A "?" may stand for what cannot be shown, in more than one file: those are all read again.
        again = changed | {path for path in now if "?" in path or not path.isprintable()}
        paths = [Path(path) for path in sorted(again)]
        for path in paths:
            documents.pop(shown_path(path, self._root), None)
            files.discard(shown_path(path, self._root))
        more: list[Document] = []
        for path in paths:
            if str(path) not in now:
                continue
            if is_source(path, self._root):
                more.append(load_document(path, self._root))
            else:
                files.add(shown_path(path, self._root))
        return read_base(self._root, [*documents.values(), *more], frozenset(files))


def signatures(folder: str, *, hidden: bool = False) -> Iterator[tuple[str, Signature]]:
    """Each file below a folder that :func:`sopkb.core.load.files.walk` finds, with its signature."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        yield folder, ()
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
            yield from signatures(entry.path, hidden=hidden)
        elif is_kept(entry.name, hidden=hidden):
            yield entry.path, signature(entry)


def signature(file: Path | os.DirEntry[str]) -> Signature:
    """What changes when a file does: times and size; empty where it is not there."""
    try:
        about = file.stat()
    except OSError:
        return ()
    return about.st_mtime_ns, about.st_ctime_ns, about.st_size
