"""Lists of all records by what they are, what they are about, whose they are and what they are now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from sopkb.core.kinds import KINDS
from sopkb.core.record import Record
from sopkb.core.state import State
from sopkb.site.escape import markup
from sopkb.site.facts import area_uri, state_mark
from sopkb.site.html import link
from sopkb.site.listings.html import Row, name_cell, state_cell, table
from sopkb.site.listings.paged import Listing, list_page
from sopkb.site.page import Page, Planned
from sopkb.site.related import crowded, used_by_uri
from sopkb.site.view import View, kind_label, kinds_label

KINDS_URI = "kinds/index.md"
AREAS_URI = "areas/index.md"
OWNERS_URI = "owners.md"
STATES_URI = "states.md"

_MEANING = {
    State.LIVE: "follow it",
    State.EXPIRES_SOON: "follow it, and see how long it holds",
    State.REVIEW_DUE: "follow it, and tell the owner what no longer fits",
    State.KNOWN: "nothing removes the fault yet: say what is known, and when the next word comes",
    State.SCHEDULED: "not in force yet: do not follow it",
    State.DRAFT: "not approved: do not follow it",
    State.EXPIRED: "its time is over: do not follow it",
    State.RETIRED: "out of force for good: do not follow it",
}
"""What each state asks of an agent, those that are an answer first."""
_COUNTED = ("In force", "In preparation", "Out of force")
_COUNTED_THEN = '<p class="kb-as-of">Counted when this site was built.</p>'
_COLUMNS: Mapping[str, Callable[[Record, View], str]] = {
    "Kind": lambda record, view: kind_label(record.kind),
    "Area": lambda record, view: markup(view.config.label("areas", record.area)),
    "Owner": lambda record, view: markup(view.config.label("teams", record.owner)),
    "State": lambda record, view: state_cell(record, view),
}


@dataclass(frozen=True, slots=True)
class Group:
    """Records that have one thing in common.

    Args:
        uri: of their list.
        label: plain text.
        about: what they have in common, plain text.
        records: in any order.
        search: a query that finds them.
        as_of: how far the list can be relied on later, plain text.
        columns: what a row tells beside the record's name.
        feed: folder and name of a feed of its own, without an ending.
        in_navigation: whether the navigation names the list.
    """

    uri: str
    label: str
    about: str
    records: Sequence[Record]
    search: str
    columns: tuple[str, ...]
    as_of: str = ""
    feed: str = ""
    in_navigation: bool = False


def groups(view: View) -> Iterator[Planned]:
    """The lists by kind, area, owner and state, a page that counts each, and what very many records point at."""
    for uri, title, head, found in (
        (KINDS_URI, "Kinds", "Kind", by_kind(view)),
        (AREAS_URI, "Areas", "Area", by_area(view)),
        (OWNERS_URI, "Owners", "Owner", by_owner(view)),
        (STATES_URI, "States", "State", by_state(view)),
    ):
        yield Planned(uri, partial(_counts, view, uri, title, head, found), in_navigation=True)
        for group in found:
            yield from listed(group, view)
    for record in view.records:
        related = crowded(record, view)
        if related:
            title = f"Related to {record.id}"
            columns = ("Kind", "Area", "State")
            yield from listed(Group(used_by_uri(record.id), title, record.title, related, "", columns), view)


def _counts(view: View, uri: str, title: str, head: str, found: Sequence[Group]) -> Page:
    """The page that counts the records of each group."""
    up = "../" * uri.count("/")
    count = state_table(view, found) if uri == STATES_URI else count_table(view, head, found, up)
    return list_page(uri, title, [count], in_navigation=True)


def by_kind(view: View) -> list[Group]:
    """The records of each kind."""
    return [
        Group(
            f"kinds/{kind.plural}.md",
            kinds_label(kind),
            f"{kind.answers[0].upper()}{kind.answers[1:]}.",
            [record for record in view.records if record.kind is kind],
            f"kind:{kind.name}",
            ("Area", "Owner", "State"),
            in_navigation=True,
        )
        for kind in KINDS
    ]


def by_area(view: View) -> list[Group]:
    """The records of each area that ``kb.yml`` names."""
    found = _sorted_by(view, lambda record: record.area)
    return [
        Group(
            area_uri(area),
            label,
            "",
            found.get(area, ()),
            f"area:{area}",
            ("Kind", "Owner", "State"),
            feed=area_feed(area),
        )
        for area, label in view.config.labels.get("areas", {}).items()
    ]


def by_owner(view: View) -> list[Group]:
    """The records of each team that ``kb.yml`` names."""
    found = _sorted_by(view, lambda record: record.owner)
    return [
        Group(owner_uri(team), label, "", found.get(team, ()), f"owner:{team}", ("Kind", "Area", "State"))
        for team, label in view.config.labels.get("teams", {}).items()
    ]


def by_state(view: View) -> list[Group]:
    """The records in each state at the moment, those in force first."""
    found = _sorted_by(view, lambda record: view.state(record).value)
    return [
        Group(
            state_uri(state),
            f"State: {state.value}",
            f"{meaning[0].upper()}{meaning[1:]}.",
            found.get(state.value, ()),
            f"state:{state.slug}",
            ("Kind", "Area", "State"),
            "As it was when this site was built; the mark of a record says what it is now.",
        )
        for state, meaning in _MEANING.items()
    ]


def owner_uri(team: str) -> str:
    """The listing of an owner."""
    return area_uri(team).replace("areas/", "owners/", 1)


def area_feed(area: str) -> str:
    """The feed of an area, without its ending."""
    return area_uri(area).replace("areas/", "feeds/", 1).removesuffix(".md")


def state_uri(state: State) -> str:
    """The listing of a state."""
    return f"states/{state.slug}.md"


def listed(group: Group, view: View) -> Iterator[Planned]:
    """Pages of one group: what is in force first, then what is in preparation, then the rest."""

    def rank(record: Record) -> tuple[int, str]:
        state = view.state(record)
        return (0 if state.is_live else 2 if state.is_dead else 1), record.id

    def row(record: Record, up: str) -> Row:
        return Row((name_cell(record, up), *(_COLUMNS[name](record, view) for name in group.columns)))

    about = f"<p>{markup(group.about)}</p>" if group.about else ""
    about += f'<p class="kb-as-of">{markup(group.as_of)}</p>' if group.as_of else ""
    yield from Listing(
        group.uri,
        group.label,
        ("Record", *group.columns),
        sorted(group.records, key=rank),
        row,
        about=lambda up: about,
        search=group.search,
        feed=group.feed,
        in_navigation=group.in_navigation,
    ).pages()


def count_table(view: View, head: str, found: Sequence[Group], up: str) -> str:
    """How many records of each group are in force, in preparation (known issues too) and out of force."""
    rows = []
    for group in found:
        live = sum(view.state(record).has_steps for record in group.records)
        dead = sum(view.state(record).is_dead for record in group.records)
        name = link(group.label, group.uri, up) + (f"<small>{markup(group.about)}</small>" if head == "Kind" else "")
        rows.append(Row((name, *map(str, (live, len(group.records) - live - dead, dead)))))
    return f"{_COUNTED_THEN}\n{table((head, *_COUNTED), rows, f'Records by {head.lower()}')}"


def state_table(view: View, found: Sequence[Group]) -> str:
    """How many records are in each state, and what it asks of whoever reads them."""
    rows = [
        Row((f"{state_mark(state)} {link(meaning, group.uri, '')}", str(len(group.records))))
        for (state, meaning), group in zip(_MEANING.items(), found, strict=True)
    ]
    return f"{_COUNTED_THEN}\n{table(('State', 'Records'), rows, 'Records by state')}"


def _sorted_by(view: View, key: Callable[[Record], str]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for record in view.records:
        found.setdefault(key(record), []).append(record)
    return found
