"""Danger on the site: the line to the routes on pages, and the scripts that listen in the search box."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from sopkb.core.config import Config
from sopkb.danger.lists import danger_lists, parts
from sopkb.search.alerts import Alert, danger_line, danger_routes
from sopkb.search.static.bundle import bundle
from sopkb.site.paths import SOURCES
from sopkb.site.view import View


def routes_of(view: View) -> tuple[Alert, ...]:
    """The escalations of all topics of danger, as of the build."""
    return danger_routes(view.config, view.corpus, view.now)


def line_to_routes(routes: Sequence[Alert], up: str) -> str:
    """The fixed line as HTML, without a script; ``""`` where the base names no routes.

    Args:
        routes: of :func:`routes_of`.
        up: from the page to the top of the site.
    """
    line = danger_line(
        routes, lambda route: f'<a href="{up}{route.id}.html">{route.id}</a>' if route.state else route.id
    )
    return f'<p class="kb-danger">{line}</p>' if line else ""


def listening_scripts(config: Config, routes: Sequence[Alert]) -> dict[str, str]:
    """The scripts that listen for danger in a browser, by their place in the site; none where nothing is listened for.

    The first is loaded with the search box and needs nothing else: what is said most in the base's own language is in
    it. The rest of that list and those of all other languages are in the second, which comes with the first letter.

    Args:
        config: its languages.
        routes: of :func:`routes_of`.
    """
    languages = [each.language for each in danger_lists(config.languages)]
    if not routes or not languages:
        return {}
    lists, more = parts(languages)
    rest = f"globalThis.kbLists({_literal(more)});\n"
    scripts = {_name("languages", rest): rest}
    given = {"routes": [_route(route) for route in routes], "lists": lists, "rest": next(iter(scripts))}
    first = f"globalThis.kbRoutes = {_literal(given)};\n{bundle(SOURCES / 'danger' / 'main.js')}"
    return {_name("danger", first): first, **scripts}


def _name(stem: str, text: str) -> str:
    return f"assets/pages/{stem}.{hashlib.sha256(text.encode()).hexdigest()[:12]}.js"


def _route(route: Alert) -> dict[str, object]:
    """A route as the script has it; a title is a text there, and never HTML."""
    heading, *lines = route.lines
    return {
        "topic": route.topic,
        "id": route.id,
        "heading": heading,
        "lines": lines,
        "hasPage": route.state is not None,
    }


def _literal(value: Any) -> str:
    """A value in a script of ours, which is UTF-8 as the pages are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
