"""A whole track with the keyboard alone: read, answered, failed, tried again, passed, printed."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect
from tests.browser.finding import PATIENCE
from tests.browser.test_training import module_section, track_of

from sopkb.lint.tracks import QuizQuestion, modules_of, questions_of

expect.set_options(timeout=PATIENCE)
_TOWARDS = """target => target === document.activeElement ? 0
    : document.activeElement.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_PRECEDING ? -1 : 1"""
_FARTHEST = 120


def go_to(page: Page, target: Locator) -> None:
    """Press Tab until something has the focus, as somebody without a mouse does."""
    for _ in range(_FARTHEST):
        towards = target.evaluate(_TOWARDS)
        if towards == 0:
            return
        page.keyboard.press("Tab" if towards > 0 else "Shift+Tab")
    raise AssertionError(f"the keyboard does not reach {target}")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    go_to(page, target)
    page.keyboard.press(key)


def answer(page: Page, question: QuizQuestion, form: Locator, *, wrongly: bool = False) -> None:
    if question.type == "order":
        put_in_order(page, list(reversed(question.answers)) if wrongly else list(question.answers), form)
        return
    wanted = [text for text in question.options if (text in question.answers) != wrongly]
    if question.type == "multiple":
        for text in wanted:
            press(page, form.get_by_role("checkbox", name=text, exact=True), "Space")
        return
    go_to(page, form.get_by_role("radio").first)
    page.keyboard.press("Space")
    while (chosen := form.locator("input:checked")).get_attribute("value") not in wanted:
        page.keyboard.press("ArrowDown")
        expect(chosen).to_be_focused()


def put_in_order(page: Page, wanted: list[str], form: Locator) -> None:
    lines = form.locator("li > span")
    for target, text in enumerate(wanted):
        up = form.get_by_role("button", name=f"Move up: {text}", exact=True)
        go_to(page, up)
        if target == 0:
            page.keyboard.press("Enter")  # also where it stands right already: who touches nothing has not answered
        while (at := lines.all_inner_texts().index(text)) > target:
            page.keyboard.press("Enter")
            expect(up).to_be_focused()  # it moved, and the focus with it
            expect(page.locator("p.kb-spoken")).to_contain_text(f"{text} is now {at} of {len(wanted)}.")


def take(page: Page, name: str, *, wrongly: bool = False) -> Locator:
    """A module's quiz. Its first control has the focus when it opens, the outcome when it is marked."""
    section = module_section(page, name)
    press(page, section.locator("button.kb-course__start"))
    expect(section.locator("fieldset").first.locator("input,button").first).to_be_focused()
    for question in questions_of(track_of("ONB-0003")):
        if question.module == name:
            form = section.locator("fieldset").filter(has=page.get_by_text(question.ask, exact=True))
            answer(page, question, form, wrongly=wrongly)
    press(page, section.get_by_role("button", name="Check my answers"))
    expect(section.locator(".kb-quiz__outcome")).to_be_focused()
    return section


def test_a_track_is_read_answered_tried_again_passed_and_printed_without_a_mouse(page: Page, address: str) -> None:
    page.add_init_script("window.print = () => { window.printed = document.documentElement.className; }")
    page.goto(f"{address}ONB-0003.html")
    boxes = page.locator(".kb-course__records input")
    for number in range(boxes.count()):
        press(page, boxes.nth(number), "Space")
    expect(page.locator(".kb-course__head")).to_contain_text("11 of 11 records read, 0 of 3 quizzes done.")
    section = take(page, "m1", wrongly=True)
    before = section.locator("fieldset").first.get_by_role("radio").evaluate_all("all => all.map(each => each.value)")
    expect(section.locator(".kb-quiz__outcome")).to_contain_text("0 of 3 right, 0%. Needed: 80%.")
    go_to(page, section.locator(".kb-quiz__verdict a").first)
    for module in modules_of(track_of("ONB-0003")):
        section = take(page, module.id)
        expect(section.locator(".kb-quiz__outcome")).to_contain_text("100%. That is enough.")
    section = module_section(page, "m1")
    after = section.locator("fieldset").first.get_by_role("radio").evaluate_all("all => all.map(each => each.value)")
    assert sorted(before) == sorted(after)
    expect(section.locator(".kb-course__standing")).to_contain_text("3 of 3 right on 2026-11-22, 2 tried.")
    expect(page.get_by_role("region", name="Result")).to_contain_text("Passed.")
    press(page, page.get_by_role("button", name="Print the result"))
    assert "kb-printing-result" in page.evaluate("window.printed")
