"""Bringing the index up to date with the base, so that nobody ever meets half an index.

Every build goes into a fresh folder, ``gen-…/``, beside the one in use; the manifest, replaced in one step, then names
it. A process that is killed at any moment leaves at most a folder that nobody names; the next writer removes it.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sopkb.atomic import write_text
from sopkb.config import Config
from sopkb.errors import IndexUnusable, SopkbError
from sopkb.index.lexicon import Lexicon, parse_lexicon
from sopkb.index.lock import exclusive
from sopkb.index.manifest import (
    LEXICON_NAME,
    MANIFEST_NAME,
    Maker,
    Manifest,
    files_of,
    read_manifest,
    verify_files,
)
from sopkb.index.report import IndexReport, Outcome
from sopkb.index.schema import IndexedUnit
from sopkb.index.units import indexed_units, units_of
from sopkb.index.whoosh_store import WRITE_LOCK_NAME, StoreReader, write_units
from sopkb.load import Base
from sopkb.model.moments import format_instant

MOST_CHANGED = 0.3
"""Share of the records above which building anew is quicker than changing."""
MOST_DELETED = 0.3
"""Share of deleted units above which an index is built anew: they are read past by every query."""

_GENERATION = re.compile(r"gen-[0-9a-f]{16}")

Tick = Callable[[int, int], None]


def default_folder(root: Path) -> Path:
    """Where the index of a base lies: ``search_index/build/<name of the base's folder>/`` beside the base."""
    root = root.resolve()
    return root.parent / "search_index" / "build" / root.name


def update_index(
    base: Base,
    folder: Path,
    *,
    now: datetime | None = None,
    tick: Tick | None = None,
    full: bool = False,
    patience: float = 60.0,
) -> IndexReport:
    """Make the index say what the base says: nothing, a few records, or all of it is written.

    Args:
        base: what to index.
        folder: of the index; made where it is missing. Nothing outside of it is touched.
        now: the moment to note as the time of the build.
        tick: told after each record how many of how many are indexed; for a progress bar.
        full: build anew whatever is there.
        patience: seconds to wait while another process writes.

    Raises:
        SopkbError: the folder cannot be written to, or another process is writing; the old index is as it was.
    """
    try:
        if not full and _is_current(base, folder):
            return IndexReport(Outcome.UP_TO_DATE, len(base.corpus.records))
        folder.mkdir(parents=True, exist_ok=True)
        with exclusive(folder, patience):
            return _Update(base, folder, format_instant(now) if now else "", tick).run(full)
    except OSError as error:
        raise _unwritable(folder, error) from error


