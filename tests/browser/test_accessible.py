"""Each kind of page held to the rules of axe-core, light and dark, at a desk and on a phone, under the policy."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.browser.finding import rows, search, wait_for_scheme

pytestmark = pytest.mark.browser

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
PAGES = {
    "home": "index.html",
    "live": "live.html",
    "codes": "codes.html",
    "health": "health.html",
    "list of a kind": "kinds/workarounds.html",
    "SOP": "SOP-0025.html",
    "sensitive SOP": "SOP-0023.html",
    "workaround": "WKA-0001.html",
    "expired workaround": "WKA-0010.html",
    "retired workaround": "WKA-0012.html",
    "escalation": "ESC-0001.html",
    "macro": "MAC-0001.html",
    "lookup": "LKP-0001.html",
    "troubleshooter": "TRB-0001.html",
    "track": "ONB-0001.html",
    "training": "training.html",
    "search": "search.html?q=RC-4031",
    "dialog": "live.html",
    "guide": "guides/operators.html",
}
WINDOWS = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
LOOKS = [(scheme, window) for scheme in ("light", "dark") for window in WINDOWS]
QUICK = (("light", "desktop"), ("dark", "phone"))
BOTH = ("home", "workaround", "dialog")
"""In the quick suite these kinds are read in both of its looks, the others in one of them by turns."""

NOT_OURS = {("landmark-unique", "md-code__nav")}
"""What no stylesheet and no template can mend: the theme's script puts each copy button of a guide into a landmark
without a name. A rule, and the class of the element that it is about."""


def _cases() -> list[Any]:
    return [
        pytest.param(kind, *look, id="-".join((kind, *look)), marks=() if look in quick else pytest.mark.long)
        for number, kind in enumerate(PAGES)
        for quick in [QUICK if kind in BOTH else QUICK[number % 2 :][:1]]
        for look in LOOKS
    ]


def violations(page: Page) -> list[str]:
    """What axe-core finds on a page as it stands: the rule, the element, and what to mend."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    return [
        f"{rule['id']}: {node['html']}\n{node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
        if not any(rule["id"] == known and f'class="{name}"' in node["html"] for known, name in NOT_OURS)
    ]


@pytest.mark.parametrize(("kind", "scheme", "window"), _cases())
def test_a_page_breaks_no_rule_of_accessibility(page: Page, address: str, kind: str, scheme: Any, window: str) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size(WINDOWS[window])  # type: ignore[arg-type]
    page.goto(address + PAGES[kind], wait_until="load")
    wait_for_scheme(page, scheme)
    if kind == "search":
        expect(rows(page).first).to_contain_text("WKA-0001")
    if kind == "dialog":
        search(page, "black screen")
        expect(rows(page).first).to_be_visible()
    if kind == "track":
        page.locator(".kb-course__start").first.click()
    page.evaluate("document.querySelectorAll('details').forEach(folded => (folded.open = true))")
    assert violations(page) == []


def test_a_fault_of_a_page_is_seen(page: Page, address: str) -> None:
    page.goto(address + PAGES["SOP"])
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<h2>Faulty</h2><button></button>')")
    (fault,) = violations(page)
    assert fault.startswith("button-name: <button></button>")
