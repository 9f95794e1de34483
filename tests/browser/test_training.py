"""A new person's first weeks in the browser: read, answered, passed, printed, kept; asked again by what asks again."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader
from tests.browser.finding import PATIENCE
from tests.conftest import CHECKOUT

from sopkb.core.load import load_base
from sopkb.core.record import Record
from sopkb.lint.tracks import QuizQuestion, modules_of, questions_of

expect.set_options(timeout=PATIENCE)
ALL = 99
TRACKS = ("ONB-0001", "ONB-0002", "ONB-0003")
DEMO = load_base(CHECKOUT / "sop")


def track_of(track_id: str) -> Record:
    return DEMO.corpus.by_id[track_id]


def module_section(page: Page, name: str) -> Locator:
    return page.locator(f"section.kb-course__module[aria-label^='{name}:']")


def answer(question: QuizQuestion, form: Locator, *, wrongly: bool = False) -> None:
    """Answer a question by what is seen, an order by its buttons."""
    if question.type == "order":
        wanted = list(reversed(question.answers)) if wrongly else list(question.answers)
        form.get_by_role("button", name=f"Move up: {wanted[0]}", exact=True).click()
        for target, text in enumerate(wanted):
            while (at := form.locator("li > span").all_inner_texts().index(text)) > target:
                form.get_by_role("button", name=f"Move up: {text}", exact=True).click()
                assert form.locator("li > span").all_inner_texts().index(text) == at - 1
        return
    chosen = [text for text in question.options if text not in question.answers][:1] if wrongly else question.answers
    for text in chosen:
        form.locator(f"input[value={json.dumps(text)}]").check()


def take(page: Page, track: Record, name: str, *, wrong: int = 0) -> Locator:
    """Take the quiz of a module; the first so many questions are answered wrongly."""
    section = module_section(page, name)
    section.locator("button.kb-course__start").click()
    for number, question in enumerate(each for each in questions_of(track) if each.module == name):
        form = section.locator("fieldset").filter(has=page.get_by_text(question.ask, exact=True))
        answer(question, form, wrongly=number < wrong)
    section.get_by_role("button", name="Check my answers").click()
    return section


@pytest.mark.parametrize("track_id", TRACKS)
def test_a_track_is_followed_to_its_end(page: Page, address: str, track_id: str) -> None:
    track = track_of(track_id)
    page.goto(f"{address}{track_id}.html")
    boxes = page.locator(".kb-course__records input")
    for number in range(boxes.count()):
        boxes.nth(number).check()
    for module in modules_of(track):
        section = take(page, track, module.id)
        count = sum(question.module == module.id for question in questions_of(track))
        expect(section.locator(".kb-quiz__outcome")).to_contain_text(f"{count} of {count} right, 100%. That is enough.")
        cited = section.locator(".kb-quiz__verdict a").first.get_attribute("href") or ""
        assert cited.split(".html")[0] in DEMO.corpus.by_id
    expect(page.locator(".kb-course__result")).to_contain_text("Passed.")
    page.reload()
    expect(page.locator(".kb-course__result")).to_contain_text("Passed.")
    records = {pin.record_id for module in modules_of(track) for pin in module.pins}
    expect(page.locator(".kb-course__head")).to_contain_text(f"{len(records)} of {len(records)} records read")


def test_wrong_answers_are_told_with_the_section_and_may_be_tried_again_in_another_order(
    page: Page, address: str
) -> None:
    track = track_of("ONB-0002")
    page.goto(f"{address}ONB-0002.html")
    section = take(page, track, "m2", wrong=ALL)
    expect(section.locator(".kb-quiz__outcome")).to_contain_text("0 of 3 right, 0%. Needed: 80%.")
    expect(section.locator(".kb-quiz__outcome")).to_be_focused()
    expect(section.locator("fieldset[data-right=false]")).to_have_count(3)
    expect(section.get_by_role("link", name="SOP-0014, Steps")).to_have_attribute("href", "SOP-0014.html#steps")
    before = section.locator("fieldset").first.locator("label").all_inner_texts()
    section.get_by_role("button", name="Quiz of m2").click()
    after = section.locator("fieldset").first.locator("label").all_inner_texts()
    assert sorted(before) == sorted(after)
    expect(section.locator("fieldset[data-right]")).to_have_count(0)
    take(page, track, "m2")
    expect(section.locator(".kb-course__standing")).to_contain_text("3 of 3 right")
    expect(section.locator(".kb-course__standing")).to_contain_text("2 tried")


def test_a_reply_to_send_is_chosen_by_its_text(page: Page, address: str, browser: Browser) -> None:
    page.goto(f"{address}ONB-0003.html")
    section = module_section(page, "m1")
    section.locator("button.kb-course__start").click()
    option = section.locator(".kb-quiz__reply", has_text="MAC-0008")
    text = option.get_by_text("We have not heard from you for two days")
    expect(text).to_be_hidden()
    option.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(text).to_be_visible()
    expect(option.locator("code", has_text="{ticket_id}").first).to_be_visible()
    expect(option.get_by_role("radio")).not_to_be_checked()
    with browser.new_context(java_script_enabled=False) as context:
        reading = context.new_page()
        reading.goto(f"{address}ONB-0003.html")
        reading.get_by_role("listitem").get_by_role("link", name="MAC-0008").last.click()
        expect(reading.locator("article")).to_contain_text("Ticket {ticket_id} is now closed.")


def test_what_is_not_answered_is_not_marked(page: Page, address: str) -> None:
    page.goto(f"{address}ONB-0003.html")
    section = module_section(page, "m1")
    section.locator("button.kb-course__start").click()
    section.get_by_role("button", name="Check my answers").click()
    expect(section.locator(".kb-quiz__outcome")).to_have_text("3 of 3 not answered yet.")
    expect(section.locator("fieldset[data-right]")).to_have_count(0)


def test_a_track_without_a_script_is_a_reading_list_with_its_answers(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}ONB-0003.html")
        expect(page.get_by_role("table").get_by_role("link", name="SOP-0022")).to_be_visible()
        expect(page.get_by_text("Which strata has the weekly sample?")).to_be_visible()
        page.locator("details summary", has_text="Answer").first.click()
        questions = list(questions_of(track_of("ONB-0003")))
        numbers = [str(questions[0].options.index(right) + 1) for right in questions[0].answers]
        expect(page.locator("details[open]")).to_contain_text(f"{', '.join(numbers)}; see SOP-0022, ")
        page.goto(f"{address}training.html")
        expect(page.get_by_role("table")).to_be_visible()


def test_progress_goes_into_a_file_and_comes_out_of_it(
    page: Page, address: str, browser: Browser, tmp_path: Path
) -> None:
    page.goto(f"{address}ONB-0002.html")
    take(page, track_of("ONB-0002"), "m3")
    page.locator(".kb-course__records input").first.check()
    page.locator(".kb-course__files summary").click()
    page.get_by_label("Your handle").fill("shift-3/a")
    page.get_by_label("Your team").fill("puo-core")
    page.get_by_label("Your team").blur()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save as a file").click()
    saved = tmp_path / "progress.json"
    waiting.value.save_as(saved)
    assert waiting.value.suggested_filename == "training-shift-3-a.json"
    kept = json.loads(saved.read_text("utf-8"))
    assert kept["tracks"]["ONB-0002"]["modules"]["m3"]["right"] == 3
    with browser.new_context() as context:
        other = context.new_page()
        other.goto(f"{address}ONB-0002.html")
        other.locator(".kb-course__files summary").click()
        wrong = tmp_path / "holiday.json"
        wrong.write_text('{"format": "photos"}', "utf-8")
        other.locator("input[type=file]").set_input_files(wrong)
        expect(other.locator(".kb-course__said")).to_contain_text("holiday.json is no file of training progress")
        empty = tmp_path / "empty.json"
        empty.write_text('{"format": "kb-training/1", "read": {"SOP-9": 1}, "tracks": {"x": 2}}', "utf-8")
        other.locator("input[type=file]").set_input_files(empty)
        expect(other.locator(".kb-course__said")).to_contain_text("empty.json: nothing in it was of a known form")
        other.locator("input[type=file]").set_input_files(saved)
        expect(other.locator(".kb-course__said")).to_contain_text("1 record read, ONB-0002 1.2.0 (1 quiz)")
        expect(other.get_by_label("Your team")).to_have_value("puo-core")
        expect(module_section(other, "m3").locator(".kb-course__standing")).to_contain_text("3 of 3 right")
        expect(other.locator(".kb-course__records input").first).to_be_checked()


def test_a_file_of_an_older_major_and_one_of_another_track_change_no_result_of_this_one(
    page: Page, address: str, tmp_path: Path
) -> None:
    result = {"right": 3, "of": 3, "tries": 1, "on": "2026-06-01"}
    for name, track_id, version in (("old", "ONB-0001", "1.0.0"), ("other", "ONB-0003", "1.2.0")):
        tracks = {track_id: {"version": version, "modules": {f"m{number}": result for number in range(1, 6)}}}
        (tmp_path / f"{name}.json").write_text(json.dumps({"format": "kb-training/1", "tracks": tracks}), "utf-8")
    page.goto(f"{address}ONB-0001.html")
    page.locator(".kb-course__files summary").click()
    page.locator("input[type=file]").set_input_files(tmp_path / "other.json")
    expect(page.locator(".kb-course__said")).to_contain_text("ONB-0003 1.2.0 (5 quizzes)")
    expect(page.locator(".kb-course__head")).not_to_contain_text("begin anew")
    page.locator("input[type=file]").set_input_files(tmp_path / "old.json")
    expect(page.locator(".kb-course__head")).to_contain_text("0 of 5 quizzes done. You followed version 1.0.0.")
    expect(page.locator(".kb-course__result")).to_be_empty()
    take(page, track_of("ONB-0001"), "m5")
    expect(page.locator(".kb-course__head")).to_contain_text("1 of 5 quizzes done.")
    expect(page.locator(".kb-course__head")).not_to_contain_text("begin anew")


def remember(page: Page, record_id: str, version: str) -> None:
    kept = {
        "format": "kb-training/1",
        "who": {},
        "read": {record_id: {"version": version, "on": "2026-08-01"}},
        "tracks": {},
    }
    page.evaluate("kept => localStorage.setItem('/kb-training', JSON.stringify(kept))", kept)


def test_only_a_change_that_asks_for_it_is_to_be_read_again(page: Page, address: str) -> None:
    page.goto(f"{address}SOP-0012.html")
    box = page.get_by_role("region", name="Read and understood")
    box.get_by_role("button", name="I have read and understood 2.2.0").click()
    expect(box).to_contain_text("You have read and understood 2.2.0 (2026-11-22).")
    remember(page, "SOP-0012", "1.4.0")
    page.reload()
    expect(box).to_contain_text("Changed since you read 1.4.0")
    expect(box).to_contain_text("do it differently: Route Security locks to ESC-0003")
    remember(page, "SOP-0012", "2.2.0")
    page.goto(f"{address}ONB-0001.html")
    expect(page.locator(".kb-course__records li", has_text="SOP-0012").locator("input")).to_be_checked()


def test_everybody_sees_what_changed_since_their_own_day(page: Page, address: str) -> None:
    page.goto(f"{address}training.html")
    place = page.locator("#kb-training")
    place.get_by_label("I was trained on").fill("2026-11-17")
    expect(place.get_by_role("status").first).to_contain_text("records changed since 2026-11-17")
    expect(place.get_by_role("heading", name="WKA-0006")).to_be_visible()
    place.locator("select").select_option("qa-data")
    expect(place.get_by_role("heading", name="WKA-0006")).to_have_count(0)
    expect(place.get_by_role("heading", name="TRB-0004")).to_be_visible()


def test_the_result_is_a_page_to_print(page: Page, address: str) -> None:
    track = track_of("ONB-0003")
    page.goto(f"{address}ONB-0003.html")
    for module in modules_of(track):
        take(page, track, module.id)
    page.evaluate("document.documentElement.classList.add('kb-printing-result')")
    page.emulate_media(media="print")
    expect(page.locator(".kb-course__result")).to_be_visible()
    expect(page.locator(".kb-course__module").first).to_be_hidden()
    expect(page.locator(".kb-facts")).to_be_hidden()
    expect(page.get_by_role("button", name="Print the result")).to_be_hidden()
    assert len(PdfReader(io.BytesIO(page.pdf(format="A4"))).pages) == 1
