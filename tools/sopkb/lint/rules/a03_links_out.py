"""A link to content, or to a host that is not on the list.

What: Links go to the hosts in `vocabularies.hosts` of `kb.yml` and to no others, and never to content: no clip, no
    playback or CDN address, not even on a host of the list. This holds for every form of link, in the text and in
    front matter: bare, in angle brackets, by reference, as an image, in raw HTML. In code only addresses of content are
    found, for code is not clicked; of names without `https://` those alone, too. The finding does not repeat the
    address. This cannot be waived.

Why on shift: One click exposes whoever follows the page, and the request tells the other side who they are.

Bad:
    Watch it at https://cdn.▢▢▢▢▢▢/clips/▢▢▢▢

Good:
    The case id is in the ticket; see [[ESC-0104]].
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from urllib.parse import urlsplit

from sopkb.core.diagnostics import Finding, Severity
from sopkb.core.record import Document
from sopkb.lint.rules.rule import Context, DocumentRule
from sopkb.lint.rules.wording import place_of

_ADDRESS = re.compile(
    r"(?:(?P<scheme>[a-z][a-z0-9+.-]{0,15}):|(?<![\w:/]))[/\\]{2}(?P<authority>[^\s/?#<>\"'`()\[\]{}\\,;|]+)"
    r"(?P<rest>[^\s<>\"'`()\[\]{}|]*)"
    r"|(?<![\w.@/-])(?P<bare>(?:www|cdn|media|streams?|vod|clips?|playback|play)\d*(?:-[\w-]+)?(?:\.[a-z0-9-]+)+\.[a-z]{2,10})"
    r"(?P<bare_rest>/[^\s<>\"'`()\[\]{}|]+)?",
    re.IGNORECASE,
)
_BARE_STEMS = ("www.", "cdn", "media.", "media-", "stream", "vod.", "vod-", "clip.", "clips.", "playback.", "play.")
_CONTENT_HOST = re.compile(r"(?:^|[.-])(?:cdn|vod|hls|clips?|playback|streams?|streaming)\d*(?:[.-]|$)", re.IGNORECASE)
_CONTENT_PATH = re.compile(
    r"\.(?:mp4|m3u8|mpd|mov|webm|flv|m4v|mkv|avi|mp3|m4a|wav)(?:$|[?#])"
    r"|/(?:play|playback|watch|embed|streams?|vod|live|clips?|videos?|rooms?|posts?)/[\w-]*\d[\w-]*(?:$|[/?#.])|[?&]v=[\w-]{6,}",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(r"[<>{}$%*…]|\.\.\.")
_CODE = re.compile(
    r"^[ \t>]*(`{3,}|~{3,})[^\n]*\n.*?(?:^[ \t>]*\1[`~]*\s*$|\Z)|(?<!`)(`+)(?!`)[^\n]*?(?<!`)\2(?!`)",
    re.MULTILINE | re.DOTALL,
)
_HERE = frozenset({"localhost", "127.0.0.1", "0.0.0.0", "[::1]"})

_CONTENT = "A link to content: remove it, and write the case id."
_OTHER_HOST = "A link to a host that is not in `vocabularies.hosts` of kb.yml: remove it, or have the host added."


def check(document: Document, context: Context) -> Iterator[Finding]:
    """Every address in the file's text; then what only the Markdown parser can read, such as entities."""
    yield from links_out(document, context.config.vocabularies.get("hosts"), content=True)


def links_out(document: Document, allowed: Collection[str] | None, *, content: bool) -> Iterator[Finding]:
    """What is wrong with the addresses of a file.

    Args:
        document: the file.
        allowed: hosts that links may go to; None for any.
        content: whether links to content count, wherever they go.
    """
    text = document.text
    hosts = set()
    for match in _addresses(text):
        if match["authority"] and match.end("authority") <= len(document.source):
            start = match.start("authority")
            if text[start - 2 : start] == 2 * "\\":
                continue  # YAML writes one backslash so
        host = _host(match["authority"] or match["bare"])
        hosts.add(host)
        trouble = _trouble(host, match["rest"] or match["bare_rest"] or "", allowed, match["bare"] is not None, content)
        if trouble and not (trouble == _OTHER_HOST and _is_in_code(text, match.start())):
            yield Finding(trouble, place_of(text, match.start()))
    for link in document.record.body.links if document.record else ():
        if "/" in link.target or "\\" in link.target:
            host, path = _parts(link.target)
            if host and host not in hosts:
                trouble = _trouble(host, path, allowed, False, content)
                if trouble:
                    yield Finding(trouble, link.at)


def hosts_in(text: str) -> frozenset[str]:
    """Every host that this rule asks about in a text: those of addresses that stand outside code."""
    found = (match for match in _addresses(text) if match["authority"] and not _is_in_code(text, match.start()))
    return frozenset(_host(match["authority"]) for match in found)


def _addresses(text: str) -> Iterator[re.Match[str]]:
    lowered = text.lower()
    if "//" in text or "\\\\" in text or any(stem in lowered for stem in _BARE_STEMS):
        yield from _ADDRESS.finditer(text)


def _trouble(host: str, path: str, allowed: Collection[str] | None, is_bare: bool, content: bool) -> str:
    """What is wrong with an address; ``""`` where nothing is."""
    if not host or host in _HERE or _TEMPLATE.search(host):
        return ""
    known = allowed is None or host in allowed or host.partition(":")[0] in allowed
    if content and (_CONTENT_PATH.search(path) or (not known and _CONTENT_HOST.search(host))):
        return _CONTENT
    return "" if known or (is_bare and not host.startswith("www.")) else _OTHER_HOST


def _host(authority: str) -> str:
    """Host and port as a browser reads them: after the last ``@``, without the final dot, in lower case."""
    host = authority.rpartition("@")[2].lower().rstrip(".:*_!")
    return host if ":" in host or not host else host.rstrip(".")


def _parts(target: str) -> tuple[str, str]:
    """Host and path of a link's target as a browser reads it, for which a backslash is a slash."""
    try:
        address = urlsplit(target.replace("\\", "/"))
        return _host(address.netloc), f"{address.path}?{address.query}"
    except ValueError:  # it is no address: K01 says so
        return "", ""


def _is_in_code(text: str, offset: int) -> bool:
    starts, ends = _code_in(text)
    place = bisect_right(starts, offset) - 1
    return place >= 0 and offset < ends[place]


@lru_cache(maxsize=4)
def _code_in(text: str) -> tuple[Sequence[int], Sequence[int]]:
    """Where code begins and ends in a text: asked for every address in it, and there may be a hundred thousand."""
    places = [match.span() for match in _CODE.finditer(text)]
    return [start for start, _ in places], [end for _, end in places]


RULE = DocumentRule("A03", Severity.ERROR, alone=True, check=check)
