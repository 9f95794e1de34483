"""What a check did not look at: "no findings" says nothing of that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sopkb.core.load import Base
from sopkb.core.state import review_due, status_of

_OLD = timedelta(hours=12)
"""Older than this, the tracker's export does not say what became of a bug: a shift has passed since."""
_MOST_NAMED = 5


def not_looked_at(
    base: Base, now: datetime, *, nightly: bool = False, is_compared: bool = False, is_tried: bool = False
) -> tuple[str, ...]:
    """What a check leaves out, as phrases that can follow "Not looked at: ".

    Args:
        base: what was checked.
        now: the moment of the check.
        nightly: whether the rules on time ran, instead of the others.
        is_compared: whether a revision was named to compare with.
        is_tried: whether outside links were tried.
    """
    return tuple(_at_night(base, now) if nightly else _in_a_change(is_compared=is_compared, is_tried=is_tried))


def _in_a_change(*, is_compared: bool, is_tried: bool) -> Iterator[str]:
    if not is_compared:
        yield "what a change must bring with it (--base)"
    yield "what time alone brings about (--nightly)"
    if not is_tried:
        yield "outside links (--external)"


def _at_night(base: Base, now: datetime) -> Iterator[str]:
    yield "what a change is checked for (kb check)"
    tracker = base.corpus.tracker
    bugs = {record.meta.text("bug") for record in base.corpus.records if not record.is_retired} - {""}
    unknown = sorted(bug for bug in bugs if tracker.is_open(bug) is None)
    if bugs and not tracker.items:
        yield f"whether {len(bugs)} bugs are fixed (there is no tracker.json)"
    elif unknown:
        more = f" and {len(unknown) - _MOST_NAMED} more" if len(unknown) > _MOST_NAMED else ""
        yield f"whether {', '.join(unknown[:_MOST_NAMED])}{more} are fixed (tracker.json does not name them)"
    if bugs and tracker.items and (tracker.as_of is None or now - tracker.as_of > _OLD):
        age = f"tracker.json is of {tracker.as_of:%Y-%m-%d %H:%M} UTC" if tracker.as_of else "tracker.json has no as_of"
        yield f"what became of bugs since ({age})"
    dateless = [
        record.id
        for record in base.corpus.records
        if not record.is_known  # a known issue is a draft, and lasts as long as its bug does
        and status_of(record, now).state.is_live
        and record.moment("expires") is None
        and review_due(record) is None
    ]
    if dateless:
        yield f"whether {len(dateless)} records in force are due for review (they have no date)"
    if base.corpus.unreadable_paths:
        yield f"{len(base.corpus.unreadable_paths)} files that cannot be read"
