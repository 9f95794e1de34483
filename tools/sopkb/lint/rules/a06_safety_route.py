"""A topic that needs a specialist, without a route to one.

What: A record with such a topic in `harm_topics` (`policy.safety_routes` in `kb.yml` says which, and who answers) names
    one of those escalations: in `escalates_to`, in another relation, or in its text. The escalations themselves need
    not.

Why on shift: The wrong route costs minutes, and here minutes matter.

Bad:
    harm_topics: [self_harm]
    escalates_to: ESC-0001

Good:
    harm_topics: [self_harm]
    escalates_to: [ESC-0001, ESC-0105]
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.kinds import ID
from sopkb.core.record import Record
from sopkb.lint.rules.rule import Context, RecordRule


def check(record: Record, context: Context) -> Iterator[Finding]:
    """The first topic that has a route, where the record names no route at all."""
    routes = context.config.policy.safety_routes
    topics = [topic for topic in record.meta.texts("harm_topics") if topic in routes]
    if not topics or record.id in routes.values():
        return
    named = {relation.target for relation in record.relations}
    named |= {found.group() for link in record.body.links for found in ID.finditer(link.target)}
    if not named & set(routes.values()):
        wanted = " and ".join(dict.fromkeys(f"`{routes[topic]}`" for topic in topics))
        remedy = f"add {wanted} to `escalates_to`" if "escalates_to" in record.fields else f"name {wanted} in its text"
        yield Finding(f"`harm_topics` has {', '.join(topics)}: {remedy}.", record.at("harm_topics"))


RULE = RecordRule("A06", Severity.ERROR, alone=True, check=check)
