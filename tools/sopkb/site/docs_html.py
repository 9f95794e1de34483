"""What a hand-written page brings that a browser would run, load or obey: scripts, handlers, frames, redirects.

Whoever may change ``docs/`` may not change what the site does to its readers. The page is looked at as Markdown made
it, where code is only text; what is found is looked for in the file again, for its line. Where a reader of HTML and
a browser may differ (comments, text that is no markup to one of them) the stricter reading counts.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sopkb.site.policy import inline_scripts
from sopkb.site.tags import READINGS, Tag, tags

_RUNNING = frozenset(
    "script iframe frame frameset fencedframe object embed applet portal base link foreignobject animate animatemotion "  # noqa: SIM905
    "animatetransform set noscript noembed noframes plaintext xmp".split()
)
"""Elements that run, load or redirect something, or whose contents only some programs take for markup."""
_DATA = re.compile(r"application/(?:ld\+)?json", re.IGNORECASE)
_ADDRESSES = frozenset(
    "href src xlink:href action formaction data poster background cite srcset ping manifest codebase longdesc "  # noqa: SIM905
    "profile usemap from to values by".split()
)
_BAD_SCHEME = re.compile(r"(?:java|vb|live)script:|data:(?!image/(?:png|jpe?g|gif|webp|avif)[;,])", re.IGNORECASE)
_HANDLER = re.compile(r"on[a-z]+")
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff]")
_RAW = re.compile(
    rf"<(?P<name>{'|'.join(sorted(_RUNNING))})(?=[\s/>]|$)|<[a-z][^<>]*?[\s/\"'](?P<handler>on[a-z]+)\s*=",
    re.IGNORECASE,
)
_PAGES = frozenset({".html", ".htm", ".xhtml", ".xht", ".shtml", ".svg", ".xml", ".mhtml"})
"""Endings of files that a browser shows as a page of its own."""
_REMEDY = (
    "Write it as Markdown. What must run belongs to the theme: `extra_javascript` or `custom_dir` in mkdocs.yml, "
    "outside of the pages."
)
_MOST = 20
"""Findings of one page that are told."""


@dataclass(frozen=True, slots=True)
class Running:
    """Something on a hand-written page that a browser would run.

    Args:
        line: in the file; 0 where it does not stand there as it is shown.
        what: a clause that names it, and repeats no text of it.
    """

    line: int
    what: str


def running_parts(source: str, content: str, meta: object = None) -> tuple[Running, ...]:
    """Everything on a page that a browser would run, load or obey, in the order of its lines.

    Args:
        source: the file's text.
        content: the HTML that Markdown made of it.
        meta: its front matter, which themes show as it is.
    """
    found: dict[str, list[int]] = {}
    for what, written in (*_in_html(content), *_in_values(meta)):
        found.setdefault(what, []).append(_line_of(written, source, len(found.get(what, ()))))
    told = [Running(line, what) for what, lines in found.items() for line in dict.fromkeys(lines)]
    return tuple(sorted(told, key=lambda each: (each.line, each.what))[:_MOST])


class HandWritten:
    """What was found in the hand-written pages of one build.

    Args:
        folder: name of the folder that they lie in, for messages.
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._found: dict[str, tuple[Running, ...]] = {}
        self.scripts: frozenset[str] = frozenset()
        """Inline scripts in what was made of the pages: none of them is the theme's."""

    def look_at_files(self, files: Iterable[tuple[str, str | None]]) -> None:
        """Look at those files that are published as they are and that a browser takes for pages.

        Args:
            files: place in the folder, and where the file is.
        """
        for uri, path in files:
            if not path or Path(uri).suffix.lower() not in _PAGES:
                continue
            raw = Path(path).read_bytes()
            coding = "utf-16" if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8"
            text = raw.decode(coding, "replace")
            self._found[uri] = running_parts(text, text)

    def look_at_page(self, uri: str, source: str, content: str, meta: Mapping[str, object]) -> None:
        """Look at a page.

        Args:
            uri: its place in the folder.
            source: the file's text.
            content: the HTML that Markdown made of it.
            meta: its front matter.
        """
        self.scripts |= inline_scripts(content)
        self._found[uri] = running_parts(source, content, [uri, dict(meta)])

    def refused(self) -> str:
        """Why the site is not built, with file and line of each thing that was found; ``""`` for nothing."""
        found = ((uri, each) for uri in sorted(self._found) for each in self._found[uri])
        lines = [f"{self._folder}/{uri}:{each.line}: {each.what}" for uri, each in found]
        return (
            "\n".join([f"Pages of {self._folder}/ bring what a browser would run:", *lines, _REMEDY]) if lines else ""
        )


