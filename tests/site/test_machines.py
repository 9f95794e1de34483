"""What programs read of a site: valid, complete, and sensitive records by their advisory alone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from xml.etree import ElementTree

import jsonschema_rs
import pytest
from tests.conftest import DEMO_NOW
from tests.site.small_base import record_text

from sopkb.core.load import Base
from sopkb.site.machines import json_ld, machine_files, records_schema
from sopkb.site.view import View

SITE = "https://kb.example.org/"


def made(view: View, site: str) -> dict[str, str]:
    return {place: make() for place, make in machine_files(view, site).items()}


@pytest.fixture(scope="module")
def view(demo_base: Base) -> View:
    return View(demo_base, DEMO_NOW)


@pytest.fixture(scope="module")
def files(view: View) -> Mapping[str, str]:
    return made(view, SITE)


def test_every_record_with_a_page_has_its_markdown_beside_it(files: Mapping[str, str], view: View) -> None:
    for record in view.records:
        written = next(document.text for document in view.corpus.documents if document.path == record.path)
        assert files[f"{record.id}.md"].endswith(written)


def test_a_twin_says_first_what_must_be_said_first(files: Mapping[str, str], view: View) -> None:
    sensitive = next(record for record in view.records if record.is_sensitive)
    assert files[f"{sensitive.id}.md"].startswith(f"> {view.config.advisory(sensitive.meta.texts('harm_topics'))}")
    for record in view.records:
        first, *_ = files[f"{record.id}.md"].split("\n")
        if not view.state(record).is_live:
            assert first.startswith(f"> {view.state(record)}")
            assert "not follow it" in first


def test_a_twin_that_will_be_out_of_date_says_when(files: Mapping[str, str]) -> None:
    assert files["WKA-0002.md"].startswith("> In force until 2026-12-02 09:00 UTC: do not follow it after that.\n\n---")
    assert files["SOP-0001.md"].startswith("---")
    for name in ("llms.txt", "llms-full.txt"):
        assert "EXPIRES SOON (until 2026-11-22 16:00 UTC)" in files[name]
        assert " left)" not in files[name], "true for an hour, in a file that is read for months"


def test_a_known_issue_says_since_when_and_whom_it_waits_for(files: Mapping[str, str]) -> None:
    assert files["WKA-0013.md"].startswith(
        "> KNOWN, NO FIX YET since 2026-11-19 22:40 UTC. It waits for Business tools engineering (BUG-88260). "
        "Nothing below removes the fault.\n\n---"
    )
    line = "KNOWN, NO FIX YET (since 2026-11-19). Waits for Business tools engineering. Chosen tags clear"
    assert line in files["llms.txt"]
    assert "Not to be followed" not in files["WKA-0013.md"]


def test_a_dead_record_is_told_as_one_in_the_first_line_of_its_row(files: Mapping[str, str]) -> None:
    rows = {row["id"]: row for row in json.loads(files["records.json"])["records"]}
    for row in rows.values():
        assert next(iter(row)) == "warning"
        assert bool(row["warning"]) == (row["state"] not in ("LIVE", "REVIEW DUE", "EXPIRES SOON", "KNOWN, NO FIX YET"))
    assert rows["WKA-0013"]["waits_for"] == "Business tools engineering"
    assert rows["WKA-0012"]["warning"].endswith("use SOP-0009.")
    assert rows["WKA-0012"]["successor"] == "SOP-0009"


def test_the_note_on_a_retirement_of_a_sensitive_record_waits_for_its_advisory(view_of: Callable[..., View]) -> None:
    end = {"reason": "obsolete", "on": "2026-11-12", "note": "Words of the author."}
    text = record_text(status="retired", retired=end, sensitivity="mentions", harm_topics=["self_harm"])
    files = made(view_of(a=text), SITE)
    assert "Words of the author." not in files["records.json"]
    first, second, *_ = files["SOP-0001.md"].split("\n")
    assert first == "> RETIRED 2026-11-12: nobody needs it any more. Do not follow it. Words of the author."
    assert second == "> Step away whenever you need to. Follow ESC-0001 first."


def test_lists_for_agents_name_live_records_and_nothing_else(files: Mapping[str, str], view: View) -> None:
    live = {record.id for record in view.records if view.state(record).is_live}
    assert set(re.findall(r"^- \[(\w{3}-\d{4}) ", files["llms.txt"], re.MULTILINE)) == live
    assert set(re.findall(r"^<!-- (\w{3}-\d{4}) ", files["llms-full.txt"], re.MULTILINE)) == live


def test_a_state_in_a_list_is_that_of_the_moment(demo_base: Base) -> None:
    later = made(View(demo_base, DEMO_NOW + timedelta(days=60)), SITE)
    assert "[WKA-0002 " not in later["llms.txt"]


def test_no_word_of_a_sensitive_record_stands_outside_its_own_address(files: Mapping[str, str], view: View) -> None:
    for record in view.records:
        if record.is_sensitive:
            for name in ("llms.txt", "llms-full.txt", "records.json"):
                assert record.summary not in files[name]
                assert all(symptom not in files[name] for symptom in record.symptoms)


def test_records_as_json_keep_to_their_schema(files: Mapping[str, str], view: View) -> None:
    document = json.loads(files["records.json"])
    jsonschema_rs.validator_for(records_schema()).validate(document)
    assert [row["id"] for row in document["records"]] == [record.id for record in view.records]
    assert json.loads(files["records.schema.json"]) == records_schema()


def test_without_an_address_links_are_relative(view: View) -> None:
    files = made(view, "")
    assert "opensearch.xml" not in files
    assert "](SOP-0012.md)" in files["llms.txt"]


def test_the_description_of_the_search_is_well_formed(files: Mapping[str, str]) -> None:
    root = ElementTree.fromstring(files["opensearch.xml"])
    url = root.find("{http://a9.com/-/spec/opensearch/1.1/}Url")
    assert url is not None
    assert url.attrib["template"] == SITE + "search.html?q={searchTerms}"


def test_data_for_crawlers_cannot_end_its_element(view: View) -> None:
    for record in view.records:
        text = json_ld(record)
        assert "<" not in text
        data = json.loads(text)
        assert data["identifier"] == record.id
        assert record.summary not in text
