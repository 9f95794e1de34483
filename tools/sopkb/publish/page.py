"""A record as a page of Markdown."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sopkb.model.record import Record
from sopkb.model.state import State
from sopkb.publish import data
from sopkb.publish.banners import banners
from sopkb.publish.blocks import indented
from sopkb.publish.body import WrittenSection, write_body
from sopkb.publish.changelog import changelog
from sopkb.publish.escape import field, markup
from sopkb.publish.facts import essentials, facts, headline
from sopkb.publish.html import Html, Span, bullets, folded, join
from sopkb.publish.links import Asset, Links, with_ids
from sopkb.publish.machines import advisory_of, json_ld, twin_uri
from sopkb.publish.record_data import record_data
from sopkb.publish.related import related
from sopkb.publish.training import course, readable
from sopkb.publish.view import View, page_uri

_OF_KIND: Mapping[str, tuple[str, ...]] = {"track": ("track",), "troubleshooter": ("tree",)}
"""Scripts that the page of a kind has besides that of every record."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the site.

    Args:
        uri: its place in a folder of documents, ending in ``.md``.
        title: as plain text.
        markdown: the whole file, front matter included.
        source_path: the file it is made from, relative to the project; None for a listing.
        in_navigation: whether the navigation names it.
        scripts: names of the scripts that run on it (see ``sopkb.publish.scripts``).
        data: what they need to know, of values that JSON can write.
        more: what they need to know that is too much for a page: it lies in a file of its own.
        finished: where in its text blocks of HTML stand that no parser of Markdown need read.
    """

    uri: str
    title: str
    markdown: str
    source_path: str | None = None
    in_navigation: bool = False
    scripts: tuple[str, ...] = ()
    data: Mapping[str, object] | None = None
    more: Mapping[str, object] | None = None
    finished: tuple[Span, ...] = ()


def front_matter(title: str, description: str = "", **more: object) -> str:
    """Front matter for Material, whose templates escape nothing: the values are safe inside HTML as they stand.

    Args:
        title: plain text.
        description: plain text of one line.
        more: further keys, of values that JSON can write.
    """
    values: dict[str, object] = {"title": markup(title)}
    if description:
        values["description"] = markup(description)
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in {**values, **more}.items()]
    return "\n".join(["---", *lines, "---"])


def record_page(record: Record, view: View) -> tuple[Page, tuple[Asset, ...]]:
    """The page of a record, and the images that it shows.

    Args:
        record: one that has a page (see ``View.records``).
        view: the base it stands in, and the moment.
    """
    sections, assets = write_body(record.body, Links(view, record), quotes_as_text=record.kind_name == "macro")
    state = view.state(record)
    body = [part for part in (*sections_of(sections, record, view), data.quiz(record, view)) if part]
    parts = [
        front_matter(
            f"{record.id} {record.title}", advisory_of(record, view) or record.summary, **for_machines(record)
        ),
        *banners(record, view),
        headline(record, view),
        Html(f"<h1>{markup(record.title) or record.id}</h1>"),
        with_ids(view, record.summary, record.id),
        essentials(record, view),
        *(_tombstone(record, body) if state is State.RETIRED else body),
        *related(record, view),
        "## About this record",
        facts(record, view),
        _symptoms(record),
        *changelog(record, view),
    ]
    text, finished = join(parts)
    scripts = ("record", *_OF_KIND.get(record.kind_name, ()))
    known, more = page_data(record, view), more_data(record, view)
    page = Page(
        page_uri(record.id), record.title, text, record.path, scripts=scripts, data=known, more=more, finished=finished
    )
    return page, assets


def for_machines(record: Record) -> dict[str, object]:
    """What the head of a record's page tells programs: where its Markdown lies, and what it is."""
    return {"kb_twin": twin_uri(record.id), "kb_data": json_ld(record)}


def page_data(record: Record, view: View) -> dict[str, object]:
    """What the scripts of a record's page know of it."""
    known = record_data(record, view)
    if record.kind_name != "track" and view.state(record).is_live:
        known["readable"] = readable(record, view)
    return known


def more_data(record: Record, view: View) -> dict[str, object] | None:
    """What they know besides: the course of a track, which grows with what it teaches."""
    return {"course": course(record, view)} if record.kind_name == "track" else None


def _tombstone(record: Record, body: Sequence[str]) -> list[str]:
    """What a retired record said, folded away: old tickets name it, and nobody may follow it by mistake."""
    version = field(record.meta.text("version"))
    return [f'??? note "What it said{f", in version {version}" if version else ""}"\n\n' + indented("\n\n".join(body))]


def _symptoms(record: Record) -> str:
    """What users say, folded away: it is there to be found by, not to be read on shift.

    Not on a track, which is the longest of pages, and where nobody compares it with what a user said.
    """
    if not record.symptoms or record.kind_name == "track":
        return ""
    return folded("quote", f"What users say ({len(record.symptoms)})", bullets(map(markup, record.symptoms)))


def sections_of(sections: tuple[WrittenSection, ...], record: Record, view: View) -> list[str]:
    """The sections of the body, each with the data that belongs to it; a section the body lacks comes last."""
    shown = {name.casefold(): write for name, write in data.SHOWN.get(record.kind_name, ())}
    parts = []
    for section in sections:
        write = shown.pop(section.name, None)
        parts += [section.heading, write(record, view) if write else "", section.text]
    for name, write in data.SHOWN.get(record.kind_name, ()):
        content = write(record, view) if name.casefold() in shown else ""
        parts += [f"## {name}", content] if content else []
    return parts
