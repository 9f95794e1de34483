"""A link to another host that nobody answers.

What: `kb check --external` tries the links of records that are not retired, where their host is on the list in kb.yml
    (`vocabularies.hosts`). A page that is gone (404, 410), a server in trouble (5xx), a name that does not exist and a
    certificate that is not valid are told. A sign-in page is an answer. Without `--external` nothing is tried.

Why on shift: The dashboard that the step says to open moved in spring.

Bad:
    Open [the queue board](https://tools.example.org/old-board).   # answers 404

Good:
    Open [the queue board](https://tools.example.org/board).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sopkb.core.body import LinkKind
from sopkb.core.diagnostics import Finding, Location, Severity, shown
from sopkb.core.record import Record
from sopkb.lint.rules.rule import Context, RecordRule, When


def check(record: Record, context: Context) -> Iterator[Finding]:
    """The links of a record against the answers that were got."""
    for address, at in _outside(record):
        trouble = (context.answers or {}).get(address)
        if trouble:
            yield Finding(f"`{shown(address, longest=120)}` {trouble}. Correct the link, or remove it.", at)


def addresses_in(records: Iterable[Record]) -> frozenset[str]:
    """Every address that records link to on another host, without its fragment."""
    return frozenset(address for record in records for address, _ in _outside(record))


def _outside(record: Record) -> Iterator[tuple[str, Location]]:
    for link in () if record.is_retired else record.body.links:
        if link.kind in (LinkKind.LINK, LinkKind.IMAGE) and link.target.lower().startswith(("http://", "https://")):
            yield link.target.partition("#")[0], link.at


RULE = RecordRule("K02", Severity.WARNING, when=When.ASKED, check=check)
