"""Which records a record points at, and which point at it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sopkb.core.record import Record
from sopkb.core.relations import RELATION_BY_NAME, RELATIONS
from sopkb.site.escape import markup
from sopkb.site.facts import record_mark
from sopkb.site.html import Html, Part, bullets, heading, link
from sopkb.site.view import View, kind_label, page_uri

_SHOWN_ABOVE = ("nodes", "modules")
"""Relations that the page has shown in full before: the answers of a tree, the modules of a track."""
_WEAKEST = RELATION_BY_NAME["related"].label
MOST_SHOWN = 12
"""Records shown for one relation; the rest stand on pages of their own, so that no page grows with the base."""


def groups(record: Record, view: View) -> Iterator[tuple[str, tuple[Record, ...]]]:
    """What each relation is called on this page, with the records at its other end, those that leave first.

    A record that is merely related is left out where another relation says more.
    """
    leaving, arriving = view.corpus.relations.get(record.id, ()), view.corpus.inverses.get(record.id, ())
    found: dict[str, dict[str, Record]] = {}
    for kind in RELATIONS:
        for relation in leaving:
            if relation.kind is kind and kind.name not in _SHOWN_ABOVE:
                _add(found, kind.label, relation.target, record, view)
    for kind in RELATIONS:
        for relation in arriving:
            if relation.kind is kind:
                _add(found, kind.inverse, relation.source, record, view)
    said = {other for label, records in found.items() if label != _WEAKEST for other in records}
    for other in said & set(found.get(_WEAKEST, ())):
        del found[_WEAKEST][other]
    return ((label, tuple(records.values())) for label, records in found.items() if records)


def _add(found: dict[str, dict[str, Record]], label: str, other: str, record: Record, view: View) -> None:
    end = view.find(other)
    if end is not None and end.id != record.id:
        found.setdefault(label, {})[end.id] = end


def related(record: Record, view: View) -> Sequence[Part]:
    """The section with the relations both ways, as parts of a page; empty where there are none."""
    parts: list[Part] = []
    for label, records in groups(record, view):
        rows = [_row(other, view) for other in records[:MOST_SHOWN]]
        if len(records) > MOST_SHOWN:
            rows.append(link(f"all {len(records)}", used_by_uri(record.id)))
        parts.append(Html(f"<p><strong>{label}</strong></p>\n{bullets(rows)}"))
    return [heading("Related records"), *parts] if parts else []


def used_by_uri(record_id: str) -> str:
    """The listing of everything that is related to a record that very many records point at."""
    return f"used-by/{record_id}.md"


def crowded(record: Record, view: View) -> Sequence[Record]:
    """All related records, where they are too many for the record's own page; else nothing."""
    arrows = len(view.corpus.relations.get(record.id, ())) + len(view.corpus.inverses.get(record.id, ()))
    if arrows <= MOST_SHOWN:
        return ()
    sizes = [records for _, records in groups(record, view)]
    if all(len(records) <= MOST_SHOWN for records in sizes):
        return ()
    everything = {other.id: other for records in sizes for other in records}
    return [everything[record_id] for record_id in sorted(everything)]


def _row(record: Record, view: View) -> str:
    name = f"{link(record.id, page_uri(record.id))} {markup(record.title)}"
    return f"{name} <small>{kind_label(record.kind)}</small> {record_mark(record, view)}"
