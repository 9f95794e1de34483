"""Where imported documents lay before: alert systems, tickets and bookmarks go on to name those addresses.

The path of each document is among its record's aliases. Letter case, the ending, an index at the end and a slash do not
count, and the folders at the front may be left out as long as what is left names one record alone. Nothing leads
anywhere but to a record of the base.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from urllib.parse import quote, unquote

from sopkb.core.corpus import Corpus
from sopkb.core.record import Record

ADDRESSES_NAME = "old-addresses.json"
"""Id by address, in the form that :func:`address_key` gives: the page for an address that is none reads it."""
REDIRECTS_NAME = "_redirects"
"""The same as Netlify, Cloudflare Pages and GitLab Pages read it."""
NGINX_NAME = "old-addresses.nginx"
"""The same as a ``map`` for nginx."""

LONGEST = 500
"""Characters of an address that are looked at."""
_ENDING = re.compile(r"\.(?:md|markdown|mdown|mkd|mdx|html?|md\.erb|html\.erb|html\.md|html\.md\.erb)$")
_INDEX = re.compile(r"(?:^|/)(?:_?index|readme)$")


def address_key(path: str) -> str:
    """What of an address counts.

    Args:
        path: an address from the top of the site, or the path of a source document; percent signs and all.
    """
    key = unquote(path[:LONGEST]).lower().strip("/ ")
    key = _ENDING.sub("", re.sub(r"/{2,}", "/", key))
    return re.sub(r"\s+", "-", _INDEX.sub("", key))


def paths_of(record: Record) -> tuple[str, ...]:
    """The aliases of a record that say where its document lay; what is only a name with a slash in it is none."""
    return tuple(
        alias
        for alias in record.aliases
        if _ENDING.search(alias.lower()) or ("/" in alias and (record.is_legacy or alias.startswith("/")))
    )


def old_addresses(corpus: Corpus) -> dict[str, str]:
    """The id of the record that each old address leads to, sorted by address; what names two records names none."""
    whole: dict[str, str] = {}
    shorter: dict[str, set[str]] = {}
    for record in corpus.records:
        for alias in paths_of(record):
            key = address_key(alias)
            if key:
                whole.setdefault(key, record.id)
                parts = key.split("/")
                for start in range(1, len(parts)):
                    shorter.setdefault("/".join(parts[start:]), set()).add(record.id)
    for key, ids in shorter.items():
        if key not in whole and len(ids) == 1:
            whole[key] = next(iter(ids))
    return dict(sorted(whole.items()))


def address_files(corpus: Corpus, top: str) -> Mapping[str, str]:
    """The files that lead from old addresses to records, by place in the site; none where there are no such addresses.

    Args:
        corpus: the records.
        top: path of the site on its host, with a slash at both ends.
    """
    found = old_addresses(corpus)
    if not found:
        return {}
    lines = "".join(f"{top}{form} {top}{target}.html 302\n" for form, target in _forms(corpus, found).items())
    rows = "".join(
        f'  "~*^{_nginx(top)}{_nginx(key)}(\\.(md|mdx|html?))?/?$" "{top}{target}.html";\n'
        for key, target in found.items()
    )
    nginx = (
        "# In http { … }: include this file. In server { … }: if ($kb_old) { return 302 $kb_old; }\n"
        f'map $uri $kb_old {{\n  default "";\n{rows}}}\n'
    )
    return {
        ADDRESSES_NAME: json.dumps(found, ensure_ascii=False, indent=0) + "\n",
        REDIRECTS_NAME: lines,
        NGINX_NAME: nginx,
    }


def _forms(corpus: Corpus, found: Mapping[str, str]) -> dict[str, str]:
    """Addresses as people write them, for hosts that know no patterns: lower case, and as the path was written."""
    forms: dict[str, str] = {}
    for key, target in found.items():
        for form in (key, f"{key}/", f"{key}.html"):
            forms.setdefault(quote(form), target)
    for record in corpus.records:
        for alias in paths_of(record):
            path = re.sub(r"(?i)\.(?:md|markdown|mdown|mkd|mdx|html?)$", "", alias.strip("/"))
            parts = path.split("/")
            for start in range(len(parts)):
                short = "/".join(parts[start:])
                if found.get(address_key(short)) == record.id:
                    for form in (short, f"{short}/", f"{short}.html", *([alias.strip("/")] if start == 0 else [])):
                        forms.setdefault(quote(form), record.id)
    return forms


def _nginx(text: str) -> str:
    """A text inside a quoted pattern of nginx's map; the folded address stands for its blanks as well."""
    return re.sub(r'([\\.*+?()\[\]{}^$|"])', r"\\\1", text).replace("-", "[- ]")
