"""``kb import markdown``: read another team's folder, write its documents as draft records, say what was not clear."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from sopkb.core.config import CONFIG_NAME
from sopkb.core.errors import UsageError
from sopkb.core.kinds import KIND_BY_NAME, Kind
from sopkb.core.load import load_base
from sopkb_import.assets import ASSETS, Assets
from sopkb_import.base_config import settle
from sopkb_import.collection import Collection, read_collection
from sopkb_import.front_matter import FieldReader
from sopkb_import.mapping import ImportMapping
from sopkb_import.numbering import find_places
from sopkb_import.prepare import prepare
from sopkb_import.records import Surroundings, facets_of, needed_words, plan_records
from sopkb_import.report import ImportReport
from sopkb_import.result import Result, decide
from sopkb_import.state import State, read_state
from sopkb_import.summary import report_on
from sopkb_import.task import Task

Tick = Callable[[int, int], None]


def import_markdown(
    source: Path,
    into: Path,
    kind: str,
    *,
    mapping: ImportMapping | None = None,
    area: str = "",
    owner: str = "",
    today: date,
    dry_run: bool = False,
    tick: Tick | None = None,
) -> ImportReport:
    """Bring a folder of Markdown documents into a base, each as a draft record.

    A document keeps its id over all later imports. A record that nobody has touched follows its source; one that a
    person has edited is left alone. A second import of the same folder changes nothing.

    Args:
        source: the folder.
        into: folder of the base; made, with a ``kb.yml``, where it is missing.
        kind: name of the kind that the documents become.
        mapping: how this team's headings and front matter become ours, beyond what is known anyway.
        area: area of all records; else that of their folders.
        owner: team that owns the records.
        today: day on which new records are created.
        dry_run: report and write nothing.
        tick: told after each document how many of how many are done.

    Raises:
        UsageError: the folders, the kind, the area or the owner make no sense, or the base cannot be written to.
        ContentRefused: the base's ``kb.yml`` is broken.
    """
    if kind not in KIND_BY_NAME:
        raise UsageError(f"`{kind}` is not a kind of record.", f"Kinds: {', '.join(KIND_BY_NAME)}.")
    _refuse_folders(source, into)
    task = _read(source, into, KIND_BY_NAME[kind], mapping or ImportMapping(), today)
    result = _plan(task, area, owner, tick)
    if not dry_run:
        result.write()
    return report_on(task, result, dry_run=dry_run)


def _refuse_folders(source: Path, into: Path) -> None:
    if not source.is_dir():
        raise UsageError(f"No folder {source}.", "Name the folder that holds the Markdown files.")
    inside, root = source.resolve(), into.resolve()
    if inside.is_relative_to(root) or root.is_relative_to(inside):
        message = f"{source} and {into} lie inside each other: an import would read what it writes."
        raise UsageError(message, "Name a folder beside the source with --into.")
    if into.exists() and not into.is_dir():
        raise UsageError(f"{into} is not a folder.", "Name another with --into.")
    is_base = (root / CONFIG_NAME).is_file()
    if not is_base and root.is_dir() and any(not path.name.startswith(".") for path in root.iterdir()):
        message = f"{into} holds files, but no {CONFIG_NAME}: it is no knowledge base."
        raise UsageError(message, "Name a new folder with --into, or the folder of a base.")


def _read(source: Path, into: Path, kind: Kind, mapping: ImportMapping, today: date) -> Task:
    root = into.resolve()
    collection = read_collection(source, mapping.skip)
    state = read_state(root)
    _refuse_other_collection(collection, state, kind, into)
    base = load_base(root) if (root / CONFIG_NAME).is_file() else None
    prepared, empty = prepare(collection, kind.name, mapping)
    skipped = sorted([*collection.skipped, *empty], key=lambda one: one.source)
    if not prepared and not skipped and not state.of(kind.name):
        raise UsageError(f"No Markdown files in {source}.", "Files are known by their ending: .md or .markdown.")
    places = find_places([one.document.path for one in prepared], kind, root, base, state, today)
    deleted = tuple(path for path, place in places.items() if place.is_deleted)
    there = tuple(one for one in prepared if one.document.path not in deleted)
    return Task(root, kind, mapping, collection, state, base, there, places, deleted, tuple(skipped))


def _refuse_other_collection(collection: Collection, state: State, kind: Kind, into: Path) -> None:
    """One base holds one collection a kind: another one would be taken for a new state of the first."""
    name, known = state.collections.get(kind.name), state.of(kind.name)
    found = known.keys() & {document.path for document in collection.documents}
    if name is not None and name != collection.root.name and 2 * len(found) < len(known):
        raise UsageError(
            f"{into} holds what was imported from `{name}` as {kind.name}, and {collection.root.name} is another "
            f"collection ({len(found)} of {len(known)} documents are in it).",
            f"Give it a base of its own with --into; the same one, renamed, imports from a folder named `{name}`.",
        )


def _plan(task: Task, area: str, owner: str, tick: Tick | None) -> Result:
    facets = facets_of(task.prepared, task.mapping, area)
    words = needed_words(task.prepared, task.mapping, facets)
    vocabulary = settle(task.root, task.base, task.state, words, owner)
    reader = FieldReader(task.kind.name, vocabulary.config.vocabularies, task.mapping)
    if refused := reader.refused_constants():
        raise UsageError(f"The mapping: {' '.join(refused)}", "`kb docs importing` tells more.")
    assets = Assets(task.collection.root, task.collection.files, task.root / ASSETS, vocabulary.config.policy)
    surroundings = Surroundings(
        task.kind,
        task.mapping,
        facets,
        vocabulary,
        assets,
        _aliases_of_others(task),
        frozenset([*(one.source for one in task.skipped), *task.deleted]),
    )
    planned = plan_records(task.prepared, task.places, surroundings, reader, tick)
    return decide(task.root, task.kind, task.collection, task.state, task.base, vocabulary, words, planned, assets)


def _aliases_of_others(task: Task) -> frozenset[str]:
    """Aliases of records that are not part of this import: they were there first."""
    ids = {place.record_id for place in task.places.values()}
    records = task.base.corpus.records if task.base else ()
    return frozenset(alias for record in records if record.id not in ids for alias in record.aliases)
