"""``mkdocs.yml`` as data: the project's own, one for a base that has none, and one for an export."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

from sopkb.core.errors import SopkbError, reason_of
from sopkb.core.kinds import KINDS
from sopkb.core.load import Base
from sopkb.site.escape import markup
from sopkb.site.others import STYLESHEET_URI, navigation

FILE_NAME = "mkdocs.yml"
PLUGIN = "sopkb"
Settings = dict[str, Any]

EXTENSIONS: list[str | dict[str, Any]] = [
    "admonition",
    "pymdownx.details",
    {"pymdownx.highlight": {"pygments_lang_class": True}},
    "pymdownx.superfences",
    "sane_lists",
    {"tables": {"use_align_attribute": True}},
    {"toc": {"permalink": True}},
]
"""Tables say their alignment without a ``style``, which the security policy forbids."""
_PALETTE = [
    {
        "media": f"(prefers-color-scheme: {scheme})",
        "scheme": name,
        "primary": "teal",
        "accent": "teal",
        "toggle": {"icon": icon, "name": label},
    }
    for scheme, name, icon, label in (
        ("light", "default", "material/brightness-4", "Dark colours"),
        ("dark", "slate", "material/brightness-7", "Light colours"),
    )
]
_SEARCH_OF_THE_THEME = ("search.highlight", "search.suggest")
"""Features for an export, where the theme searches; our own search has no use for them."""
_MOST_VALUES = 100_000
_DEFAULTS: Settings = {
    "use_directory_urls": False,
    "theme": {
        "name": "material",
        "font": False,
        "palette": _PALETTE,
        "features": [
            "content.action.edit",
            "content.code.copy",
            "navigation.indexes",
            "navigation.prune",
            "navigation.top",
        ],
    },
    "markdown_extensions": EXTENSIONS,
}


def default_settings(base: Base) -> Settings:
    """The settings of a base whose project has no ``mkdocs.yml`` for it."""
    return {
        "site_name": markup(base.config.name),
        "site_description": markup(base.config.description),
        **deepcopy(_DEFAULTS),
        "nav": navigation(),
        "plugins": ["search", {PLUGIN: {"root": str(base.root)}}],
    }


def project_settings(base: Base) -> Settings | None:
    """The project's ``mkdocs.yml``, where there is one and its plugin names this base.

    Raises:
        SopkbError: it cannot be read.
    """
    path = base.project / FILE_NAME
    if not path.is_file():
        return None
    settings = read_settings(path)
    root = _plugin_root(settings)
    return settings if root is not None and (path.parent / root).resolve() == base.root.resolve() else None


def documents_of(base: Base) -> Path | None:
    """The folder of hand-written pages; None where there is none, or nobody can tell."""
    try:
        settings = project_settings(base)
    except SopkbError:  # the generator tells of it
        return None
    folder = base.project / str(settings.get("docs_dir", "docs")) if settings is not None else None
    return folder if folder and folder.is_dir() else None


def export_settings(settings: Settings) -> Settings:
    """Settings under which stock MkDocs builds an export: without our plugin, without links to edit."""
    kept = {
        name: value
        for name, value in settings.items()
        if name not in ("edit_uri_template", "hooks", "docs_dir", "site_dir")
    }
    theme = kept.get("theme")
    if isinstance(theme, dict):
        features = [name for name in theme.get("features", []) if not name.startswith("content.action.")]
        features += [name for name in _SEARCH_OF_THE_THEME if name not in features]
        kept["theme"] = {**theme, "features": features}
        kept["theme"].pop("custom_dir", None)
    plugins = kept.get("plugins", ["search"])
    if isinstance(plugins, dict):
        kept["plugins"] = {name: value for name, value in plugins.items() if name != PLUGIN}
    else:
        kept["plugins"] = [entry for entry in plugins if PLUGIN not in (entry, *_names(entry))]
    styles = [str(style) for style in kept.get("extra_css", [])]
    kept["extra_css"] = [STYLESHEET_URI, *styles]
    kept.setdefault("nav", navigation())
    kept["not_in_nav"] = "\n".join(
        [
            str(kept.get("not_in_nav", "")),
            *(f"/{kind.prefix}-*.md" for kind in KINDS),
            *(
                f"/{folder}/"
                for folder in ("areas", "changed", "codes", "kinds", "live", "owners", "reviews", "states")
            ),
            *(f"/{folder}/" for folder in ("unverified", "used-by")),
            "/search.md",
            "/unverified.md",
        ]
    ).lstrip("\n")
    kept["edit_uri"] = ""
    return kept


def dump(settings: Settings) -> str:
    """Settings as the text of a ``mkdocs.yml``."""
    return yaml.dump(settings, Dumper=_Dumper, sort_keys=False, allow_unicode=True)


def _names(entry: object) -> tuple[str, ...]:
    return tuple(entry) if isinstance(entry, dict) else ()


def _plugin_root(settings: Settings) -> str | None:
    plugins = settings.get("plugins", [])
    entries = [plugins] if isinstance(plugins, dict) else plugins if isinstance(plugins, list) else []
    for entry in entries:
        if entry == PLUGIN or PLUGIN in _names(entry):
            options = entry.get(PLUGIN) if isinstance(entry, dict) else None
            return str((options or {}).get("root", "sop"))
    return None


def read_settings(path: Path) -> Settings:
    """The settings of a ``mkdocs.yml``, those that it inherits included.

    Raises:
        SopkbError: it cannot be read.
    """
    try:
        settings = yaml.load(path.read_text(encoding="utf-8"), _Loader)
    except OSError as error:
        raise SopkbError(f"{path.name} cannot be read: {reason_of(error)}.", "Allow this user to read it.") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise SopkbError(f"{path.name} is not UTF-8 in line {line}.", "Save it as UTF-8.") from error
    except yaml.YAMLError as error:
        raise SopkbError(
            f"{path.name} is not YAML{_where(error)}.", "Correct its indentation and signs there."
        ) from error
    except (RecursionError, ValueError) as error:  # a value that no Python object holds, a date for instance
        raise SopkbError(
            f"{path.name} has a value that cannot be read, or is nested too deep.",
            "Write it as MkDocs' own guide shows.",
        ) from error
    if not isinstance(settings, dict):
        raise SopkbError(f"{path.name} is no map of settings.", "Begin it with `site_name: …`.")
    if _written_out(settings, {}) > _MOST_VALUES:
        raise SopkbError(
            f"{path.name} repeats its values by anchors more than {_MOST_VALUES:,} times.", "Write out what is meant."
        )
    parent = settings.pop("INHERIT", None)
    return _merged(read_settings(path.parent / str(parent)), settings) if parent else settings


def _written_out(value: object, known: dict[int, int]) -> int:
    """How many values something has once each anchor is written out: a few lines can stand for billions."""
    if id(value) not in known:
        known[id(value)] = _MOST_VALUES  # what holds itself has no end
        parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        known[id(value)] = 1 + sum(_written_out(part, known) for part in parts)
    return known[id(value)]


def _where(error: yaml.YAMLError) -> str:
    """Where the parser stopped, and its words for it."""
    mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
    if mark is None or not isinstance(error, yaml.MarkedYAMLError):
        return ""
    return f" in line {mark.line + 1}, column {mark.column + 1}: the parser says “{error.problem}”"


def _merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> Settings:
    """Two settings as MkDocs merges them: maps key by key, all else replaced."""
    merged = dict(under)
    for name, value in over.items():
        below = merged.get(name)
        merged[name] = _merged(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged


class _Tagged:
    """A value with a tag (``!ENV``, ``!!python/name``), which we neither run nor lose."""

    def __init__(self, node: yaml.Node) -> None:
        self.node = node


class _Loader(yaml.SafeLoader):
    pass


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


_Loader.add_constructor(None, lambda _, node: _Tagged(node))
_Dumper.add_representer(_Tagged, lambda _, tagged: tagged.node)
