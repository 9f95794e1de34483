"""What goes wrong with a file is said in a sentence: what, where, what to do now; never a bare exception."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from sopkb.core.errors import SopkbError, reason_of
from sopkb.core.positioned_yaml import read
from sopkb.core.source import FaultKind
from sopkb.history.edit.layout import LayoutRefused, append
from sopkb.journal.faults import why
from sopkb.site.settings import read_settings
from sopkb_import.collection import split_front_matter
from sopkb_serve.app import why_not_taken_in


@pytest.mark.parametrize(
    ("data", "message", "remedy"),
    [
        (
            b"site_name: x\nnav: a: b\n",
            "mkdocs.yml is not YAML in line 2, column 7: the parser says “mapping values are not allowed here”.",
            "Correct its indentation and signs there.",
        ),
        (b"site_name: x\nnav: [\n", "mkdocs.yml is not YAML in line 3, column 1: ", "Correct its indentation"),
        (b"site_name: x\n# caf\xe9\n", "mkdocs.yml is not UTF-8 in line 2.", "Save it as UTF-8."),
        (b"a: " + b"[" * 20_000, "mkdocs.yml has a value that cannot be read, or is nested too deep.", "Write it as"),
        (b"a: 2026-99-99\n", "mkdocs.yml has a value that cannot be read", "Write it as MkDocs' own guide shows."),
        (
            "\n".join(
                ["a0: &a0 [x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 20))]
            ).encode(),
            "mkdocs.yml repeats its values by anchors more than 100,000 times.",
            "Write out what is meant.",
        ),
        (b"a: &a [*a]\n", "mkdocs.yml repeats its values by anchors more than 100,000 times.", "Write out"),
        (b"- x\n", "mkdocs.yml is no map of settings.", "Begin it with `site_name: …`."),
    ],
)
def test_settings_that_cannot_be_read_are_said_with_their_place(
    tmp_path: Path, data: bytes, message: str, remedy: str
) -> None:
    (tmp_path / "mkdocs.yml").write_bytes(data)
    with pytest.raises(SopkbError) as raised:
        read_settings(tmp_path / "mkdocs.yml")
    assert raised.value.message.startswith(message)
    assert raised.value.remedy.startswith(remedy)
    assert str(tmp_path) not in str(raised.value)


def test_half_a_character_is_said_where_it_stands() -> None:
    (fault,) = read("title: a\nsummary: b\ud800c\n", first_line=2).faults
    assert (fault.kind, fault.at.line, fault.at.column) == (FaultKind.SYNTAX, 3, 11)
    assert fault.detail == "half a character (a surrogate), which no text holds"


def test_front_matter_in_toml_is_said_with_its_line() -> None:
    _, _, (note,) = split_front_matter("+++\ntitle = 'a'\nweight =\nx = 1\n+++\n# A\n")
    assert note.endswith(" and cannot be read (not valid TOML in its line 2); its fields were not used")


def test_front_matter_that_is_no_map_is_said_in_words() -> None:
    with pytest.raises(LayoutRefused, match="cannot be edited safely"):
        append("---\n- a\n---\n", "sop", "symptoms", "x")


def test_a_journal_that_cannot_be_used_is_said_with_what_helps() -> None:
    busy = sqlite3.OperationalError("database is locked")
    busy.sqlite_errorcode = 517  # SQLITE_BUSY_SNAPSHOT, a kind of SQLITE_BUSY
    assert why(busy) == ("another program is writing it", "Wait until that has finished, and try again.")
    assert why(sqlite3.ProgrammingError("closed")) == (
        "SQLite failed with ProgrammingError",
        "Name the file of kb api --journal.",
    )
    assert why(PermissionError(13, "Permission denied", "/home/me/journal"))[0] == "Permission denied"


def test_a_reason_is_never_none() -> None:
    assert reason_of(OSError()) == "OSError"
    assert reason_of(TimeoutError("x")) == "TimeoutError"
    assert reason_of(OSError(28, "No space left on device", "/home/me/kb")) == "No space left on device"


def test_why_a_newer_base_is_not_taken_in_is_said_with_what_to_do() -> None:
    assert why_not_taken_in(KeyError(0)) == (
        "The program failed with KeyError. Run `kb check` there, and report this if it finds nothing."
    )
    assert (
        why_not_taken_in(SopkbError("The index is damaged.", "Run kb index.")) == "The index is damaged. Run kb index."
    )
    assert "Permission denied" in why_not_taken_in(PermissionError(13, "Permission denied", "/home/me/sop"))
    assert "/home" not in why_not_taken_in(PermissionError(13, "Permission denied", "/home/me/sop"))
