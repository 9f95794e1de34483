"""What a reader and an author are told of a record that another team wrote and nobody has put into house style."""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.diagnostics import Diagnostic
from sopkb.core.record import Document, Record
from sopkb.lint.check.todo import is_to_do
from sopkb.lint.rules.x22_to_convert import CODE
from sopkb.site.escape import markup
from sopkb.site.html import Html, bullets, folded
from sopkb.site.view import View

_MOST = 25


def mark(record: Record, view: View) -> str:
    """A few quiet words for the line above the title; empty for any other record."""
    in_force = record.is_legacy and view.statuses[record.id].state.has_steps
    return "adopted, not yet in house style" if in_force else ""


def to_do(record: Record, view: View) -> Html:
    """What is missing before it is in house style, folded away for whoever converts it."""
    things = [told for each in _found(record, view) if (told := markup(each.message))]
    if not things:
        return Html()
    more = [f"{len(things) - _MOST} more: <code>kb check --to-do</code>"] if len(things) > _MOST else []
    noun = "thing" if len(things) == 1 else "things"
    return folded("note", f"Not yet in house style: {len(things)} {noun} to do", bullets([*things[:_MOST], *more]))


def _found(record: Record, view: View) -> Iterator[Diagnostic]:
    """The findings of the rules that look at one record."""
    if record.is_legacy and not record.is_retired:
        for each in view.checker.of_document(Document(record.path, record=record)).found:
            if is_to_do(each, record) and each.code != CODE:
                yield each
