"""For editors: a finding a line, in the form that compilers have made known."""

from __future__ import annotations

from sopkb.core.diagnostics import printable
from sopkb.lint.report.checked import Checked


def render_lines(checked: Checked, colour: bool = False) -> str:
    """``path:line:column: severity CODE message`` for each finding, and nothing else; ``colour`` changes nothing."""
    return "".join(
        f"{printable(each.path)}:{max(each.line, 1)}:{max(each.column, 1)}: {each.severity} {each.code} "
        f"{printable(each.message)}\n"
        for each in checked.diagnostics
    )
