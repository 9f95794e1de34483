"""A document made ready: plain Markdown, put under the kind's sections, its links found, its names read."""

from __future__ import annotations

from dataclasses import dataclass

from sopkb.core.kinds import KIND_BY_NAME
from sopkb_import.collection import Collection, Document, Skipped
from sopkb_import.dialects import to_markdown
from sopkb_import.extensions import to_plain
from sopkb_import.front_matter import TITLE_KEY, texts
from sopkb_import.headings import heading_key, placements
from sopkb_import.mapping import ImportMapping
from sopkb_import.naming import Names
from sopkb_import.outline import Assembled, Outline, assemble, take_apart
from sopkb_import.plain import plain_text
from sopkb_import.spans import Spans, find_spans


@dataclass(frozen=True)
class Prepared:
    """A document that is going to be a record.

    Args:
        document: as it was read.
        outline: its headings and texts.
        assembled: its body in the kind's order.
        spans: what leads somewhere in that body.
        names: what it calls itself.
        notes: what was left out or left alone on the way.
    """

    document: Document
    outline: Outline
    assembled: Assembled
    spans: Spans
    names: Names
    notes: tuple[str, ...]


def prepare(collection: Collection, kind: str, mapping: ImportMapping) -> tuple[list[Prepared], list[Skipped]]:
    """Every document with text of its own, and those without."""
    table = placements(kind) | dict(mapping.headings)
    prepared: list[Prepared] = []
    empty: list[Skipped] = []
    for document in collection.documents:
        plain, left_out = to_plain(document.body)
        body, notes = to_markdown(plain)
        outline = take_apart(body, lambda heading: heading_key(heading) in table)
        if outline.is_empty:
            empty.append(Skipped(document.path, "it has no text of its own"))
            continue
        assembled = assemble(outline, KIND_BY_NAME[kind], table)
        names = _names(document, outline, mapping)
        notes = (*document.notes, *left_out, *notes)
        prepared.append(Prepared(document, outline, assembled, find_spans(assembled.text), names, notes))
    return prepared, empty


def _names(document: Document, outline: Outline, mapping: ImportMapping) -> Names:
    def first(key: str) -> str:
        return next(iter(texts(document.meta.get(key))), "")

    return Names(
        mapped=plain_text(first(mapping.fields[TITLE_KEY])) if TITLE_KEY in mapping.fields else "",
        given=plain_text(first(TITLE_KEY)),
        heading=plain_text(outline.title or ("" if first(TITLE_KEY) else outline.first_heading)),
        stem=document.stem,
        folder=document.folder.rpartition("/")[2],
    )
