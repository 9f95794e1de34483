"""Bringing the index up to date with the base, so that nobody ever meets half an index.

Every build goes into a fresh folder, ``gen-…/``, beside the one in use; the manifest, replaced in one step, then names
it. A process that is killed at any moment leaves at most a folder that nobody names; the next writer removes it.
"""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from sopkb.atomic import write_text
from sopkb.errors import IndexUnusable
from sopkb.index.cards import Traits, parse_traits, source_digest, traits_of, write_traits
from sopkb.index.delta import DELTA_NAME, delta_of, write_delta
from sopkb.index.files import flush, link_files, tables_folder, unwritable
from sopkb.index.lexicon import Lexicon, parse_lexicon
from sopkb.index.lock import exclusive
from sopkb.index.manifest import (
    LEXICON_NAME,
    MANIFEST_NAME,
    SETTINGS_NAME,
    SOURCES_NAME,
    TRAITS_NAME,
    Maker,
    Manifest,
    files_of,
    read_manifest,
    verify_files,
)
from sopkb.index.preparing import Measures, measured
from sopkb.index.ranking import RANKING_NAME, read_ranking
from sopkb.index.report import IndexReport, Outcome
from sopkb.index.schema import IndexedRecord, id_of, number_of
from sopkb.index.settings import Settings, settings_of
from sopkb.index.sources import Source, Sources, read_sources, usual_of, write_sources
from sopkb.index.synonyms import SYNONYMS_NAME, read_synonyms
from sopkb.index.whoosh_store import WRITE_LOCK_NAME, StoreReader, write_records
from sopkb.load import Base
from sopkb.model.moments import format_instant

MOST_CHANGED = 0.3
"""Share of the records above which building anew is quicker than changing."""
MOST_PILED = 0.3
"""Old versions of records, as a share of all, above which an index is built anew: every query reads past them."""

_MADE_ANEW = frozenset({LEXICON_NAME, TRAITS_NAME, SETTINGS_NAME, SOURCES_NAME, DELTA_NAME})
_GENERATION = re.compile(r"gen-[0-9a-f]{16}")

Tick = Callable[[int, int], None]


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
    tables = tables_folder(base.root)
    ranking, synonyms = read_ranking(tables / RANKING_NAME), read_synonyms(tables / SYNONYMS_NAME)
    settings = settings_of(base.config, ranking, synonyms)
    try:
        if not full and _is_current(base, settings, folder):
            return IndexReport(Outcome.UP_TO_DATE, len(base.corpus.records))
        folder.mkdir(parents=True, exist_ok=True)
        with exclusive(folder, patience):
            return _Update(base, folder, settings, format_instant(now) if now else "", tick).run(full)
    except OSError as error:
        raise unwritable(folder, error) from error


def _is_current(base: Base, settings: Settings, folder: Path) -> bool:
    try:
        manifest = read_manifest(folder)
        if manifest.base != base.digest or manifest.settings != settings.digest:
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


