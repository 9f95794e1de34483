"""Pages kept from one build to the next, as they are before the theme is put around them.

What the theme, the navigation and the settings give is made anew in every build, so a kept page depends on nothing of
it. It depends on what its writer asked (:mod:`sopkb.publish.asked`), on the addresses of what it links to, and on its
*environment*: our program, the libraries, ``kb.yml``, the extensions of Markdown and their settings.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

from mkdocs.config.defaults import MkDocsConfig

from sopkb.load import Base
from sopkb.program import program_digest
from sopkb.publish.asked import Question
from sopkb.publish.rendering.converter import Converted
from sopkb.publish.scripts import Scripts

FILE = "pages-2.sqlite"
"""In the user's cache folder; another number where its form changes. 10,000 pages take some 40 MB."""
_LIBRARIES = ("markdown", "pymdown-extensions", "pygments", "mkdocs", "mkdocs-material", "pyyaml", "markdown-it-py")


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it is kept.

    Args:
        page: the page.
        questions: what it was made from.
        answers: the digest of their answers then.
    """

    page: Converted
    questions: tuple[Question, ...]
    answers: str


def pack(kept: Kept) -> bytes:
    """As bytes, with a checksum in them."""
    page = {"meta": kept.page.meta, "content": kept.page.content, "toc": kept.page.toc}
    page["anchors"] = sorted(kept.page.anchors)
    text = json.dumps([page, kept.questions, kept.answers], ensure_ascii=False)
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def unpack(packed: bytes | None) -> Kept | None:
    """What :func:`pack` made; None where there is nothing, or it is damaged."""
    if packed is None:
        return None
    try:
        page, questions, answers = json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass"))
        converted = Converted(page["meta"], page["content"], page["toc"], frozenset(page["anchors"]))
        return Kept(converted, tuple((what, about) for what, about in questions), answers)
    except (zlib.error, ValueError, KeyError, TypeError):
        return None


def key_of(environment: bytes, uri: str, source: str) -> bytes:
    """What a page is kept under.

    Args:
        environment: see :func:`environment_of`.
        uri: the page's place among the documents.
        source: what it is made from before anything else: the record's file and digest, or the page's Markdown.
    """
    return hashlib.sha256(b"\0".join((environment, uri.encode(), source.encode("utf-8", "surrogatepass")))).digest()


def environment_of(base: Base, config: MkDocsConfig, scripts: Scripts) -> bytes:
    """A digest of all that every page depends on, but for the theme around it."""
    settings = next((each.source for each in base.corpus.others if each.path == base.config.path), "")
    extensions = repr((config["markdown_extensions"], _settings(config["mdx_configs"]), config.use_directory_urls))
    parts = (_made_by(), str(scripts.uris), str(settings), extensions, repr(config.validation.links))
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()


def _settings(configs: Mapping[str, object]) -> str:
    """Settings of extensions as text; code among them says where it stands, and the version of its library the rest."""

    def named(value: object) -> str:
        return f"{getattr(value, '__module__', '')}.{getattr(value, '__qualname__', type(value).__qualname__)}"

    return json.dumps(configs, sort_keys=True, default=named)


@cache
def _made_by() -> str:
    return " ".join([program_digest(), *(f"{name} {version(name)}" for name in _LIBRARIES)])
