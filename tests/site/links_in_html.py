"""A checker of the links in a built site: what each page points at must be there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from tests.site.rendering import Seen, read


def read_site(site: Path) -> dict[str, Seen]:
    """Every page by its address relative to the site."""
    return {path.relative_to(site).as_posix(): read(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}


def broken_links(site: Path, pages: dict[str, Seen]) -> Iterator[str]:
    """Links, images, scripts and styles that lead to nothing in the site, anchors included."""
    for address, seen in pages.items():
        if address == "404.html":  # its links are relative to wherever the reader got lost
            continue
        for link in (*seen.links, *seen.sources):
            target = urlsplit(urljoin(f"http:///{address}", link))
            if target.scheme not in ("http", "https") or target.netloc:
                continue
            path = unquote(target.path).lstrip("/") or "index.html"
            if path.endswith("/") or (site / path).is_dir():
                path = f"{path.rstrip('/')}/index.html"
            if not (site / path).is_file():
                yield f"{address}: {link}"
            elif target.fragment and path in pages and unquote(target.fragment) not in pages[path].ids:
                yield f"{address}: {link} (no such anchor)"


def foreign_sources(pages: dict[str, Seen]) -> Iterator[str]:
    """What a browser would fetch from another host while it shows a page."""
    for address, seen in pages.items():
        for source in seen.sources:
            if urlsplit(source).netloc:
                yield f"{address}: {source}"
