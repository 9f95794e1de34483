"""Small bases from text, and large ones from copies."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from sopkb.core.kinds import KIND_BY_NAME
from sopkb.core.load import Base, load_base

PROJECT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)

KB_YML = """
name: "Small base"
vocabularies:
  areas: {video: "Video", access: "Access and accounts"}
  teams: {core: "Core team", eng: "Engineering"}
  people: {lead: {title: "Lead", team: core}}
  audiences: [puo]
  permissions: {unlock: "Unlock accounts"}
  harm_topics: [self_harm]
  clients: [all, chrome]
  regions: [all]
advisories: {default: "Step away whenever you need to.", self_harm: "Follow ESC-0001 first."}
"""
_COMMON: dict[str, Any] = {
    "title": "Player: a title of some length",
    "summary": "What to do.",
    "status": "active",
    "confidence": "verified",
    "version": "2.0.0",
    "area": "video",
    "owner": "core",
    "approver": "lead",
    "audience": ["puo"],
    "created": "2026-01-01",
    "last_reviewed": "2026-11-20",
    "sensitivity": "none",
    "changelog": [{"version": "2.0.0", "date": "2026-01-02", "training": "read", "change": "First"}],
}
_OF_KIND: dict[str, dict[str, Any]] = {
    "sop": {
        "effective_from": "2026-11-01",
        "review_days": 180,
        "symptoms": ["one", "two", "three"],
        "est_minutes": 5,
        "escalates_to": "ESC-0001",
    },
    "workaround": {
        "symptoms": ["one", "two", "three"],
        "bug": "BUG-1",
        "severity": "sev2",
        "started": "2026-11-19T00:00:00Z",
        "expires": "2026-12-01T00:00:00Z",
        "fix_status": "in_progress",
        "affected": {"versions": "5.4", "clients": ["chrome"], "regions": ["all"]},
        "user_impact": "Nobody can work.",
        "est_minutes": 5,
        "escalates_to": "ESC-0001",
    },
    "escalation": {
        "effective_from": "2026-11-01",
        "review_days": 90,
        "route": [{"level": 1, "team": "eng", "channel_role": "duty", "respond_minutes": 15, "hours": "24x7"}],
        "evidence": ["trace id", "site"],
    },
    "macro": {"review_days": 90, "channel": ["im"], "placeholders": []},
    "troubleshooter": {
        "review_days": 90,
        "symptoms": ["one", "two", "three"],
        "escalates_to": "ESC-0001",
        "nodes": [{"id": "n1", "ask": "Sound?", "answers": [{"say": "yes", "record": "SOP-0001"}]}],
    },
    "lookup": {
        "review_days": 90,
        "symptoms": ["one", "two", "three"],
        "system": "store",
        "permissions": ["unlock"],
        "placeholders": [],
        "escalates_to": "ESC-0001",
    },
    "track": {
        "effective_from": "2026-11-01",
        "review_days": 90,
        "role": "new-agent",
        "pass_mark": 80,
        "modules": [{"id": "m1", "title": "One", "minutes": 20, "records": [{"id": "SOP-0001", "at_major": 1}]}],
        "quiz": [
            {
                "module": "m1",
                "type": "single",
                "q": "Which?",
                "options": ["a", "b"],
                "answer": "a",
                "because": "SOP-0001#Steps",
            }
        ],
    },
}


def record_text(body: str | None = None, *, kind: str = "sop", **fields: Any) -> str:
    """A record's file that passes the check; with other fields where some are given, None takes one away."""
    ids = {"sop": "SOP-0001", "workaround": "WKA-0001", "escalation": "ESC-0001", "macro": "MAC-0001"}
    ids |= {"troubleshooter": "TRB-0001", "track": "ONB-0001", "lookup": "LKP-0001"}
    given = {"id": ids[kind], "kind": kind, **_COMMON, **_OF_KIND[kind], **fields}
    meta = {name: value for name, value in given.items() if value is not None}
    said = {"If it does not work": "ESC-0001 with the time."}
    sections = KIND_BY_NAME[kind].sections
    text = "\n\n".join(f"## {name}\n{said.get(name, '1. Do it. **Check:** done.')}" for name in sections)
    front = yaml.safe_dump(meta, allow_unicode=True, sort_keys=False)
    return f"---\n{front}---\n{text if body is None else body}\n"


def write_base(project: Path, files: Mapping[str, str | bytes], kb_yml: str | None = None) -> Base:
    """Write ``sop/`` into a folder, and load it."""
    for name, content in {"kb.yml": kb_yml or KB_YML, **files}.items():
        path = project / "sop" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load_base(project / "sop")


def copy_project(folder: Path) -> Path:
    """The project's records, pages and settings in another folder."""
    for name in ("sop", "docs"):
        shutil.copytree(PROJECT / name, folder / name)
    shutil.copy(PROJECT / "mkdocs.yml", folder)
    return folder


def with_copies(folder: Path, count: int) -> Base:
    """The demo base and copies of its SOP-0012, which all point at the same few records."""
    shutil.copytree(PROJECT / "sop", folder / "sop")
    (source,) = (PROJECT / "sop" / "sops").glob("SOP-0012-*.md")
    text = source.read_text(encoding="utf-8")
    for number in range(1001, 1001 + count):
        copy = text.replace("SOP-0012", f"SOP-{number}").replace("AccessHub: restore", f"AccessHub: {number} restore")
        (folder / "sop" / "sops" / f"SOP-{number}-copy.md").write_text(copy, encoding="utf-8")
    return load_base(folder / "sop")
