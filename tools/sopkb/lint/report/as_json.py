"""For programs: one JSON document whose shape is promised in ``docs/reference/cli.md``."""

from __future__ import annotations

import json

from sopkb.lint.report.checked import Checked


def render_json(checked: Checked, colour: bool = False) -> str:
    """A JSON object that ends with a line feed; ``colour`` changes nothing."""
    document = {
        "records": checked.records,
        "files": checked.files,
        "errors": checked.errors,
        "warnings": checked.warnings,
        "not_looked_at": list(checked.not_looked_at),
        "findings": [
            {
                "path": diagnostic.path,
                "line": diagnostic.line,
                "column": diagnostic.column,
                "code": diagnostic.code,
                "severity": str(diagnostic.severity),
                "message": diagnostic.message,
                "record": diagnostic.record_id or None,
                "team": checked.owners.get(diagnostic.path) or None,
            }
            for diagnostic in checked.diagnostics
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
