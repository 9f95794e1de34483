"""Bringing the index up to date with the base, so that nobody ever meets half an index.

Every build goes into a fresh folder, ``gen-…/``, beside the one in use; the manifest, replaced in one step, then names
it. A process that is killed at any moment leaves at most a folder that nobody names; the next writer removes it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from sopkb.atomic import write_text
from sopkb.core.errors import IndexUnusable
from sopkb.core.load import Base
from sopkb.core.moments import format_instant
from sopkb.search.index.cards import Row, parse_traits, source_digest, traits_of, traits_row, write_traits
from sopkb.search.index.delta import DELTA_NAME, Version, delta_of, write_delta
from sopkb.search.index.files import flush, link_files, tables_folder, unwritable
from sopkb.search.index.generations import new_generation, remove_others
from sopkb.search.index.lexicon import Lexicon, parse_lexicon
from sopkb.search.index.lock import exclusive
from sopkb.search.index.manifest import (
    LEXICON_NAME,
    MANIFEST_NAME,
    SETTINGS_NAME,
    SOURCES_NAME,
    TRAITS_NAME,
    IndexedFile,
    Maker,
    Manifest,
    files_of,
    read_manifest,
    verify_files,
)
from sopkb.search.index.preparing import Measures, measured
from sopkb.search.index.ranking import RANKING_NAME, read_ranking
from sopkb.search.index.report import IndexReport, Outcome
from sopkb.search.index.schema import IndexedRecord, number_of
from sopkb.search.index.settings import Settings, settings_of
from sopkb.search.index.sources import (
    Difference,
    Source,
    Sources,
    difference_of,
    read_sources,
    usual_of,
    write_sources,
)
from sopkb.search.index.synonyms import SYNONYMS_NAME, read_synonyms
from sopkb.search.index.whoosh_store import WRITE_LOCK_NAME, StoreReader, write_records

MOST_CHANGED = 0.3
"""Share of the records above which building anew is quicker than changing."""

_MADE_ANEW = frozenset({LEXICON_NAME, TRAITS_NAME, SETTINGS_NAME, SOURCES_NAME, DELTA_NAME})

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
            self._replace()
            return IndexReport(Outcome.REBUILT, records, *parts, reason)
        if not difference.count:
            if previous.base == self.base.digest:
                return IndexReport(Outcome.UP_TO_DATE, records)
            self._switch(replace(previous, base=self.base.digest, built=self.built))
            return IndexReport(Outcome.CONFIRMED, records)
        changed = self._change(previous, difference)
        if changed is None:
            self._replace()
            return IndexReport(Outcome.REBUILT, records, *parts, "The usual length of the records has changed.")
        self._switch(changed)
        remove_others(self.folder, changed.generation, previous.generation)
        return IndexReport(Outcome.UPDATED, records, *parts)

    def _replace(self) -> None:
        """Build anew, and leave nothing of what was there before."""
        manifest = self._rebuild()
        self._switch(manifest)
        remove_others(self.folder, manifest.generation)

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

    def _difference(self, previous: Manifest | None) -> Difference:
        return difference_of(self._before(previous.generation) if previous else {}, self._sources)

    def _rebuild(self) -> Manifest:
        ids = tuple(self._sources)
        measures, prepared = measured(ids, self.base)
        sources = self._measured(ids, measures)
        usual = usual_of(sources)
        with new_generation(self.folder) as generation:
            words: Counter[str] = Counter()
            write_records(generation, self._told(prepared(usual, self.settings.ranking), len(ids), words), into=False)
            lexicon = Lexicon({}).changed(words, ())
            return self._manifest(generation, sources, usual, lexicon, self._traits(ids), {})

    def _change(self, previous: Manifest, difference: Difference) -> Manifest | None:
        """The manifest of a changed copy; None where the usual lengths, and so every posting, would be others."""
        old = self.folder / previous.generation
        ids = (*difference.added, *difference.changed)
        measures, prepared = measured(ids, self.base)
        removed = frozenset(difference.removed)
        sources = {name: each for name, each in self._before(previous.generation).items() if name not in removed}
        sources |= self._measured(ids, measures)
        if usual_of(sources) != previous.usual:
            return None
        gone = frozenset(number_of(name) or 0 for name in (*difference.changed, *difference.removed))
        old_rows = parse_traits((old / TRAITS_NAME).read_bytes()).rows
        new_rows = self._traits(ids)
        rows = {number: row for number, row in old_rows.items() if number not in gone} | new_rows
        with StoreReader(old) as store:
            before = {
                number: Version(
                    store.postings_of(number), store.keys_of(number), store.words_of(number), old_rows[number]
                )
                for number in gone
            }
            places = [store.place_of(number) for number in gone]
        with new_generation(self.folder) as generation:
            link_files(old, generation, previous.files.keys() - _MADE_ANEW)
            words: Counter[str] = Counter()
            written = list(self._told(prepared(previous.usual, self.settings.ranking), len(ids), words))
            write_records(generation, written, into=True, without=places)
            after = {
                each.number: Version(each.postings, each.keys, each.words, new_rows[each.number]) for each in written
            }
            write_delta(generation, old, delta_of(before, after))
            old_words = [word for version in before.values() for word in version.words]
            lexicon = parse_lexicon((old / LEXICON_NAME).read_bytes()).changed(words, old_words)
            known = {name: file for name, file in previous.files.items() if name not in _MADE_ANEW}
            return self._manifest(generation, sources, previous.usual, lexicon, rows, known)

    def _traits(self, ids: Iterable[str]) -> dict[int, Row]:
        """The traits of some records, by number."""
        corpus = self.base.corpus
        return {number_of(name) or 0: traits_row(traits_of(corpus.by_id[name], corpus)) for name in ids}

    def _measured(self, ids: Sequence[str], measures: Sequence[Measures]) -> dict[str, Source]:
        """What the manifest notes of some records."""
        pairs = zip(ids, measures, strict=True)
        return {name: Source(self._sources[name], parts, tuple(lengths)) for name, (lengths, parts) in pairs}

    def _told(self, records: Iterable[IndexedRecord], count: int, words: Counter[str]) -> Iterator[IndexedRecord]:
        """Some records; their words are added to ``words`` on the way, and whoever waits is told."""
        for done, record in enumerate(records, 1):
            words.update(record.words)  # counted at once: every record brings its own copies of the same words
            yield record
            if self.tick:
                self.tick(done, count)

    def _manifest(
        self,
        generation: Path,
        sources: Mapping[str, Source],
        usual: Mapping[str, float],
        lexicon: Lexicon,
        traits: Mapping[int, Row],
        known: Mapping[str, IndexedFile],
    ) -> Manifest:
        """The manifest for a generation, whose files are on the disk for good when this returns.

        Args:
            generation: its folder.
            sources: what every record was indexed from.
            usual: the usual lengths.
            lexicon: of all records.
            traits: of every record, by number.
            known: files that were linked from the generation before.
        """
        lexicon.write(generation / LEXICON_NAME)
        write_sources(generation, sources)
        write_traits(generation, traits)
        (generation / SETTINGS_NAME).write_text(self.settings.to_json(), encoding="utf-8")
        (generation / WRITE_LOCK_NAME).unlink(missing_ok=True)
        for path in generation.iterdir():
            if path.name not in known:
                flush(path)
        flush(generation)
        digests = self.base.digest, self.settings.digest
        files = files_of(generation, known)
        return Manifest(Maker(), generation.name, *digests, usual, len(sources), files, self.built)

    def _switch(self, manifest: Manifest) -> None:
        """From here on, whoever opens the index opens this one."""
        write_text(self.folder / MANIFEST_NAME, manifest.to_json())
        flush(self.folder)
