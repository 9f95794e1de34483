"""Pages that list records: by kind, by area, the live workarounds, and what very many records point at.

A list longer than :data:`MOST_ROWS` goes on on further pages, so that no page grows with the base.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from sopkb.model.kinds import KINDS
from sopkb.model.record import Record
from sopkb.model.state import State
from sopkb.publish.blocks import table
from sopkb.publish.escape import field, markup
from sopkb.publish.facts import area_uri, state_mark
from sopkb.publish.links import named
from sopkb.publish.page import Page, front_matter
from sopkb.publish.related import crowded, used_by_uri
from sopkb.publish.view import View, kind_label, kinds_label, moment, span

MOST_ROWS = 200
LIVE_URI = "live.md"
KINDS_URI = "kinds/index.md"
AREAS_URI = "areas/index.md"
HOME_URI = "index.md"

_COUNTED = ("In force", "In preparation", "Out of force")


def listings(view: View) -> Iterator[Page]:
    """Every listing page."""
    yield _home(view)
    yield from _live_now(view)
    yield _kinds(view)
    yield _areas(view)
    for kind in KINDS:
        records = [record for record in view.records if record.kind is kind]
        about = f"{kind.answers[0].upper()}{kind.answers[1:]}."
        uri = f"kinds/{kind.plural}.md"
        yield from _listed(uri, kinds_label(kind), about, records, view, by_kind=True)
    for area, label in view.config.labels.get("areas", {}).items():
        records = [record for record in view.records if record.area == area]
        yield from _listed(area_uri(area), label, "", records, view)
    for record in view.records:
        related = crowded(record, view)
        if related:
            title = f"Related to {record.id}"
            yield from _listed(used_by_uri(record.id), title, record.title, related, view)


def _home(view: View) -> Page:
    """The first page, for a base without a hand-written one."""
    about = field(view.config.description)
    parts = [about, f"[Live now]({LIVE_URI}): the workarounds in force.", "## By kind", _kind_table(view, "kinds/")]
    if view.config.labels.get("areas"):
        parts += ["## By area", _area_table(view, "")]
    return _page(HOME_URI, view.config.name, parts, in_navigation=True)


def _live_now(view: View) -> Iterator[Page]:
    """Live workarounds, the one that expires first on top."""
    live = [record for record in view.records if record.kind_name == "workaround" and view.state(record).is_live]
    never = datetime.max.replace(tzinfo=UTC)
    live.sort(key=lambda record: (view.statuses[record.id].moment or never, record.id))
    about = f"Workarounds in force at {moment(view.now)}, the one that expires first on top."
    heads = ("Record", "Area", "Expires")

    def row(record: Record, up: str) -> tuple[str, ...]:
        until = view.statuses[record.id].moment
        left = f"{moment(until)}<br>{span(until - view.now)} left" if until else ""
        soon = f" {state_mark(State.EXPIRES_SOON)}" if view.state(record) is State.EXPIRES_SOON else ""
        area = field(view.config.label("areas", record.area))
        return _title(record, up), f"{area}<br>{field(record.meta.text('severity'))}", left + soon

    yield from _paged(LIVE_URI, "Live now", about, heads, live, row, in_navigation=True)


def _kinds(view: View) -> Page:
    return _page(KINDS_URI, "Kinds", [_kind_table(view, "")], in_navigation=True)


def _areas(view: View) -> Page:
    return _page(AREAS_URI, "Areas", [_area_table(view, "../")], in_navigation=True)


def _kind_table(view: View, folder: str) -> str:
    rows = [
        (
            f"[{kinds_label(kind)}]({folder}{kind.plural}.md)",
            kind.answers,
            *_counts([record for record in view.records if record.kind is kind], view),
        )
        for kind in KINDS
    ]
    return table(("Kind", "Answers", *_COUNTED), rows)


def _area_table(view: View, up: str) -> str:
    rows = [
        (
            f"[{field(label)}]({up}{area_uri(area)})",
            *_counts([record for record in view.records if record.area == area], view),
        )
        for area, label in view.config.labels.get("areas", {}).items()
    ]
    return table(("Area", *_COUNTED), rows)


def _counts(records: Sequence[Record], view: View) -> tuple[str, ...]:
    """How many are live, in preparation (draft, scheduled), and expired or retired."""
    live = sum(view.state(record).is_live for record in records)
    dead = sum(view.state(record).is_dead for record in records)
    return str(live), str(len(records) - live - dead), str(dead)


def _listed(
    uri: str, title: str, about: str, records: Sequence[Record], view: View, *, by_kind: bool = False
) -> Iterator[Page]:
    """Pages of one list: what is in force first, then what is in preparation, then the rest."""

    def rank(record: Record) -> tuple[int, str]:
        state = view.state(record)
        return (0 if state.is_live else 2 if state.is_dead else 1), record.id

    def row(record: Record, up: str) -> tuple[str, ...]:
        where = field(view.config.label("areas", record.area)) if by_kind else kind_label(record.kind)
        return _title(record, up), where, state_mark(view.state(record))

    heads = ("Record", "Area" if by_kind else "Kind", "State")
    ordered = sorted(records, key=rank)
    yield from _paged(uri, title, field(about), heads, ordered, row, in_navigation=by_kind)


def _paged(
    uri: str,
    title: str,
    about: str,
    heads: Sequence[str],
    records: Sequence[Record],
    row: Callable[[Record, str], Sequence[str]],
    *,
    in_navigation: bool = False,
) -> Iterator[Page]:
    """A list on as many pages as it takes.

    Args:
        uri: of the first page; the others lie in a folder of its name.
        title: of the list, plain text.
        about: Markdown above the first table.
        heads: of the columns.
        records: in order.
        row: the cells of a record, given the way from the page's folder to the top.
        in_navigation: whether the navigation names the first page.
    """
    pages = max(1, -(-len(records) // MOST_ROWS))
    uris = [uri, *(f"{uri.removesuffix('.md')}/page-{number}.md" for number in range(2, pages + 1))]
    for number, place in enumerate(uris):
        up = "../" * place.count("/")
        shown = records[number * MOST_ROWS : (number + 1) * MOST_ROWS]
        rows = table(heads, [row(record, up) for record in shown]) if shown else "None."
        ends = [
            f"[{label}]({up}{uris[other]})"
            for label, other in (("Previous page", number - 1), ("Next page", number + 1))
            if 0 <= other < pages
        ]
        ways = " · ".join(ends)
        of = f"Page {number + 1} of {pages}, {len(records)} records. {ways}" if pages > 1 else ""
        name = title if number == 0 else f"{title}, page {number + 1}"
        yield _page(place, name, [about if number == 0 else "", of, rows, ways], in_navigation and number == 0)


def _title(record: Record, up: str) -> str:
    """A record in a row. The words of one that names harmful content wait for its advisory."""
    summary = "Names harmful content; the page says so first." if record.is_sensitive else record.summary
    return f"{named(record, up)}<br><small>{field(summary)}</small>"


def _page(uri: str, title: str, parts: Sequence[str], in_navigation: bool) -> Page:
    """A listing; it is no answer, so the theme's search leaves it out."""
    head = front_matter(title, search={"exclude": True})
    text = "\n\n".join([head, f"<h1>{markup(title)}</h1>", *(part for part in parts if part)]) + "\n"
    return Page(uri, title, text, None, in_navigation)
