"""What a reader must know before the first word: is this the answer *now*, and is it safe to read on.

A banner is a list of words, links and moments. It is written into the page as HTML, which says moments and never
how long it is to one: that would be true for an hour. The banners that time alone can bring are handed to the script
as data, so that they are there in time and say what is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sopkb.core.moments import format_instant, midnight
from sopkb.core.record import Record
from sopkb.core.state import State, Status, facts_of
from sopkb.core.warning import UNSAFE, WHY_RETIRED
from sopkb.lint.rules.quiz_waits import waiting
from sopkb.lint.tracks import questions_of
from sopkb.site.escape import markup, one_line
from sopkb.site.facts import life
from sopkb.site.html import Html, admonition
from sopkb.site.known import known_banner
from sopkb.site.links import named, with_ids
from sopkb.site.view import View, left, moment


@dataclass(frozen=True, slots=True)
class At:
    """A moment inside a banner."""

    when: datetime


@dataclass(frozen=True, slots=True)
class Left:
    """How long it is to a moment, or since: told by the script alone.

    Args:
        before: stands before it, and nowhere without it.
        when: the moment.
    """

    before: str
    when: datetime


Part = str | Record | At | Left
"""Of a banner: words of ours or of a record (always text), a link to a record with its title, moments."""


@dataclass(frozen=True, slots=True)
class Banner:
    """A banner that time can bring or take away.

    Args:
        classes: of the admonition.
        title: plain text.
        parts: what it says.
    """

    classes: str
    title: str
    parts: tuple[Part, ...]

    def html(self) -> Html:
        """The banner as it stands in the page."""
        return admonition(self.classes, self.title, _text(self.parts))

    def data(self) -> dict[str, object]:
        """The banner for a script: words are strings, the rest are objects."""
        return {
            "classes": self.classes,
            "title": self.title,
            "parts": [datum for part in self.parts for datum in _data(part)],
        }


def _part(part: Part) -> str:
    if isinstance(part, Left):
        return ""
    if isinstance(part, At):
        return moment(part.when)
    if isinstance(part, Record):
        return named(part)
    words = markup(part)
    return f"{' ' * part.startswith(' ')}{words}{' ' * (part.endswith(' ') and bool(words))}"


def _data(part: Part) -> tuple[object, ...]:
    if isinstance(part, Left):
        return part.before, {"left": format_instant(part.when)}
    if isinstance(part, At):
        return ({"at": format_instant(part.when)},)
    return ({"id": part.id, "title": one_line(part.title)} if isinstance(part, Record) else part,)


def banners(record: Record, view: View) -> Iterator[Html]:
    """The banners of a record's page as admonitions, in the order in which they are read.

    Args:
        record: the record.
        view: the base, and the moment that the state is computed for.
    """
    status = view.statuses[record.id]
    timed = state_banner(record, status, view)
    if timed:
        yield timed.html()
    elif status.state is State.KNOWN:
        yield known_banner(record, view)
    elif status.state is State.DRAFT:
        yield _draft(record, view)
    elif status.state is State.RETIRED:
        yield _retired(record, view)
    if record.kind_name == "track" and (waits := waiting(record, view.corpus, view.config.language)):
        yield _questions_wait(record, waits, view)
    if not status.state.is_dead:
        for workaround in view.overriding.get(record.id, ()):
            yield override_banner(workaround).html()
        upcoming = view.corpus.upcoming.get(record.id)
        if upcoming:
            yield _upcoming(upcoming, view)


def _questions_wait(track: Record, waits: Mapping[int, tuple[str, ...]], view: View) -> Html:
    """What a trainer must know before teaching from the page: a question may ask for yesterday's way."""
    cited = {each.number: each.record_id for each in questions_of(track)}
    reasons = "; ".join(
        f"question {number} ({with_ids(view, cited[number], track.id)}): {', '.join(map(markup, why))}"
        for number, why in waits.items()
    )
    count = f"{len(waits)} question{' waits' if len(waits) == 1 else 's wait'}"
    remedy = f"Read each beside the record, mend it, then <code>kb review {track.id}</code>."
    return admonition("warning", f"{count} for a review of this track", f"{reasons}.", remedy)


def advisory(record: Record, view: View) -> Html:
    """What is said before the text of a sensitive record; empty for any other.

    It stands below what the page is for (how to raise it, the answer in a line) and above everything that somebody may
    want to be warned of: who must act must not look for the instruction behind a warning. The theme draws the sign of a
    caution before its title, and the title says the word to whoever does not see it.
    """
    if not record.is_sensitive:
        return Html("")
    text = with_ids(view, view.config.advisory(record.meta.texts("harm_topics")), record.id)
    return admonition("warning kb-advisory", "Caution: before you read on", text)


