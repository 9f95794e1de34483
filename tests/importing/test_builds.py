"""An import can always be published: its faults are to do, and what is private is kept from every door."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.conftest import CHECKOUT
from tests.importing.conftest import TOMORROW, Workshop, errors_of

from sopkb.cli import main
from sopkb.core.config import parse_config
from sopkb.lint.check import check_base

NOW = datetime(2026, 11, 24, tzinfo=UTC)
HOST = "81.2.69.160"
MAIL = "jordan.fernsby@fernsby-lamps.com"
SCREENED = f"# Lamp returns\n\nWho returns a lamp writes to {MAIL}.\n\n## Fix\n\n1. Ask {HOST}.\n"
TRADES = {
    "php/cache.md": "# Cache\n\nThe page stays white.\n\n```\nfopen(/srv/c): failed to open stream: denied\n```\n\n"
    "The log says: failed to open stream.\n\n## Fix\n\n1. Send a POST request to `/orders`.\n",
    "clips/course.md": "# Course\n\n## Fix\n\n1. Watch the [course](https://www.youtube.com/watch?v=abc123) first.\n"
    "2. Forms are at www.lamps.example.gov.\n",
}


def import_with_pack(workshop: Workshop) -> None:
    """Import into a base of a trade in which these words are harm."""
    workshop.run(TRADES)
    settings = workshop.base / "kb.yml"
    settings.write_text(settings.read_text("utf-8") + "packs: [trust-and-safety]\n", "utf-8")


def test_a_base_of_another_trade_knows_nothing_of_these_words(workshop: Workshop) -> None:
    workshop.run(TRADES)
    assert {each.code for each in check_base(workshop.load(), NOW, each_to_do=True)} & {"A03", "A07"} == set()


def test_words_that_are_harmful_in_another_trade_stop_nothing_in_an_imported_draft(workshop: Workshop) -> None:
    import_with_pack(workshop)
    base = workshop.load()
    assert errors_of(base) == []
    assert {"A03", "A07"} <= {each.code for each in check_base(base, NOW, each_to_do=True)}, "they are still to do"


def test_what_was_imported_and_is_active_is_judged_like_any_other_record(workshop: Workshop) -> None:
    import_with_pack(workshop)
    for path in workshop.base.glob("sops/*.md"):
        path.write_text(path.read_text("utf-8").replace("status: draft", "status: active"), "utf-8")
    assert {"A03", "A07"} <= {each.code for each in errors_of(workshop.load())}


def test_a_draft_that_nobody_imported_is_judged_like_any_other_record(workshop: Workshop) -> None:
    import_with_pack(workshop)
    for path in workshop.base.glob("sops/*.md"):
        path.write_text(path.read_text("utf-8").replace("conversion: legacy\n", ""), "utf-8")
    assert {"A03", "A07"} <= {each.code for each in errors_of(workshop.load())}


def test_an_imported_record_with_something_private_is_withheld_and_the_others_are_there(workshop: Workshop) -> None:
    report = workshop.run({"a/returns.md": SCREENED, "a/bulbs.md": "# Bulbs\n\nSee [returns](returns.md) as well.\n"})
    base = workshop.load()
    assert errors_of(base) == []
    assert [record.title for record in base.corpus.records] == ["Bulbs"]
    found = [each for each in check_base(base, NOW) if each.code in ("A01", "A02", "S03")]
    assert {(each.code, each.severity.value) for each in found} == {("A01", "warning"), ("S03", "warning")}
    written = (workshop.base / report.documents[1].path).read_text("utf-8").split("\n")
    assert sorted({each.line for each in found}) == [
        number for number, line in enumerate(written, 1) if MAIL in line or HOST in line
    ]
    assert not any(MAIL in str(each) or HOST in str(each) for each in found)


def test_the_report_names_what_is_withheld_by_line_and_sort_and_never_repeats_it(workshop: Workshop) -> None:
    report = workshop.run({"a/returns.md": SCREENED})
    document = report.documents[0]
    assert [words.partition(": ")[2] for words in document.withheld][-1] == "IP address"
    assert report.counts["withheld"] == 1
    assert "Withheld from search and site" in report.render()
    assert MAIL not in json.dumps(report.as_json())
    assert HOST not in report.render()


def test_a_withheld_record_comes_back_when_a_person_has_settled_it(workshop: Workshop) -> None:
    report = workshop.run({"a/returns.md": SCREENED})
    assert not workshop.load().corpus.records
    path = workshop.base / report.documents[0].path
    path.write_text(path.read_text("utf-8").replace(MAIL, "`<mail>`").replace(HOST, "`<ip-address>`"), "utf-8")
    assert [record.id for record in workshop.load().corpus.records] == ["SOP-0001"]
    again = workshop.run({}, today=TOMORROW)
    assert [one.outcome.value for one in again.documents] == ["edited"]


def test_a_second_import_knows_a_withheld_record_again(workshop: Workshop) -> None:
    workshop.run({"a/returns.md": SCREENED})
    before = workshop.files()
    assert not workshop.run({}, today=TOMORROW).changed
    assert workshop.files() == before
    report = workshop.run({"a/a-new-one.md": "# New\n\nText of a new one.\n"}, today=TOMORROW)
    assert [one.record for one in report.documents] == ["SOP-0002", "SOP-0001"]


def test_a_base_with_a_withheld_record_is_built_and_no_page_holds_it(workshop: Workshop, tmp_path: Path) -> None:
    workshop.run({"a/returns.md": SCREENED, "a/bulbs.md": "# Bulbs\n\nSee [returns](returns.md) as well.\n"})
    site = tmp_path / "site"
    assert main(["build", "--root", str(workshop.base), "--site", str(site)]) == 0
    pages = [path for path in site.rglob("*") if path.is_file()]
    names = {path.name for path in pages}
    assert "SOP-0001.html" in names
    assert "SOP-0002.html" not in names
    assert not any(b"Lamp returns" in path.read_bytes() or HOST.encode() in path.read_bytes() for path in pages)


def test_a_file_name_never_reads_like_a_secret_that_its_title_is_not(workshop: Workshop) -> None:
    name = "a/Lamps L401, L402, L403, L404, L405, L406 and L407 on line 3.md"
    workshop.run({name: "# L4 lamps\n\nThe lamps of line three.\n"})
    assert [record.id for record in workshop.load().corpus.records] == ["SOP-0001"]
    assert errors_of(workshop.load()) == []


def test_kb_yml_names_no_host_or_area_that_it_may_not_hold(workshop: Workshop) -> None:
    workshop.run({f"{MAIL}/a.md": "# A lamp\n\nSee [it](http://{HOST}:8080/x) there.\n"})
    text = (workshop.base / "kb.yml").read_text("utf-8")
    assert MAIL not in text
    assert HOST not in text
    assert not parse_config(text, "kb.yml").diagnostics


@pytest.mark.parametrize(
    "code",
    [
        f"$ dig @{HOST} lamps.example",
        "SHA256:3f786850e387550fdab836ed7e6dc881de23001b47d3c1d1a8b0c5a1f0a7a5bc",
        "AWS_KEY=AKIAIOSFODNN7EXAMPLE",
        f"curl -u {MAIL} https://lamps.example/",
        "a\u200bb",
    ],
)
def test_code_keeps_every_byte_whatever_it_holds(workshop: Workshop, code: str) -> None:
    report = workshop.run({"a/code.md": f"# Code\n\nText of it.\n\n```console\n{code}\n```\n"})
    assert f"```console\n{code}\n```" in (workshop.base / report.documents[0].path).read_text("utf-8")


def test_an_address_on_a_code_host_keeps_its_commit(workshop: Workshop) -> None:
    address = "https://github.com/lamps/bulbs/blob/3f786850e387550fdab836ed7e6dc881de23001b/run.sh#L12-L40"
    report = workshop.run({"a/code.md": f"# Code\n\nSee [the script]({address}) for it.\n"})
    assert f"({address})" in (workshop.base / report.documents[0].path).read_text("utf-8")


CASES = {"harm-false-alarm": 4, "filename-secret": 1, "markup": 2, "alert-address": 2}


@pytest.mark.parametrize("name", CASES)
def test_a_given_collection_has_no_error_once_it_is_imported(tmp_path: Path, name: str) -> None:
    given = Path(os.environ.get("KB_CASES") or CHECKOUT.parent / "shared" / "cases") / "import" / name
    if not given.is_dir():
        pytest.skip("no small collections here: set KB_CASES, or put them into ../shared/cases/import")
    workshop = Workshop(given, tmp_path / "sop2")
    workshop.run()
    assert errors_of(workshop.load()) == []
    assert len(workshop.load().corpus.records) == CASES[name]
