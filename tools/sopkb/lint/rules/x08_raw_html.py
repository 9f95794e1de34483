"""Raw HTML in a body.

What: Our pages show a tag as the text it is (a `<br>` breaks the line, a comment is left out, a fold is opened); a code
    host hides it, or obeys it. A placeholder such as `<case-id>` is a tag, too,
    unless it stands in backticks.

Why on shift: "Search for" and nothing behind it: the placeholder was taken for a tag, and swallowed.

Bad:
    Search for <case-id>.

Good:
    Search for `<case-id>`.
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Location, Severity, shown
from sopkb.core.load.tags import KNOWN_TAGS, tags_in
from sopkb.core.record import Record
from sopkb.lint.rules.rule import Context, RecordRule


def check(record: Record, context: Context) -> Iterator[Finding]:
    """The first tag of each line that has one."""
    for line, tag in tags_in(record.body):
        if tag in ("details", "summary"):
            message = "A fold: our pages show it open. Use a `###` heading."
        elif tag in KNOWN_TAGS:
            message = f"Raw HTML: our pages show `<{tag}>` as text. Write it in Markdown."
        else:
            message = f"`<{shown(tag)}>` reads as a tag, which a code host does not show. Put it in backticks."
        yield Finding(message, Location(line, 1))


RULE = RecordRule("X08", Severity.WARNING, alone=True, check=check)
