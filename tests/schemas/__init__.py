"""Published schemas, to hold against what is written for other programs: see README.md."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import jsonschema_rs
from tests.conftest import CHECKOUT

_STRAY = "-[a-zA-Z]{2}]?$"
"""In SARIF's schema: a bracket that only JavaScript's regular expressions forgive."""


@cache
def _validator(schema: str) -> Any:
    text = (CHECKOUT / f"tests/schemas/{schema}.json").read_text("utf-8")
    return jsonschema_rs.validator_for(json.loads(text.replace(_STRAY, _STRAY.replace("]?", r"\\]?"))))


def troubles(schema: str, document: Any) -> list[str]:
    """What a schema of this folder has against a document."""
    return [f"{list(error.instance_path)}: {error.message[:300]}" for error in _validator(schema).iter_errors(document)]
