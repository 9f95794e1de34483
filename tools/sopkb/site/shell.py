"""A page of a theme with places in it: cut once, filled for each of our pages.

Whoever can render one page in its theme (:mod:`sopkb.site.adapters`) gives it with *marks* in the place of texts. A
mark is a word of small letters, so that nothing a template does with a text (escape it, strip its tags) breaks it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sopkb.site.html import Heading

TITLE, DESCRIPTION, HEAD, CONTENT, EDIT = (
    f"kbmark{name}" for name in ("title", "description", "head", "content", "edit")
)
PAGE = "kbmarkpage"
"""The name of the page that a shell is made of: where its own address stands, that of the page is filled in."""
HEADINGS = ("kbmarkfirst", "kbmarkinner", "kbmarklast")
"""Texts and fragments of a shell's headings, for its table of contents: the second one stands inside the first."""
MOST_DEEP = 3
"""Folders of a site in which shells are made: a page of a list of an area lies in ``areas/<area>/page-2.html``."""

_TITLED = f"<h1>{CONTENT}</h1>"
"""What stands for the content: a theme that adds a heading where there is none must find one."""
_ADDRESS = rf"(?:{PAGE}-\w+/){{0,{MOST_DEEP}}}{PAGE}(?:-\w+)?\.html"
_MARK = re.compile(rf"({_TITLED}|{_ADDRESS}|{TITLE}|{DESCRIPTION}|{HEAD}|{EDIT}|{HEADINGS[0]}|<!-- kb:[a-z]+ -->)")
_ITEM = re.compile(r"<li\b|</li>")


@dataclass(frozen=True, slots=True)
class Contents:
    """How a theme writes its table of contents: an item, and one with others inside.

    Args:
        leaf: text and the names of marks (``id``, ``name``) in turns.
        branch: likewise; ``inside`` is where the items inside stand.
    """

    leaf: tuple[str, ...]
    branch: tuple[str, ...]

    def written(self, headings: Sequence[Heading]) -> str:
        """The items of some headings; one of a lower level stands inside the one above it."""
        top = min((each.level for each in headings), default=0)
        parts: list[str] = []
        place = 0
        while place < len(headings):
            end = next((n for n in range(place + 1, len(headings)) if headings[n].level <= top), len(headings))
            # What stands above the first heading of the top level is its like.
            inside = headings[place + 1 : end] if headings[place].level <= top else ()
            end = end if inside else place + 1
            parts.append(self._item(headings[place], self.written(inside) if inside else ""))
            place = end
        return "\n".join(parts)

    def _item(self, heading: Heading, inside: str) -> str:
        values = {"id": heading.anchor, "name": heading.name, "inside": inside}
        form = self.branch if inside else self.leaf
        return "".join(values[part] if place % 2 else part for place, part in enumerate(form))


@dataclass(frozen=True, slots=True)
class Shell:
    """A page of a theme, cut where something is to be filled in.

    Args:
        parts: text and marks in turns; in the place of a mark may stand the form of a table of contents.
    """

    parts: tuple[str | Contents, ...]

    def fill(self, texts: Mapping[str, str], headings: Sequence[Heading] = ()) -> str:
        """The whole page.

        Args:
            texts: for each mark what stands there; a mark without one stays empty.
            headings: of its table of contents.
        """
        shown = [each for each in headings if each.level > 1]
        return "".join(
            part.written(shown) if isinstance(part, Contents) else texts.get(part, "") if place % 2 else part
            for place, part in enumerate(self.parts)
        )

    @property
    def marks(self) -> tuple[str, ...]:
        """The marks in it, in order."""
        return tuple(part for part in self.parts[1::2] if isinstance(part, str))


def cut(html: str) -> Shell:
    """Cut a page at its marks.

    Args:
        html: a page as a theme gives it.
    """
    parts: list[str | Contents] = []
    for piece in _with_contents(html):
        if isinstance(piece, Contents):
            parts.append(piece)
        else:
            found: list[str | Contents] = list(_MARK.split(piece))
            found[1::2] = [_name(str(mark)) for mark in found[1::2]]
            parts += found
    return Shell(tuple(parts))


def _name(mark: str) -> str:
    """A mark as :meth:`Shell.fill` is told of it."""
    if mark == _TITLED:
        return CONTENT
    return PAGE if mark.startswith(PAGE) else mark


def _with_contents(html: str) -> Iterator[str | Contents]:
    """The page in turns with the forms of its tables of contents."""
    first, inner, last = HEADINGS
    start = done = 0
    while (found := html.find(f"#{first}", start)) >= 0:
        start = found + 1
        item = _around(html, found)
        inside = _around(html, html.find(f"#{inner}", found))
        end = _around(html, html.find(f"#{last}", found))
        if item and inside and end and item[0] <= inside[0] and inside[1] <= item[1] <= end[0]:
            yield html[done : item[0]]
            branch = html[item[0] : inside[0]] + "\0" + html[inside[1] : item[1]]
            yield Contents(_form(html[slice(*end)], last), _form(branch, first))
            start = done = end[1]
    yield html[done:]


def _around(html: str, place: int) -> tuple[int, int] | None:
    """From where to where the innermost item of a list goes that a place lies in."""
    begins: list[int] = []
    for found in _ITEM.finditer(html):
        if found.group() != "</li>":
            begins.append(found.start())
        elif begins:
            begin = begins.pop()
            if begin < place < found.end():
                return begin, found.end()
    return None


def _form(item: str, mark: str) -> tuple[str, ...]:
    """An item of a table of contents, cut at its fragment, its text and what stands inside."""
    parts = re.split(rf"(#{mark}|{mark}|\0)", item)
    for place in range(1, len(parts), 2):
        if parts[place].startswith("#"):
            parts[place - 1] += "#"
            parts[place] = "id"
        else:
            parts[place] = "inside" if parts[place] == "\0" else "name"
    return tuple(parts)
