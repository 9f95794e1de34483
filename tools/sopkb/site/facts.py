"""The metadata of a record, compact, as a reader wants it: labels for words, open or closed for a bug."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sopkb.core.record import Record, remembered
from sopkb.core.state import State, facts_of, review_due
from sopkb.lint.tracks import passing
from sopkb.search.index.cards import life_row
from sopkb.site import legacy
from sopkb.site.escape import markup
from sopkb.site.html import Html, link
from sopkb.site.view import View, kind_label, kinds_label, left, moment

FIX = {
    "investigating": "under investigation",
    "in_progress": "in progress",
    "released": "released",
    "wont_fix": "not planned",
}
"""``fix_status`` in a reader's words: "the fix is …"."""
_AFFECTED = (("versions", "versions"), ("clients", "clients"), ("regions", "regions"), ("sites", "sites"))


def headline(record: Record, view: View) -> Html:
    """One quiet line above the title: where the record belongs, and what it is now."""
    status = view.statuses[record.id]
    parts = [f"<strong>{record.id}</strong>", record_mark(record, view)]
    if status.state in (State.LIVE, State.EXPIRES_SOON) and status.moment:
        parts.append(f"until {moment(status.moment)} {left(status.moment)}")
    if status.state is State.KNOWN and status.moment:
        parts.append(f"since {moment(status.moment)}")
    if adopted := legacy.mark(record, view):
        parts.append(adopted)
    elif record.meta.text("confidence") == "unverified" and status.state.has_steps:
        parts.append("not yet confirmed by a second person")
    if record.kind:
        parts.append(link(kinds_label(record.kind), f"kinds/{record.kind.plural}.md"))
    area = view.config.labels.get("areas", {}).get(record.area)
    if area:
        parts.append(link(area, area_uri(record.area)))
    minutes = record.meta.number("est_minutes")
    if minutes:
        parts.append(f"{minutes} min")
    return Html(f"<p>{' · '.join(parts)}</p>")


def essentials(record: Record, view: View) -> Html:
    """What decides whether an agent can begin, in one line: what it needs, whom it is for, which codes it answers."""
    meta = record.meta
    affected = _affected(meta.map("affected"))
    parts = [
        ("Needs", _codes(meta.texts("permissions"))),
        ("For", affected),
        ("System", _label(view, "systems", meta.text("system"))),
        ("Codes", _codes(record.error_codes)),
        ("Bug", _tracked(view, meta.text("bug"))),
    ]
    told = [f"<span>{label} <b>{value}</b></span>" for label, value in parts if value]
    return Html(f'<div class="kb-needs">{" ".join(told)}</div>' if told else "")


def state_mark(state: State, life: str = "") -> str:
    """A state as a small mark.

    Args:
        state: what it is at the moment of the build.
        life: what it depends on, where time may change it (see :func:`life`): a script then tells it anew.
    """
    told = f' data-life="{life}"' if life else ""
    return f'<span class="kb-state kb-state--{state.slug}"{told}>{state.value}</span>'


def record_mark(record: Record, view: View) -> str:
    """The state of a record as a mark that stays true on a page with a script."""
    return state_mark(view.state(record), life(record))


@remembered
def life(record: Record) -> str:
    """What a record's state depends on, as a script reads it; empty where time changes nothing."""
    facts = facts_of(record)
    timed = facts.state is State.LIVE and (facts.effective or facts.expires or facts.due)
    return ",".join("" if value is None else str(value) for value in life_row(facts)).rstrip(",") if timed else ""


def area_uri(area: str) -> str:
    """The listing of an area; its word is that of ``kb.yml``, which allows no slash in it."""
    name = f"{area}_" if area.lower() in ("index", "readme") else area
    return f"areas/{name}.md"


def facts(record: Record, view: View) -> Html:
    """The facts as a definition list, one line a fact."""
    rows = [f"<div><dt>{label}</dt><dd>{value}</dd></div>" for label, value in _facts(record, view) if value]
    return Html("\n".join(['<dl class="kb-facts">', *rows, "</dl>"]))