def _in_html(text: str) -> Iterator[tuple[str, str]]:
    """What is found, and how it begins as it is written."""
    seen: set[tuple[int, str]] = set()
    for reading in READINGS:
        for tag in tags(text, reading):
            for what in _of_tag(tag):
                if (tag.start, what) not in seen:
                    seen.add((tag.start, what))
                    yield what, tag.written
    told = {what for _, what in seen}
    for match in _RAW.finditer(text):  # in what is a comment, or the value of an attribute
        what = _element(match["name"].lower()) if match["name"] else _handler(match["handler"].lower())
        if what not in told and not _is_data(match, text):
            yield what, match.group()


def _of_tag(tag: Tag) -> Iterator[str]:
    if tag.name == "meta" and "http-equiv" in tag.attributes:
        yield "`<meta http-equiv>`"
    elif tag.name in _RUNNING and not (
        tag.name == "script" and _DATA.fullmatch(tag.attributes.get("type", "").strip())
    ):
        yield _element(tag.name)
    for name, value in tag.attributes.items():
        if _HANDLER.fullmatch(name):
            yield _handler(name)
        elif name == "srcdoc" or (name in _ADDRESSES and _runs(value, name)):
            yield f"`{name}` with an address that runs"


def _is_data(match: re.Match[str], text: str) -> bool:
    """Whether a script holds data, which no browser runs."""
    if (match["name"] or "").lower() != "script":
        return False
    end = text.find(">", match.end())
    return bool(_DATA.search(text[match.end() : end if end >= 0 else None]))


def _in_values(value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        for text in {value, html.unescape(value)}:
            if "<" in text:
                yield from _in_html(text)
            for quote in (quote for quote in "\"'" if quote in text):  # themes put values into attributes
                yield from _in_html(f"<meta content={quote}{text}{quote}>")
        if _BAD_SCHEME.match(_UNSEEN.sub("", value)):
            yield "an address that runs", value[:20]
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _in_values(key)
            yield from _in_values(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _in_values(inner)


def _runs(value: str, name: str) -> bool:
    """Whether an address, as a browser reads it, is a program or a document of its own."""
    parts = value.split(",") if name == "srcset" else value.split(";") if name == "values" else [value]
    return any(_BAD_SCHEME.match(_UNSEEN.sub("", html.unescape(part))) for part in parts)


def _element(tag: str) -> str:
    return f"`<{tag}>`"


def _handler(name: str) -> str:
    return f"`{name}=`"


def _line_of(written: str, source: str, number: int) -> int:
    """The line of the file in which something stands as it is written, the next one each time; else where it may."""
    at = -1
    for _ in range(number + 1):
        at = source.find(written, at + 1)
        if at < 0:
            break
    if at >= 0:
        return source.count("\n", 0, at) + 1
    first = re.match(r"<\w+", written)
    wanted = [written[:20], first[0] if first else "", *re.findall(r"\bon[a-z]+(?=\s*=)", written), "script:", "data:"]
    lines = [_UNSEEN.sub("", html.unescape(line)).lower() for line in source.split("\n")]
    for part in filter(None, (_UNSEEN.sub("", each).lower() for each in wanted)):
        places = [place for place, line in enumerate(lines, 1) if part in line]
        if places:
            return places[min(number, len(places) - 1)]
    return 0
