"""Diagnostics as people and programs read them. To add a format, write its file and name it here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sopkb.lint.report.as_github import render_github
from sopkb.lint.report.as_gitlab import render_gitlab
from sopkb.lint.report.as_json import render_json
from sopkb.lint.report.as_lines import render_lines
from sopkb.lint.report.as_sarif import render_sarif
from sopkb.lint.report.as_text import render_text, summary
from sopkb.lint.report.by_team import render_by_team
from sopkb.lint.report.changes import render_changes
from sopkb.lint.report.checked import Checked
from sopkb.lint.report.scope import not_looked_at
from sopkb.lint.report.source import excerpts_of

FORMATS: Mapping[str, Callable[[Checked, bool], str]] = {
    "text": render_text,
    "lines": render_lines,
    "json": render_json,
    "github": render_github,
    "gitlab": render_gitlab,
    "sarif": render_sarif,
}
"""Each takes what was checked, and whether colour is wanted, and gives the whole output."""

__all__ = ["FORMATS", "Checked", "excerpts_of", "not_looked_at", "render_by_team", "render_changes", "summary"]
