"""A shell of our own: one HTML file and one stylesheet, and no generator.

Hand-written pages are read as records' bodies are (CommonMark with tables), with the boxes (``!!! note "Title"``) that
they have in MkDocs; a navigation is a list of links. It is what is left where no theme is, and shows what a theme must
give.
"""

from __future__ import annotations

import html
import os
import posixpath
import re
import shutil
import textwrap
from collections.abc import Iterator
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import unquote, urljoin

from sopkb.core.body import IMAGE_SUFFIXES
from sopkb.core.errors import SopkbError
from sopkb.core.load.body import parse_body
from sopkb.site.body import own_text
from sopkb.site.docs_html import HandWritten
from sopkb.site.escape import markup
from sopkb.site.finder import LOADER_URI
from sopkb.site.frame import LIST, RECORD, TEXT, WIDE, Frame, Job, Known, top_of
from sopkb.site.html import Heading, Html, Part, address, box, folded, joined, with_anchors
from sopkb.site.links import Asset, OurLinks
from sopkb.site.others import STYLESHEET_URI, navigation
from sopkb.site.settings import read_settings
from sopkb.site.shell import CONTENT, DESCRIPTION, EDIT, HEAD, HEADINGS, MOST_DEEP, PAGE, TITLE, Shell, cut
from sopkb.site.squeeze import squeeze_styles

OUR_LOOK = Path(__file__).with_name("plain_shell")
"""One HTML file and one stylesheet; a copy of it is where another look begins."""
_PAGE_NAME = "shell.html"
_FRONT_MATTER = re.compile(r"\A---\n(?:.*\n)*?---\n")
_APART = re.compile(
    r"^(?P<part><!-- kb:[a-z]+ -->)[ \t]*$|^(?P<box>!!!|\?\?\?\+?) (?P<head>.*)(?P<inside>(?:\n(?: {4}.*)?$)*)",
    re.MULTILINE,
)
"""Of a hand-written page: a part of ours that it asks for; a box and what stands in it."""
_CONTENTS = (
    '<nav class="kb-plain__contents" aria-label="Table of contents"><ul>'
    '<li><a href="#{0}">{0}</a><ul><li><a href="#{1}">{1}</a></li></ul></li><li><a href="#{2}">{2}</a></li></ul></nav>'
).format(*HEADINGS)


def build_frame(job: Job, look: Path = OUR_LOOK) -> Frame:
    """Fill a shell, and the hand-written pages into it.

    Args:
        job: what is to be built.
        look: a folder with the page, ``shell.html``, in which each ``$name`` of ours stands; its other files lie in
            ``assets/`` of the site.

    Raises:
        SopkbError: there is no such page, or it names what we do not know; a hand-written page brings what a browser
            would run (HTML in their Markdown is shown as text).
    """
    settings = read_settings(job.settings)
    site_url = job.site_url or str(settings.get("site_url") or "")
    known = job.known(site_url)
    documents = job.settings.parent / str(settings.get("docs_dir", "docs"))
    docs = HandWritten(documents.name)
    docs.look_at_files((uri, str(path)) for path, uri in _documents(documents))
    if refused := docs.refused():
        raise SopkbError(refused)
    pages = {uri: _read(path, documents) for path, uri in _documents(documents) if uri.endswith(".md")}
    about = _said(settings.get("site_description"))
    plain = _Plain(
        _template(look), settings, known, site_url, _edit_address(settings, job.settings.parent, documents), pages
    )
    shells = {
        f"{layout}-{depth}": plain.shell(layout, depth)
        for layout, deepest in ((RECORD, 0), (LIST, MOST_DEEP), (TEXT, MOST_DEEP), (WIDE, 0))
        for depth in range(deepest + 1)
    }
    for path, uri in _documents(documents):
        if not uri.endswith(".md"):
            (job.folder / uri).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, job.folder / uri)
    assets = job.folder / "assets"
    assets.mkdir(exist_ok=True)
    for path in sorted(look.iterdir()):
        if path.suffix == ".css":
            (assets / path.name).write_text(squeeze_styles(path.read_text(encoding="utf-8")), encoding="utf-8")
        elif path.name != _PAGE_NAME and path.is_file():
            shutil.copyfile(path, assets / path.name)
    top = top_of(site_url)
    lost = {TITLE: "Not found", CONTENT: known.outfit.not_found(top), HEADINGS[0]: "lost"}
    (job.folder / "404.html").write_text(plain.shell(LIST, 0, top).fill(lost), encoding="utf-8")
    texts = {address(uri): plain.text(uri, parts) for uri, parts in pages.items()}
    return Frame(job.folder, shells, texts, tuple(texts), {}, {}, known.outfit, site_url, description=about)


