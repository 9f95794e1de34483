"""For programs: a digest as one JSON document, whose keys ``docs/reference/training.md`` promises."""

from __future__ import annotations

import json
from typing import Any

from sopkb.core.load import Base
from sopkb.core.moments import format_instant
from sopkb.history.as_json import edit_keys, text_of
from sopkb_training.items import Digest, Item


def render_json(digest: Digest, base: Base) -> str:
    """A JSON object that ends with a line feed."""
    document = {
        "since": text_of(digest.since.asked),
        "commit": digest.since.commit or None,
        "now": format_instant(digest.now),
        "items": [_item(item) for item in digest.items],
        "notes": [text_of(note) for note in digest.notes],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _item(item: Item) -> dict[str, Any]:
    record = item.record
    return {
        "id": text_of(record.id),
        "title": text_of(record.title),
        "kind": record.kind_name,
        "area": text_of(record.area),
        "what": item.what,
        "training": item.training,
        "version": {"before": text_of(item.before) or None, "after": text_of(record.meta.text("version"))},
        "effective": item.effective.isoformat() if item.effective else None,
        "entries": [
            {
                "version": text_of(entry.version),
                "date": entry.day.isoformat() if entry.day else None,
                "training": entry.training,
                "change": text_of(entry.change),
            }
            for entry in item.entries
        ],
        "compared": item.is_compared,
        "undeclared": item.is_undeclared,
        "edits": [edit_keys(edit) for edit in item.edits],
        "audience": [text_of(word) for word in record.meta.texts("audience")],
        "roles": [text_of(role) for role in item.roles],
        "taught": [
            {
                "track": text_of(each.track.id),
                "module": text_of(each.module.id),
                "at_major": each.pin.at_major,
                "behind": item.is_behind(each),
            }
            for each in item.taught
        ],
        "asked": [
            {"track": text_of(each.track.id), "question": each.question.number, "q": text_of(each.question.ask)}
            for each in item.asked
        ],
    }
