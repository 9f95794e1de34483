"""What leaves the site: packages that keep to the standard, one book, one table; one input, one result."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import xmlschema
from tests.conftest import CHECKOUT, DEMO_NOW

from sopkb.core.load import Base
from sopkb.lint.replies import reply_texts
from sopkb.lint.tracks import modules_of, questions_of
from sopkb.site.scripts import inert
from sopkb.site.view import View
from sopkb_training.pages.handbook import handbook
from sopkb_training.pages.offered import text_of
from sopkb_training.pages.questions import questions_csv
from sopkb_training.pages.scorm import scorm_package

TRACKS = ("ONB-0001", "ONB-0002", "ONB-0003")
SCHEMAS = CHECKOUT / "tests/schemas/scorm12"
PACKAGING = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}"


@pytest.fixture(scope="module")
def view(demo_base: Base) -> View:
    return View(demo_base, DEMO_NOW)


@pytest.fixture(scope="module")
def packages(view: View) -> dict[str, bytes]:
    return {each: scorm_package(view.corpus.by_id[each], view) for each in TRACKS}


def w3c(uri: str) -> str:
    """``ims_xml.xsd`` of 2001 binds a name that XML keeps for itself, which no parser takes; W3C's own has the same."""
    own = Path(xmlschema.__file__).parent / "schemas/XML/xml.xsd"
    return own.as_uri() if uri.endswith("ims_xml.xsd") else uri


@pytest.fixture(scope="module")
def standard() -> xmlschema.XMLSchema10:
    files: list[Any] = [SCHEMAS / "imscp_rootv1p1p2.xsd", SCHEMAS / "adlcp_rootv1p2.xsd"]
    return xmlschema.XMLSchema10(files, allow="local", uri_mapper=w3c)


@pytest.mark.parametrize("track_id", TRACKS)
def test_the_manifest_is_valid_under_the_official_schemas(
    packages: dict[str, bytes], standard: xmlschema.XMLSchema10, track_id: str
) -> None:
    manifest = zipfile.ZipFile(io.BytesIO(packages[track_id])).read("imsmanifest.xml").decode()
    standard.validate(manifest)
    with pytest.raises(xmlschema.XMLSchemaException):
        standard.validate(manifest.replace('adlcp:scormtype="sco"', 'adlcp:scormtype="page"'))
    with pytest.raises(xmlschema.XMLSchemaException):
        standard.validate(
            manifest.replace("<organizations", "<organisations").replace("</organizations", "</organisations")
        )


@pytest.mark.parametrize("track_id", TRACKS)
def test_every_file_is_in_the_manifest_and_it_stands_at_the_top(packages: dict[str, bytes], track_id: str) -> None:
    package = zipfile.ZipFile(io.BytesIO(packages[track_id]))
    root = ElementTree.fromstring(package.read("imsmanifest.xml"))
    listed = {file.attrib["href"] for file in root.iter(f"{PACKAGING}file")}
    assert listed | {"imsmanifest.xml"} == set(package.namelist())
    page = package.read("index.html").decode()
    for name in re.findall(r'(?:src|href)="([^"#:]+)"', page):
        assert name in listed


def test_the_same_records_give_the_same_bytes(packages: dict[str, bytes], view: View) -> None:
    for track_id, package in packages.items():
        assert scorm_package(view.corpus.by_id[track_id], View(view.base, DEMO_NOW)) == package
        assert handbook(view.corpus.by_id[track_id], view) == handbook(view.corpus.by_id[track_id], view)


@pytest.mark.parametrize("track_id", TRACKS)
def test_every_link_inside_a_package_or_a_book_leads_somewhere(
    packages: dict[str, bytes], view: View, track_id: str
) -> None:
    page = zipfile.ZipFile(io.BytesIO(packages[track_id])).read("index.html").decode()
    for html in (page, handbook(view.corpus.by_id[track_id], view)):
        anchors = re.findall(r' id="([^"]*)"', html)
        assert len(anchors) == len(set(anchors))
        assert set(re.findall(r'href="#([^"]*)"', html)) <= set(anchors)
        assert not re.findall(r'href="(?!#|https?:|course\.css|data:,)[^"]*"', html)


def test_a_reply_that_is_asked_for_stands_there_with_its_text(packages: dict[str, bytes], view: View) -> None:
    track = view.corpus.by_id["ONB-0001"]
    page = zipfile.ZipFile(io.BytesIO(packages["ONB-0001"])).read("index.html").decode()
    for question in questions_of(track):
        for option in question.options if question.type == "reply" else ():
            macro = view.corpus.by_id[option]
            assert f"{option} {macro.title}<" in handbook(track, view)
            assert text_of(macro) in handbook(track, view)
            for reply in reply_texts(macro):
                assert inert(reply.text) in page
    assert "Next update by <code>{next_update_utc}</code>" in handbook(track, view)
    rows = csv.DictReader(io.StringIO(questions_csv([track], view.find)))
    assert next(row["answer"] for row in rows if row["type"] == "reply") == "MAC-0003 Known issue: no answer yet"


@pytest.mark.parametrize("track_id", TRACKS)
def test_the_book_holds_what_is_taught_and_asked(view: View, track_id: str) -> None:
    track = view.corpus.by_id[track_id]
    html = handbook(track, view)
    for module in modules_of(track):
        for pin in module.pins:
            assert html.count(f'<section class="kb-handout" id="{pin.record_id}"') == 1
    assert html.count("<li value=") == 2 * len(list(questions_of(track)))
    assert f"version {track.meta.text('version')} · printed 2026-11-22" in html
    assert "<script" not in html


def test_questions_are_a_table_of_which_nothing_computes(view: View) -> None:
    rows = list(csv.DictReader(io.StringIO(questions_csv(view.teaching.tracks, view.find))))
    assert len(rows) == sum(len(list(questions_of(track))) for track in view.teaching.tracks)
    assert rows[0]["because"] == "SOP-0025#Steps"
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]