class _Plain:
    """What is filled into the shell that is the same on every page."""

    def __init__(
        self,
        template: Template,
        settings: dict[str, Any],
        known: Known,
        site_url: str,
        edit: str,
        pages: dict[str, tuple[Part, ...]],
    ) -> None:
        self._template, self._settings, self._known, self._edit, self._pages = template, settings, known, edit, pages
        self._site = f"{site_url.rstrip('/')}/" if site_url else ""

    def shell(self, layout: str, depth: int, up: str = "") -> Shell:
        """The shell of a layout for pages in so many folders."""
        edit = f'<a class="kb-plain__edit" href="{self._edit}" rel="edit">Edit this page</a>'
        above = "".join(f"{PAGE}-{number}/" for number in range(depth))
        return cut(
            self._filled(
                up or "../" * depth,
                place=f"{above}{PAGE}.html",
                title=TITLE,
                description=DESCRIPTION,
                content=f"<h1>{CONTENT}</h1>",
                edit=edit if layout == RECORD and self._edit else "",
                contents="" if layout in (LIST, WIDE) else _CONTENTS,
            )
        )

    def text(self, uri: str, parts: tuple[Part, ...]) -> Shell:
        """A hand-written page."""
        headings = [part for part in parts if isinstance(part, Heading)]
        title, first = (headings[0].name, headings[0].anchor) if headings else (markup(uri), "")
        shell = self.shell(TEXT if len(headings) > 1 else LIST, uri.count("/"))
        texts = {TITLE: title, CONTENT: joined(parts), HEADINGS[0]: first, PAGE: address(uri)}
        texts[DESCRIPTION] = _said(self._settings.get("site_description"))
        return cut(shell.fill({**texts, HEAD: HEAD}, headings))

    def _filled(self, up: str, *, place: str, **given: str) -> str:
        outfit = self._known.outfit
        sent = (
            f'Searches and reports on this site are sent to {outfit.sent.to}. <a href="{up}{outfit.sent.page}">'
            "What is sent, and what not</a>"
            if outfit.sent
            else ""
        )
        names = dict(
            given,
            up=up,
            top=up or "./",
            name=_said(self._settings.get("site_name")) or markup(outfit.site_name),
            language="en",
            canonical=f'<link rel="canonical" href="{self._site}{place}">' if self._site else "",
            stylesheet=STYLESHEET_URI,
            head=HEAD,
            first=HEADINGS[0],
            dialog=outfit.dialog,
            danger=f"{up}{outfit.danger}" if outfit.danger else "",
            line=outfit.line(up),
            engine=outfit.engine,
            loader=LOADER_URI,
            nav="\n".join(self._listed(self._settings.get("nav") or navigation(), up)),
            sent=sent,
        )
        try:
            return self._template.substitute(names)
        except (KeyError, ValueError) as error:
            known = ", ".join(f"${name}" for name in sorted(names))
            raise SopkbError(f"{_PAGE_NAME}: {error} is no name of ours.", f"There are {known}; a $ is $$.") from error

    def _listed(self, nav: Any, up: str) -> Iterator[str]:
        """A navigation, in the form of ``mkdocs.yml``, as a list of links."""
        yield "<ul>"
        for entry in nav if isinstance(nav, list) else []:
            for name, below in entry.items() if isinstance(entry, dict) else [("", entry)]:
                if isinstance(below, list):
                    yield "\n".join([f"<li>{markup(name)}", *self._listed(below, up), "</li>"])
                else:
                    place, shown = str(below), markup(name) or self._title(str(below))
                    yield f'<li><a href="{up}{markup(address(place))}">{shown}</a></li>'
        yield "</ul>"

    def _title(self, uri: str) -> str:
        stub = self._known.stub(uri)
        headings = (part.name for part in self._pages.get(uri, ()) if isinstance(part, Heading))
        return stub.title if stub else next(headings, markup(uri))


