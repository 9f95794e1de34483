"""A link inside the knowledge base that leads nowhere.

What: A `[[ID]]`, a bare id, a link to a record's file, an anchor and an image must exist, and be of a sort that a page
    can carry: images are png, jpg, gif, webp or avif beside the records, addresses begin with http, https or mailto. An
    anchor is a heading's, by its words or by its fragment. What is there but not shown, and `[text][name]` without an
    address for the name, are warnings. Whether other hosts answer is tried by `kb check --external` (K02).

Why on shift: A dead end.

Bad:
    See [the unlock guide](../sops/unlock.md).

Good:
    See [[SOP-0112]], and [[SOP-0112#If it does not work]].
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from difflib import get_close_matches
from urllib.parse import SplitResult, unquote, urlsplit

from sopkb.core.body import IMAGE_SUFFIXES, OUTWARD_SCHEMES, Link, LinkKind
from sopkb.core.diagnostics import Finding, Location, Severity, shown
from sopkb.core.kinds import ID
from sopkb.core.load.body import text_in
from sopkb.core.record import Record
from sopkb.lint.rules.rule import Context, RecordRule

_UNDEFINED = re.compile(r"(?:(?<![\w\]])\[[^\[\]]+|^[^\[\]]*)\]\[([^\[\]]+)\]")
_NOT_SHOWN = "is not shown"
_SCHEMES = "http, https and mailto"


def check(record: Record, context: Context) -> Iterator[Finding]:
    """Each link, image and mention of the body."""
    for link in record.body.links:
        trouble = _trouble(link, record, context)
        if trouble:
            severity = Severity.WARNING if trouble.startswith(_NOT_SHOWN) else None
            yield Finding(f"`{shown(link.target)}` {trouble}", link.at, severity)
    if "][" in record.body.text:
        for text, line in text_in(record.body):
            for match in _UNDEFINED.finditer(text):
                name = shown(match[1])
                message = f"`[{name}]` has no address. Add `[{name}]: …` below, or link by id."
                yield Finding(message, Location(line), Severity.WARNING)


def _trouble(link: Link, record: Record, context: Context) -> str:
    if link.kind in (LinkKind.WIKI, LinkKind.BARE_ID):
        record_id, _, anchor = link.target.partition("#")
        if record_id in context.corpus.unreadable:
            return ""  # its file is there, and its own findings say what is wrong with it
        if record_id not in context.corpus.by_id:
            return _nearest(record_id, context)
        return _anchor_trouble(anchor, context.corpus.by_id[record_id])
    try:
        address = urlsplit(link.target)
    except ValueError:
        return "not found: it is not an address. Correct it, or put it in backticks."
    if address.scheme or address.netloc:
        return _outward_trouble(link, address)
    if not address.path:
        if not address.fragment:
            return "not found: the link is empty. Give it an address, or remove it."
        return _anchor_trouble(address.fragment, record)
    return _file_trouble(link, address, record, context)


def _outward_trouble(link: Link, address: SplitResult) -> str:
    if not address.scheme:
        return "not found: it names a host but no scheme. Begin it with `https://`."
    if address.scheme.lower() not in OUTWARD_SCHEMES:
        return f"cannot be a link: pages link with {_SCHEMES} only. Say in words where to go."
    if not address.netloc and address.scheme.lower() != "mailto":
        return "not found: it names no host. Add one."
    return ""


def _file_trouble(link: Link, address: SplitResult, record: Record, context: Context) -> str:
    target = posixpath.normpath(posixpath.join(posixpath.dirname(record.path), unquote(address.path)))
    found = context.corpus.by_path.get(target)
    if found and link.kind is LinkKind.LINK:
        return _anchor_trouble(address.fragment, found)
    if target in context.corpus.unreadable_paths:
        return ""
    if target in context.corpus.files:
        if posixpath.splitext(target)[1].lower() in IMAGE_SUFFIXES:
            return ""
        kinds = ", ".join(sorted(suffix[1:] for suffix in IMAGE_SUFFIXES))
        return f"{_NOT_SHOWN}: a page carries records and images ({kinds}). Save it as one, or write what it says."
    if link.kind is LinkKind.IMAGE:
        near = _nearest_file(target, context)
        return f"not found; {f'nearest `{shown(near, longest=200)}`' if near else 'add the image, or remove it'}."
    mentioned = ID.search(link.target)
    hint = f"[[{mentioned.group()}]]" if mentioned and mentioned.group() in context.corpus.by_id else "[[ID]]"
    return f"not found; link by id: {hint}."


def _nearest_file(target: str, context: Context) -> str:
    """The name of the file in the same folder that looks most like one that does not exist, case aside."""
    folder, name = posixpath.split(target)
    names = {
        posixpath.basename(path).lower(): path for path in context.corpus.files if posixpath.dirname(path) == folder
    }
    near = get_close_matches(name.lower(), names, 1, 0.6)
    return posixpath.basename(names[near[0]]) if near else ""


def _nearest(written: str, context: Context) -> str:
    """What to write instead of an id that no record has."""
    if not ID.fullmatch(written):
        begins = ID.match(written)
        alias = context.records_by_alias.get(written.casefold())
        meant = begins.group() if begins else (alias[0].id if alias else "")
        return f"not found; link by id: [[{meant if meant in context.corpus.by_id else 'SOP-0112'}]]."
    near = context.nearest_id(written, 0.7)
    return f"not found; did you mean [[{near}]]?" if near else "not found. Name an existing record, or write it first."


def _anchor_trouble(anchor: str, record: Record) -> str:
    anchor = unquote(anchor)
    if not anchor or record.body.at_anchor(anchor):
        return ""
    headings = {section.anchor: section.heading for section in record.body.sections if section.anchor}
    near = get_close_matches(anchor, [*headings, *headings.values()], 1, 0.5)
    return f"not found: {record.id} has no such heading{f'; nearest `#{near[0]}`' if near else ''}."


RULE = RecordRule("K01", Severity.ERROR, check=check)
