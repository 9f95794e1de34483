"""What programs read of a site: valid, complete, and sensitive records by their advisory alone."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from xml.etree import ElementTree

import jsonschema_rs
import pytest
from tests.conftest import DEMO_NOW

from sopkb.load import Base
from sopkb.publish.machines import files_for_machines, json_ld, records_schema
from sopkb.publish.view import View

SITE = "https://kb.example.org/"


@pytest.fixture(scope="module")
def view(demo_base: Base) -> View:
    return View(demo_base, DEMO_NOW)


@pytest.fixture(scope="module")
def files(view: View) -> Mapping[str, str]:
    return dict(files_for_machines(view, SITE))


def test_every_record_with_a_page_has_its_markdown_beside_it(files: Mapping[str, str], view: View) -> None:
    for record in view.records:
        written = next(document.text for document in view.corpus.documents if document.path == record.path)
        assert files[f"{record.id}.md"].endswith(written)


def test_a_twin_says_first_what_must_be_said_first(files: Mapping[str, str], view: View) -> None:
    sensitive = next(record for record in view.records if record.is_sensitive)
    assert files[f"{sensitive.id}.md"].startswith(f"> {view.config.advisory(sensitive.meta.texts('harm_topics'))}")
    retired = next(record for record in view.records if record.is_retired and not record.is_sensitive)
    assert files[f"{retired.id}.md"].startswith("> RETIRED")
    assert "Not to be followed" in files[f"{retired.id}.md"]


def test_lists_for_agents_name_live_records_and_nothing_else(files: Mapping[str, str], view: View) -> None:
    live = {record.id for record in view.records if view.state(record).is_live}
    assert set(re.findall(r"^- \[(\w{3}-\d{4}) ", files["llms.txt"], re.MULTILINE)) == live
    assert set(re.findall(r"^<!-- (\w{3}-\d{4}) ", files["llms-full.txt"], re.MULTILINE)) == live


def test_a_state_in_a_list_is_that_of_the_moment(demo_base: Base) -> None:
    later = dict(files_for_machines(View(demo_base, DEMO_NOW + timedelta(days=60)), SITE))
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
    files = dict(files_for_machines(view, ""))
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
