"""A small base with a record of each kind, as agents meet them, and what they do on its pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Locator, Page
from tests.site.small_base import KB_YML, NOW, record_text, write_base

from sopkb.core.load import load_base
from sopkb.site.build import Generator, build_site

HOSTILE = '</script><img src=x onerror=alert(1)>{{x}} " onload="alert(2) </textarea><script>alert(3)</script>'
BUSY = {"level": 1, "team": "eng", "channel_role": "duty", "respond_minutes": 15, "hours": "Mon-Fri 07:00-19:00 UTC"}
ALWAYS = {"level": 2, "team": "core", "channel_role": "lead", "respond_minutes": 30, "hours": "24x7"}
TREE = [
    {"id": "a", "ask": "Sound?", "answers": [{"say": "Yes", "goto": "b"}, {"say": "No", "record": "ESC-0001"}]},
    {"id": "b", "ask": "Chrome?", "answers": [{"say": "Yes", "record": "WKA-0001"}, {"say": "No", "goto": "a"}]},
]
STEPS = """## Who is affected
All.

## Do this now
1. **User:** Turn on **Compatibility mode**. **Check:** a badge.
2. **User:** Reload once. **Check:** picture.
3. Write the id into the ticket. **Check:** it is there.

## If it does not work
Ask ESC-0001.
"""
TEXT = """## Use when
Known.

## Text
> Known: {issue_summary}.
>
> {steps}
>
> See {record_id}, ticket {ticket_id}.
"""


def build(folder: Path, shell: Generator, **kb: Any) -> Path:
    """The base, built for its moment though its clock is the reader's."""
    fields = ["issue_summary", "steps", "record_id", "ticket_id"]
    evidence = ["trace id", "site", "steps already done"]
    files = {
        "wka": record_text(STEPS, kind="workaround", overrides=["SOP-0001"], replies_with=["MAC-0001"]),
        "sop": record_text(),
        "esc": record_text(kind="escalation", title="Duty of the engineers", route=[BUSY, ALWAYS], evidence=evidence),
        "mac": record_text(TEXT, kind="macro", title="Known issue", placeholders=fields),
        "trb": record_text("## Tree\nAsk.\n", kind="troubleshooter", title="No video", nodes=TREE),
    }
    return site_of(folder, shell, files, **kb)


def site_of(folder: Path, shell: Generator, files: dict[str, str], **kb: Any) -> Path:
    """A site of some records, whatever the check says of them."""
    settings = {**yaml.safe_load(KB_YML), **kb}
    write_base(folder, {f"{name}.md": text for name, text in files.items()}, yaml.safe_dump(settings))
    build_site(load_base(folder / "sop"), NOW, folder / "site", check=lambda base, now: (), generator=shell)
    return folder / "site"


def open_at(page: Page, address: str, moment: str = "2026-11-23T10:00:00Z") -> None:
    """Open a page at a moment; 23 November 2026 is a Monday."""
    page.clock.set_fixed_time(moment)
    page.goto(address)


def copied(page: Page, button: Locator) -> str:
    """What a button puts on the clipboard."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button.click()
    return str(page.evaluate("navigator.clipboard.readText()"))
