"""For code scanning: SARIF 2.1.0, an OASIS standard, with the manual of each rule that fired."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from sopkb import __version__
from sopkb.core.diagnostics import Diagnostic
from sopkb.lint.report.checked import Checked
from sopkb.lint.report.fingerprint import fingerprints
from sopkb.lint.report.rules import described

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_TOP = "SRCROOT"


def render_sarif(checked: Checked, colour: bool = False) -> str:
    """A SARIF log with one run, ended by a line feed; ``colour`` changes nothing."""
    codes = sorted({found.code for found in checked.diagnostics})
    number = {code: index for index, code in enumerate(codes)}
    run = {
        "tool": {
            "driver": {"name": "sopkb", "version": __version__, "rules": [_rule(code) for code in codes]},
        },
        "automationDetails": {"id": "sopkb/check/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_TOP: {"description": {"text": "The top of the repository."}}},
        "results": [
            _result(found, fingerprint, number[found.code], checked.prefix)
            for found, fingerprint in fingerprints(checked.diagnostics)
        ],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(code: str) -> dict[str, Any]:
    told = described(code)
    if told is None:
        return {"id": code}
    rule, manual = told
    text = f"{manual.what}\n\nWhy on shift: {manual.why}\n\nBad:\n{manual.bad}\n\nGood:\n{manual.good}\n"
    markdown = (
        f"{manual.what}\n\n**Why on shift:** {manual.why}\n\n"
        f"**Bad**\n\n```\n{manual.bad}\n```\n\n**Good**\n\n```\n{manual.good}\n```\n"
    )
    return {
        "id": code,
        "shortDescription": {"text": manual.title},
        "fullDescription": {"text": " ".join(manual.what.split())},
        "help": {"text": text, "markdown": markdown},
        "defaultConfiguration": {"level": str(rule.severity)},
    }


def _result(found: Diagnostic, fingerprint: str, rule_index: int, prefix: str) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(prefix + found.path), "uriBaseId": _TOP}}
    if found.line:
        place["region"] = {"startLine": found.line} | ({"startColumn": found.column} if found.column else {})
    return {
        "ruleId": found.code,
        "ruleIndex": rule_index,
        "level": str(found.severity),
        "message": {"text": found.message},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"sopkb/v1": fingerprint},
    }
