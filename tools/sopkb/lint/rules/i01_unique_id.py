"""An id that another file has already.

What: Two pull requests that took the same number are found on the merge result. `0000` is no number: it is what an
    author writes who cannot know the next one.

Why on shift: The same id in two tickets means two different answers.

Bad:
    id: WKA-0102        # in two files

Good:
    id: WKA-0116        # the next free number: `kb new workaround` takes it
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity, shown
from sopkb.core.kinds import ID
from sopkb.core.record import Record
from sopkb.lint.rules.rule import Context, CorpusRule


def check(context: Context) -> Iterator[Finding]:
    """The first file keeps the id; the others are told."""
    owners: dict[tuple[str, bool], str] = {}
    for record in context.corpus.all_records():
        if not ID.fullmatch(record.id):
            continue
        if record.id.endswith("-0000"):
            yield Finding(f"{record.id} is only a placeholder. {_remedy(record)}", record.at("id"), path=record.path)
            continue
        first = owners.setdefault((record.id, record.is_next), record.path)
        if first != record.path:
            taken = f"{record.id} is already {shown(first, longest=200)}."
            yield Finding(f"{taken} {_remedy(record)}", record.at("id"), path=record.path)


def _remedy(record: Record) -> str:
    return f"Run `kb renumber {shown(record.path, longest=200)}`."


RULE = CorpusRule("I01", Severity.ERROR, check=check)
