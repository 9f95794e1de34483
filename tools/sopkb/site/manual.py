"""The manual that comes with the program: its guides and reference as files, its rules and settings as they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from pathlib import Path

from sopkb.core.config import Config
from sopkb.site.reference import reference_pages

_LEFT_OUT = frozenset({"index"})


@dataclass(frozen=True)
class ManualPage:
    """A page of the manual.

    Args:
        name: what it is asked for by: ``importing``, ``kb-yml``, ``A01``.
        title: its heading.
        place: the file it lies in; None where the program makes it.
        text: gives its Markdown.
    """

    name: str
    title: str
    place: Path | None
    text: Callable[[], str]


def manual_folder() -> Path:
    """Where the guides and the reference lie on this machine: in the installed package, else in the checkout."""
    installed = Path(str(files("sopkb") / "manual"))
    return installed if installed.is_dir() else Path(__file__).resolve().parents[3] / "docs"


def manual(config: Config) -> Mapping[str, ManualPage]:
    """Every page by name: guides, then the reference, then what is made of the program (rules, fields, ``kb.yml``).

    Args:
        config: whose words the page of fields shows.
    """
    found: dict[str, ManualPage] = {}
    for path in sorted(manual_folder().glob("*/*.md")):
        if path.stem not in _LEFT_OUT:
            read = partial(path.read_text, "utf-8")
            found[path.stem] = ManualPage(path.stem, _heading(read()), path, read)
    for uri, title, text in reference_pages(config):
        name = "rules" if uri.endswith("rules/index.md") else Path(uri).stem
        found[name] = ManualPage(name, title, None, text)
    return found


def _heading(text: str) -> str:
    return next((line.removeprefix("# ").strip() for line in text.splitlines() if line.startswith("# ")), "")
