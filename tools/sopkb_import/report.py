"""What an import did, and what it could not do: for people and for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from sopkb.core.diagnostics import printable
from sopkb_import.collection import Skipped


class Outcome(StrEnum):
    """What became of a document."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    EDITED = "edited"
    CONFLICT = "conflict"
    DELETED = "deleted"


_MEANS = {
    Outcome.NEW: "written for the first time",
    Outcome.UPDATED: "written again, because the source or its mapping changed",
    Outcome.UNCHANGED: "nothing to do",
    Outcome.EDITED: "edited by a person since; kept as it is",
    Outcome.CONFLICT: "edited by a person, and the source changed as well; kept as it is, compare them by hand",
    Outcome.DELETED: "its record was deleted by a person; not brought back",
}


@dataclass(frozen=True, slots=True)
class HeadingReport:
    """Where one heading of a document went.

    Args:
        heading: the source's.
        section: the record's.
        kept: whether it stayed, as a sub-heading.
        mapped: whether it corresponds to the section; otherwise it only stayed where it stood.
    """

    heading: str
    section: str
    kept: bool
    mapped: bool

    def __str__(self) -> str:
        return f"{self.heading} → {self.section}{' (sub-heading)' if self.kept else ''}"


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """What became of one document.

    Args:
        source: its path.
        record: the id it got.
        path: of the record's file, relative to the base.
        title: of the record.
        outcome: what was done.
        headings: where its headings went.
        empty_headings: headings left out because nothing stood below them.
        unused_keys: front matter that nothing was made of.
        broken_links: links that lead nowhere, each with the reason.
        missing_images: the same of images.
        withheld: where in the record something private stands, and of which sort; until a person has settled it, the
            record is withheld from search and site. Empty where nothing does.
        notes: everything else a person should know.
    """

    source: str
    record: str
    path: str
    title: str
    outcome: Outcome
    headings: tuple[HeadingReport, ...] = ()
    empty_headings: tuple[str, ...] = ()
    unused_keys: tuple[str, ...] = ()
    broken_links: tuple[str, ...] = ()
    missing_images: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Removed:
    """A document of an earlier import that is no longer there; its record is kept."""

    source: str
    record: str


@dataclass(frozen=True)
class ImportReport:
    """One import.

    Args:
        source: name of the folder that was read.
        base: name of the base's folder.
        kind: of the records.
        dry_run: whether nothing was written.
        config: what became of ``kb.yml``.
        documents: one for each record, by source path.
        skipped: documents that became no record.
        removed: documents of earlier imports that are gone.
        images: names of the images that came along for the first time.
        other_files: files that were not asked for by any document.
        notes: about the base as a whole.
    """

    source: str
    base: str
    kind: str
    dry_run: bool
    config: Outcome
    documents: tuple[DocumentReport, ...]
    skipped: tuple[Skipped, ...]
    removed: tuple[Removed, ...]
    images: tuple[str, ...]
    other_files: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def changed(self) -> bool:
        """Whether anything was written, or would have been."""
        written = {Outcome.NEW, Outcome.UPDATED}
        return bool(self.images) or self.config in written or any(d.outcome in written for d in self.documents)

    @property
    def counts(self) -> dict[str, int]:
        """How many documents had each outcome, the other totals after them."""
        outcomes = Counter(document.outcome for document in self.documents)
        return {outcome.value: outcomes[outcome] for outcome in Outcome} | {
            "skipped": len(self.skipped),
            "removed": len(self.removed),
            "images": len(self.images),
            "headings_not_mapped": sum(not h.mapped for d in self.documents for h in d.headings),
            "broken_links": sum(len(d.broken_links) for d in self.documents),
            "missing_images": sum(len(d.missing_images) for d in self.documents),
            "withheld": sum(bool(d.withheld) for d in self.documents),
        }

    def as_json(self) -> dict[str, Any]:
        """Everything, in types that ``json.dumps`` takes."""
        return asdict(self) | {"changed": self.changed, "counts": self.counts}

    def render(self) -> str:
        """Text for people: every document that is not as it was, what was left out, and the totals."""
        return "\n".join(printable(line).rstrip() for line in self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        dry = " (dry run: nothing was written)" if self.dry_run else ""
        yield f"{self.source} into {self.base} as {self.kind}{dry}"
        yield ""
        for document in self.documents:
            if document.outcome is not Outcome.UNCHANGED:
                yield from _document_lines(document)
        for skipped in self.skipped:
            yield f"skipped    {skipped.source}: {skipped.reason}"
        for removed in self.removed:
            yield f"removed    {removed.source}: gone from the source; {removed.record} is kept"
        if self.other_files:
            yield f"not used   {', '.join(self.other_files)}"
        if self.skipped or self.removed or self.other_files:
            yield ""
        yield from self.notes
        yield from self._totals()

    def _totals(self) -> Iterator[str]:
        counts = self.counts
        if self.config is not Outcome.UNCHANGED:
            yield f"kb.yml: {self.config} ({_MEANS[self.config]})"
        for outcome in Outcome:
            if counts[outcome]:
                yield f"{counts[outcome]:5} {outcome:9} {_MEANS[outcome]}"
        for name in ("skipped", "removed"):
            if counts[name]:
                yield f"{counts[name]:5} {name}"
        yield (
            f"Images brought along: {counts['images']}; missing: {counts['missing_images']}. "
            f"Links that lead nowhere: {counts['broken_links']}. "
            f"Headings that correspond to nothing: {counts['headings_not_mapped']}."
        )
        if counts["withheld"]:
            yield (
                f"Withheld from search and site, for they hold something private: {counts['withheld']}. "
                f"kb import review --root {self.base} goes through them, by file and line."
            )
        if counts[Outcome.NEW]:
            yield f"All new records are drafts. What only a person can fill in: kb check --root {self.base}"
        elif not self.changed:
            yield "Nothing changed."


def _document_lines(document: DocumentReport) -> Iterator[str]:
    yield f"{document.outcome:10} {document.record}  {document.source}"
    yield from (f"           {name}: {text}" for name, text in _details(document) if text)


def _details(document: DocumentReport) -> Iterator[tuple[str, str]]:
    yield "title", document.title
    if document.outcome not in (Outcome.NEW, Outcome.UPDATED):
        yield "because", _MEANS[document.outcome]
        return
    yield "headings", "; ".join(str(heading) for heading in document.headings if heading.mapped)
    kept = [f"{heading.heading} (under {heading.section})" for heading in document.headings if not heading.mapped]
    yield "correspond to nothing, kept", "; ".join(kept)
    yield "headings without text, left out", "; ".join(document.empty_headings)
    yield "front matter not used", ", ".join(document.unused_keys)
    yield from (("link", link) for link in document.broken_links)
    yield from (("image", image) for image in document.missing_images)
    yield "withheld", "; ".join(document.withheld)
    yield from (("note", note) for note in document.notes)
