"""The page of trends: what weeks were like, and how the records stand at the moment of the build."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sopkb.core.state import State
from sopkb.site.escape import markup
from sopkb.site.html import Part, heading, paragraph, plain_table, with_anchors
from sopkb.site.page import Page, front_matter
from sopkb.site.view import View, moment
from sopkb_desk.pages.plots import Series, percent, scale, section, whole
from sopkb_desk.pages.search_trends import search_sections
from sopkb_desk.trends import Trends, Week

TRENDS_URI = "trends.md"
_SHOWN = 53
_LATELY = 4
_SHARES = (
    (
        "first_reply_in_time",
        "First reply in time",
        "How many tickets had their first reply as soon as their severity asks.",
    ),
    (
        "link_rate",
        "Tickets with a record",
        "How many of the answered tickets were linked to a record; the target is 90 %.",
    ),
    ("reopened", "Opened again", "Tickets that were opened again at least once."),
)

_NEEDS = {
    "first_reply_in_time": ("priority", "priority"),
    "link_rate": ("status", "status"),
    "reopened": ("reopened_count", "number of reopenings"),
}
"""What each share is taken of, as files name it and as people do."""


def trends_page(trends: Trends, view: View) -> Page:
    """The page."""
    parts: list[Part] = [heading("Trends", 1), paragraph(_source(trends, view))]
    weeks = trends.weeks[-_SHOWN:]
    if weeks:
        parts += _plots(weeks)
        parts += _areas(weeks, view)
    if trends.searches:
        parts += search_sections(trends.searches, view)
    parts += _samples(trends)
    parts += _health(view)
    return Page(TRENDS_URI, "Trends", with_anchors(parts), front_matter("Trends"), in_navigation=True)


def _source(trends: Trends, view: View) -> str:
    made = f"figures as of {moment(trends.made)}" if trends.made else "figures of samples"
    names = ", ".join(markup(name) for name in trends.sources)
    return (
        f"From {names}; {made}, records as of {moment(view.now)}. A figure over fewer than five tickets or searches is "
        "left out, and so is every figure by person. What each means, and how it can mislead: the guide of the desk."
    )


def _plots(weeks: Sequence[Week]) -> Iterator[Part]:
    labels = tuple(week.name for week in weeks)
    late = tuple((week.name, f"late: {', '.join(week.incomplete)}") for week in weeks if week.incomplete)
    counts = tuple(None if week.tickets is None else float(week.tickets) for week in weeks)
    about = "Tickets opened in each week, Monday 00:00 to Sunday 24:00 UTC."
    if late:
        about += f" Ringed weeks are too low: an export is {late[-1][1]}."
    yield from section(Series("Volume", labels, counts, whole, marked=late), about)
    for key, title, what in _SHARES:
        values = tuple(week.shares[key] for week in weeks)
        left_out = _not_judged(key, weeks)
        if any(value is not None for value in values):
            yield from section(Series(title, labels, values, percent, scale(values), late), what + left_out)
        else:
            yield heading(title)
            yield paragraph(markup(f"Not known: no week has five tickets that can be judged.{left_out}"))
    minutes = tuple(week.median_minutes for week in weeks)
    if any(value is not None for value in minutes):
        yield from section(
            Series("Median minutes to the answer", labels, minutes, whole, marked=late),
            "From opening to answer, nights and waiting included; of the newest week, what is still open is missing.",
        )


def _not_judged(key: str, weeks: Sequence[Week]) -> str:
    """How many tickets a share leaves out, and why: a sentence, or nothing."""
    why, what = _NEEDS[key]
    count = sum(week.not_judged.get(why, 0) for week in weeks)
    return f" Not judged: {count:,} tickets whose {what} is not known." if count else ""


def _areas(weeks: Sequence[Week], view: View) -> Iterator[Part]:
    """The last four weeks against the four before, by area."""
    now, before = _summed(weeks[-_LATELY:]), _summed(weeks[-2 * _LATELY : -_LATELY])
    if not now:
        return
    rows = []
    for area, (count, linked) in sorted(now.items(), key=lambda pair: (-pair[1][0], pair[0])):
        was = before.get(area)
        rows.append(
            (
                markup(view.config.label("areas", area)),
                f"{count:,}",
                "too few" if was is None else f"{was[0]:,}",
                "too few" if linked is None else percent(linked),
                "too few" if was is None or was[1] is None else percent(was[1]),
            )
        )
    heads = ("Area", f"Tickets, last {len(weeks[-_LATELY:])} weeks", "the weeks before", "Linked", "the weeks before")
    yield heading("By area")
    yield paragraph("An area with fewer than five tickets in a week is left out of that week.")
    yield plain_table(heads, rows)


def _summed(weeks: Sequence[Week]) -> dict[str, tuple[int, float | None]]:
    counts: Counter[str] = Counter()
    linked: dict[str, list[tuple[int, float]]] = {}
    for week in weeks:
        for area, (count, rate) in week.areas.items():
            counts[area] += count
            if rate is not None:
                linked.setdefault(area, []).append((count, rate))
    rates = {area: sum(n * rate for n, rate in pairs) / sum(n for n, _ in pairs) for area, pairs in linked.items()}
    return {area: (count, rates.get(area)) for area, count in counts.items()}


def _samples(trends: Trends) -> Iterator[Part]:
    if trends.samples:
        labels = tuple(sample.last.isoformat() for sample in trends.samples)
        values = tuple(sample.share for sample in trends.samples)
        yield from section(
            Series("Steps that are done", labels, values, percent, 1.0),
            "Of the steps scored in a sample, how many were done; by the day of the sample's last ticket.",
        )


def _health(view: View) -> Iterator[Part]:
    count = Counter(view.state(record) for record in view.records)
    unverified = sum(
        view.state(record).has_steps and record.meta.text("confidence") != "verified" for record in view.records
    )
    rows = [(state.value, f"{count[state]:,}") for state in State if count[state]]
    rows.append(("in force and unverified", f"{unverified:,}"))
    yield heading("Health of the records")
    yield paragraph(f"As of {moment(view.now)}.")
    yield plain_table(("State", "Records"), rows)
