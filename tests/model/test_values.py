"""Versions, moments, slugs, types: the small values that everything else stands on."""

from __future__ import annotations

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown.extensions.toc import slugify as python_markdown_slugify
from markdown.extensions.toc import unique as python_markdown_unique

from sopkb.core.body import slugify, unique_anchor
from sopkb.core.diagnostics import shown
from sopkb.core.fields import ALL, FIELDS, FIELDS_OF
from sopkb.core.moments import format_instant, parse_date, parse_instant
from sopkb.core.naming import record_filename, slug_of
from sopkb.core.positioned_yaml import read
from sopkb.core.schema import record_schema
from sopkb.core.version import Version


def test_versions_compare_by_number() -> None:
    low, high = Version.parse("1.9.0"), Version.parse("1.10.0")
    assert low is not None
    assert high is not None
    assert low < high
    assert str(high) == "1.10.0"


@pytest.mark.parametrize("text", ["1.0", "v1.0.0", "1.0.0-rc", "01.0.0", "1.0.0\n", "", "1.0.100000", "１.0.0"])
def test_what_is_no_version_is_none(text: str) -> None:
    assert Version.parse(text) is None


@pytest.mark.parametrize(
    "text", ["2026-02-30", "2026-2-3", "20260203", "2026-11-22T10:00:00Z", 20261122, None, "２０２６-11-22"]
)
def test_what_is_no_date_is_none(text: object) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22T10:00Z",
        "2026-11-22T10:00:00",
        "2026-11-22T10:00:00+01:00",
        "2026-11-22 10:00:00Z",
        "2026-11-22T25:00:00Z",
        5,
    ],
)
def test_what_is_no_moment_in_utc_is_none(text: object) -> None:
    assert parse_instant(text) is None


def test_a_moment_is_written_as_it_was_read() -> None:
    moment = parse_instant("2026-11-22T10:00:00Z")
    assert moment is not None
    assert format_instant(moment) == "2026-11-22T10:00:00Z"


@given(st.text())
def test_a_slug_is_python_markdowns(text: str) -> None:
    assert slugify(text) == python_markdown_slugify(text, "-")


@given(st.lists(st.sampled_from(["", "a", "a_1", "a_2", "_1", "b", "1_1", "_"])))
def test_anchors_are_made_unique_as_python_markdown_does(slugs: list[str]) -> None:
    taken: dict[str, str] = {}
    used: set[str] = set()
    assert [unique_anchor(slug, taken) for slug in slugs] == [python_markdown_unique(slug, used) for slug in slugs]


@given(st.text())
def test_a_file_name_is_plain_ascii_and_short(title: str) -> None:
    name = record_filename("SOP-0012", title)
    assert name.isascii()
    assert len(name) < 100
    assert "/" not in name
    assert slug_of(title).strip("-") == slug_of(title)


def test_a_code_in_parentheses_is_left_out_of_the_file_name() -> None:
    assert slug_of("Clip Player: black screen, sound plays (CP-2207)") == "clip-player-black-screen-sound-plays"
    assert slug_of("黑屏") == "record"


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: f"{field.name}-{field.kinds[0]}")
def test_the_example_of_a_field_is_allowed_by_its_type(field) -> None:
    meta = read(f"x: {field.example}")
    assert meta.faults == ()
    value = meta.data["x"]
    if field.name == "symptoms":
        value = [*value, "second", "third"]
    validator = jsonschema_rs.Draft202012Validator(field.type.schema({}), validate_formats=True)
    assert [str(error) for error in validator.iter_errors(value)] == []


@pytest.mark.parametrize("kind", ALL)
def test_the_schema_of_every_kind_is_a_schema(kind: str) -> None:
    schema = record_schema(kind, {})
    jsonschema_rs.meta.validate(schema)
    assert list(schema["properties"]) == list(FIELDS_OF[kind])
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize(
    "text",
    [
        "jane.doe@example.org",
        "+49 170 1234567",
        "10.20.30.40",
        "ghp_abcdefghij0123456789ABCDEFGH",
        "x" * 39 + " write to jane.doe@example.org",
    ],
)
def test_what_may_be_private_is_not_shown(text: str) -> None:
    assert shown(text) == "(not shown)"


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-02 09:00:00 UTC",
        "2026-12-02T09:00:00+01:00",
        "../troubleshooters/TRB-0009-x.md",
        "SOP-0012",
        "sev9",
        "1.10",
    ],
)
def test_what_an_author_must_recognise_is_shown(text: str) -> None:
    assert shown(text) == text


@given(st.text(max_size=600))
def test_what_is_shown_is_short_and_obeyed_by_no_terminal(text: str) -> None:
    told = shown(text)
    assert len(told) <= 60
    assert not any(sign in told for sign in "\x00\x1b\n\r\x9b\u202e\u2066\u200f\ufeff")


def test_a_value_of_a_million_characters_is_shown_at_once() -> None:
    assert len(shown("a" * 1_000_000)) == 60
