"""The report of an import, put together from what was planned."""

from __future__ import annotations

from collections.abc import Iterator

from sopkb_import.front_matter import unused_keys
from sopkb_import.links import Broken
from sopkb_import.records import Planned
from sopkb_import.report import DocumentReport, HeadingReport, ImportReport, Outcome, Removed
from sopkb_import.result import Result
from sopkb_import.task import Task


def report_on(task: Task, result: Result, *, dry_run: bool) -> ImportReport:
    """Say what an import did, or would do."""
    documents = [_document(one, task, result) for one in result.planned]
    for path in task.deleted:
        place = task.places[path]
        documents.append(DocumentReport(path, place.record_id, place.path, "", Outcome.DELETED))
    return ImportReport(
        source=task.collection.root.name,
        base=task.root.name,
        kind=task.kind.name,
        dry_run=dry_run,
        config=result.config_outcome,
        documents=tuple(sorted(documents, key=lambda document: document.source)),
        skipped=task.skipped,
        removed=tuple(_removed(task)),
        images=tuple(sorted(result.assets.new)),
        other_files=tuple(sorted(task.collection.files.keys() - result.assets.used)),
        notes=tuple(_notes(result)),
    )


def _document(one: Planned, task: Task, result: Result) -> DocumentReport:
    document, assembled = one.prepared.document, one.prepared.assembled
    return DocumentReport(
        source=document.path,
        record=one.place.record_id,
        path=one.path,
        title=one.title,
        outcome=result.outcomes[document.path],
        headings=tuple(
            HeadingReport(placed.heading, placed.section, placed.keep, placed.known)
            for placed in assembled.placed
            if not placed.empty
        ),
        empty_headings=tuple(placed.heading for placed in assembled.placed if placed.empty),
        unused_keys=unused_keys(document.meta, task.mapping),
        broken_links=tuple(_said(broken) for broken in one.broken if not broken.is_image),
        missing_images=tuple(_said(broken) for broken in one.broken if broken.is_image),
        withheld=tuple(_found(one, result)),
        notes=(*one.prepared.notes, *one.notes),
    )


def _found(one: Planned, result: Result) -> Iterator[str]:
    """Where something private stands in the record, and of which sort; never what it is."""
    found = result.withheld.get(one.prepared.document.path)
    if found is not None:
        yield from (f"line {each.at.line}: {each.sort}" for each in found)
        if not found:
            yield "the file's name"


def _said(broken: Broken) -> str:
    return f"{broken.what}: {broken.why}"


def _removed(task: Task) -> Iterator[Removed]:
    """Documents of earlier imports that are gone; one that is still there, though without a record, is not."""
    here = {*task.places, *(one.source for one in task.skipped)}
    for path, entry in sorted(task.state.of(task.kind.name).items()):
        if path not in here:
            yield Removed(path, entry.id)


def _notes(result: Result) -> Iterator[str]:
    if result.missing_hosts:
        yield f"Linked hosts that kb.yml does not allow: {', '.join(result.missing_hosts)}."