def _is_current(base: Base, folder: Path) -> bool:
    try:
        manifest = read_manifest(folder)
        if manifest.base != base.digest:
            return False
        verify_files(folder, manifest)
    except (IndexUnusable, FileNotFoundError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class _Difference:
    """Ids by what happened to them since an index was made."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.added) + len(self.changed) + len(self.removed)


@dataclass(frozen=True, slots=True)
class _Update:
    """One update, with the lock held."""

    base: Base
    folder: Path
    built: str
    tick: Tick | None

    def run(self, full: bool) -> IndexReport:
        previous, reason = self._previous(full)
        difference = self._difference(previous)
        records = len(self.base.corpus.records)
        parts = (difference.added, difference.changed, difference.removed)
        if previous is None:
            self._switch(self._rebuild())
            self._clean()
            return IndexReport(Outcome.REBUILT, records, *parts, reason)
        if not difference.count:
            if previous.base == self.base.digest:
                return IndexReport(Outcome.UP_TO_DATE, records)
            self._switch(self._manifest(previous.generation, previous.records, previous.next_number))
            return IndexReport(Outcome.CONFIRMED, records)
        self._switch(self._change(previous, difference))
        self._clean(previous.generation)
        return IndexReport(Outcome.UPDATED, records, *parts)

    def _previous(self, full: bool) -> tuple[Manifest | None, str]:
        """The manifest of an index that can be changed, or why there is none."""
        if full:
            return None, "asked for"
        try:
            previous = read_manifest(self.folder)
            verify_files(self.folder, previous)
        except IndexUnusable as error:
            return None, error.message
        except FileNotFoundError:
            return None, "The files of the search index are missing."
        if previous.settings != _settings(self.base.config):
            return None, "The labels in kb.yml have changed."
        if self._difference(previous).count > MOST_CHANGED * max(len(previous.records), 10):
            return None, "Many records have changed."
        with StoreReader(self.folder / previous.generation) as store:
            if store.deleted_count > MOST_DELETED * len(store.records):
                return None, "Many old versions of records had piled up."
        return previous, ""

    def _difference(self, previous: Manifest | None) -> _Difference:
        before = previous.records if previous else {}
        now = {record.id: record.digest for record in self.base.corpus.records}
        return _Difference(
            tuple(sorted(now.keys() - before.keys())),
            tuple(sorted(name for name in now.keys() & before.keys() if before[name][1] != now[name])),
            tuple(sorted(before.keys() - now.keys())),
        )

    def _rebuild(self) -> Manifest:
        records = {record.id: (number, record.digest) for number, record in enumerate(self.base.corpus.records)}
        generation = self._new_generation()
        try:
            words: list[str] = []
            write_units(generation, self._units(records, tuple(records), words), into=False)
            Lexicon({}).changed(words, ()).write(generation / LEXICON_NAME)
            return self._manifest(generation.name, records, len(records))
        except BaseException:
            shutil.rmtree(generation, ignore_errors=True)
            raise

    def _change(self, previous: Manifest, difference: _Difference) -> Manifest:
        old = self.folder / previous.generation
        gone = frozenset(previous.records[name][0] for name in (*difference.changed, *difference.removed))
        with StoreReader(old) as store:
            old_words = list(store.words_of(gone))
        records = {name: entry for name, entry in previous.records.items() if name not in difference.removed}
        number = previous.next_number
        for record_id in (*difference.added, *difference.changed):
            if record_id in difference.added:
                records[record_id], number = (number, ""), number + 1
            records[record_id] = (records[record_id][0], self.base.corpus.by_id[record_id].digest)
        generation = self._new_generation()
        try:
            _copy(old, generation, previous.files.keys() - {LEXICON_NAME})
            words: list[str] = []
            units = self._units(records, (*difference.added, *difference.changed), words)
            write_units(generation, units, into=True, without=gone)
            lexicon = parse_lexicon((old / LEXICON_NAME).read_bytes())
            lexicon.changed(words, old_words).write(generation / LEXICON_NAME)
            return self._manifest(generation.name, records, number)
        except BaseException:
            shutil.rmtree(generation, ignore_errors=True)
            raise

    def _units(
        self, records: Mapping[str, tuple[int, str]], ids: Sequence[str], words: list[str]
    ) -> Iterator[IndexedUnit]:
        """The units of some records; their words are added to ``words`` on the way."""
        for done, record_id in enumerate(ids, 1):
            units = units_of(self.base.corpus.by_id[record_id], self.base.config)
            for unit in indexed_units(units, records[record_id][0]):
                words += unit.words
                yield unit
            if self.tick:
                self.tick(done, len(ids))

    def _new_generation(self) -> Path:
        generation = self.folder / f"gen-{secrets.token_hex(8)}"
        generation.mkdir()
        return generation

    def _manifest(self, generation: str, records: Mapping[str, tuple[int, str]], next_number: int) -> Manifest:
        """The manifest for a generation, whose files are on the disk for good when this returns."""
        place = self.folder / generation
        (place / WRITE_LOCK_NAME).unlink(missing_ok=True)
        for path in place.iterdir():
            _flush(path)
        _flush(place)
        settings = _settings(self.base.config)
        files = files_of(place)
        return Manifest(Maker(), generation, self.base.digest, settings, records, next_number, files, self.built)

    def _switch(self, manifest: Manifest) -> None:
        """From here on, whoever opens the index opens this one."""
        write_text(self.folder / MANIFEST_NAME, manifest.to_json())
        _flush(self.folder)

    def _clean(self, *kept: str) -> None:
        """Remove what no manifest names, but for the generation before this one: somebody may just be opening it."""
        current = read_manifest(self.folder).generation
        for path in self.folder.iterdir():
            if _GENERATION.fullmatch(path.name) and path.name not in (current, *kept):
                shutil.rmtree(path, ignore_errors=True)
            elif path.name.startswith(f".{MANIFEST_NAME}.") and path.suffix == ".tmp":
                path.unlink(missing_ok=True)


def _settings(config: Config) -> str:
    """Digest of what kb.yml lends to the units: the labels."""
    labels = {name: dict(words) for name, words in config.labels.items()}
    return hashlib.sha256(json.dumps(labels, sort_keys=True).encode()).hexdigest()


def _copy(old: Path, new: Path, names: set[str]) -> None:
    """Give a new generation the old one's files. Whoosh never writes into a file it has finished: links will do."""
    for name in sorted(names):
        try:
            os.link(old / name, new / name)
        except OSError:
            shutil.copy2(old / name, new / name)


def _flush(path: Path) -> None:
    """Have a file or a folder written to the disk itself (Windows has no such thing for folders)."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


_REMEDIES = {
    errno.ENOSPC: "Free some space on that disk and try again; the old index is as it was.",
    errno.EDQUOT: "Free some space on that disk and try again; the old index is as it was.",
    errno.EFBIG: "Allow larger files there and try again; the old index is as it was.",
    errno.EISDIR: "A folder stands where the index needs a file: move it away, or name another folder.",
    errno.ENOTDIR: "A file stands where the index needs a folder: move it away, or name another folder.",
    errno.EEXIST: "A file stands where the index needs a folder: move it away, or name another folder.",
}


def _unwritable(folder: Path, error: OSError) -> SopkbError:
    reason = error.strerror or type(error).__name__
    remedy = _REMEDIES.get(error.errno or 0, "Allow this user to write there, or name another folder.")
    return SopkbError(f"The search index cannot be written in {folder}: {reason}.", remedy)
