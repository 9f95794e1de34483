"""What a browser would make of the HTML of a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = ("li", "ul", "ol", "pre", "blockquote", "table", "td", "th", "hr", *_HEADINGS)
_LISTS = ("dl", "dt", "dd", "div", "details", "section", "summary", "thead", "tbody", "tr", "p")
_SEARCH = ("form", "input", "nav")
_CHARTS = ("line", "path", "rect", "svg", "text")
_INLINE = ("a", "b", "br", "button", "code", "del", "em", "img", "small", "span", "strong", "time")
TAGS = frozenset({*_BLOCKS, *_LISTS, *_INLINE, *_SEARCH, *_CHARTS})
"""What a record's page is made of, below the theme."""
ATTRIBUTES = frozenset(
    {
        "align",
        "alt",
        "class",
        "data-life",
        "data-moment",
        "data-week",
        "datetime",
        "href",
        "id",
        "open",
        "src",
        "start",
        "tabindex",
    }
    | {"title"}
)
LIST_ATTRIBUTES = frozenset({"data-keeps", "data-label", "rel", "scope"})
"""What lists have as well."""
FORM_ATTRIBUTES = frozenset({"action", "autocomplete", "maxlength", "name", "placeholder", "spellcheck", "type"})
"""What the search box of the home page has."""
ARIA_ATTRIBUTES = frozenset({"aria-label", "colspan", "role"})
CHART_ATTRIBUTES = frozenset(
    {
        "aria-hidden",
        "d",
        "focusable",
        "height",
        "rx",
        "text-anchor",
        "viewbox",
        "width",
        "x",
        "x1",
        "x2",
        "y",
        "y1",
        "y2",
    }
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = ("li", "ul", "ol", "pre", "blockquote", "table", "td", "th", "hr", *_HEADINGS)


@dataclass
class Seen:
    """What an HTML parser met."""

    tags: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    styles: set[str] = field(default_factory=set)
    comments: list[str] = field(default_factory=list)
    text: str = ""
    outline: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen = Seen()
        self._permalink = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        seen, values = self.seen, dict(attrs)
        seen.tags.add(tag)
        seen.attributes |= values.keys()
        if values.get("class") == "headerlink":
            self._permalink = True
            return
        if tag in (
            "li",
            "ul",
            "ol",
            "pre",
            "blockquote",
            "table",
            "td",
            "th",
            "hr",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
        ):
            seen.outline.append("h" if tag[0] == "h" and tag != "hr" else tag)
        if tag in ("br", "p", "li", "td", "th", "pre", "h1", "h2", "h3"):
            seen.text += " "
        if "href" in values and values.get("rel") != "canonical":  # which no browser fetches
            (seen.links if tag == "a" else seen.sources).append(values["href"] or "")
        if "src" in values:
            seen.sources.append(values["src"] or "")
        if "id" in values:
            seen.ids.append(values["id"] or "")
        if "style" in values:
            seen.styles.add(values["style"] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._permalink = False

    def handle_data(self, data: str) -> None:
        if not self._permalink:
            self.seen.text += data

    def handle_comment(self, data: str) -> None:
        self.seen.comments.append(data.strip())


def read(html: str) -> Seen:
    """The tags, attributes, links and text of some HTML."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.seen


def assert_inert(html: str) -> None:
    """Nothing but the tags, attributes and addresses that our own pages have."""
    seen = read(html)
    assert seen.tags <= TAGS, seen.tags - TAGS
    allowed = ATTRIBUTES | LIST_ATTRIBUTES | FORM_ATTRIBUTES | ARIA_ATTRIBUTES | CHART_ATTRIBUTES
    assert seen.attributes <= allowed, seen.attributes - allowed
    assert not any(seen.comments), seen.comments
    assert not seen.styles, "a strict policy refuses them"
    for address in (*seen.links, *seen.sources):
        scheme = address.split(":")[0].lower() if ":" in address.split("/")[0] else ""
        assert scheme in ("", "http", "https", "mailto"), address
    for address in seen.sources:
        assert "://" not in address, address
        assert not address.startswith("//"), address
