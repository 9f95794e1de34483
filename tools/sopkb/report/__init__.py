"""Diagnostics as people and programs read them. To add a format, write its file and name it here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sopkb.report.as_json import render_json
from sopkb.report.as_text import render_text
from sopkb.report.by_team import render_by_team
from sopkb.report.checked import Checked

FORMATS: Mapping[str, Callable[[Checked, bool], str]] = {"text": render_text, "json": render_json}
"""Each takes what was checked, and whether colour is wanted, and gives the whole output."""

__all__ = ["FORMATS", "Checked", "render_by_team"]
