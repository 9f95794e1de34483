"""What a reader must know before the first word: is this the answer *now*, and is it safe to read on."""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.model.moments import midnight
from sopkb.model.record import Record
from sopkb.model.state import State
from sopkb.publish.blocks import admonition
from sopkb.publish.escape import field
from sopkb.publish.links import named, with_ids
from sopkb.publish.view import View, moment, span

_RETIRED = {
    "fixed": "the fault is fixed",
    "superseded": "something better took its place",
    "obsolete": "nobody needs it any more",
}


def banners(record: Record, view: View) -> Iterator[str]:
    """The banners of a record's page as admonitions, in the order in which they are read.

    Args:
        record: the record.
        view: the base, and the moment that the state is computed for.
    """
    state = _state(record, view)
    if state:
        yield state
    if record.is_sensitive:
        topics = record.meta.texts("harm_topics")
        yield admonition(
            "example kb-advisory", "Before you read", with_ids(view, view.config.advisory(topics), record.id)
        )
    if not view.state(record).is_dead:
        for workaround in view.overriding.get(record.id, ()):
            yield _override(workaround, view)
        upcoming = view.corpus.upcoming.get(record.id)
        if upcoming:
            yield _upcoming(upcoming, view)


def _state(record: Record, view: View) -> str:
    status = view.statuses[record.id]
    when = status.moment
    match status.state:
        case State.DRAFT:
            return _draft(record, view)
        case State.SCHEDULED if when:
            text = f"In force from {moment(when)}, in {span(when - view.now)}. Until then do not follow it."
            return admonition("info kb-scheduled", "SCHEDULED: not in force yet", text)
        case State.REVIEW_DUE if when:
            text = (
                f"Its review was due on {when:%Y-%m-%d}, {span(view.now - when)} ago. Follow it, and tell "
                f"{_owner(record, view)} what no longer fits."
            )
            return admonition("warning kb-due", "REVIEW DUE: still the answer", text)
        case State.EXPIRES_SOON if when:
            text = f"Expires {moment(when)}: {span(when - view.now)} left at {moment(view.now)}."
            return admonition("warning kb-soon", "EXPIRES SOON", text)
        case State.EXPIRED if when:
            instead = _successor(record, view) or _escalate(record, view)
            text = f"Expired {moment(when)}, {span(view.now - when)} ago. {instead}"
            return admonition("failure kb-dead", "EXPIRED: do not follow it", text)
        case State.RETIRED:
            return _retired(record, view)
        case _:
            return ""


def _draft(record: Record, view: View) -> str:
    if record.kind_name == "workaround":
        text = f"The fault is known, and nobody has approved steps for it. {_escalate(record, view)}"
        return admonition("warning kb-draft", "NO ANSWER YET: draft", text)
    return admonition("warning kb-draft", "DRAFT: not approved", "Do not follow it. It is here to be reviewed.")


def _retired(record: Record, view: View) -> str:
    when = view.statuses[record.id].moment
    since = f"Retired {when:%Y-%m-%d}." if when else ""
    note = with_ids(view, record.meta.map("retired").get("note") or "", record.id)
    instead = _successor(record, view) or ("" if note else _escalate(record, view))
    text = " ".join(part for part in (since, note, instead) if part)
    if record.retired_because == "unsafe":
        return admonition("danger kb-unsafe", "UNSAFE: never follow it", "**Following it does harm.**", text)
    reason = _RETIRED.get(record.retired_because, "")
    return admonition("failure kb-dead", f"RETIRED: {reason}" if reason else "RETIRED: do not follow it", text)


def _successor(record: Record, view: View) -> str:
    """What to follow in its place."""
    successor = view.corpus.successor_of(record.id)
    if successor is None or view.find(successor.id) is None:
        return ""
    return f"Follow {named(successor)} instead."


def _escalate(record: Record, view: View) -> str:
    targets = [view.find(target) for target in record.meta.texts("escalates_to")]
    names = [named(target) for target in targets if target is not None]
    return f"Treat the ticket as new; when nothing else fits: {', or '.join(names)}." if names else ""


def _owner(record: Record, view: View) -> str:
    return field(view.config.label("teams", record.owner)) or "its owner"


def _override(workaround: Record, view: View) -> str:
    until = view.statuses[workaround.id].moment
    live = f"Live until {moment(until)}. " if until else ""
    text = f"{named(workaround)}. {with_ids(view, workaround.summary, workaround.id)}"
    return admonition(
        "warning kb-override",
        f"Known fault: see {workaround.id} first",
        text,
        f"{live}Where it does not apply, go on here.",
    )


def _upcoming(upcoming: Record, view: View) -> str:
    day = upcoming.day("effective_from")
    title = f"Changes on {day:%Y-%m-%d}" if day else "A new version is on its way"
    entry = next(upcoming.changelog, {})
    left = f", in {span(midnight(day) - view.now)}" if day and midnight(day) > view.now else ""
    text = f"Version {field(upcoming.meta.text('version'))} takes its place then{left}; until then follow this page."
    change = with_ids(view, entry.get("change", ""), upcoming.id)
    return admonition("info kb-upcoming", title, text, f"What changes: {change}" if change else "")
