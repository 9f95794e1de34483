"""A package in a real SCORM 1.2 runtime: completion, score, and going on where one left."""

from __future__ import annotations

import json
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import _Handler
from tests.browser.test_training import ALL, TRACKS, module_section, take, track_of
from tests.conftest import CHECKOUT, DEMO_NOW

from sopkb.core.load import Base
from sopkb.lint.tracks import modules_of, questions_of
from sopkb.site.view import View
from sopkb_training.pages.scorm import scorm_package

RUNTIME = CHECKOUT / "tests/vendor/scorm-again/scorm12.min.js"
LMS = """<!DOCTYPE html><meta charset="utf-8"><title>A learning system</title>
<link rel="icon" href="data:,"><script src="runtime.js"></script><script>
window.API = new Scorm12API({ autocommit: false, logLevel: 5 });
const kept = sessionStorage.getItem('kept');
if (kept) API.loadFromJSON(JSON.parse(kept));
</script><iframe src="package/index.html" width="1000" height="700"></iframe>"""


class _System(_Handler):
    def end_headers(self) -> None:
        super(_Handler, self).end_headers()  # a learning system has frames: the policy of our site is not its own


@pytest.fixture
def system(tmp_path: Path, demo_base: Base) -> Iterator[str]:
    """A learning system with the three tracks, each in a folder of its own."""
    for track_id in TRACKS:
        folder = tmp_path / track_id
        folder.mkdir()
        (folder / "lms.html").write_text(LMS, "utf-8")
        (folder / "runtime.js").write_bytes(RUNTIME.read_bytes())
        zipped = folder / "package.zip"
        zipped.write_bytes(scorm_package(track_of(track_id), View(demo_base, DEMO_NOW)))
        zipfile.ZipFile(zipped).extractall(folder / "package")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_System, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def value(page: Page, name: str) -> str:
    """What the system has of an element of the data model."""
    path = name.removeprefix("cmi.").split(".")
    found: Any = page.evaluate("path => path.reduce((part, name) => part[name], API.cmi)", path)
    return str(found)


@pytest.mark.parametrize("track_id", TRACKS)
def test_a_track_is_finished_in_a_learning_system(page: Page, system: str, track_id: str) -> None:
    track = track_of(track_id)
    page.goto(f"{system}{track_id}/lms.html")
    frame: Any = page.frame_locator("iframe")
    expect(frame.locator(".kb-course__module").first).to_be_visible()
    assert value(page, "cmi.core.lesson_status") == "incomplete"
    frame.locator(".kb-course__records input").first.check()
    for module in modules_of(track):
        take(frame, track, module.id)
    expect(frame.locator(".kb-course__result")).to_contain_text("Passed.")
    assert value(page, "cmi.core.lesson_status") == "passed"
    assert value(page, "cmi.core.score.raw") == "100"
    assert 0 < len(value(page, "cmi.suspend_data")) <= 4096


def test_one_goes_on_where_one_left(page: Page, system: str) -> None:
    track = track_of("ONB-0002")
    page.goto(f"{system}ONB-0002/lms.html")
    frame: Any = page.frame_locator("iframe")
    frame.locator(".kb-course__records input").nth(2).check()
    take(frame, track, "m1")
    take(frame, track, "m2", wrong=ALL)
    score = int(value(page, "cmi.core.score.raw"))
    assert 0 < score < 80
    page.evaluate("document.querySelector('iframe').src = 'about:blank'")  # as a system closes a course
    page.wait_for_function("API.isTerminated()")
    page.evaluate("() => sessionStorage.setItem('kept', JSON.stringify(API.cmi.toJSON()))")
    page.goto(f"{system}ONB-0002/lms.html?again")
    expect(module_section(frame, "m1").locator(".kb-course__standing")).to_contain_text("3 of 3 right")
    expect(module_section(frame, "m2").locator(".kb-course__standing")).to_contain_text("0 of 3 right")
    expect(frame.locator(".kb-course__records input").nth(2)).to_be_checked()
    expect(frame.locator(".kb-course__records input").nth(1)).not_to_be_checked()
    take(frame, track, "m2")
    take(frame, track, "m3")
    take(frame, track, "m4")
    assert value(page, "cmi.core.lesson_status") == "passed"


def test_a_learner_who_fails_is_told_so_to_the_system(page: Page, system: str) -> None:
    track = track_of("ONB-0003")
    page.goto(f"{system}ONB-0003/lms.html")
    frame: Any = page.frame_locator("iframe")
    for module in modules_of(track):
        take(frame, track, module.id, wrong=ALL)
    expect(frame.locator(".kb-course__result")).to_contain_text("Not passed")
    assert value(page, "cmi.core.lesson_status") == "failed"
    assert value(page, "cmi.core.score.raw") == "0"


def test_a_module_that_asks_for_every_answer_decides_with_the_system_too(page: Page, system: str) -> None:
    track = track_of("ONB-0001")
    page.goto(f"{system}ONB-0001/lms.html")
    frame: Any = page.frame_locator("iframe")
    for module in modules_of(track):
        take(frame, track, module.id, wrong=int(module.id == "m4"))
    expect(frame.locator(".kb-course__result")).to_contain_text(
        "Not passed: m4 needs every answer right. 17 of 18 right"
    )
    assert value(page, "cmi.core.lesson_status") == "failed"
    assert value(page, "cmi.core.score.raw") == "94"


def test_a_citation_opens_the_text_that_it_names(page: Page, system: str) -> None:
    page.goto(f"{system}ONB-0003/lms.html")
    frame: Any = page.frame_locator("iframe")
    section = take(frame, track_of("ONB-0003"), "m1", wrong=ALL)
    section.get_by_role("link", name="SOP-0022, Steps").first.click()
    expect(frame.locator("#SOP-0022")).to_have_attribute("open", "")
    expect(frame.locator("#SOP-0022-steps")).to_be_in_viewport()


def test_without_a_learning_system_the_course_runs_and_says_that_nothing_is_kept(page: Page, system: str) -> None:
    page.goto(f"{system}ONB-0003/package/index.html")
    expect(page.get_by_text("No learning system was found")).to_be_visible()
    take(page, track_of("ONB-0003"), "m1")
    assert len(list(questions_of(track_of("ONB-0003")))) > 3
    assert json.loads(page.locator("#kb-data").text_content() or "")["course"]["id"] == "ONB-0003"
