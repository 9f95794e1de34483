"""Words of a harm topic without the advisory before them.

What: A record that names self-harm, child safety, hate, violence, bullying or cruelty to animals says so: `sensitivity:
    mentions`, and the topic in `harm_topics`. Then the page begins with the advisory of `kb.yml`, and the result row
    shows no passage of it. Words in a negated sentence ("does not cover …") do not count. The finding names the topic,
    never the word.

Why on shift: Somebody meets it unprepared, in the middle of a chat about something else.

Bad:
    sensitivity: none

Good:
    sensitivity: mentions
    harm_topics: [self_harm]
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.record import Document
from sopkb.lint.rules.lexicon import TOPICS
from sopkb.lint.rules.rule import Context, DocumentRule
from sopkb.lint.rules.wording import is_negated, place_of


def check(document: Document, context: Context) -> Iterator[Finding]:
    """The first word of each topic that the record does not declare."""
    if document.record is None:
        return
    meta = document.record.meta
    declares = meta.text("sensitivity") == "mentions"
    declared = meta.texts("harm_topics") if declares else ()
    known = context.config.vocabularies.get("harm_topics")
    text = document.text
    lowered = text.lower()
    for topic, words in TOPICS.items():
        if topic in declared or (declares and known is not None and topic not in known):
            continue
        first = next((match for match in words.find(lowered) if not is_negated(lowered, match.start())), None)
        if first:
            at = place_of(text, first.start())
            add = f"add `{topic}` to `harm_topics`"
            if not declares:
                topics = f" and `harm_topics: [{topic}]`" if known is None or topic in known else ""
                add = f"set `sensitivity: mentions`{topics}"
            yield Finding(
                f"Line {at.line} names {topic.replace('_', ' ')}: {add}, so that the advisory comes first.", at
            )


RULE = DocumentRule("A04", Severity.ERROR, alone=True, check=check)
