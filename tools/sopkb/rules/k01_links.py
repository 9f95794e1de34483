"""A link inside the knowledge base that leads nowhere.

What: A `[[ID]]`, a bare id, a link to a record's file, an anchor and an image must exist. Links to other hosts are not
    tried here; `#anchors` are those that headings have on the page.

Why on shift: A dead end.

Bad:
    See [the unlock guide](../sops/unlock.md).

Good:
    See [[SOP-0012]].
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from difflib import get_close_matches
from urllib.parse import unquote, urlsplit

from sopkb.diagnostics import Finding, Severity, shown
from sopkb.model.body import Link, LinkKind
from sopkb.model.kinds import ID
from sopkb.model.record import Record
from sopkb.rules.rule import Context, RecordRule


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Each link, image and mention of the body."""
    for link in record.body.links:
        trouble = _trouble(link, record, context)
        if trouble:
            yield Finding(f"`{shown(link.target)}` not found{trouble}", link.at)


def _trouble(link: Link, record: Record, context: Context) -> str:
    if link.kind in (LinkKind.WIKI, LinkKind.BARE_ID):
        record_id, _, anchor = link.target.partition("#")
        if record_id not in context.corpus.by_id:
            return _nearest(record_id, context)
        return _anchor_trouble(anchor, context.corpus.by_id[record_id])
    try:
        address = urlsplit(link.target)
    except ValueError:
        return ": it is no address. Mend it, or put it in backticks."
    if address.scheme or address.netloc:
        return ""
    if not address.path:
        return _anchor_trouble(address.fragment, record)
    target = posixpath.normpath(posixpath.join(posixpath.dirname(record.path), unquote(address.path)))
    found = context.corpus.by_path.get(target)
    if found:
        return _anchor_trouble(address.fragment, found)
    if target in context.corpus.files:
        return ""
    mentioned = ID.search(link.target)
    hint = f"[[{mentioned.group()}]]" if mentioned and mentioned.group() in context.corpus.by_id else "[[ID]]"
    return f"; link by id: {hint}." if link.kind is LinkKind.LINK else "; add the image, or remove it."


def _nearest(record_id: str, context: Context) -> str:
    if not ID.fullmatch(record_id):
        return "; link by id: [[SOP-0012]]."
    near = context.nearest_id(record_id, 0.7)
    return f"; did you mean [[{near}]]?" if near else ". Name an existing record, or write the record first."


def _anchor_trouble(anchor: str, record: Record) -> str:
    anchor = unquote(anchor)
    if not anchor or anchor in record.body.anchors:
        return ""
    near = get_close_matches(anchor, sorted(record.body.anchors), 1, 0.5)
    return f": {record.id} has no such heading{f'; nearest `#{near[0]}`' if near else ''}."


RULE = RecordRule("K01", Severity.ERROR, check=check)
