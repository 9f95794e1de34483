"""What stands above a known issue without a fix: since when, whom it waits for, and what to tell the user meanwhile."""

from __future__ import annotations

from sopkb.core.known import waits_for
from sopkb.core.record import Record
from sopkb.core.state import State
from sopkb.site.escape import markup
from sopkb.site.facts import FIX
from sopkb.site.html import Html, admonition
from sopkb.site.links import named
from sopkb.site.view import View, left, moment

_MEANING = "Nothing removes the fault yet. Below stands what is known, and what to do with each report."


def known_banner(record: Record, view: View) -> Html:
    """The banner of a known issue, as a box. It forbids nothing: it is the answer that there is.

    What the record does not say is said to be unknown.
    """
    since = record.moment("started")
    first = f"First seen {moment(since)} {left(since)}." if since else "Since when is not known."
    looked = record.day("last_reviewed")
    again = f"Last looked at on {looked}." if looked else "When it was last looked at is not known."
    facts = f"{first} {_waits(record, view)} {again}"
    return admonition("warning kb-known", str(State.KNOWN), facts, _MEANING, _tell(record, view))


def _waits(record: Record, view: View) -> str:
    """Whom it waits for, with the bug and how its fix stands."""
    whom, bug = waits_for(record, view.config.team), record.meta.text("bug")
    if not whom:
        return "<strong>Nobody is named whom it waits for.</strong>"
    state = {True: " (open)", False: " (closed)", None: ""}[view.corpus.tracker.is_open(bug)] if bug else ""
    fix = FIX.get(record.meta.text("fix_status"), "")
    parts = [f"{markup(bug)}{state}" if bug else "", f"the fix is {fix}" if fix else ""]
    told = ", ".join(part for part in parts if part)
    return f"<strong>It waits for {markup(whom)}</strong>{f': {told}' if told else ''}."


def _tell(record: Record, view: View) -> str:
    """The replies to send to the user."""
    found = (view.find(target) for target in record.meta.texts("replies_with"))
    replies = [named(macro) for macro in found if macro and view.state(macro).is_live]
    return f"Tell the user: {', '.join(replies)}." if replies else ""
