"""The contract: what a plug-in may add to the program, how plug-ins are found, and which are in force.

Our own wings and a team's additions are the same thing, a :class:`Plugin`. A wing is a package of this distribution; a
team's plug-in is an installed package (entry point group ``sopkb.plugins``) or one file, named in ``pyproject.toml``
(``[tool.sopkb] plugins = ["rules/ours.py"]``) or by ``--plugin``. A file among the records is refused: whoever may
edit a record must not be able to run code.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import sys
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import entry_points, version
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from sopkb.core.errors import SopkbError

if TYPE_CHECKING:
    from sopkb.core.record import Record
    from sopkb.lint.rules import AnyRule
    from sopkb.site.page import Planned
    from sopkb.site.view import View

GROUP = "sopkb.plugins"
WINGS: Mapping[str, tuple[str, ...]] = {
    "desk": ("tickets", "insights", "report", "qa"),
    "import": ("import", "adopt", "health"),
    "serve": ("api", "mcp"),
    "training": ("changes", "track", "train"),
}
"""Our own wings, each the package ``sopkb_<name>``, with the commands that are missing where it is."""


class PluginFailed(SopkbError):
    """A plug-in cannot be used; the message names it."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command of ``kb``.

    Args:
        place: ``module:name`` of a click command, imported when the command is asked for.
        group: the heading of ``kb --help`` that it stands under.
        help: what it does, in one line of at most 60 characters.
    """

    place: str
    group: str
    help: str


@dataclass(frozen=True, slots=True)
class BuildInput:
    """An option of ``kb build`` that names a folder whose contents a page shows.

    Args:
        option: ``--insights``.
        help: for ``kb build --help``.
        read: reads the folder; raises SopkbError where it cannot be used.
    """

    option: str
    help: str
    read: Callable[[Path], object]


@dataclass(frozen=True, slots=True)
class SiteParts:
    """What a plug-in adds to the site.

    Args:
        pages: pages that are no record's, from the view and what the plug-in's build input read (None without it).
        navigation: title and uri of those that a navigation names.
        page_data: what the scripts of a record's page know besides, for values that JSON can write.
        more_data: what is too much for the page and lies in a file of its own; None for nothing.
        scripts: by kind, names of the scripts that its records' pages run besides.
    """

    pages: Callable[[View, object], Iterable[Planned]] = lambda view, given: ()
    navigation: tuple[tuple[str, str], ...] = ()
    page_data: Callable[[Record, View], Mapping[str, object]] = lambda record, view: {}
    more_data: Callable[[Record, View], Mapping[str, object] | None] = lambda record, view: None
    scripts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pack:
    """What is only true of one trade: rules that run in the bases whose ``kb.yml`` names it under ``packs``.

    Args:
        name: as ``kb.yml`` writes it.
        title: for whom it is, in a few words.
        rules: gives its rules; each in a module whose docstring is its manual.
    """

    name: str
    title: str
    rules: Callable[[], Iterable[AnyRule]] = tuple


@dataclass(frozen=True, slots=True)
class Plugin:
    """What one plug-in adds. Everything heavy is behind a function, so that ``kb --help`` stays quick.

    Args:
        name: as messages call it.
        commands: by name.
        rules: gives its rules; each in a module whose docstring is its manual.
        packs: what it adds for the bases that name it.
        site: gives what it adds to the site.
        build_input: an option of ``kb build``.
        ticket_formats: gives the formats of ticket exports that it knows: the YAML of each, by name.
        digest: of its code, for what is kept from run to run.
    """

    name: str
    commands: Mapping[str, Command] = field(default_factory=dict)
    rules: Callable[[], Iterable[AnyRule]] = tuple
    packs: tuple[Pack, ...] = ()
    site: Callable[[], SiteParts] | None = None
    build_input: BuildInput | None = None
    ticket_formats: Callable[[], Mapping[str, str]] = dict
    digest: str = ""


_of_files: dict[str, Plugin] = {}  # by path; set once, before a command does its work


def active() -> tuple[Plugin, ...]:
    """The plug-ins in force: wings, installed packages, files.

    Raises:
        PluginFailed: one cannot be loaded.
    """
    return (*wings().values(), *_installed(), *_of_files.values())


@cache
def wings() -> Mapping[str, Plugin]:
    """Our own wings that are there, by name."""
    found = {}
    for name in WINGS:
        if importlib.util.find_spec(f"sopkb_{name}") is not None:
            found[name] = _plugin_in(importlib.import_module(f"sopkb_{name}.plugin"), f"sopkb[{name}]")
    return found


@cache
def _installed() -> tuple[Plugin, ...]:
    found = []
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        named = f"{point.name} ({point.value})"
        package = point.dist.name if point.dist else point.name
        try:
            loaded = point.load()
        except Exception as error:
            raise _failed(named, error, f"Correct or uninstall it: pip uninstall {package}.") from error
        found.append(_with_digest(_as_plugin(loaded, point.name, named), f"{package} {version(package)}"))
    return tuple(found)


def use_file(name: str, text: str) -> None:
    """Let the plug-in in a file be in force.

    Args:
        name: the path of the file, for messages and tracebacks.
        text: what it holds: Python that sets ``PLUGIN`` to a :class:`Plugin`, or ``RULE`` to one rule.

    Raises:
        PluginFailed: it fails, or holds neither.
    """
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    known = _of_files.get(name)
    if known is None or known.digest != digest:
        _of_files[name] = _with_digest(_plugin_in(_run(name, text, digest), name), digest)


def site_parts() -> tuple[tuple[Plugin, SiteParts], ...]:
    """What the plug-ins in force add to the site, with whose it is."""
    return tuple((plugin, _site_of(plugin)) for plugin in active() if plugin.site is not None)


_SITES: dict[int, tuple[Plugin, SiteParts]] = {}


def _site_of(plugin: Plugin) -> SiteParts:
    found = _SITES.get(id(plugin))
    if found is None or found[0] is not plugin:
        assert plugin.site is not None
        found = _SITES[id(plugin)] = plugin, plugin.site()
    return found[1]


def forget_files() -> None:
    """Let no file be in force any more."""
    _of_files.clear()


def named_in(pyproject: str, where: str) -> tuple[str, ...]:
    """The plug-in files that the text of a ``pyproject.toml`` names, relative to its folder.

    Raises:
        PluginFailed: it is not TOML, or names them in another form.
    """
    try:
        tools = tomllib.loads(pyproject).get("tool", {})
    except tomllib.TOMLDecodeError as error:
        raise PluginFailed(f"{where} is not valid TOML: {error}.", "Correct it.") from error
    found = tools.get("sopkb", {}).get("plugins", []) if isinstance(tools, dict) else []
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise PluginFailed(
            f"{where}: `plugins` below [tool.sopkb] is not a list of paths.", 'Write plugins = ["rules/ours.py"].'
        )
    return tuple(found)


def digest() -> str:
    """A digest of every plug-in in force that is not ours: what is kept was made under it."""
    return hashlib.sha256("\0".join(each.digest for each in active()).encode()).hexdigest()


def _run(name: str, text: str, digest: str) -> ModuleType:
    module = ModuleType(f"sopkb_plugin_{digest[:12]}")
    module.__file__ = name
    sys.modules[module.__name__] = module  # a dataclass in it, and a rule's manual, look it up here
    try:
        exec(compile(text, name, "exec"), module.__dict__)
    except Exception as error:
        del sys.modules[module.__name__]
        raise _failed(name, error, "Correct it, or take it out of `plugins` in pyproject.toml.") from error
    return module


def _plugin_in(module: ModuleType, named: str) -> Plugin:
    found = getattr(module, "PLUGIN", getattr(module, "RULE", None))
    if found is None:
        raise PluginFailed(f"The plug-in {named} sets neither PLUGIN nor RULE.", "`kb docs own-rule` shows how.")
    return _as_plugin(found, named, named)


def _as_plugin(found: Any, name: str, named: str) -> Plugin:
    if isinstance(found, Plugin):
        return found
    if hasattr(found, "code") and hasattr(found, "check"):
        return Plugin(name, rules=lambda: (found,))
    kind = type(found).__name__
    raise PluginFailed(f"The plug-in {named} gives a {kind}, not a Plugin or a rule.", "`kb docs own-rule` shows how.")


def _with_digest(plugin: Plugin, digest: str) -> Plugin:
    return replace(plugin, digest=digest)


def _failed(named: str, error: Exception, remedy: str) -> PluginFailed:
    place = ""
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == named:
            place = f", line {trace.tb_lineno}"
        trace = trace.tb_next
    return PluginFailed(f"The plug-in {named} failed{place}: {type(error).__name__}: {error}.", remedy)
