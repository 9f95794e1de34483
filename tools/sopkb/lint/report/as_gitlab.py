"""For GitLab: a code quality report. Source of the form: "Code Quality report format" in GitLab's documentation."""

from __future__ import annotations

import json

from sopkb.lint.report.checked import Checked
from sopkb.lint.report.fingerprint import fingerprints

_SEVERITY = {"error": "major", "warning": "minor"}


def render_gitlab(checked: Checked, colour: bool = False) -> str:
    """A JSON list that ends with a line feed; ``colour`` changes nothing."""
    document = [
        {
            "description": f"{found.code}: {found.message}",
            "check_name": found.code,
            "fingerprint": fingerprint,
            "severity": _SEVERITY[found.severity],
            "location": {"path": checked.prefix + found.path, "lines": {"begin": max(found.line, 1)}},
        }
        for found, fingerprint in fingerprints(checked.diagnostics)
    ]
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
