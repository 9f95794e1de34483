"""Imported records come into force as they are, in bulk, and what they lack is one line each."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.importing.conftest import Workshop, errors_of

from sopkb.cli import main
from sopkb.core.errors import SopkbError
from sopkb.core.state import State, status_of
from sopkb.lint.check import check_base
from sopkb.site.page import record_page
from sopkb.site.view import View
from sopkb_import.health import health

NOW = datetime(2026, 11, 24, tzinfo=UTC)
AT = "2026-11-24T10:00:00Z"
GIT = ("git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main")
LAMPS = {
    "lamps/returns.md": "# Returning a lamp\n\nA customer sends a lamp back.\n\n## Fix\n\n1. Open the order.\n"
    "2. See [fuses](fuses.md).\n",
    "lamps/fuses.md": "# Fuses\n\nWhich fuse a lamp needs.\n\n## Fix\n\n1. Read the label.\n",
    "chairs/legs.md": "# Loose legs\n\nA leg is loose.\n\n## Fix\n\n1. Turn the screw.\n",
}
SECRET = {"lamps/people.md": "# People\n\nAsk jordan.fernsby@fernsby-lamps.com.\n"}


@pytest.fixture
def repository(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """An import that is committed."""
    workshop.run({**LAMPS, **SECRET})
    for name, value in (("GIT_CONFIG_COUNT", "2"), ("GIT_CONFIG_KEY_0", "user.name"), ("GIT_CONFIG_VALUE_0", "t")):
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("GIT_CONFIG_KEY_1", "user.email")
    monkeypatch.setenv("GIT_CONFIG_VALUE_1", "t@example.org")
    git(workshop, "init", "-q")
    git(workshop, "add", "sop2")
    git(workshop, "commit", "-qm", "Import")
    return workshop


def git(workshop: Workshop, *arguments: str) -> str:
    done = subprocess.run([*GIT, *arguments], cwd=workshop.base.parent, check=True, capture_output=True, text=True)
    return done.stdout


def kb(workshop: Workshop, *arguments: str) -> int:
    return main([*arguments, "--root", str(workshop.base), "--now", AT])


def test_records_of_an_area_come_into_force_in_one_commit_that_can_be_taken_back(repository: Workshop) -> None:
    before = repository.files()
    assert kb(repository, "adopt", "--where", "area=lamps") == 0
    base = repository.load()
    states = {record.title.split(": ")[-1]: status_of(record, NOW).state for record in base.corpus.records}
    assert states == {"Returning a lamp": State.LIVE, "Fuses": State.LIVE, "Loose legs": State.DRAFT}
    assert errors_of(base) == []
    assert git(repository, "status", "--porcelain", "--", "sop2") == ""
    assert len(git(repository, "log", "--format=%H").splitlines()) == 2
    git(repository, "revert", "--no-edit", "HEAD")
    assert repository.files() == before


def test_what_holds_something_private_is_not_adopted_until_it_is_settled(
    repository: Workshop, capsys: pytest.CaptureFixture[str]
) -> None:
    assert kb(repository, "adopt", "--where", "kind=*", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["adopted"]) == 3
    assert [Path(path).name for path in found["withheld"]] == ["SOP-0003-people.md"]
    assert "jordan" not in json.dumps(found)


def test_the_page_of_an_adopted_record_forbids_nothing_and_says_what_is_missing(repository: Workshop) -> None:
    assert kb(repository, "adopt", "--where", "source=lamps/returns.md", "--no-commit") == 0
    base = repository.load()
    (record,) = [each for each in base.corpus.records if each.is_active]
    page, _ = record_page(record, View(base, NOW))
    assert "Do not follow" not in page.html
    assert "not approved" not in page.html
    assert "adopted, not yet in house style" in page.html
    assert "things to do</summary>" in page.html


def test_an_import_that_is_not_committed_is_not_mixed_with_its_adoption(repository: Workshop) -> None:
    repository.run({"chairs/seats.md": "# Seats\n\nA seat is worn.\n"})
    before = repository.files()
    assert kb(repository, "adopt", "--where", "area=chairs") != 0
    assert repository.files() == before
    assert kb(repository, "adopt", "--where", "area=chairs", "--no-commit") == 0
    assert git(repository, "log", "--format=%s") == "Import\n"


def test_an_owner_that_nobody_knows_and_a_role_that_may_not_sign_change_nothing(repository: Workshop) -> None:
    before = repository.files()
    assert kb(repository, "adopt", "--where", "area=lamps", "--owner", "nobody") != 0
    assert kb(repository, "adopt", "--where", "area=lamps", "--by", "nobody") != 0
    assert kb(repository, "adopt", "--where", "title=x") != 0
    assert repository.files() == before


def test_what_a_record_lacks_is_one_line_and_each_thing_when_it_is_asked_for(workshop: Workshop) -> None:
    workshop.run(LAMPS)
    base = workshop.load()
    told = check_base(base, NOW)
    assert [each.code for each in told] == ["X22"] * 3
    each = check_base(base, NOW, each_to_do=True)
    assert len(each) > 15
    assert "symptoms" in told[0].message


def test_what_protects_people_stays_an_error_in_an_adopted_record(repository: Workshop) -> None:
    assert kb(repository, "adopt", "--where", "area=chairs", "--no-commit") == 0
    (path,) = [path for path in repository.base.glob("sops/*.md") if "status: active" in path.read_text("utf-8")]
    path.write_text(path.read_text("utf-8") + "\nAsk jordan.fernsby@fernsby-lamps.com.\n", "utf-8")
    assert [each.code for each in errors_of(repository.load())] == ["A01"]


def test_health_counts_each_stage_and_names_what_others_link_to_first(repository: Workshop) -> None:
    assert kb(repository, "adopt", "--where", "area=lamps", "--no-commit") == 0
    found = health(repository.load(), NOW)
    assert found.total == {"withheld": 1, "draft": 1, "adopted": 2, "in_house_style": 0, "retired": 0}
    assert found.by_area["lamps"]["adopted"] == 2
    assert found.first[0].title.endswith("Fuses")
    assert found.first[0].opened is None
    assert not found.use_is_known


def test_a_workaround_that_is_adopted_expires(workshop: Workshop) -> None:
    workshop.run(LAMPS, kind="workaround")
    assert kb(workshop, "adopt", "--where", "kind=workaround", "--no-commit") == 0
    record = next(each for each in workshop.load().corpus.records)
    assert record.moment("expires") == datetime(2026, 11, 27, tzinfo=UTC)
    assert errors_of(workshop.load()) == []


def test_git_that_refuses_is_said_and_the_files_stay(repository: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    (repository.base.parent / ".git/index.lock").write_text("")
    assert kb(repository, "adopt", "--where", "area=chairs") == SopkbError("").exit_code
    (repository.base.parent / ".git/index.lock").unlink()
    assert "status: active" in git(repository, "diff")
