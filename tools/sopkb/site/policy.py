"""The content security policy of a site: what its pages may load and run, computed from the pages themselves.

Scripts may come from the site, and inline those alone that its pages have, each named by its digest; nothing may come
from another host, and no text becomes code.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

POLICY_NAME = "security-policy.txt"
"""The policy alone, one line: for the header that a server sends."""
HEADERS_NAME = "_headers"
"""The same and its companions as Netlify and Cloudflare Pages read them."""

_INLINE = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL | re.IGNORECASE)
_NOT_RUN = re.compile(r"""\bsrc\s*=|type\s*=\s*["']?(?!text/javascript|module|application/javascript)""", re.IGNORECASE)

_FIXED = (
    ("default-src", "'none'"),
    ("style-src", "'self'"),
    ("img-src", "'self' data:"),  # the theme's icons are masks in its stylesheet
    ("font-src", "'self'"),
    ("connect-src", "'self'"),
    ("worker-src", "'self'"),
    ("form-action", "'self'"),
    ("base-uri", "'none'"),
    ("frame-ancestors", "'none'"),
)


def inline_scripts(html: str) -> frozenset[str]:
    """The texts of the scripts that stand in a page, those left out that a browser only keeps as data."""
    if "<script" not in html:
        return frozenset()
    return frozenset(
        found["text"] for found in _INLINE.finditer(html) if found["text"] and not _NOT_RUN.search(found["attributes"])
    )


def policy_for(scripts: Iterable[str], sent_to: str = "") -> str:
    """The policy of a site.

    Args:
        scripts: the texts of all its inline scripts.
        sent_to: the one host beside its own that its pages may send to (``https://kb-api.example.org``), if any.
    """
    hashes = sorted({base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in scripts})
    allowed = " ".join(["'self'", *(f"'sha256-{each}'" for each in hashes)])
    (first, *rest) = _FIXED
    told = {"connect-src": f" {sent_to}"} if sent_to else {}
    return "; ".join(f"{name} {value}{told.get(name, '')}" for name, value in (first, ("script-src", allowed), *rest))


def policy_files(scripts: Iterable[str], sent_to: str = "") -> dict[str, str]:
    """The policy of a site in both forms, by place; a project may bring a file of headers of its own."""
    policy = policy_for(scripts, sent_to)
    lines = ["/*", f"  Content-Security-Policy: {policy}", "  X-Content-Type-Options: nosniff"]
    lines += ["  Referrer-Policy: no-referrer"]
    return {POLICY_NAME: policy + "\n", HEADERS_NAME: "\n".join(lines) + "\n"}