def _facts(record: Record, view: View) -> Iterator[tuple[str, str]]:
    config, meta = view.config, record.meta
    yield "Version", markup(meta.text("version"))
    yield "Kind", kind_label(record.kind)
    yield "Area", _label(view, "areas", record.area)
    yield "Role", markup(meta.text("role")) + (", mandatory" if meta.flag("mandatory") else "")
    yield "Permissions", _labels(view, "permissions", meta.texts("permissions"))
    yield "System", _label(view, "systems", meta.text("system"))
    yield "Channel", markup(", ".join(meta.texts("channel")))
    yield "Fill in", _codes(meta.texts("placeholders"))
    yield "Error codes", _codes(record.error_codes)
    yield from _workaround_facts(record, view)
    yield "Time", _minutes(record)
    yield "To pass", markup(passing(record)) if record.kind_name == "track" else ""
    yield "Audience", markup(", ".join(meta.texts("audience")))
    yield "Owner", _label(view, "teams", record.owner)
    person = config.people.get(meta.text("approver"))
    yield "Approved", markup(person.title if person else meta.text("approver"))
    yield "Confidence", markup(meta.text("confidence"))
    yield "In force from", _day(record, "effective_from")
    yield "Reviewed", _day(record, "last_reviewed")
    due = review_due(record)
    yield "Review due", f"{due:%Y-%m-%d}" if due else ""
    yield "Expires", _moment(record.moment("expires"))
    yield "Aliases", markup("; ".join(record.aliases))
    yield "Language", _label(view, "languages", record.language) if record.language != "en" else ""


def _workaround_facts(record: Record, view: View) -> Iterator[tuple[str, str]]:
    meta = record.meta
    yield "Who", _affected(meta.map("affected"))
    yield "Impact", markup(meta.text("user_impact"))
    yield "Severity", markup(meta.text("severity"))
    yield "Bug", _tracked(view, meta.text("bug"))
    yield "Incident", _tracked(view, meta.text("incident"))
    fixed = f" in {markup(meta.text('fixed_in'))}" if meta.text("fixed_in") else ""
    day = f", {_day(record, 'fixed_on')}" if record.day("fixed_on") else ""
    status = meta.text("fix_status")
    yield "Fix", f"{markup(FIX.get(status, status))}{fixed}{day}"
    yield "First seen", _moment(record.moment("started"))


def _label(view: View, vocabulary: str, word: str) -> str:
    return markup(view.config.label(vocabulary, word)) if word else ""


def _labels(view: View, vocabulary: str, words: Sequence[str]) -> str:
    """Words with their labels; the word is what the reader meets in the tool."""
    parts = []
    for word in words:
        label = view.config.label(vocabulary, word)
        parts.append(f"<code>{markup(word)}</code>" + (f" {markup(label)}" if label != word else ""))
    return "; ".join(parts)


def _codes(words: Sequence[str]) -> str:
    return " ".join(f"<code>{markup(word)}</code>" for word in words)


def _minutes(record: Record) -> str:
    minutes = record.meta.number("est_minutes")
    if minutes is None:
        modules = [module.get("minutes") for _, module in record.meta.maps("modules")]
        minutes = sum(length for length in modules if isinstance(length, int)) or None
    return f"{minutes} minutes" if minutes else ""


def _affected(affected: Mapping[str, Any]) -> str:
    parts = []
    for name, label in _AFFECTED:
        value = affected.get(name)
        words = value if isinstance(value, list) else [value] if value else []
        if words:
            parts.append(f"all {label}" if words == ["all"] else f"{label} {markup(', '.join(map(str, words)))}")
    return "; ".join(parts)


def _tracked(view: View, item_id: str) -> str:
    if not item_id:
        return ""
    state = {True: " (open)", False: " (closed)", None: ""}[view.corpus.tracker.is_open(item_id)]
    return markup(item_id) + state


def _day(record: Record, name: str) -> str:
    day = record.day(name)
    return day.isoformat() if day else ""


def _moment(when: datetime | None) -> str:
    return moment(when) if when else ""
