"""What an emergency asks first of an escalation's page: what to press, who answers, and in how many minutes."""

from __future__ import annotations

import re

from sopkb.core.kinds import ID_PATTERN
from sopkb.core.raising import raising_of
from sopkb.core.record import Record
from sopkb.site.escape import markup
from sopkb.site.html import Html
from sopkb.site.view import View

_ID = re.compile(ID_PATTERN)
_UNKNOWN = "Who answers, and how fast, is not known."


def raise_box(record: Record, view: View) -> Html:
    """How to raise an escalation, in a box above everything that can wait; empty for what nobody may raise.

    What the record does not say is said to be missing: then its section Route must be read.

    Args:
        record: one that has a page.
        view: the base it stands in, and the moment.
    """
    if record.kind_name != "escalation" or not view.state(record).is_live:
        return Html("")
    raising = raising_of(record)
    told = _ID.sub(r'<span class="kb-id">\g<0></span>', markup(raising.how))
    how = told or 'see <a href="#route">Route</a> below'
    fast = markup(raising.how_fast(view.config.team)) or _UNKNOWN
    return Html(
        '<div class="kb-raise">\n'
        f'<p class="kb-raise__how">Raise it: <b>{how}</b></p>\n'
        f'<p class="kb-raise__fast">{fast}</p>\n'
        "</div>"
    )
