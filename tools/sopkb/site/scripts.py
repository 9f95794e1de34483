"""What runs on a page: scripts by name, and the data that they read.

A page names its scripts and hands over its data; both are put at the end of its text when a site is built, so that
nothing of them is in an export. The data is a JSON block: a browser runs none of it, whatever the policy.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePosixPath

from sopkb.core.config import JournalPolicy
from sopkb.core.load import Base
from sopkb.core.moments import format_instant
from sopkb.search.static.bundle import bundle
from sopkb.site.html import Html
from sopkb.site.page import Page, more_data
from sopkb.site.paths import SOURCES
from sopkb.site.sending import sending_script
from sopkb.site.view import View, page_uri

ENTRIES: Mapping[str, str] = {
    "lists": "lists.js",
    "lost": "lost.js",
    "record": "record/main.js",
    "stale": "stale.js",
    "track": "track/main.js",
    "tree": "tree/main.js",
    "training": "training/main.js",
}
"""Scripts that a page may name, each with the module that it begins with; ``stale`` the loader fetches by itself."""
MODULES = tuple(
    SOURCES / module
    for module in ("main.js", "loader.js", "danger/main.js", "journal/main.js", "scorm/main.js", *ENTRIES.values())
)
"""The modules that all scripts of a site and of a course begin with, the search's engine aside."""
TELLING = ("record", "track", "training")
"""Those of them that tell a journal something, or tell readers of it."""
DATA_FOLDER = "assets/pages"
"""Where scripts of pages and their data lie."""
_UNSAFE = str.maketrans({"<": "\\u003c", "&": "\\u0026"})  # without a `<` nothing ends a script or begins a comment


@dataclass(frozen=True, slots=True)
class Scripts:
    """The scripts of pages; their names hold a digest, so that a browser may keep them for ever.

    Args:
        files: text by place in the site.
        uris: place in the site by name of the script.
    """

    files: Mapping[str, str]
    uris: Mapping[str, str]

    def enhanced(self, page: Page) -> Page:
        """A page with its data and scripts at the end."""
        return replace(page, parts=(*page.parts, *self.tags(page)))

    def tags(self, page: Page) -> tuple[Html, ...]:
        """What stands at the end of a page: its data, and its scripts."""
        up = "../" * page.uri.count("/")
        data = [f'<script type="application/json" id="kb-data">{inert(page.data)}</script>'] if page.data else []
        sources = [
            *(data_file(page.uri, page.more)[:1] if page.more else ()),
            *(self.uris[name] for name in page.scripts),
        ]
        tags = [f'<script src="{up}{source}" defer></script>' for source in sources]
        return tuple(map(Html, [*data, *tags]))


def make_scripts(base: Base, now: datetime, journal: JournalPolicy | None = None, address: str = "") -> Scripts:
    """The scripts of the pages of a base.

    Args:
        base: the base.
        now: the moment of the build. The pages of a demo base stand still at it, any other have the reader's clock.
        journal: where reports and acknowledgements are sent; None where they are not.
        address: of the site, for copies of it that have become old; ``""`` where it is not known.
    """
    settings = {
        "now": format_instant(now) if base.config.demo_now else None,
        "soon": int(base.config.policy.expires_soon.total_seconds()),
        "form": base.config.report_form,
    }
    files, uris = {}, {}
    for name, entry in ENTRIES.items():
        sending = sending_script(journal) if name in TELLING else ""
        if name == "stale":
            sending = f"globalThis.kbAddress = {json.dumps(address)};\n"
        text = f"{sending}globalThis.kbPage = {json.dumps(settings)};\n{bundle(SOURCES / entry)}"
        uris[name] = f"{DATA_FOLDER}/{name}.{hashlib.sha256(text.encode()).hexdigest()[:12]}.js"
        files[uris[name]] = text
    return Scripts(files, uris)


def data_file(uri: str, data: Mapping[str, object]) -> tuple[str, str]:
    """Where the data of a page lies that has a file of its own, and the file: a script, as a disk gives no other data.

    Args:
        uri: of the page.
        data: of values that JSON can write.
    """
    text = f"globalThis.kbData = {json.dumps(data, separators=(',', ':'))};\n"
    name = PurePosixPath(uri).stem
    return f"{DATA_FOLDER}/{name}.{hashlib.sha256(text.encode()).hexdigest()[:12]}.js", text


def data_files(view: View, pages: Iterable[Page]) -> Iterator[tuple[str, str]]:
    """The data of all pages that have a file for it.

    Args:
        view: the base, and the moment.
        pages: those that are of no record and may have one.
    """
    for record in view.records:
        if more := more_data(record, view):
            yield data_file(page_uri(record.id), more)
    for page in pages:
        if page.more:
            yield data_file(page.uri, page.more)


def inert(data: object) -> str:
    """JSON of one line in which nothing ends the element around it, or means anything to HTML or Markdown."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE)
