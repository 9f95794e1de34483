"""Old names of records as addresses: a ticket of last year that names ``KB-1234`` still leads to the record."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sopkb.core.body import slugify
from sopkb.core.record import Record
from sopkb.site.escape import markup
from sopkb.site.old_addresses import paths_of
from sopkb.site.view import View

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}")


def redirects(view: View, taken: frozenset[str]) -> Mapping[str, str]:
    """A page for each alias that sends on to its record.

    Args:
        view: the base.
        taken: addresses that the site has, in lower case: none of them is replaced.

    Returns:
        HTML by address. A name of one word is its own address, any other is written as an anchor is; of two records
        with one alias the first by id has it, and rule I01 has told of it.
    """
    found: dict[str, str] = {}
    seen = set(taken)
    for record in view.records:
        paths = paths_of(record)  # lead on as they are: see old_addresses
        for alias in record.aliases:
            if alias in paths:
                continue
            name = alias if _WORD.fullmatch(alias) else slugify(alias)
            address = f"{name.removesuffix('.html')}.html"
            if name and address.lower() not in seen:
                seen.add(address.lower())
                found[address] = _page(record)
    return found


def _page(record: Record) -> str:
    """A page without a script: it sends on by itself, and is a link where a browser does not."""
    target = f"{record.id}.html"
    name = f"{record.id} {markup(record.title)}"
    return (
        f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{name}</title>\n'
        f'<meta http-equiv="refresh" content="0; url={target}">\n<link rel="canonical" href="{target}">\n'
        f'<p>This is now <a href="{target}">{name}</a>.</p>\n</html>\n'
    )
