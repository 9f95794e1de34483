"""Each output format, whole, as its reader gets it; and what no format ever says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import CHECKOUT, DEMO_NOW, make_base
from tests.rules.fixtures import files_of
from tests.schemas import troubles

from sopkb import __version__
from sopkb.core.diagnostics import Diagnostic, Finding, Location, Severity
from sopkb.core.load import Base
from sopkb.core.record import Record
from sopkb.lint.check import check_base
from sopkb.lint.report import FORMATS, Checked, excerpts_of
from sopkb.lint.rules import RULE_BY_CODE, RULES, AnyRule
from sopkb.lint.rules.rule import Context, RecordRule, manual_of

SOP = "sops/SOP-0002-accesshub-restore-a-locked-account.md"
MACRO = "macros/MAC-0001-access-manager-approval-needed.md"
HEALTHY = files_of("S01/pass-every-kind")
GOLDEN = CHECKOUT / "tests/golden/report"
SECRET_WORD = "kittenpaws"


def faulty() -> dict[str, str]:
    """A base with a finding of each sort: in front matter, in a body, beside wide characters, about a whole file."""
    sop = HEALTHY[SOP]
    for before, after in (
        ("area: access", "area: acess  # the old name"),
        ("est_minutes: 5", 'est_minutes: "five, or six"'),
        ("AccessHub shows **Locked**.", "审核页面: see [[SOP-0099]], then\nESC-0099."),
    ):
        assert before in sop
        sop = sop.replace(before, after, 1)
    return {"sops/SOP-0001-wrong-100%.md": "---\ntitle: RC: frozen\n---\n", **HEALTHY, SOP: sop}


def checked(base: Base, rules: tuple[AnyRule, ...] = RULES) -> Checked:
    found = check_base(base, DEMO_NOW, rules=rules)
    return Checked(found, len(base.corpus.records), len(base.corpus.documents), excerpt=excerpts_of(base, found))


@pytest.fixture
def faults(tmp_path: Path) -> Checked:
    rules = tuple(RULE_BY_CODE[code] for code in ("S01", "S02", "S03", "K01"))
    return checked(make_base(tmp_path, faulty()), rules)


@pytest.mark.parametrize("form", FORMATS)
def test_a_format_is_what_the_golden_file_holds(form: str, faults: Checked, update_golden: bool) -> None:
    text = FORMATS[form](replace(faults, prefix="kb/" if form != "json" else ""), False)
    if form == "sarif":
        text = _without_manuals(text)
    path = GOLDEN / f"{form}.txt"
    if update_golden:
        path.write_text(text, "utf-8", newline="\n")
    assert text == path.read_text("utf-8")


def _without_manuals(text: str) -> str:
    log = json.loads(text)
    driver = log["runs"][0]["tool"]["driver"]
    assert driver.pop("version") == __version__
    for rule in driver["rules"]:
        manual = manual_of(RULE_BY_CODE[rule["id"]])
        assert rule.pop("shortDescription")["text"] == manual.title
        assert manual.why in rule["help"]["text"]
        assert manual.good in rule.pop("help")["markdown"]
        assert rule.pop("fullDescription")["text"] == " ".join(manual.what.split())
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def test_on_a_terminal_text_is_the_same_with_colour(faults: Checked) -> None:
    coloured = FORMATS["text"](faults, True)
    assert "\x1b[31m" in coloured
    assert re.sub(r"\x1b\[\d*m", "", coloured) == FORMATS["text"](faults, False)


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "text"])
def test_programs_never_get_colour(form: str, faults: Checked) -> None:
    assert FORMATS[form](faults, True) == FORMATS[form](faults, False)


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_found_is_said_in_every_format(form: str) -> None:
    text = FORMATS[form](Checked((), 3, 3), False)
    assert text.endswith("\n") or (form, text) == ("lines", "")
    if form == "sarif":
        assert troubles("sarif-2.1.0", json.loads(text)) == []
    if form == "gitlab":
        assert json.loads(text) == []


def test_sarif_is_what_the_standard_asks_for(faults: Checked) -> None:
    log = json.loads(FORMATS["sarif"](replace(faults, prefix="a base/"), False))
    assert troubles("sarif-2.1.0", log) == []
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert uri.startswith("a%20base/sop/")
    assert all(rule["help"]["markdown"] for rule in rules)


def test_a_broken_sarif_is_noticed_by_the_schema(faults: Checked) -> None:
    log = json.loads(FORMATS["sarif"](faults, False))
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert troubles("sarif-2.1.0", log)


def test_gitlab_gets_what_its_documentation_asks_for(faults: Checked) -> None:
    report = json.loads(FORMATS["gitlab"](faults, False))
    assert troubles("gitlab-code-quality", report) == []
    assert len({each["fingerprint"] for each in report}) == len(report) == len(faults.diagnostics)


def fingerprints(folder: Path, files: dict[str, str]) -> list[str]:
    folder.mkdir()
    log = json.loads(FORMATS["sarif"](checked(make_base(folder, files)), False))
    return sorted(each["partialFingerprints"]["sopkb/v1"] for each in log["runs"][0]["results"])


def test_fingerprints_outlive_lines_that_move_and_files_that_are_renamed(tmp_path: Path) -> None:
    files = faulty()
    before = fingerprints(tmp_path / "before", files)
    files[SOP] = files[SOP].replace("## Steps\n", "## Steps\n\nIn this order.\n\n")
    assert fingerprints(tmp_path / "moved", files) == before
    files["sops/SOP-0002-accesshub-open-a-locked-account.md"] = files.pop(SOP)
    assert set(before) <= set(fingerprints(tmp_path / "renamed", files))


HOSTILE = st.text(st.sampled_from("a:,%\r\n\x1b\u202e#[]|`<> ") | st.characters(codec="utf-8"), max_size=60)


@given(message=HOSTILE, path=HOSTILE, line=st.integers(0, 9))
def test_no_record_can_speak_to_github(message: str, path: str, line: int) -> None:
    found = Diagnostic(f"sop/{path}", line, line, "S02", Severity.ERROR, message)
    first, *rest = FORMATS["github"](Checked((found,), 1, 1), False).split("\n")
    assert rest == ["1 record in 1 file: 1 error, 0 warnings. `kb explain S02` says why, and what to do.", ""]
    properties, data = re.fullmatch(r"::error ([^:]*)::(.*)", first).groups()  # type: ignore[union-attr]
    assert len(properties.split(",")) == (4 if line else 2)
    assert not re.search(r"%(?!25|0A|3A|2C)", properties + data)
    assert not re.search(r"[\x00-\x1f\u202e]", properties + data)


@given(message=HOSTILE, path=HOSTILE, line=st.integers(0, 9))
def test_programs_can_read_whatever_a_record_holds(message: str, path: str, line: int) -> None:
    found = Diagnostic(f"sop/{path}", line, line, "Z99", Severity.WARNING, message or "-")
    for form in ("json", "gitlab", "sarif"):
        document = json.loads(FORMATS[form](Checked((found,), 1, 1), False))
        if form == "sarif":
            assert troubles("sarif-2.1.0", document) == []


def planted(record: Record, context: Context) -> Iterator[Finding]:
    if SECRET_WORD in record.body.text or SECRET_WORD in str(record.meta.data):
        yield Finding("Looks private. Remove it.", Location(1, 1))


A09 = RecordRule("A09", Severity.ERROR, check=planted)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("area: access", f"area: {SECRET_WORD}"),
        ("area: access", f"area: acess # {SECRET_WORD}"),
        ("area: access", "area: jane.doe@example.org"),
        ("AccessHub shows **Locked**.", f"See [[SOP-0099]], {SECRET_WORD}."),
        ("AccessHub shows **Locked**.", f"See [[SOP-0099]].\n\n{SECRET_WORD} is the pass word."),
    ],
)
def test_no_line_is_shown_that_may_hold_a_secret(form: str, before: str, after: str, tmp_path: Path) -> None:
    assert before in HEALTHY[SOP]
    files = {**HEALTHY, SOP: HEALTHY[SOP].replace(before, after, 1)}
    found = checked(make_base(tmp_path, files), (RULE_BY_CODE["K01"], A09))
    for each in (found, replace(found, diagnostics=[_moved(found.diagnostics, files[SOP], after)])):
        text = FORMATS[form](each, False)
        assert SECRET_WORD not in text
        assert "jane" not in text


def _moved(found: object, text: str, after: str) -> Diagnostic:
    """A finding of another rule on the very line that holds the secret."""
    line = next(n for n, each in enumerate(text.split("\n"), 1) if each and each in after.split("\n"))
    return Diagnostic(f"sop/{SOP}", line, 1, "S02", Severity.ERROR, "Not allowed. Mend it.", "SOP-0002")


def test_a_file_that_is_no_record_is_quoted_without_what_is_private(tmp_path: Path) -> None:
    lines = ["---", "title: a: frozen", "x: a: jane.doe@example.org", "---"]
    for kept in (1, 2):
        files = {**HEALTHY, "sops/SOP-0003-x.md": "\n".join([lines[0], lines[kept], lines[3], ""])}
        folder = tmp_path / str(kept)
        folder.mkdir()
        text = FORMATS["text"](checked(make_base(folder, files)), False)
        assert "SOP-0003-x.md" in text
        assert ("| title: a: frozen" in text) == (kept == 1)
        assert "jane" not in text
