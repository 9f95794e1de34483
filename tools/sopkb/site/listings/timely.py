"""Lists that are about now: what is live, what changed this week, whose review is due, what nobody confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from sopkb.core.changelog import ChangelogEntry
from sopkb.core.record import Record
from sopkb.core.state import State, review_due
from sopkb.site.escape import markup
from sopkb.site.facts import area_uri
from sopkb.site.html import link
from sopkb.site.listings.groups import by_owner, owner_uri
from sopkb.site.listings.html import WITHHELD, Row, name_cell, state_cell, table
from sopkb.site.listings.paged import Listing
from sopkb.site.page import Planned
from sopkb.site.view import View, kind_label, moment

LIVE_URI = "live.md"
CHANGED_URI = "changed.md"
REVIEWS_URI = "reviews.md"
UNVERIFIED_URI = "unverified.md"
FEED = "feed"
"""The feed of all changes, without its ending."""
NONE_IN_FORCE = "No workaround was in force when this site was built."
WEEK = timedelta(days=7)
AHEAD = timedelta(days=30)
"""How far reviews are announced: a review takes its owner more than a day."""
_NEVER = datetime.max.replace(tzinfo=UTC)


def live_workarounds(view: View) -> list[Record]:
    """The workarounds in force, the one that expires first on top; then the known issues without a fix."""
    live = [record for record in view.records if record.kind_name == "workaround" and view.state(record).is_live]

    def ends(record: Record) -> datetime:
        status = view.statuses[record.id]
        return (status.moment if status.state.has_steps else None) or _NEVER

    return sorted(live, key=lambda record: (view.state(record) is State.KNOWN, ends(record), record.id))


def live_now(view: View) -> Iterator[Planned]:
    """The live workarounds. What has expired by the time of reading, a script moves out of the way."""

    def row(record: Record, up: str) -> Row:
        area = link(view.config.label("areas", record.area), area_uri(record.area), up)
        severity = markup(record.meta.text("severity"))
        confidence = markup(record.meta.text("confidence"))
        state = state_cell(record, view)
        return Row((name_cell(record, up), area, severity, confidence, state))

    about = f"Workarounds in force at {moment(view.now)}, the one that expires first on top; then what has no fix yet."
    yield from Listing(
        LIVE_URI,
        "Live now",
        ("Record", "Area", "Severity", "Confidence", "State"),
        live_workarounds(view),
        row,
        about=lambda up: f'<p class="kb-as-of">{about}</p>',
        search="kind:workaround state:live",
        empty=NONE_IN_FORCE,
        in_navigation=True,
        keeps="live",
    ).pages()


def changed_lately(view: View) -> Iterator[Planned]:
    """What became different for readers in the seven days before the build, newest first."""

    def row(change: ChangelogEntry, up: str) -> Row:
        return change_row(change, up, view)

    about = f"Changes in the seven days before {moment(view.now)}, when this site was built; the newest on top."
    yield from Listing(
        CHANGED_URI,
        "Changed this week",
        ("Record", "Change", "Version", "Training", "Date", "State"),
        recent(view),
        row,
        about=lambda up: f'<p class="kb-as-of" data-week>{about}</p>',
        feed=FEED,
        empty="Nothing changed in these seven days.",
        in_navigation=True,
    ).pages()


def recent(view: View) -> Sequence[ChangelogEntry]:
    """The changes of the seven days before the moment, newest first."""
    return [change for change in view.changes if change.when > view.now - WEEK]


def change_row(change: ChangelogEntry, up: str, view: View) -> Row:
    """A change as a row."""
    record = change.record
    cells = (
        name_cell(record, up, brief=True),
        WITHHELD if record.is_sensitive else markup(change.text),
        markup(change.version),
        markup(change.training),
        f'<span class="kb-day">{change.when:%Y-%m-%d}</span>',
        state_cell(record, view),
    )
    return Row(cells)


def reviews(view: View) -> Iterator[Planned]:
    """Records whose review is overdue or due within thirty days, by owner; and those that nobody has confirmed."""
    due = [(when, record) for record in view.records if (when := _due(record, view))]
    due.sort(key=lambda pair: (view.config.label("teams", pair[1].owner).casefold(), pair[0], pair[1].id))

    def row(pair: tuple[datetime, Record], up: str) -> Row:
        when, record = pair
        day = f'<span class="kb-day">{when:%Y-%m-%d}</span>'
        cells = (
            name_cell(record, up, brief=True),
            kind_label(record.kind),
            day,
            _day(record, "last_reviewed"),
            _mark(record, view),
        )
        return Row(cells, group=view.config.label("teams", record.owner))

    yield from Listing(
        REVIEWS_URI,
        "Review due",
        ("Record", "Kind", "Due", "Last reviewed", "State"),
        due,
        row,
        about=lambda up: _owners(due, view, up),
        empty=f"No review was {'known to be ' if without_date(view) else ''}due then, or within thirty days.",
        in_navigation=True,
    ).pages()
    yield from _unverified(view)


def unverified(view: View) -> list[Record]:
    """The records in force that only their author has seen work, the oldest first."""
    found = [
        record
        for record in view.records
        if view.state(record).has_steps and record.meta.text("confidence") != "verified"
    ]
    return sorted(found, key=lambda record: (record.meta.text("created"), record.id))


def without_date(view: View) -> list[Record]:
    """The records in force of which nobody can tell when their review is due: they neither expire nor have a date."""
    return [
        record
        for record in view.records
        if view.state(record).has_steps and record.moment("expires") is None and review_due(record) is None
    ]


def _unverified(view: View) -> Iterator[Planned]:
    def row(record: Record, up: str) -> Row:
        owner = link(view.config.label("teams", record.owner), owner_uri(record.owner), up)
        created = _day(record, "created")
        return Row((name_cell(record, up), owner, created, _mark(record, view)))

    about = "In force when this site was built, and confirmed by nobody but the author. "
    about += "Whoever uses one and sees it work can say so: kb review."
    yield from Listing(
        UNVERIFIED_URI,
        "Unverified",
        ("Record", "Owner", "Created", "State"),
        unverified(view),
        row,
        about=lambda up: f'<p class="kb-as-of">{about}</p>',
        empty="Every record in force had been confirmed by a second person."
        if any(view.state(record).is_live for record in view.records)
        else "No record was in force.",
    ).pages()


def _owners(due: Sequence[tuple[datetime, Record]], view: View, up: str) -> str:
    """How much waits for each owner."""
    dateless = len(without_date(view))
    unknown = f" Not known: {dateless} records in force, which have no date of a review." if dateless else ""
    about = f"Reviews that are overdue at {moment(view.now)}, or due within thirty days.{unknown}"
    text = f'<p class="kb-as-of">{about}</p>'
    rows = []
    for group in by_owner(view):
        mine = [when for when, record in due if owner_uri(record.owner) == group.uri]
        if mine:
            overdue = sum(when <= view.now for when in mine)
            rows.append(Row((link(group.label, group.uri, up), str(overdue), str(len(mine) - overdue))))
    return f"{text}\n\n{table(('Owner', 'Overdue', 'Due soon'), rows, 'Reviews by owner')}" if rows else text


def _due(record: Record, view: View) -> datetime | None:
    when = review_due(record) if view.state(record) in (State.LIVE, State.REVIEW_DUE) else None
    return when if when and when <= view.now + AHEAD and record.moment("expires") is None else None


def _mark(record: Record, view: View) -> str:
    return state_cell(record, view)


def _day(record: Record, name: str) -> str:
    return f'<span class="kb-day">{markup(record.meta.text(name))}</span>'