@dataclass(frozen=True)
class _Update:
    """One update, with the lock held."""

    base: Base
    folder: Path
    settings: Settings
    built: str
    tick: Tick | None

    def run(self, full: bool) -> IndexReport:
        previous, reason = self._previous(full)
        difference = self._difference(previous)
        records = len(self._sources)
        parts = (difference.added, difference.changed, difference.removed)
        if previous is None:
            self._switch(self._rebuild())
            self._clean()
            return IndexReport(Outcome.REBUILT, records, *parts, reason)
        if not difference.count:
            if previous.base == self.base.digest:
                return IndexReport(Outcome.UP_TO_DATE, records)
            self._switch(replace(previous, base=self.base.digest, built=self.built))
            return IndexReport(Outcome.CONFIRMED, records)
        changed = self._change(previous, difference)
        if changed is None:
            self._switch(self._rebuild())
            self._clean()
            return IndexReport(Outcome.REBUILT, records, *parts, "The usual length of the records has changed.")
        self._switch(changed)
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
        if previous.settings != self.settings.digest:
            return None, "The labels or the policy in kb.yml, the ranking or the synonyms have changed."
        if self._difference(previous).count > MOST_CHANGED * max(previous.records, 10):
            return None, "Many records have changed."
        if previous.piled > MOST_PILED * max(previous.records, 10):
            return None, "Many old versions of records had piled up."
        return previous, ""

    def _before(self, generation: str) -> Sources:
        """What an older generation was made from."""
        if generation not in self._read:
            self._read[generation] = read_sources(self.folder / generation)
        return self._read[generation]

    @cached_property
    def _read(self) -> dict[str, Sources]:
        return {}

    @cached_property
    def _sources(self) -> Mapping[str, str]:
        """For each record that can be indexed the digest of what it is indexed from."""
        corpus = self.base.corpus
        return {
            record.id: source_digest(record, corpus) for record in corpus.records if number_of(record.id) is not None
        }

    def _difference(self, previous: Manifest | None) -> _Difference:
        before = self._before(previous.generation) if previous else {}
        now = self._sources
        return _Difference(
            tuple(sorted(now.keys() - before.keys())),
            tuple(sorted(name for name in now.keys() & before.keys() if before[name].digest != now[name])),
            tuple(sorted(before.keys() - now.keys())),
        )

    def _rebuild(self) -> Manifest:
        ids = tuple(self._sources)
        measures, prepared = measured(ids, self.base)
        sources = self._measured(ids, measures)
        usual = usual_of(sources)
        with self._generation() as generation:
            words: list[str] = []
            write_records(generation, self._told(prepared(usual, self.settings.ranking), len(ids), words), into=False)
            traits = self._traits(ids)
            return self._manifest(generation, sources, usual, Lexicon({}).changed(words, ()), traits)

    def _change(self, previous: Manifest, difference: _Difference) -> Manifest | None:
        """The manifest of a changed copy; None where the usual lengths, and so every posting, would be others."""
        old = self.folder / previous.generation
        ids = (*difference.added, *difference.changed)
        measures, prepared = measured(ids, self.base)
        before = self._before(previous.generation)
        sources = {name: source for name, source in before.items() if name not in difference.removed}
        sources |= self._measured(ids, measures)
        if usual_of(sources) != previous.usual:
            return None
        gone = frozenset(number_of(name) or 0 for name in (*difference.changed, *difference.removed))
        with StoreReader(old) as store:
            old_words = list(store.words_of(gone))
            postings = {number: store.postings_of(number) for number in gone}
            places = [store.place_of(number) for number in gone]
        old_traits = parse_traits((old / TRAITS_NAME).read_bytes()).items()
        traits = {name: each for number, each in old_traits if (name := id_of(number)) in sources}
        traits |= self._traits(ids)
        with self._generation() as generation:
            link_files(old, generation, previous.files.keys() - _MADE_ANEW)
            words: list[str] = []
            written = list(self._told(prepared(previous.usual, self.settings.ranking), len(ids), words))
            write_records(generation, written, into=True, without=places)
            after = {record.number: record.postings for record in written}
            changed = ((n, postings.get(n, {}), after.get(n, {})) for n in postings.keys() | after.keys())
            write_delta(generation, old, delta_of(changed))
            lexicon = parse_lexicon((old / LEXICON_NAME).read_bytes()).changed(words, old_words)
            return self._manifest(generation, sources, previous.usual, lexicon, traits, previous.piled + len(gone))

    def _traits(self, ids: Iterable[str]) -> dict[str, Traits]:
        corpus = self.base.corpus
        return {record_id: traits_of(corpus.by_id[record_id], corpus) for record_id in ids}

    def _measured(self, ids: Sequence[str], measures: Sequence[Measures]) -> dict[str, Source]:
        """What the manifest notes of some records."""
        pairs = zip(ids, measures, strict=True)
        return {name: Source(self._sources[name], parts, tuple(lengths)) for name, (lengths, parts) in pairs}

    def _told(self, records: Iterable[IndexedRecord], count: int, words: list[str]) -> Iterator[IndexedRecord]:
        """Some records; their words are added to ``words`` on the way, and whoever waits is told."""
        for done, record in enumerate(records, 1):
            words += record.words
            yield record
            if self.tick:
                self.tick(done, count)

    @contextmanager
    def _generation(self) -> Iterator[Path]:
        """A new folder for a generation, gone again where writing it fails."""
        generation = self.folder / f"gen-{secrets.token_hex(8)}"
        generation.mkdir()
        try:
            yield generation
        except BaseException:
            shutil.rmtree(generation, ignore_errors=True)
            raise

    def _manifest(
        self,
        generation: Path,
        sources: Mapping[str, Source],
        usual: Mapping[str, float],
        lexicon: Lexicon,
        traits: Mapping[str, Traits],
        piled: int = 0,
    ) -> Manifest:
        """The manifest for a generation, whose files are on the disk for good when this returns."""
        lexicon.write(generation / LEXICON_NAME)
        write_sources(generation, sources)
        write_traits(generation, {number_of(name) or 0: each for name, each in traits.items()})
        (generation / SETTINGS_NAME).write_text(self.settings.to_json(), encoding="utf-8")
        (generation / WRITE_LOCK_NAME).unlink(missing_ok=True)
        for path in generation.iterdir():
            flush(path)
        flush(generation)
        digests = self.base.digest, self.settings.digest
        counts = len(sources), piled
        return Manifest(Maker(), generation.name, *digests, usual, *counts, files_of(generation), self.built)

    def _switch(self, manifest: Manifest) -> None:
        """From here on, whoever opens the index opens this one."""
        write_text(self.folder / MANIFEST_NAME, manifest.to_json())
        flush(self.folder)

    def _clean(self, *kept: str) -> None:
        """Remove what no manifest names, but for the generation before this one: somebody may just be opening it."""
        current = read_manifest(self.folder).generation
        for path in self.folder.iterdir():
            if _GENERATION.fullmatch(path.name) and path.name not in (current, *kept):
                shutil.rmtree(path, ignore_errors=True)
            elif path.name.startswith(f".{MANIFEST_NAME}.") and path.suffix == ".tmp":
                path.unlink(missing_ok=True)
