"""What keeps an imported record withheld is settled find by find, and no output repeats it."""

from __future__ import annotations

import json

import pytest
from tests.importing.conftest import TOMORROW, Workshop, errors_of

from sopkb.cli import main
from sopkb_import.report import Outcome

PERSON, PRESS, HOST = "jordan.fernsby@fernsby-lamps.com", "newsdesk@fernsby-lamps.com", "81.2.69.160"
FILES = {
    "lamps/returns.md": f"# Returns\n\nWrite to {PERSON}.\n\n```\nping {HOST}\n```\n",
    "lamps/press.md": f"# Press\n\nWrite to {PRESS}.\n",
    "lamps/both.md": f"# Both\n\nWrite to {PRESS} and {PERSON}.\n",
}


def kb(workshop: Workshop, *arguments: str) -> int:
    return main(["import", "review", *arguments, "--root", str(workshop.base)])


def finds(workshop: Workshop, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """The number of each find by the place where it stands first."""
    capsys.readouterr()
    assert kb(workshop, "--json") == 0
    found = json.loads(capsys.readouterr().out)["finds"]
    return {
        f"{find['places'][0]['path'].rpartition('/')[2]}:{find['places'][0]['column']}": find["id"] for find in found
    }


def titles(workshop: Workshop) -> set[str]:
    return {record.title for record in workshop.load().corpus.records}


def test_finds_are_named_by_number_and_place_and_never_by_text(
    workshop: Workshop, capsys: pytest.CaptureFixture[str]
) -> None:
    workshop.run(FILES)
    assert titles(workshop) == set()
    for option in ("--list", "--json"):
        assert kb(workshop, option) == 0
        said = capsys.readouterr()
        assert "SOP-0001-both.md" in said.out
        assert not any(each in said.out + said.err for each in (PERSON, PRESS, HOST, "fernsby", "newsdesk"))
    assert len(finds(workshop, capsys)) == 3


def test_a_find_that_is_not_private_is_settled_wherever_it_stands_and_nothing_is_rewritten(
    workshop: Workshop, capsys: pytest.CaptureFixture[str]
) -> None:
    workshop.run(FILES)
    bodies = {name: data.rpartition(b"---")[2] for name, data in workshop.files().items() if name.endswith(".md")}
    assert kb(workshop, "--own", PRESS.upper()) == 0
    assert titles(workshop) == {"Press"}
    assert kb(workshop, "--own", "@fernsby-lamps.com") == 0
    assert titles(workshop) == {"Press", "Both"}
    for number in finds(workshop, capsys).values():
        assert kb(workshop, "--false", number) == 0
    assert titles(workshop) == {"Press", "Both", "Returns"}
    after = {name: data.rpartition(b"---")[2] for name, data in workshop.files().items() if name.endswith(".md")}
    assert after == bodies
    assert errors_of(workshop.load()) == []
    assert workshop.record("SOP-0001").meta.text("approver") == "import-reviewer"


def test_a_find_that_is_masked_is_gone_and_the_rest_of_the_text_is_as_it_was(
    workshop: Workshop, capsys: pytest.CaptureFixture[str]
) -> None:
    workshop.run(FILES)
    assert kb(workshop, "--own", "@fernsby-lamps.com") == 0
    (number,) = finds(workshop, capsys).values()
    assert kb(workshop, "--mask", number) == 0
    (record,) = [each for each in workshop.load().corpus.records if each.title == "Returns"]
    assert "```\nping <ip-address>\n```" in record.body.text


def test_what_was_settled_stays_settled_when_the_import_comes_again(workshop: Workshop) -> None:
    workshop.run(FILES)
    assert kb(workshop, "--own", "@fernsby-lamps.com") == 0
    report = workshop.run(today=TOMORROW)
    assert {document.outcome for document in report.documents} == {Outcome.EDITED}
    assert sum(bool(document.withheld) for document in report.documents) == 1
    assert titles(workshop) == {"Press", "Both"}


def test_a_settled_find_counts_in_imported_records_alone(workshop: Workshop) -> None:
    workshop.run(FILES)
    assert kb(workshop, "--own", PRESS) == 0
    (path,) = workshop.base.glob("sops/*press.md")
    path.write_text(path.read_text("utf-8").replace("conversion: legacy\n", ""), "utf-8")
    assert "A01" in {each.code for each in errors_of(workshop.load())}


def test_an_unknown_find_or_a_role_that_may_not_sign_changes_nothing(workshop: Workshop) -> None:
    workshop.run(FILES)
    before = workshop.files()
    assert kb(workshop, "--false", "f" * 16) != 0
    assert kb(workshop, "--own", PRESS, "--by", "somebody") != 0
    assert kb(workshop) != 0, "nobody is there to be asked"
    assert workshop.files() == before
