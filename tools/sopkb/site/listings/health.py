"""How the knowledge base is kept: figures for those who own it, as of the build."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from sopkb.core.kinds import KINDS
from sopkb.core.state import State
from sopkb.danger import TOPICS, danger_lists
from sopkb.lint.rules import all_packs
from sopkb.site.danger import routes_of
from sopkb.site.escape import markup
from sopkb.site.html import link
from sopkb.site.listings.charts import Bar, Part, bars, columns, figure, legend
from sopkb.site.listings.groups import by_owner, state_uri
from sopkb.site.listings.html import Row, table
from sopkb.site.listings.paged import list_page
from sopkb.site.listings.timely import (
    LIVE_URI,
    REVIEWS_URI,
    UNVERIFIED_URI,
    live_workarounds,
    unverified,
    without_date,
)
from sopkb.site.page import Page
from sopkb.site.view import View, kinds_label, moment

HEALTH_URI = "health.md"
_DAYS = 14
_TONES = {
    State.LIVE: "good",
    State.EXPIRES_SOON: "warn",
    State.REVIEW_DUE: "warn",
    State.KNOWN: "warn",
    State.SCHEDULED: "mute",
    State.DRAFT: "mute",
    State.EXPIRED: "bad",
    State.RETIRED: "mute",
}


def health(view: View) -> Page:
    """The health page."""
    parts = [
        f'<p class="kb-as-of">As of {moment(view.now)}, when this site was built.</p>',
        _figures(view),
        "\n".join(
            ['<div class="kb-figures">', _states(view), _confidence(view), _reviews(view), _expiry(view), "</div>"]
        ),
        *_listening(view),
        *_rules(view),
    ]
    return list_page(HEALTH_URI, "Health", parts, in_navigation=True)


def _figures(view: View) -> str:
    """The figures that somebody must act on, each with its list."""
    count = Counter(view.statuses[record.id].state for record in view.records)
    live = sum(number for state, number in count.items() if state.has_steps)
    dateless = len(without_date(view))
    shown = [
        (live, "in force", state_uri(State.LIVE)),
        (count[State.EXPIRES_SOON], "expire soon", LIVE_URI),
        (count[State.EXPIRED], "expired, to renew or retire", state_uri(State.EXPIRED)),
        (count[State.REVIEW_DUE], "reviews overdue", REVIEWS_URI),
        (len(unverified(view)), "unverified", UNVERIFIED_URI),
        (count[State.KNOWN], "known without a fix", state_uri(State.KNOWN)),
        (count[State.DRAFT], "drafts", state_uri(State.DRAFT)),
        *([(dateless, "without a date of review", REVIEWS_URI)] if dateless else []),
    ]
    items = "".join(f"<li><b>{number}</b> {link(text, uri, '')}</li>" for number, text, uri in shown)
    return f'<ul class="kb-key">{items}</ul>'


def _states(view: View) -> str:
    count = Counter(view.statuses[record.id].state for record in view.records)
    shown = [Bar(state.value, (Part(count[state], tone),), str(count[state])) for state, tone in _TONES.items()]
    rows = [Row((link(state.value, state_uri(state), ""), str(count[state]))) for state in _TONES]
    total = len(view.records)
    chart = bars(f"Records by state, {total} in all", shown)
    return figure("State", f"{total} records.", chart, table(("State", "Records"), rows, "Records by state"))


def _confidence(view: View) -> str:
    count: Counter[tuple[str, bool]] = Counter(
        (record.kind_name, record.meta.text("confidence") == "verified")
        for record in view.records
        if view.state(record).has_steps
    )
    shown, rows = [], []
    for kind in KINDS:
        good, rest = count[kind.name, True], count[kind.name, False]
        told = f"{good} of {good + rest}" if good + rest else "none in force"
        shown.append(Bar(kinds_label(kind), (Part(good, "good"), Part(rest, "warn")), told))
        rows.append(Row((kinds_label(kind), str(good), str(rest))))
    chart = bars("Records in force that are verified, by kind", shown)
    behind = table(("Kind", "Verified", "Unverified"), rows, "Confidence by kind")
    about = f"Records in force that a second person has seen work. {link('Those that nobody has', UNVERIFIED_URI, '')}."
    return figure("Confidence", about, chart + legend(("good", "verified"), ("warn", "unverified")), behind)


def _reviews(view: View) -> str:
    dateless = {record.id for record in without_date(view)}
    shown, rows = [], []
    for group in by_owner(view):
        live = [record for record in group.records if view.state(record).has_steps]
        late = sum(view.state(record) is State.REVIEW_DUE for record in live)
        unknown = sum(record.id in dateless for record in live)
        on_time = len(live) - late - unknown
        if live:
            parts = (Part(on_time, "good"), Part(late, "warn"), Part(unknown, "mute"))
            shown.append(Bar(group.label, parts, f"{on_time} of {len(live)}"))
            cells = (link(group.label, group.uri, ""), str(on_time), str(late), str(unknown))
            rows.append(Row(cells if dateless else cells[:3]))
    chart = bars("Records in force that were reviewed on time, by owner", shown)
    heads = ("Owner", "On time", "Overdue", *(["No date"] if dateless else []))
    marks = [("good", "on time"), ("warn", "overdue"), *([("mute", "no date")] if dateless else [])]
    behind = table(heads, rows, "Reviews by owner")
    about = f"Records in force whose review is not overdue. {link('What is due', REVIEWS_URI, '')}."
    return figure("Review on time", about, chart + legend(*marks), behind)


def _listening(view: View) -> Iterator[str]:
    """In which languages danger is listened for, and which of their lists nobody has reviewed whose language it is."""
    heard = {alert.topic for alert in routes_of(view)}
    missing = [topic.replace("_", " ") for topic in TOPICS if topic not in heard]
    if not heard and "trust-and-safety" not in view.config.packs:
        return
    yield "<h2>Danger</h2>"
    if missing and "trust-and-safety" in view.config.packs:
        yield f"<p>Not listened for, because <code>danger</code> names no route in force: {', '.join(missing)}.</p>"
    if not heard:
        return
    rows = []
    for language in view.config.languages:
        reviewed = next((each.reviewed or "by nobody who speaks it" for each in danger_lists([language])), None)
        rows.append(
            Row((markup(language), "no: the program has no list" if reviewed is None else "yes", reviewed or ""))
        )
    yield "<p>What every question is listened to for, before it is searched.</p>"
    yield table(("Language", "Listened for", "List reviewed"), rows, "Danger by language")


def _rules(view: View) -> Iterator[str]:
    """Which packs the base has, and which rules it gives another level."""
    packs, known, config = view.config.packs, all_packs(), view.config
    if not packs and not config.levels:
        return
    yield "<h2>Rules</h2>"
    rows = [Row((markup(name), markup(known[name].title) if name in known else "not known here")) for name in packs]
    if rows:
        yield table(("Pack", "For"), rows, "Packs")
    if config.levels:
        rows = [Row((markup(code), each.level, markup(each.reason))) for code, each in config.levels.items()]
        yield table(("Rule", "Level here", "Why"), rows, "Rules with another level")


def _expiry(view: View) -> str:
    ends = [view.statuses[each.id].moment for each in live_workarounds(view) if view.state(each).has_steps]
    today = view.now.date()
    days = [today + timedelta(days=number) for number in range(_DAYS)]
    count = Counter(end.date() for end in ends if end)
    shown = [
        Bar(f"{day:%d}", (Part(count[day], "warn" if place < 2 else "good"),), "") for place, day in enumerate(days)
    ]
    later = sum(number for day, number in count.items() if day > days[-1])
    rows = [Row((f"{day:%Y-%m-%d}", str(count[day]))) for day in days] + [Row(("later", str(later)))]
    chart = columns(f"Live workarounds that expire on each of the next {_DAYS} days", shown)
    endless = sum(end is None for end in ends)
    never = f", and of {endless} nobody can tell when they end" if endless else ""
    about = f"Live workarounds by the day on which they end, from {days[0]} on; {later} end later{never}. "
    about += link("All of them", LIVE_URI, "") + "."
    return figure("Expiring", about, chart, table(("Day", "Workarounds"), rows, "Expiring workarounds"))