def _template(look: Path) -> Template:
    """The page of a look."""
    try:
        return Template((look / _PAGE_NAME).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SopkbError(f"{look / _PAGE_NAME} cannot be read: {error}.", "Name a folder with a shell.html.") from error


def _said(value: object) -> str:
    """A text of the settings; those of a base without settings of its own are safe inside HTML already."""
    return markup(html.unescape(str(value or "")))


class _PageLinks(OurLinks):
    """The links of a hand-written page, which shows the images that lie beside it."""

    def __init__(self, page: Path, documents: Path) -> None:
        self._folder, self._documents = page.parent, documents.resolve()

    def asset(self, href: str) -> Asset | None:
        """The image that an address names, where it lies among the documents."""
        path = (self._folder / unquote(href)).resolve()
        is_shown = path.is_relative_to(self._documents) and path.suffix.lower() in IMAGE_SUFFIXES and path.is_file()
        return Asset(href, path, self._documents) if is_shown else None


def _read(path: Path, documents: Path) -> tuple[Part, ...]:
    """A hand-written page; the parts of ours that it asks for stay marks."""
    text = _FRONT_MATTER.sub("", path.read_text(encoding="utf-8"))
    return with_anchors(_parts(text, _PageLinks(path, documents)))


def _parts(text: str, links: OurLinks) -> Iterator[Part]:
    code = [range(block.line, block.end) for block in parse_body(text, 1).blocks if block.kind == "fence"]
    end = 0
    for found in _APART.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        if not any(line in lines for lines in code):
            yield from own_text(text[end : found.start()], links)
            yield Html(found["part"]) if found["part"] else _box(found, links)
            end = found.end()
    yield from own_text(text[end:], links)


def _box(found: re.Match[str], links: OurLinks) -> Html:
    words, quote, title = found["head"].partition('"')
    kind = markup((words.split() or ["note"])[0].lower())
    title = html.unescape(title.partition('"')[0]) if quote else kind.capitalize()
    content = joined(with_anchors(_parts(textwrap.dedent(found["inside"]), links)))
    return (box if found["box"] == "!!!" else folded)(kind, title, content)


def _documents(folder: Path) -> Iterator[tuple[Path, str]]:
    """The files of the folder of hand-written pages, each with its place; links that leave it are left out."""
    root = folder.resolve()
    for path in sorted(folder.rglob("*")):
        uri = path.relative_to(folder).as_posix()
        if (
            path.is_file()
            and path.resolve().is_relative_to(root)
            and not any(p.startswith(".") for p in uri.split("/"))
        ):
            yield path, uri


def _edit_address(settings: dict[str, Any], project: Path, documents: Path) -> str:
    """Where a record is edited, with a mark for its path; ``""`` where the settings do not say."""
    repository, way = settings.get("repo_url"), settings.get("edit_uri")
    if not isinstance(repository, str) or not isinstance(way, str) or not way:
        return ""
    base = urljoin(f"{repository.rstrip('/')}/", way)
    up = os.path.relpath(project.resolve(), documents.resolve()).replace(os.sep, "/")
    return markup(urljoin(f"{base.rstrip('/')}/", posixpath.join(up, EDIT)))
