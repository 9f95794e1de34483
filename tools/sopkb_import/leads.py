"""Where the links of a source document lead once it is a record."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from sopkb_import.assets import Assets
from sopkb_import.dialects import HUGO_REFERENCE

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_KEPT_SCHEMES = frozenset({"http", "https", "mailto", "tel", "ftp", "ftps", "sftp", "ssh", "git", "slack", "irc"})
_INDEXES = ("_index.md", "index.md", "README.md", "readme.md")


@dataclass(frozen=True, slots=True)
class Lead:
    """Where a link shall lead.

    Args:
        address: to write; None for a link that becomes text.
        trouble: what the report says; ``""`` where all is well.
        as_it_is: whether the link stays as its author wrote it.
    """

    address: str | None = None
    trouble: str = ""
    as_it_is: bool = False


_AS_IT_IS = Lead(as_it_is=True)


@dataclass(frozen=True)
class Target:
    """A document that became a record.

    Args:
        path: of the record's file, relative to the base.
        fragments: numbers of its blocks by the fragment that names them, in lower case.
        anchors: the record's own anchors by block; None while they are not known yet.
    """

    path: str
    fragments: Mapping[str, int]
    anchors: Mapping[int, str] | None = None


@dataclass
class Directory:
    """Every document and file of a collection, to look up what a link means.

    Args:
        targets: documents that are records, by source path.
        left_out: source paths of documents that are none.
        assets: the other files.
        own_addresses: addresses under which the collection itself is published.
    """

    targets: Mapping[str, Target]
    left_out: frozenset[str]
    assets: Assets
    own_addresses: Sequence[str] = ()
    _by_name: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for path in (*self.targets, *self.assets.files):
            name = posixpath.basename(path).casefold()
            for key in {name, posixpath.splitext(name)[0]}:
                self._by_name.setdefault(key, []).append(path)

    def lead(self, source: str, href: str, *, is_image: bool = False) -> Lead:
        """Where a link or an image of a document leads.

        Args:
            source: path of the document.
            href: the address as its author wrote it.
            is_image: whether it is shown rather than followed.
        """
        href = href.strip()
        by_name = href.startswith(HUGO_REFERENCE)
        href = href.removeprefix(HUGO_REFERENCE)
        own = next((address for address in self.own_addresses if href.startswith(address)), None)
        if own:
            href = f"/{href.removeprefix(own)}"
        elif href.startswith("//"):
            return Lead(f"https:{href}")
        elif scheme := _SCHEME.match(href):
            return self._outward(href, scheme.group()[:-1].lower())
        path, _, fragment = href.partition("#")
        path = unquote(path.partition("?")[0]).replace("\\", "/")
        if not path:
            return self._own_heading(source, unquote(fragment))
        found = self._find(source, path, by_name=by_name)
        if found in self.targets and not is_image:
            return self._other(source, found, unquote(fragment))
        if found in self.assets.files:
            name, trouble = self.assets.bring(found)
            return Lead(None, trouble) if trouble else Lead(self._relative(source, name))
        if found in self.left_out:
            return Lead(None, "that document did not become a record")
        return Lead(None, "it leads out of the folder" if found == ".." else "no such file in the folder")

    def lead_by_name(self, source: str, name: str) -> Lead:
        """Where a ``[[name]]`` leads: to the only document or image of that name."""
        path, _, fragment = name.partition("#")
        found = self._only(path)
        if found in self.targets:
            return self._other(source, found, fragment.replace(" ", "-"))
        if found in self.assets.files:
            asset, trouble = self.assets.bring(found)
            return Lead(None, trouble) if trouble else Lead(self._relative(source, asset))
        return Lead(None, "no document of that name in the folder")

    def _outward(self, href: str, scheme: str) -> Lead:
        if scheme == "link" and href[5:].startswith(("http://", "https://")):
            return Lead(href[5:])  # AsciiDoc's way to write a link, met in Markdown too
        return _AS_IT_IS if scheme in _KEPT_SCHEMES else Lead(None, "an address that a page must not carry")

    def _find(self, source: str, path: str, *, by_name: bool) -> str:
        """The file that a path names: as it stands, as a page or folder of a site, for Hugo by its name alone."""
        joined = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), path))[1:].lstrip("/")
        climbs = not path.startswith("/") and posixpath.normpath(
            posixpath.join(posixpath.dirname(source), path)
        ).startswith("..")
        as_page = posixpath.normpath(posixpath.join("/", posixpath.splitext(source)[0], path))[1:].lstrip("/")
        places = [] if climbs else [joined]
        if not posixpath.splitext(path)[1] and not path.startswith("/"):
            places.append(as_page)
        for place in places:
            for name in (place, f"{place}.md", *(posixpath.join(place, index) for index in _INDEXES)):
                if name in self.targets or name in self.assets.files or name in self.left_out:
                    return name
        if by_name and (only := self._only(posixpath.basename(path.rstrip("/")))):
            return only
        return ".." if climbs else ""

    def _only(self, name: str) -> str:
        found = self._by_name.get(name.strip().casefold(), ())
        return found[0] if len(found) == 1 else ""

    def _own_heading(self, source: str, fragment: str) -> Lead:
        target = self.targets[source]
        number = _block(target, fragment)
        if number is None:
            return Lead(None, f"no heading #{fragment}" if fragment else "no address")
        if target.anchors is None:
            return Lead(f"#{quote(fragment)}")
        anchor = target.anchors.get(number)
        return Lead(f"#{anchor}") if anchor else Lead(None, f"below the heading #{fragment} stood nothing")

    def _other(self, source: str, found: str, fragment: str) -> Lead:
        target = self.targets[found]
        address = self._relative(source, target.path)
        if not fragment:
            return Lead(address)
        number = _block(target, fragment)
        if number is None:
            return Lead(address, f"no heading #{fragment} there; it leads to the record")
        anchor = target.anchors.get(number, "") if target.anchors is not None else quote(fragment)
        return Lead(f"{address}#{anchor}" if anchor else address)

    def _relative(self, source: str, path: str) -> str:
        folder = posixpath.dirname(self.targets[source].path)
        return quote(posixpath.relpath(path, folder), safe="/._-~")


def _block(target: Target, fragment: str) -> int | None:
    return target.fragments.get(fragment.removeprefix("user-content-").casefold())
