"""The part of the page of trends about searches: how many were in vain, and what somebody should look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sopkb.site.escape import markup
from sopkb.site.html import Part, heading, paragraph, plain_table
from sopkb.site.links import named
from sopkb.site.view import View
from sopkb_desk.pages.plots import Series, percent, scale, section, whole
from sopkb_desk.trends import Row, Searches

_SHOWN = 53
_SHARES = (
    ("nothing", "Searches that found nothing", "Of all searches that were written down."),
    (
        "left",
        "Searches that were left",
        "Of the searches that found records, those of which none was opened. A row may also have answered by itself.",
    ),
    (
        "dead",
        "Opened when they held no more",
        "Of the records that were opened from a search: expired or retired ones.",
    ),
    ("failed", "Reports that a record failed", "Of the reports about a record: that it failed, or is wrong."),
)
_Cell = Callable[[Row, View], str]


def search_sections(searches: Searches, view: View) -> Iterator[Part]:
    """The sections."""
    weeks = searches.weeks[-_SHOWN:]
    labels = tuple(week.name for week in weeks)
    counts = tuple(None if week.searches is None else float(week.searches) for week in weeks)
    yield from section(Series("Searches", labels, counts, whole), "Searches that were written down in each week.")
    for key, title, what in _SHARES:
        values = tuple(week.shares[key] for week in weeks)
        if any(value is not None for value in values):
            yield from section(Series(title, labels, values, percent, scale(values)), what)
    for key, title, what, columns in _TABLES:
        rows = searches.tables.get(key, ())
        if rows:
            cells = [[cell(row, view) for _, cell in columns] for row in rows]
            yield heading(title)
            yield paragraph(what)
            yield plain_table([head for head, _ in columns], cells)


def _text(name: str) -> _Cell:
    return lambda row, _: markup(str(row.get(name) or ""))


def _count(name: str) -> _Cell:
    return lambda row, _: _written(row, name, whole)


def _share(name: str) -> _Cell:
    return lambda row, _: _written(row, name, percent)


def _written(row: Row, name: str, write: Callable[[float], str]) -> str:
    value = row.get(name)
    return "not known" if value is None or isinstance(value, str) else write(float(value))


def _record(name: str) -> _Cell:
    """A record that is there, with its title; what else a file says becomes no link."""

    def cell(row: Row, view: View) -> str:
        record_id = str(row.get(name) or "")
        record = view.find(record_id)
        return named(record) if record else markup(record_id)

    return cell


_TABLES: tuple[tuple[str, str, str, tuple[tuple[str, _Cell], ...]], ...] = (
    (
        "nothing",
        "Asked in vain",
        "Questions that mostly found nothing, in all their spellings. <em>Open</em>: no record answers yet.",
        (("Question", _text("question")), ("Searches", _count("searches")), ("Now", _text("now"))),
    ),
    (
        "abandoned",
        "Found, and nothing opened",
        "Questions that found records, of which mostly none was opened.",
        (
            ("Question", _text("question")),
            ("Searches", _count("searches")),
            ("Left", _share("left")),
            ("First row", _record("first")),
        ),
    ),
    (
        "dead",
        "Dead records that are still opened",
        "What leads to them should lead to what replaced them.",
        (
            ("Record", _record("record")),
            ("State", _text("state")),
            ("Opened", _count("opened")),
            ("Replaced by", _record("successor")),
        ),
    ),
    (
        "failing",
        "Records that fail",
        "By what readers reported.",
        (
            ("Record", _record("record")),
            ("Worked", _count("worked")),
            ("Failed", _count("failed")),
            ("Wrong", _count("wrong")),
        ),
    ),
    (
        "danger",
        "Told of danger",
        "Searches and reports that told of danger, by the route that was shown. Of their words nothing is kept.",
        (("Topic", _text("topic")), ("Route", _record("record")), ("Times", _count("times"))),
    ),
)
