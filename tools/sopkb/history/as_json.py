"""For programs: a summary as one JSON document, whose shape ``docs/reference/changes.md`` promises."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sopkb.core.diagnostics import printable
from sopkb.core.record import Record
from sopkb.history.steps import told as told_step
from sopkb.history.summary import Summary, Told
from sopkb.history.words import safe, told
from sopkb.lint.change import Edit

_LONGEST = 2_000


def render_json(summary: Summary) -> str:
    """A JSON object that ends with a line feed."""
    document = {
        "base": summary.commit,
        "author": printable(summary.author) or None,
        "records": [_record(each) for each in summary.records],
        "settings": [{"setting": ".".join(each.setting), "told": text_of(each.told)} for each in summary.settings],
        "approvals": [
            {"area": text_of(each.area), "handles": list(each.handles), "accounts": list(each.accounts)}
            for each in summary.approvals
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _record(each: Told) -> dict[str, Any]:
    change = each.change
    return {
        "id": text_of(change.id),
        "path": printable(change.path),
        "title": text_of(each.title),
        "kind": change.record.kind_name if change.record else "",
        "what": each.what,
        "formerly": text_of(change.formerly) or None,
        "status": _both(change.before, change.after, "status"),
        "version": _both(change.before, change.after, "version"),
        "bump": change.bump,
        "least": change.least,
        "training": each.training or None,
        "edits": [{**edit_keys(edit), "line": edit.at.line} for edit in change.edits],
        "steps": {"before": _steps(change.before), "after": _steps(change.after)},
        "consequences": [
            {
                "topic": c.topic,
                "record": text_of(c.record) or None,
                "text": text_of(c.text),
                "quote": text_of(c.quote) or None,
            }
            for c in each.consequences
        ],
        "areas": [text_of(area) for area in each.areas],
    }


def edit_keys(edit: Edit) -> dict[str, Any]:
    """An edit as every document of ours tells it, but for its place."""
    return {
        "part": edit.part,
        "name": text_of(edit.name),
        "item": text_of(edit.item) or None,
        "how": edit.how,
        "level": edit.level,
        "before": text_of(edit.before) or None,
        "after": text_of(edit.after) or None,
        "told": told(edit).written(lambda words: f"“{words}”"),
    }


def _both(before: Record | None, after: Record | None, name: str) -> dict[str, str | None]:
    sides = {"before": before, "after": after}
    return {side: text_of(record.meta.text(name)) or None if record else None for side, record in sides.items()}


def _steps(record: Record | None) -> Sequence[str]:
    return [text_of(told_step(step)) for step in record.steps] if record else []


def text_of(words: str) -> str:
    """A record's words for a document: on one line, cut."""
    return safe(words, _LONGEST)
