"""Images that come along: each content once, under a name that is safe everywhere and never collides."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from sopkb.core.body import IMAGE_SUFFIXES
from sopkb.core.config import Policy
from sopkb.core.naming import slug_of

ASSETS = "assets"
LARGEST_ASSET = 10_000_000
"""Bytes. A screenshot is some 200 kB; what is larger than this is no help on a page."""

_IMAGES = IMAGE_SUFFIXES | {".svg"}
_ACTIVE = re.compile(rb"<script|\bon\w+\s*=|javascript:|<foreignobject|<iframe|<!entity", re.IGNORECASE)
_NAMED = re.compile(r".*-([0-9a-f]{12})\.[a-z]+")


@dataclass
class Assets:
    """The images of one import.

    Args:
        root: the source folder, which no image may lie outside of.
        files: its files by relative path.
        folder: of the base's assets.
        policy: of the base, which lists what may lie in it beside images that a page shows.
    """

    root: Path
    files: Mapping[str, Path]
    folder: Path
    policy: Policy
    new: dict[str, bytes] = field(default_factory=dict)
    """Contents to write, by name in the base's folder of assets."""
    _by_source: dict[str, tuple[str, str]] = field(default_factory=dict)
    _by_content: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.folder.is_dir() and not self.folder.is_symlink():
            for path in sorted(self.folder.iterdir()):
                named = _NAMED.fullmatch(path.name)
                if named:
                    self._by_content.setdefault(named[1], path.name)

    def bring(self, source: str) -> tuple[str, str]:
        """Bring one file along.

        Returns:
            Its path in the base, and ``""``; or ``""``, and why it cannot come.
        """
        if source not in self._by_source:
            self._by_source[source] = self._bring(source)
        return self._by_source[source]

    @property
    def used(self) -> frozenset[str]:
        """Source paths of the images that came along."""
        return frozenset(source for source, (name, _) in self._by_source.items() if name)

    def _bring(self, source: str) -> tuple[str, str]:
        ending = PurePosixPath(source).suffix.lower()
        if ending not in _IMAGES:
            return "", "it is no image; attach it by hand"
        path = self.files[source]
        try:
            if not path.resolve().is_relative_to(self.root) or not path.is_file():
                return "", "it leads out of the folder"
            if path.stat().st_size > LARGEST_ASSET:
                return "", f"it is larger than {LARGEST_ASSET // 1_000_000} MB"
            content = path.read_bytes()
        except (OSError, RuntimeError):  # RuntimeError: a loop of links, before Python 3.13
            return "", "it cannot be read"
        if ending not in IMAGE_SUFFIXES and not self.policy.lists(f"{ASSETS}/"):
            return "", f"no page shows it; list `{ASSETS}/` under `policy.attachments` in kb.yml to keep it"
        if ending == ".svg" and _ACTIVE.search(content):
            return "", "the SVG holds scripts"
        return f"{ASSETS}/{self._name(source, ending, content)}", ""

    def _name(self, source: str, ending: str, content: bytes) -> str:
        digest = hashlib.sha256(content).hexdigest()[:12]
        if digest not in self._by_content:
            name = f"{slug_of(PurePosixPath(source).stem)}-{digest}{ending}"
            self._by_content[digest] = name
            self.new[name] = content
        return self._by_content[digest]
