"""A record as a page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sopkb.core.record import Record
from sopkb.core.state import State
from sopkb.plugins import site_parts
from sopkb.site import data, legacy
from sopkb.site.banners import advisory, banners
from sopkb.site.body import WrittenSection, write_body
from sopkb.site.changelog import changelog
from sopkb.site.escape import markup
from sopkb.site.facts import essentials, facts, headline
from sopkb.site.html import Heading, Html, Part, bullets, folded, heading, joined, paragraph, with_anchors
from sopkb.site.links import Asset, Links, with_ids
from sopkb.site.machines import advisory_of, json_ld, twin_uri
from sopkb.site.raising import raise_box
from sopkb.site.record_data import record_data
from sopkb.site.related import related
from sopkb.site.view import View, page_uri

_OF_KIND: Mapping[str, tuple[str, ...]] = {"troubleshooter": ("tree",)}
"""Scripts that the page of a kind has besides that of every record."""
_BAR = Html('<div class="kb-bar"></div>')
"""The place of what a script has copied for a ticket: there at once, so that nothing moves when the script comes."""
_MEANS_SOMETHING = re.compile(r"(<[^<>]*>)|([\\\\`*_\[\]#!|~^{}])")
"""Of a heading's HTML: an element, which stays, or a character that means something to Markdown."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the site.

    Args:
        uri: its place in a folder of documents, ending in ``.md``.
        title: as plain text.
        parts: what stands on it, from the top; every heading with its anchor.
        meta: front matter: title and description, safe inside HTML, and what else templates ask for.
        source_path: the file it is made from, relative to the project; None for a listing.
        in_navigation: whether the navigation names it.
        scripts: names of the scripts that run on it (see ``sopkb.site.scripts``).
        data: what they need to know, of values that JSON can write.
        more: what they need to know that is too much for a page: it lies in a file of its own.
    """

    uri: str
    title: str
    parts: tuple[Part, ...]
    meta: Mapping[str, object] = field(default_factory=dict)
    source_path: str | None = None
    in_navigation: bool = False
    scripts: tuple[str, ...] = ()
    data: Mapping[str, object] | None = None
    more: Mapping[str, object] | None = None

    @property
    def html(self) -> Html:
        """What stands on the page."""
        return joined(self.parts)

    @property
    def markdown(self) -> str:
        """The page as a file of Markdown, for another program: front matter, headings, and blocks of HTML."""
        lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in self.meta.items()]
        return "\n\n".join(["\n".join(["---", *lines, "---"]), *_as_markdown(self.parts)]) + "\n"


@dataclass(frozen=True, slots=True)
class Planned:
    """A page that is made when it is asked for.

    Args:
        uri: see :class:`Page`.
        make: makes it.
        in_navigation: see :class:`Page`.
    """

    uri: str
    make: Callable[[], Page]
    in_navigation: bool = False


def _as_markdown(parts: Sequence[Part]) -> Iterator[str]:
    """Headings as Markdown, so that a table of contents names them, but for those inside a fold."""
    is_folded = False
    for part in parts:
        if isinstance(part, Heading) and not is_folded:
            text = _MEANS_SOMETHING.sub(lambda found: found[1] or f"&#{ord(found[2])};", part.html)
            yield f"{'#' * part.level} {text}"
        else:
            yield str(part)
            is_folded = (is_folded and str(part) != _FOLD_END) or str(part).startswith(_FOLD)


_FOLD, _FOLD_END = '<details class="note">\n<summary>What it said', "</details>"


def front_matter(title: str, description: str = "", **more: object) -> dict[str, object]:
    """Front matter for Material, whose templates escape nothing: the values are safe inside HTML as they stand.

    Args:
        title: plain text.
        description: plain text of one line.
        more: further keys, of values that JSON can write.
    """
    told = {"description": markup(description)} if description else {}
    return {"title": markup(title), **told, **more}


def record_page(record: Record, view: View) -> tuple[Page, tuple[Asset, ...]]:
    """The page of a record, and the images that it shows.

    Args:
        record: one that has a page (see ``View.records``).
        view: the base it stands in, and the moment.
    """
    state = view.state(record)
    is_macro, steps_in = record.kind_name == "macro", () if state is State.RETIRED else record.steps_parts
    sections, assets = write_body(record.body, Links(view, record), quotes_as_text=is_macro, steps_in=steps_in)
    body = [*sections_of(sections, record, view), *data.quiz(record, view)]
    parts = [
        *banners(record, view),
        headline(record, view),
        Html(f"<h1>{markup(record.title) or record.id}</h1>"),
        paragraph(with_ids(view, record.summary, record.id)),
        raise_box(record, view),
        essentials(record, view),
        _BAR,
        advisory(record, view),
        *(_tombstone(record, body) if state is State.RETIRED else body),
        *related(record, view),
        heading("About this record"),
        facts(record, view),
        _symptoms(record),
        legacy.to_do(record, view),
        *changelog(record, view),
    ]
    scripts = ["record", *_OF_KIND.get(record.kind_name, ())]
    scripts += [name for _, parts in site_parts() for name in parts.scripts.get(record.kind_name, ())]
    known, more = page_data(record, view), more_data(record, view)
    meta = front_matter(
        f"{record.id} {record.title}", advisory_of(record, view) or record.summary, **for_machines(record)
    )
    uri = page_uri(record.id)
    page = Page(
        uri, record.title, with_anchors(parts), meta, record.path, scripts=tuple(scripts), data=known, more=more
    )
    return page, assets


def for_machines(record: Record) -> dict[str, object]:
    """What the head of a record's page tells programs: where its Markdown lies, and what it is."""
    return {"kb_twin": twin_uri(record.id), "kb_data": json_ld(record)}


def page_data(record: Record, view: View) -> dict[str, object]:
    """What the scripts of a record's page know of it."""
    known = record_data(record, view)
    for _, parts in site_parts():
        known.update(parts.page_data(record, view))
    return known


def more_data(record: Record, view: View) -> dict[str, object] | None:
    """What they know besides, from plug-ins, that is too much for the page; None for nothing."""
    found: dict[str, object] = {}
    for _, parts in site_parts():
        found.update(parts.more_data(record, view) or {})
    return found or None


def _tombstone(record: Record, body: Sequence[Part]) -> list[Part]:
    """What a retired record said, folded away: old tickets name it, and nobody may follow it by mistake."""
    version = markup(record.meta.text("version"))
    title = f"{_FOLD}{f', in version {version}' if version else ''}</summary>"
    return [Html(title), *body, Html(_FOLD_END)]


def _symptoms(record: Record) -> Html:
    """What users say, folded away: it is there to be found by, not to be read on shift.

    Not on a track, which is the longest of pages, and where nobody compares it with what a user said.
    """
    if not record.symptoms or record.kind_name == "track":
        return Html()
    return folded("quote", f"What users say ({len(record.symptoms)})", bullets(map(markup, record.symptoms)))


def sections_of(sections: tuple[WrittenSection, ...], record: Record, view: View) -> list[Part]:
    """The sections of the body, each with the data that belongs to it; a section the body lacks comes last."""
    shown = {name.casefold(): write for name, write in data.SHOWN.get(record.kind_name, ())}
    parts: list[Part] = []
    for section in sections:
        write = shown.pop(section.name, None)
        parts += [section.heading] if section.heading else []
        parts += [write(record, view) if write else Html(), section.html]
    for name, write in data.SHOWN.get(record.kind_name, ()):
        content = write(record, view) if name.casefold() in shown else Html()
        parts += [heading(name), content] if content else []
    return parts
