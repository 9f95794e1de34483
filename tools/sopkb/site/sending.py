"""What a site sends to the journal of the API, where ``kb.yml`` names one: the script, and what readers are told of it.

Elsewhere there is no such script, no such page and no such line, and the security policy lets nothing out.
"""

from __future__ import annotations

import json

from sopkb.core.config import JournalPolicy
from sopkb.search.static.bundle import bundle
from sopkb.site.body import own_text
from sopkb.site.escape import markup
from sopkb.site.html import heading, paragraph, plain_table, with_anchors
from sopkb.site.page import Page, front_matter
from sopkb.site.paths import SOURCES

SENT_URI = "sent.md"
EVENTS = "api/events"
_OWN = "the server of this site"

_WHAT = (
    (
        "What is searched: the words, the filters, how many records were found and the first ten of them",
        "a moment after",
    ),
    ("Which of them was opened", "when it is opened"),
    (
        "That a record worked, failed or is wrong, or that one is missing, with your words",
        "when you press <strong>Send</strong>",
    ),
    ("That a search told of danger, and of which kind; not a word of it, nor of what was typed with it", "at once"),
    ("That a record was read and understood, at which version, with the team that you gave", "when you say so"),
)
_NOTES = """\
- **Without a name.** Nothing says who you are. A number that this tab makes up, and forgets when it is closed or after
  twelve hours, holds together what belongs together; the server writes down only a salted hash of it, and no address.
- **Without private data.** What the rules know as personal data or a secret is blacked out before anything is written
  down. Leave out names, addresses and content under review all the same.
- **Nothing of what tells of danger.** The server listens too: a search or a report that tells of danger to somebody is
  not written down. The day and the route that was shown are counted.
- **Not for ever.** A line is deleted after {days} days.
- **Nothing depends on it.** Without that server everything here works as before. What cannot be sent is dropped;
  only that you have read a record is kept in the tab, and sent with its next page.
- What else you read, and for how long, is not sent. Nothing goes to anybody else.

It is read for what nobody could find, for records that fail, and for words that a record should be found by."""


def sending_script(journal: JournalPolicy | None) -> str:
    """What stands before a script that has something to tell; ``""`` where nothing is sent.

    Args:
        journal: where to.
    """
    if journal is None:
        return ""
    settings = {"to": journal.address + EVENTS, "host": _host(journal)}
    return f"globalThis.kbSends = {json.dumps(settings)};\n{bundle(SOURCES / 'journal' / 'main.js')}"


def told_to(journal: JournalPolicy) -> str:
    """Who is sent to, as readers are told."""
    return _host(journal) or _OWN


def sent_page(journal: JournalPolicy) -> Page:
    """The page that says what is sent, when, to whom, and for how long it is kept."""
    about = f"to <strong>{markup(told_to(journal))}</strong>, so that records become better:"
    parts = (
        heading("What this site sends", 1),
        paragraph(f"This site sends some of what you do on it {about}"),
        plain_table(("What", "When"), _WHAT),
        *own_text(_NOTES.format(days=journal.keep_days)),
    )
    head = front_matter("What this site sends", hide=["toc"])
    return Page(SENT_URI, "What this site sends", with_anchors(parts), head)


def _host(journal: JournalPolicy) -> str:
    return journal.origin.partition("://")[2]
