"""The theme around a page: rendered once for pages of one form, then filled in.

The theme's templates get a page whose texts are marks, and the marks are replaced in what they give. A template that
does anything with a mark but write it (compares it, shortens it, escapes it), or asks for something that no mark
stands for, cannot be filled in: pages of that form are rendered one by one, as MkDocs does. The first page of each
form is always made both ways, and compared.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as DocumentPage
from mkdocs.structure.toc import TableOfContents, get_toc

from sopkb.publish.policy import inline_scripts
from sopkb.publish.rendering.converter import Converted, Toc
from sopkb.publish.squeeze import squeeze

_OPEN, _CLOSE = "\ue000", "\ue001"  # no page of ours has them: see sopkb.publish.escape
_MARK = re.compile(rf"{_OPEN}<&\">(\w+){_CLOSE}")  # what escapes or strips tags breaks it, and that is seen
_HEADING = "<h1"
_NAME = "kb-any-page"
_WRITTEN = ("title", "description", "kb_twin", "kb_data")
"""Front matter that the templates only write. Were a text of each page's own left out here, every page would have a
form of its own, and the whole theme be rendered for each."""


class NotFilled(Exception):
    """A template looks into the page itself."""


class _Text(str):
    """A text that may only be written."""

    has_heading: bool

    def _refused(self, *_: object, **__: object) -> Any:
        raise NotFilled("a template looks into a text of the page")

    def __contains__(self, part: object) -> bool:
        if part == _HEADING and hasattr(self, "has_heading"):
            return self.has_heading
        return bool(self._refused())

    def __bool__(self) -> bool:
        return True

    __eq__ = __ne__ = __lt__ = __gt__ = __le__ = __ge__ = __getitem__ = __iter__ = __len__ = __add__ = _refused
    startswith = endswith = find = index = split = replace = lower = upper = strip = format = encode = _refused
    __hash__ = str.__hash__


def _mark(name: str) -> str:
    return f'{_OPEN}<&">{name}{_CLOSE}'


@dataclass(frozen=True, slots=True)
class _Form:
    """All that decides what the theme gives around a page, but for the texts that are filled in.

    Args:
        folder: of the page's address.
        meta: its front matter as JSON, without what is only written.
        written: names of the front matter that is only written.
        has: which other texts it has.
        toc: its headings, without the texts.
    """

    folder: str
    meta: str
    written: tuple[str, ...]
    has: tuple[bool, ...]
    toc: str


class _AnyPage:
    """In place of a page, for the templates."""

    is_page, is_section, is_link, is_homepage, is_top_level, active = True, False, False, False, True, True
    ancestors: Sequence[object] = ()

    def __init__(self, form: _Form, meta: dict[str, Any], toc: TableOfContents, url: str) -> None:
        has_canonical, has_edit, has_heading = form.has
        self.meta, self.toc, self.url = meta, toc, url
        self.title = meta["title"]
        self.content = _Text(_mark("content"))
        self.content.has_heading = has_heading
        self.canonical_url = _Text(_mark("canonical")) if has_canonical else None
        self.edit_url = _Text(_mark("edit")) if has_edit else None
        self.previous_page = self.next_page = self.parent = self.children = None

    def __getattr__(self, name: str) -> Any:
        if hasattr(DocumentPage, name) or name in ("file", "markdown", "abs_url", "update_date"):
            raise NotFilled(f"a template asks for {name} of the page")
        raise AttributeError(name)


@dataclass(frozen=True, slots=True)
class _Outline:
    """What the theme gives around the pages of a form.

    Args:
        parts: text and the names of marks, in turns; empty where such pages cannot be filled in.
        scripts: the inline scripts in it.
    """

    parts: Sequence[str]
    scripts: frozenset[str]


class Outlines:
    """The theme around the pages of one build.

    Args:
        env: of the theme.
        nav: the navigation, its pages read.
        config: of the build.
        pages: what templates get as the list of all pages.
    """

    def __init__(self, env: Environment, nav: Navigation, config: MkDocsConfig, pages: Sequence[File]) -> None:
        self._env, self._nav, self._config, self._pages = env, nav, config, pages
        self._known: dict[_Form, _Outline] = {}

    def fill(self, page: DocumentPage, converted: Converted) -> tuple[str, frozenset[str]]:
        """A page as the theme shows it, and the inline scripts that the theme has put into it."""
        form = _form(page, converted)
        outline = self._known.get(form) if form else None
        if outline is not None and outline.parts:
            return _filled(outline.parts, page, converted), outline.scripts
        output = self._render(page, converted)
        scripts = inline_scripts(output)
        if form and outline is None:
            parts = self._parts(form, page, converted, output)
            self._known[form] = _Outline(parts, scripts)
            if parts:  # the first page of a form must be as the others are
                return _filled(parts, page, converted), scripts
        return squeeze(output), scripts

    def _parts(self, form: _Form, page: DocumentPage, converted: Converted, output: str) -> Sequence[str]:
        """The outline of a form; empty where the first page of the form, filled in, is not what the theme gives."""
        meta = {**json.loads(form.meta), **{name: _Text(_mark(name)) for name in form.written}}
        toc = get_toc(_marked(converted.toc))  # type: ignore[arg-type]
        try:
            rendered = self._render_with(_AnyPage(form, meta, toc, f"{form.folder}{_NAME}.html"))
        except NotFilled:
            return ()
        parts = _MARK.split(rendered)
        is_whole = not any(_OPEN in part or _CLOSE in part or _NAME in part for part in parts[::2])
        if not is_whole or _filled(parts, page, converted) != output:
            return ()
        return [part if place % 2 else squeeze(part) for place, part in enumerate(parts)]

    def _render(self, page: DocumentPage, converted: Converted) -> str:
        """A page the ordinary way."""
        page.markdown, page.meta, page.content = "", converted.meta, converted.content
        page.toc, page.active = get_toc(converted.toc), True  # type: ignore[arg-type]
        try:
            return self._render_with(page)
        finally:
            page.content = page.markdown = None
            page.active = False

    def _render_with(self, page: Any) -> str:
        context = get_context(self._nav, self._pages, self._config, page)
        return self._env.get_template(page.meta.get("template", "main.html")).render(context)


def _filled(parts: Sequence[str], page: DocumentPage, converted: Converted) -> str:
    meta = converted.meta
    texts = {
        **{name: meta.get(name) for name in _WRITTEN},
        "canonical": page.canonical_url,
        "edit": page.edit_url,
        "content": converted.content,
        **_texts(converted.toc),
    }
    return "".join(part if number % 2 == 0 else str(texts[part]) for number, part in enumerate(parts))


def _form(page: DocumentPage, converted: Converted) -> _Form | None:
    """The form of a page; None where it has no title, or its front matter is more than JSON can hold."""
    if not isinstance(converted.meta.get("title"), str) or not converted.meta["title"]:
        return None
    written = tuple(name for name in _WRITTEN if isinstance(converted.meta.get(name), str) and converted.meta[name])
    meta = {name: value for name, value in converted.meta.items() if name not in written}
    has = (
        bool(page.canonical_url),
        bool(page.edit_url),
        _HEADING in converted.content,
    )
    folder, slash, _ = page.url.rpartition("/")
    try:
        about = json.dumps(meta, sort_keys=True)
    except (TypeError, ValueError):
        return None
    return _Form(folder + slash, about, written, has, json.dumps(_marked(converted.toc), ensure_ascii=False))


def _marked(toc: Toc, numbers: Iterator[int] | None = None) -> Toc:
    """Headings with marks for their texts. A heading with others below it keeps its text: themes make a label of it."""
    numbers = numbers or iter(range(10_000))
    marked: Toc = []
    for item in toc:
        number = next(numbers)
        children = _marked(item["children"], numbers)
        name = item["name"] if children else _mark(f"name{number}")
        marked.append({"name": name, "id": _mark(f"id{number}"), "level": item["level"], "children": children})
    return marked


def _texts(toc: Toc, numbers: Iterator[int] | None = None) -> Mapping[str, str]:
    numbers = numbers or iter(range(10_000))
    texts: dict[str, str] = {}
    for item in toc:
        number = next(numbers)
        texts |= {f"name{number}": item["name"], f"id{number}": item["id"], **_texts(item["children"], numbers)}
    return texts