def state_banner(record: Record, status: Status, view: View) -> Banner | None:
    """The banner of a state that depends on the time; None where there is nothing to say, and for the others."""
    when = status.moment
    match status.state:
        case State.SCHEDULED if when:
            parts: tuple[Part, ...] = (
                "In force from ",
                At(when),
                Left(": ", when),
                ". Until then do not follow it.",
            )
            return Banner("info kb-scheduled kb-timed", "SCHEDULED: not in force yet", parts)
        case State.REVIEW_DUE if when:
            owner = view.config.label("teams", record.owner) or "its owner"
            day = f"Its review was due on {when:%Y-%m-%d}"
            parts = (day, Left(", ", when), f". Follow it, and tell {owner} what no longer fits.")
            return Banner("warning kb-due kb-timed", "REVIEW DUE: still the answer", parts)
        case State.EXPIRES_SOON if when:
            parts = ("It expires ", At(when), Left(": ", when), ".")
            return Banner("warning kb-soon kb-timed", "EXPIRES SOON", parts)
        case State.EXPIRED if when:
            parts = ("It expired ", At(when), Left(", ", when), ". ", *_instead(record, view))
            return Banner("failure kb-dead kb-timed", "EXPIRED: do not follow it", parts)
        case _:
            return None


def states_to_come(record: Record, view: View) -> dict[str, Banner]:
    """The banners of every state that time alone can bring, the present one included, by state."""
    facts = facts_of(record)
    if facts.state is not State.LIVE:
        return {}
    ends = facts.expires
    is_scheduled = view.statuses[record.id].state is State.SCHEDULED
    statuses = [
        Status(State.SCHEDULED, facts.effective if is_scheduled else None),
        Status(State.REVIEW_DUE, facts.due if not ends else None),
        Status(State.EXPIRES_SOON, ends),
        Status(State.EXPIRED, ends),
    ]
    made = {str(status.state): state_banner(record, status, view) for status in statuses}
    return {state: banner for state, banner in made.items() if banner}


def overrides_to_come(record: Record, view: View) -> list[dict[str, object]]:
    """The workarounds that override a record now or may do so later, each with its life and its banner."""
    return [
        {"life": life(workaround), **override_banner(workaround).data()}
        for workaround in view.may_override.get(record.id, ())
    ]


def override_banner(workaround: Record) -> Banner:
    """What stands above an SOP while a workaround overrides it."""
    expires = workaround.moment("expires")
    live: tuple[Part, ...] = ("Live until ", At(expires), Left(", ", expires), ". ") if expires else ()
    summary = "" if workaround.is_sensitive else one_line(workaround.summary)
    parts = (workaround, f": {summary} " if summary else ". ", *live, "Where it does not apply, go on here.")
    return Banner("warning kb-override", f"Known fault: see {workaround.id} first", parts)


def _instead(record: Record, view: View) -> tuple[Part, ...]:
    """What to follow in the place of a dead record; nothing where nobody has said."""
    successor = view.corpus.successor_of(record.id)
    if successor is not None and view.find(successor.id) is not None:
        return ("Follow ", successor, " instead.")
    return _escalate(record, view)


def _escalate(record: Record, view: View) -> tuple[Part, ...]:
    targets = [found for target in record.meta.texts("escalates_to") if (found := view.find(target)) is not None]
    parts: list[Part] = []
    for target in targets:
        parts += [", or " if parts else "Treat the ticket as new; when nothing else fits: ", target]
    return (*parts, ".") if parts else ()


def _draft(record: Record, view: View) -> Html:
    if record.kind_name == "workaround":
        text = _text(("Nobody has approved these steps: do not follow them yet. ", *_escalate(record, view)))
        return admonition("warning kb-draft", "DRAFT: not approved", text)
    return admonition("warning kb-draft", "DRAFT: not approved", "Do not follow it. It is here to be reviewed.")


def _retired(record: Record, view: View) -> Html:
    when = view.statuses[record.id].moment
    since = f"Retired {when:%Y-%m-%d}." if when else ""
    note = with_ids(view, record.meta.map("retired").get("note") or "", record.id)
    successor = view.corpus.successor_of(record.id)
    instead = _text(_instead(record, view) if successor or not note else ())
    text = " ".join(part for part in (since, note, instead) if part)
    if record.retired_because == UNSAFE:
        return admonition(
            "danger kb-unsafe", "UNSAFE: never follow it", "<strong>Following it does harm.</strong>", text
        )
    reason = WHY_RETIRED.get(record.retired_because, "")
    return admonition("failure kb-dead", f"RETIRED: {reason}" if reason else "RETIRED: do not follow it", text)


def _text(parts: Sequence[Part]) -> str:
    return "".join(map(_part, parts))


def _upcoming(upcoming: Record, view: View) -> Html:
    day = upcoming.day("effective_from")
    title = f"Changes on {day:%Y-%m-%d}" if day else "A new version is on its way"
    when = midnight(day) if day else None
    time_left = f" {left(when)}" if when else ""
    text = (
        f"Version {markup(upcoming.meta.text('version'))} takes its place then{time_left}; until then follow this page."
    )
    entry = next(upcoming.changelog, {})
    change = with_ids(view, entry.get("change", ""), upcoming.id)
    return admonition("info kb-upcoming", title, text, f"What changes: {change}" if change else "")
