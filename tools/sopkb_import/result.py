"""What an import is going to change, decided before anything is written; and the writing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sopkb.atomic import write_bytes
from sopkb.core.config import CONFIG_NAME
from sopkb.core.errors import UsageError, reason_of
from sopkb.core.kinds import Kind
from sopkb.core.load import Base, parse_document
from sopkb.core.load.files import IMPORT_NAME, decode
from sopkb.core.record import Withheld
from sopkb_import.assets import ASSETS, Assets
from sopkb_import.base_config import Vocabulary, Words, config_text, hosts_of
from sopkb_import.collection import Collection
from sopkb_import.records import Planned
from sopkb_import.report import Outcome
from sopkb_import.state import Entry, State, sha256


@dataclass(frozen=True)
class Result:
    """What is going to be written.

    Args:
        root: folder of the base.
        planned: the records.
        outcomes: what becomes of each, by source path.
        config: text of ``kb.yml``; None where it stays as it is.
        config_outcome: what becomes of it.
        missing_hosts: hosts that are linked and that a person's ``kb.yml`` does not allow.
        withheld: what keeps records from every door until a person has settled it, by source path.
        assets: the images.
        before: what earlier imports wrote down.
        after: what this one writes down.
    """

    root: Path
    planned: Sequence[Planned]
    outcomes: Mapping[str, Outcome]
    config: str | None
    config_outcome: Outcome
    missing_hosts: tuple[str, ...]
    withheld: Mapping[str, tuple[Withheld, ...]]
    assets: Assets
    before: State
    after: State

    def write(self) -> None:
        """Write what changes, each file whole: what is interrupted is finished by the next import.

        Raises:
            UsageError: a folder cannot be written to, or is a link that leaves the base.
        """
        if self.config is not None:
            self._write(CONFIG_NAME, self.config.encode())
            self._write_state(replace(self.before, config=self.after.config))
        for name, content in self.assets.new.items():
            self._write(f"{ASSETS}/{name}", content)
        for one in self.planned:
            if self.outcomes[one.prepared.document.path] in (Outcome.NEW, Outcome.UPDATED):
                self._write(one.path, one.text.encode())
        if self.planned:
            self._write_state(self.after)

    def _write_state(self, state: State) -> None:
        data = state.text().encode()
        path = self.root / IMPORT_NAME
        if not path.is_file() or path.read_bytes() != data:
            self._write(IMPORT_NAME, data)

    def _write(self, name: str, data: bytes) -> None:
        path = self.root / name
        if not path.parent.resolve().is_relative_to(self.root):
            raise UsageError(f"{path.parent} is a link that leaves the base.", "Take the link away, then import again.")
        try:
            write_bytes(path, data)
        except OSError as error:
            raise UsageError(
                f"{path} cannot be written: {reason_of(error)}.", "Mend that, then import again."
            ) from error


def decide(
    root: Path,
    kind: Kind,
    collection: Collection,
    state: State,
    base: Base | None,
    vocabulary: Vocabulary,
    words: Words,
    planned: Sequence[Planned],
    assets: Assets,
) -> Result:
    """Compare what should stand in the base with what stands there."""
    outcomes = {one.prepared.document.path: _outcome(one) for one in planned}
    documents = {
        one.prepared.document.path: parse_document(decode(_stands(one, outcomes)), one.path) for one in planned
    }
    hosts = hosts_of(document.record for document in documents.values() if document.record)
    withheld = {source: document.withheld for source, document in documents.items() if document.is_withheld}
    config, config_outcome = None, Outcome.UNCHANGED
    if vocabulary.is_ours and planned:
        text = config_text(root.name, base.config if base else None, words, vocabulary.owner, hosts)
        if base is None or (root / CONFIG_NAME).read_bytes() != text.encode():
            config, config_outcome = text, Outcome.UPDATED if base else Outcome.NEW
    allowed = vocabulary.config.vocabularies.get("hosts")
    missing = () if vocabulary.is_ours or allowed is None else tuple(sorted(hosts - set(allowed)))
    digest = sha256(config.encode()) if config is not None else state.config
    after = _next_state(state, kind, collection, planned, outcomes, digest)
    return Result(root, planned, outcomes, config, config_outcome, missing, withheld, assets, state, after)


def _stands(one: Planned, outcomes: Mapping[str, Outcome]) -> bytes:
    """What stands in a record's file after the import: of one that a person edited, their text."""
    is_kept = outcomes[one.prepared.document.path] in (Outcome.EDITED, Outcome.CONFLICT)
    return one.place.current if is_kept and one.place.current is not None else one.text.encode()


def _outcome(one: Planned) -> Outcome:
    """What to do with a record: what a person has touched is never written."""
    current, new = one.place.current, one.text.encode()
    if current is None:
        return Outcome.NEW
    if current == new:
        return Outcome.UNCHANGED
    written = one.place.entry.written if one.place.entry else ""
    if sha256(current) == written:
        return Outcome.UPDATED
    return Outcome.EDITED if sha256(new) == written else Outcome.CONFLICT


def _next_state(
    state: State,
    kind: Kind,
    collection: Collection,
    planned: Sequence[Planned],
    outcomes: Mapping[str, Outcome],
    config: str,
) -> State:
    """What this import writes down. Of a record that was left alone, what was known before stays known."""
    entries = dict(state.of(kind.name))
    for one in planned:
        document, place = one.prepared.document, one.place
        if outcomes[document.path] in (Outcome.EDITED, Outcome.CONFLICT):
            entries.setdefault(document.path, Entry(place.record_id, one.path, place.created, "", ""))
            continue
        written = sha256(one.text.encode())
        entries[document.path] = Entry(place.record_id, one.path, place.created, document.digest, written)
    collections = {**state.collections, kind.name: collection.root.name}
    return State(collections, {**state.entries, kind.name: entries}, config)
