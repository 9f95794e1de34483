"""Files as people really save them: each fault has its line, none hides another record, none raises."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import CHECKOUT, DEMO_NOW, make_base
from tests.rules.fixtures import FIXTURES

from sopkb.core.config import Config
from sopkb.core.corpus import Corpus
from sopkb.core.diagnostics import Severity
from sopkb.core.errors import BaseNotFound
from sopkb.core.fields import FIELDS_OF
from sopkb.core.load import Base, load_base, parse_document
from sopkb.core.load.files import decode
from sopkb.core.source import Fault, FaultKind
from sopkb.lint.check import check_base
from sopkb.lint.rules.s03_readable import _message

HEALTHY = {
    path.relative_to(FIXTURES / "shared/sop").as_posix(): path.read_bytes()
    for path in sorted((FIXTURES / "shared/sop").rglob("*.md"))
}
SOP = "sops/SOP-0001-accesshub-find-a-person.md"
TEXT = HEALTHY[SOP].decode()


def findings(base: Base) -> list[tuple[str, int, str, str]]:
    return [(found.path, found.line, found.code, found.severity.value) for found in check_base(base, DEMO_NOW)]


@pytest.mark.parametrize(
    ("raw", "line", "code", "severity"),
    [
        (b"", 0, "S03", "error"),
        (b" \n\n\t\n", 0, "S03", "error"),
        (b"\xef\xbb\xbf", 0, "S03", "error"),
        (b"# A heading\n\ntext\n", 1, "S03", "error"),
        (b"\n" + HEALTHY[SOP], 1, "S03", "error"),
        (TEXT.replace("}\n---\n", "}\n").encode(), 1, "S03", "error"),
        (b"---\n---\n", 2, "S03", "error"),
        (b"---\n- a\n---\n", 2, "S03", "error"),
        (b"---\n\tid: SOP-0001\n---\n", 2, "S03", "error"),
        (TEXT.encode("utf-16"), 0, "S03", "error"),
        (TEXT.replace("user signs", "\xfcser signs").encode("latin-1"), 38, "S03", "error"),
        (TEXT.replace("## Steps", "## \0Steps").encode(), 33, "S03", "error"),
        (b"\xef\xbb\xbf" + HEALTHY[SOP], 1, "S03", "warning"),
        (HEALTHY[SOP].replace(b"\n", b"\r\n"), 1, "S03", "warning"),
        (HEALTHY[SOP].replace(b"\nkind", b"\r\nkind"), 2, "S03", "warning"),
        (TEXT.replace('"1.0.0"\narea', "1.10\narea").encode(), 8, "S04", "error"),
        (TEXT.replace('"2026-11-01"', "2026-11-01").encode(), 15, "S04", "error"),
        (TEXT.replace("audience", "audence").encode(), 12, "S02", "error"),
        (TEXT.replace("status: active", "status: active\nstatus: draft").encode(), 7, "S03", "error"),
    ],
)
def test_a_trap_gives_a_finding_on_its_line_and_hides_no_other_record(
    raw: bytes, line: int, code: str, severity: str, tmp_path: Path
) -> None:
    name = "sops/SOP-0099-trap.md"
    raw = raw.replace(b"SOP-0001", b"SOP-0099")
    base = make_base(tmp_path, {**HEALTHY, name: raw})
    found = findings(base)
    assert (f"sop/{name}", line, code, severity) in found
    assert {path for path, *_ in found} == {f"sop/{name}"}
    assert set(base.corpus.by_id) >= {"ESC-0001", "MAC-0001", "SOP-0001"}


def test_a_mended_file_is_still_a_record(tmp_path: Path) -> None:
    raw = b"\xef\xbb\xbf" + HEALTHY[SOP].replace(b"\n", b"\r\n")
    base = make_base(tmp_path, {**HEALTHY, SOP: raw})
    record = base.corpus.by_id["SOP-0001"]
    assert record.title == "AccessHub: find a person"
    assert record.body.section("Steps") is not None
    assert {severity for *_, severity in findings(base)} == {"warning"}


def test_a_file_of_50_megabytes_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "sop/sops/SOP-0099-large.md"
    make_base(tmp_path, HEALTHY)
    with path.open("wb") as file:
        file.truncate(50_000_000)
    assert findings(load_base(tmp_path / "sop")) == [("sop/sops/SOP-0099-large.md", 0, "S03", "error")]


def test_a_link_that_leaves_the_tree_is_refused_and_one_inside_is_read(tmp_path: Path) -> None:
    make_base(tmp_path, HEALTHY)
    secret = tmp_path / "secret.md"
    secret.write_text("password", "utf-8")
    sops = tmp_path / "sop/sops"
    (sops / "SOP-0098-outside.md").symlink_to(secret)
    (sops / "SOP-0097-loop.md").symlink_to("SOP-0097-loop.md")
    (sops / "SOP-0096-gone.md").symlink_to("nowhere.md")
    (tmp_path / "sop/images").symlink_to(tmp_path)
    (tmp_path / "sop/logo.png").symlink_to(secret)
    (sops / "SOP-0001-inside.md").symlink_to(Path(SOP).name)
    base = load_base(tmp_path / "sop")
    found = check_base(base, DEMO_NOW)
    assert [(each.path, each.code) for each in found] == [
        ("sop/images", "S03"),
        ("sop/logo.png", "S03"),
        ("sop/sops/SOP-0001-inside.md", "I01"),
        ("sop/sops/SOP-0096-gone.md", "S03"),
        ("sop/sops/SOP-0097-loop.md", "S03"),
        ("sop/sops/SOP-0098-outside.md", "S03"),
    ]
    assert "password" not in "".join(each.message for each in found)
    assert "sop/logo.png" not in base.corpus.files


@pytest.mark.skipif(os.name == "nt", reason="names of files are not bytes there")
def test_a_file_name_that_a_terminal_would_obey_is_refused_and_never_printed(tmp_path: Path) -> None:
    make_base(tmp_path, HEALTHY)
    folder = os.fsencode(tmp_path / "sop/sops")
    for name in (b"SOP-0098-\x1b[31m.md", b"SOP-0097-\xff.md", b"SOP-0096-a\nb.md", "SOP-0095-\u202e.md".encode()):
        Path(os.fsdecode(folder + b"/" + name)).write_bytes(HEALTHY[SOP])
    found = check_base(load_base(tmp_path / "sop"), DEMO_NOW)
    assert [each.code for each in found] == ["S03"] * 4
    assert all(each.path.isprintable() for each in found)
    str(found).encode()


def test_hidden_files_and_folders_are_named_and_not_looked_into(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    base = make_base(tmp_path, {**HEALTHY, ".git/x.md": "no", "sops/.draft.md": "no", "images/a.png": b"\x89PNG"})
    assert [each[:3] for each in findings(base)] == [("sop/.git", 0, "S06"), ("sop/sops/.draft.md", 0, "S06")]
    assert base.corpus.files == {"sop/images/a.png", "sop/kb.yml"}


def test_the_settings_of_a_repository_that_is_a_base_may_lie_in_it(tmp_path: Path) -> None:
    hidden = {".git/config": "", ".github/workflows/check.yml": "", ".gitattributes": "", "sops/.gitattributes": ""}
    base = make_base(tmp_path, {**HEALTHY, **hidden})
    assert [each[:3] for each in findings(base)] == [("sop/sops/.gitattributes", 0, "S06")]


def test_a_folder_without_kb_yml_is_the_operators_fault(tmp_path: Path) -> None:
    with pytest.raises(BaseNotFound) as caught:
        load_base(tmp_path)
    assert caught.value.remedy


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe\x00", b"name: \xff", b"a\0b"])
def test_a_kb_yml_that_cannot_be_read_is_a_finding_and_the_records_are_still_checked(
    raw: bytes, tmp_path: Path
) -> None:
    make_base(tmp_path, {**HEALTHY, "sops/SOP-0099-x.md": "no front matter"})
    (tmp_path / "sop/kb.yml").write_bytes(raw)
    found = findings(load_base(tmp_path / "sop"))
    assert [(path, code) for path, _, code, _ in found] == [("sop/kb.yml", "S03"), ("sop/sops/SOP-0099-x.md", "S03")]


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"{}", b'{"items": [1]}', b'{"items": [{"id": [], "state": "open"}]}', b"\xff", b"[" * 100_000]
)
def test_a_tracker_that_cannot_be_read_counts_as_unknown(raw: bytes, tmp_path: Path) -> None:
    base = make_base(tmp_path, {**HEALTHY, "tracker.json": raw})
    assert [(path, code) for path, _, code, _ in findings(base)] == [("sop/tracker.json", "S03")]
    assert base.corpus.tracker.is_open("BUG-1") is None


def test_a_state_of_the_tracker_that_is_not_known_counts_as_open_and_is_said(tmp_path: Path) -> None:
    items = '[{"id": "BUG-1", "state": "Erledigt"}, {"id": "BUG-2", "state": "Open"}]'
    text = f'{{"as_of": "2026-11-22T09:00:00Z", "items": {items}}}'
    base = make_base(tmp_path, {**HEALTHY, "tracker.json": text})
    assert base.corpus.tracker.is_open("BUG-1") is True
    (trouble,) = base.diagnostics
    assert (trouble.path, trouble.code, trouble.is_error) == ("sop/tracker.json", "S03", False)
    assert "`Erledigt`, the state of BUG-1, is neither `open` nor `closed`" in trouble.message


def test_the_tracker_says_what_is_open(tmp_path: Path) -> None:
    items = [{"id": "BUG-1", "state": "open"}, {"id": "BUG-2", "state": "Closed"}]
    text = json.dumps({"as_of": "2026-11-22T09:00:00Z", "items": items})
    tracker = make_base(tmp_path, {"tracker.json": text}).corpus.tracker
    assert [tracker.is_open(name) for name in ("BUG-1", "BUG-2", "BUG-3")] == [True, False, None]


def test_the_same_files_have_the_same_digest_and_others_another(tmp_path: Path) -> None:
    first = make_base(tmp_path, HEALTHY)
    assert load_base(tmp_path / "sop").digest == first.digest
    assert make_base(tmp_path, {SOP: HEALTHY[SOP] + b"\n"}).digest != first.digest


def test_the_demo_base_is_clean_at_its_moment(demo_base: Base) -> None:
    assert check_base(demo_base, DEMO_NOW) == ()
    assert len(demo_base.corpus.records) == 72


def document_is_checked(raw: bytes) -> None:
    document = parse_document(decode(raw), "sop/sops/SOP-0001-x.md")
    base = Base(CHECKOUT, Config("sop/kb.yml"), Corpus((document,)))
    found = check_base(base, DEMO_NOW)
    lines = raw.count(b"\n") + raw.count(b"\r") + 2
    assert all(0 <= each.line <= lines for each in found)
    assert document.record or any(each.severity is Severity.ERROR for each in found)


ANY_VALUE = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.dates().map(str)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=8,
)
LINES = TEXT.split("\n")


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")))
)
def test_no_bytes_raise(raw: bytes) -> None:
    document_is_checked(raw)
    document_is_checked(b"---\n" + raw + b"\n---\n" + raw)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_value_of_any_field_raises(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(FIELDS_OF)))
    names = data.draw(st.lists(st.sampled_from([*FIELDS_OF[kind], "unknown"]), unique=True, max_size=5))
    front = {"id": "SOP-0001", "kind": kind, "status": "active"} | {name: data.draw(ANY_VALUE) for name in names}
    text = "\n".join(f"{name}: {json.dumps(value)}" for name, value in front.items())
    document_is_checked(f"---\n{text}\n---\n## Steps\n1. x\n".encode())


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.integers(0, len(LINES) - 1),
    st.sampled_from(["", "\t", "[[", "]", '"', "&a *a", "\u202e", "- - -", "---", "{a: [", ": "]),
    st.booleans(),
)
def test_no_mutation_of_a_healthy_record_raises(number: int, noise: str, cut: bool) -> None:
    lines = list(LINES)
    lines[number] = noise + lines[number]
    document_is_checked("\n".join(lines[: number + 1] if cut else lines).encode())


def test_every_fault_of_a_file_has_a_message_of_its_own() -> None:
    for kind in FaultKind:
        if kind is not FaultKind.TRAP:
            message = _message(Fault(kind))
            assert message.endswith(".")
