"""For GitHub Actions: workflow commands, which become annotations on the lines of a pull request.

Source of the form: "Workflow commands for GitHub Actions" in GitHub's documentation. A message of a record must not
end the command or begin another: every line begins with ``::``, and what the runner would obey is escaped.
"""

from __future__ import annotations

from sopkb.core.diagnostics import Diagnostic, printable
from sopkb.lint.report.as_text import summary
from sopkb.lint.report.checked import Checked
from sopkb.lint.report.rules import title_of

_DATA = str.maketrans({"%": "%25", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def render_github(checked: Checked, colour: bool = False) -> str:
    """A command a finding, then the summing-up; ``colour`` changes nothing."""
    commands = [_command(each, checked.prefix) for each in checked.diagnostics]
    return "\n".join([*commands, summary(checked)]) + "\n"


def _command(found: Diagnostic, prefix: str) -> str:
    title = f"{found.code} {title_of(found.code)}".rstrip()
    place = {"file": prefix + found.path, "line": found.line, "col": found.column, "title": title}
    properties = ",".join(f"{name}={_escape(str(value), _PROPERTY)}" for name, value in place.items() if value)
    return f"::{found.severity} {properties}::{_escape(found.message, _DATA)}"


def _escape(text: str, table: dict[int, str]) -> str:
    lines = text.replace("\r", "").split("\n")
    return "\n".join(map(printable, lines)).translate(table)
