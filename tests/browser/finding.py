"""What an agent does with the search of a site, and what is seen then."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

PATIENCE = 120_000  # milliseconds until a test gives up; nothing depends on how long it takes

expect.set_options(timeout=PATIENCE)


def box(page: Page) -> Locator:
    """The search box in the header."""
    return page.locator("[data-kb-search] input")


def rows(page: Page) -> Locator:
    return page.locator("a.kb-row:visible")


def ids(page: Page) -> list[str]:
    """The ids of the rows, from the top."""
    return page.locator("a.kb-row:visible .kb-row__id").all_inner_texts()


def spoken(page: Page) -> Locator:
    """The live region of the dialog: what a screen reader says."""
    return page.locator("#kb-search-output [role=status]")


def search(page: Page, text: str) -> None:
    """Go to the box by the keyboard, type, and wait for the answer to all of it."""
    if not box(page).evaluate("box => box === document.activeElement"):
        page.keyboard.press("/")
        expect(box(page)).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)
    answered(page, text)


def answered(page: Page, text: str) -> None:
    """Wait until what is shown answers a text, whatever was there before."""
    expect(page.locator("#kb-search-output")).to_have_attribute("data-asked", text.strip())


def wait_for_scheme(page: Page, scheme: str) -> None:
    """Wait until the page is ``light`` or ``dark``: a theme may choose by a script."""
    background = "getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).map(Number)"
    for _ in range(PATIENCE // 50):
        red, green, blue, *alpha = page.evaluate(background)
        is_dark = alpha != [0] and red + green + blue < 384
        if is_dark == (scheme == "dark"):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"the page is not {scheme}")
