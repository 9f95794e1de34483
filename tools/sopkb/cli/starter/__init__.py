"""What ``kb init`` writes: a base of neutral examples with all that a team needs around it, as texts by path.

The texts lie in ``files/`` beside this module. In them ``@@name`` is filled in; a single ``@`` or ``$`` is only itself.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sopkb import __version__

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

CODEOWNERS = {"github": ".github/CODEOWNERS", "gitlab": "CODEOWNERS"}
"""Where each code host's file of owners goes; the hosts that there are files for."""

_PLACES = {
    "editorconfig": ".editorconfig",
    "gitignore": ".gitignore",
    "pre-commit-config.yaml": ".pre-commit-config.yaml",
    "github.yml": ".github/workflows/kb.yml",
    "gitlab.yml": ".gitlab-ci.yml",
}
"""What is named otherwise here than in a base: a file with a dot would work on this repository."""

_LIFE = timedelta(days=14)
_PLAIN = re.compile(r"[a-z][A-Za-z0-9-]*")
_NOT_PLAIN = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}


_HARM = """
  # Harm that a record may mention; each can have an advisory and a route of its own.
  harm_topics: [self_harm, violence]
"""
_ADVISORIES = """
# What is listened for in every query, and the escalation that is then shown above all else: `kb docs operators`.
# Until a route is named here, nothing is listened for.
# danger: {life: ESC-…, child_safety: ESC-…, staff_distress: ESC-…}

# Shown before a record with `sensitivity: mentions`; a harm topic may add a line of its own.
advisories:
  default: "This page names harmful content so that you can route it. It shows and links none."
"""

NOWHERE = "change-me.invalid"
"""A host that can never be (RFC 6761): CI stops there until somebody names the program's own address, and installs
nothing that a stranger has put under its name into a public index."""


class _Text(Template):
    delimiter = "@@"


@dataclass(frozen=True, slots=True)
class Named:
    """A word of a vocabulary, and what readers are shown for it."""

    word: str
    label: str


@dataclass(frozen=True, slots=True)
class Start:
    """What a new base is made from.

    Args:
        name: of the base, as its site shows it.
        team: that owns the examples.
        areas: what records may be about; the examples are about the first.
        languages: of records, as BCP 47 tags; English is added where the examples are written in it.
        host: the code host: a key of :data:`CODEOWNERS`.
        today: the day of the examples; the workaround among them expires two weeks later.
        packs: names of packs that the base has.
    """

    name: str
    team: Named
    areas: Sequence[Named]
    languages: Sequence[str]
    host: str
    today: date
    packs: Sequence[str] = ()

    @property
    def examples_in(self) -> str:
        """The language of the examples: the first one asked for, where there are texts in it, else English."""
        first = next(iter(self.languages), "en").split("-")[0].lower()
        return first if (files(__name__) / f"in_{first}").is_dir() else "en"


def new_base(start: Start) -> Mapping[str, str]:
    """Every file of a new base but its CODEOWNERS, by its path in the project."""
    values = _values(start)
    found = {}
    translated = [] if start.examples_in == "en" else list(_sources(files(__name__) / f"in_{start.examples_in}", ""))
    for path, source in (*_sources(files(__name__) / "files", ""), *translated):
        if translated and path.endswith(".md") and path.startswith("sop/") and (path, source) not in translated:
            continue
        if path not in {f"{host}.yml" for host in CODEOWNERS if host != start.host}:
            found[_PLACES.get(path, path)] = _Text(source.read_text("utf-8")).substitute(values)
    return found


def _sources(folder: Traversable, above: str) -> Iterator[tuple[str, Traversable]]:
    for each in sorted(folder.iterdir(), key=lambda each: each.name):
        if each.is_dir():
            yield from _sources(each, f"{above}{each.name}/")
        else:
            yield f"{above}{each.name}", each


def _values(start: Start) -> dict[str, str]:
    label = start.team.label
    description = f"SOPs and workarounds of {label}"
    return {
        "name": _quoted(start.name),
        "description": _quoted(description),
        "heading": _markdown(start.name),
        "description_text": f"{_markdown(description)}.",
        "areas": "\n".join(f"    {_scalar(area.word)}: {_quoted(area.label)}" for area in start.areas),
        "area": _scalar(start.areas[0].word),
        "team": _scalar(start.team.word),
        "team_label": _quoted(label),
        "lead_title": _quoted(f"Lead, {label}"),
        "deputy_title": _quoted(f"Deputy lead, {label}"),
        "languages": f"[{', '.join(_scalar(each) for each in dict.fromkeys((*start.languages, start.examples_in)))}]",
        "packs": f"[{', '.join(_scalar(each) for each in start.packs)}]",
        "harm": _HARM if "trust-and-safety" in start.packs else "",
        "advisories": _ADVISORIES if "trust-and-safety" in start.packs else "",
        "codeowners": CODEOWNERS[start.host],
        "today": start.today.isoformat(),
        "expires": (start.today + _LIFE).isoformat(),
        "requirement": requirement(_origin()),
    }


def requirement(origin: Mapping[str, Any] | None) -> str:
    """The line for pip that installs this program again, at the same version.

    Args:
        origin: what pip noted of where it came from, as PEP 610 has it; None where it came from an index.
    """
    if origin is None:
        return f"sopkb=={__version__}"
    at = urlsplit(str(origin.get("url", "")))
    address = at._replace(netloc=at.netloc.rpartition("@")[2]).geturl()  # who may read it is nobody's to commit
    vcs = origin.get("vcs_info", {})
    if at.scheme == "https" and vcs.get("commit_id"):
        return f"sopkb @ {vcs['vcs']}+{address}@{vcs['commit_id']}"
    if at.scheme == "https" and "archive_info" in origin:
        return f"sopkb @ {address}"
    return f"sopkb @ git+https://{NOWHERE}/sopkb.git@v{__version__}"


def _origin() -> Mapping[str, Any] | None:
    try:
        noted = distribution("sopkb").read_text("direct_url.json")
    except PackageNotFoundError:
        return {}
    found: Mapping[str, Any] | None = json.loads(noted) if noted else None
    return found


def _quoted(text: str) -> str:
    """A text as YAML takes it, whatever it holds: JSON is YAML."""
    return json.dumps(text, ensure_ascii=False)


def _scalar(word: str) -> str:
    """A word as YAML takes it: quoted where it would else be a number, a truth or nothing (``2026``, ``no``)."""
    return word if _PLAIN.fullmatch(word) and word not in _NOT_PLAIN else _quoted(word)


def _markdown(text: str) -> str:
    """A text that means nothing but itself in Markdown."""
    return re.sub(r"([\\`*_\[\]#])", r"\\\1", html.escape(text, quote=False))
