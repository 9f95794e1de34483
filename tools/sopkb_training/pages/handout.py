"""A track's records as one piece of HTML, for what leaves the site: a package for another system, a book to print."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sopkb.core.record import Record
from sopkb.lint.tracks import modules_of
from sopkb.site.banners import advisory, banners
from sopkb.site.body import write_body
from sopkb.site.escape import markup
from sopkb.site.html import joined, paragraph, with_anchors
from sopkb.site.links import Asset, Links, with_ids
from sopkb.site.page import sections_of
from sopkb.site.raising import raise_box
from sopkb.site.view import View

_ID_ATTRIBUTE = re.compile(r'(<[^<>]*? id=")([^"]*)"')
_INSIDE = re.compile(r'(<a [^<>]*?href=")#([^"]*)"')
_TO_RECORD = re.compile(r'<a [^<>]*?href="([A-Z]{3}-\d{4})\.html(?:#([^"]*))?"[^<>]*>(.*?)</a>', re.DOTALL)
_PERMALINK = re.compile(r'<a class="headerlink"[^<>]*>.*?</a>')
_ELSEWHERE = re.compile(r'<a [^<>]*?href="(?!https?:|mailto:|#)[^"]*"[^<>]*>(.*?)</a>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Handout:
    """The text of one record outside the site.

    Args:
        record: it.
        html: its banners, summary and sections; anchors begin with its id.
        assets: the images that it shows.
    """

    record: Record
    html: str
    assets: tuple[Asset, ...]


def handouts(track: Record, view: View) -> tuple[Handout, ...]:
    """What a track teaches, each record once, in the order of the modules; what is out of force says so itself."""
    ids = dict.fromkeys(pin.record_id for module in modules_of(track) for pin in module.pins)
    records = [record for record_id in ids if (record := view.find(record_id))]
    return tuple(_handout(record, view, {each.id for each in records}) for record in records)


def anchor_of(record_id: str, anchor: str = "") -> str:
    """Where a record, or a section of one, lies in a handout."""
    return f"#{record_id}{f'-{anchor}' if anchor else ''}"


def _handout(record: Record, view: View, inside: Collection[str]) -> Handout:
    sections, assets = write_body(record.body, Links(view, record), quotes_as_text=record.kind_name == "macro")
    parts = [
        *banners(record, view),
        paragraph(with_ids(view, record.summary, record.id)),
        raise_box(record, view),
        advisory(record, view),
        *sections_of(sections, record, view),
    ]
    html = joined(with_anchors(parts))
    return Handout(record, _moved(html, record.id, inside), assets)


def prose(track: Record, view: View, inside: Collection[str]) -> str:
    """What a track says of itself, without its data: the course and the quiz show that."""
    sections, _ = write_body(track.body, Links(view, track))
    parts = [
        *banners(track, view),
        paragraph(with_ids(view, track.summary, track.id)),
        advisory(track, view),
        *(part for section in sections for part in section.parts),
    ]
    return _moved(joined(with_anchors(parts)), track.id, inside)


def _moved(html: str, record_id: str, inside: Collection[str]) -> str:
    """Anchors made the record's own; links to records that are here lead there, all others on the site lose theirs."""

    def to_record(found: re.Match[str]) -> str:
        if found[1] not in inside:
            return found[3]
        return f'<a href="{anchor_of(found[1], found[2] or "")}">{found[3]}</a>'

    html = _PERMALINK.sub("", html)
    html = _ID_ATTRIBUTE.sub(rf'\g<1>{record_id}-\g<2>"', html)
    html = _INSIDE.sub(rf'\g<1>#{record_id}-\g<2>"', html)
    html = _TO_RECORD.sub(to_record, html)
    return _ELSEWHERE.sub(r"\1", html)


def heads(found: Collection[Handout], level: int) -> Iterator[str]:
    """Each record as a section with its title as a heading of a level; its own headings stand below that."""
    for each in found:
        version = markup(each.record.meta.text("version"))
        yield (
            f'<section class="kb-handout" id="{each.record.id}" lang="{markup(each.record.language)}">'
            f"<h{level}>{each.record.id} {markup(each.record.title)} <small>version {version}</small></h{level}>\n"
            f"{each.html}\n</section>"
        )
