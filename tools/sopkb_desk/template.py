"""Templates of reports: Markdown with ``{{names}}`` that a team can change, and blanks for what only people know."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from sopkb.core.errors import UsageError
from sopkb.core.load.files import read_text
from sopkb_desk.markdown import BLANK

FOLDER = "desk"
"""Beside the base's folder: ``desk/daily.md`` there is used in the place of the program's own."""
_NAME = re.compile(r"\{\{ *([a-z_]+) *\}\}")


def template_of(name: str, project: Path, file: Path | None = None) -> str:
    """The template of a report.

    Args:
        name: of the report.
        project: the folder that holds the base's.
        file: the one that was asked for, if any.

    Raises:
        UsageError: it cannot be read.
    """
    place = file or project / FOLDER / f"{name}.md"
    if file is None and not place.is_file():
        return own_template(name)
    source = read_text(place, place.parent)
    if source.text is None:
        raise UsageError(f"The template {place.name} cannot be read: {source.faults[-1].kind.value}.")
    return source.text


def own_template(name: str) -> str:
    """The program's own template."""
    return files("sopkb_desk").joinpath("templates", f"{name}.md").read_text("utf-8")


def fill(template: str, values: Mapping[str, str]) -> str:
    """A template with its names replaced.

    Raises:
        UsageError: it has a name that there is not.
    """
    strange = sorted({name for name in _NAME.findall(template) if name not in values and name != "blank"})
    if strange:
        raise UsageError(
            f"The template has names that nothing fills in: {', '.join(strange)}.",
            f"Known: {', '.join(sorted([*values, 'blank']))}.",
        )
    text = _NAME.sub(lambda match: BLANK if match[1] == "blank" else values[match[1]], template)
    return text.strip() + "\n"


def blanks(text: str) -> int:
    """How many blanks a report still has."""
    return text.count(BLANK)
