"""A topic of danger whose escalation is not in force.

What: An escalation that `danger` in `kb.yml` names is in the base and in force: no draft, not scheduled, not retired.

Why on shift: A query that tells of danger is answered with that record before anything else. At that moment nobody can
    look for the one that holds.

Bad:
    danger: {life: ESC-0105}   # retired, superseded by ESC-0112

Good:
    danger: {life: ESC-0112}
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.state import status_of
from sopkb.lint.rules.rule import Context, CorpusRule


def check(context: Context) -> Iterator[Finding]:
    """Each topic whose route cannot be followed now."""
    corpus = context.corpus
    for topic, record_id in context.config.danger.items():
        record = corpus.by_id.get(record_id)
        if record is None:
            what = "cannot be read" if record_id in corpus.unreadable else "is not in this base"
            remedy = (
                "Fix that file." if record_id in corpus.unreadable else _instead(context.nearest_id(record_id, 0.7))
            )
        else:
            state = status_of(record, context.now, context.config.policy.expires_soon).state
            if state.is_live:
                continue
            successor = corpus.successor_of(record_id)
            what, remedy = f"is {state}", _instead(successor.id if successor else "")
        yield Finding(
            f"`danger.{topic}`: {record_id} {what}. {remedy}", context.settings.positions.value("danger", topic)
        )


def _instead(record_id: str) -> str:
    return f"Name the escalation that is in force, perhaps {record_id}." if record_id else "Name one that is in force."


RULE = CorpusRule("A09", Severity.ERROR, check=check)
