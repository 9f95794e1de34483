"""A link to a host that is not on the list.

What: Where `kb.yml` lists hosts (`vocabularies.hosts`), links go to these and to no others: in the text and in front
    matter, in every form of link. Addresses in code are not clicked, and not looked at. With the pack trust-and-safety
    A03 looks at the same and at more, and this rule is silent.

Why on shift: A link that nobody vouched for asks for a password on a page that only looks like yours.

Bad:
    See https://files.example.net/setup   # kb.yml: hosts: [kb.example.org]

Good:
    See https://kb.example.org/setup
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.record import Document
from sopkb.lint.rules.a03_links_out import links_out
from sopkb.lint.rules.rule import Context, DocumentRule


def check(document: Document, context: Context) -> Iterator[Finding]:
    """Every address whose host nobody listed; nothing where there is no list."""
    hosts = context.config.vocabularies.get("hosts")
    if hosts is not None and "trust-and-safety" not in context.config.packs:
        yield from links_out(document, hosts, content=False)


RULE = DocumentRule("K03", Severity.ERROR, alone=True, check=check)
