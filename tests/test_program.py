"""The digest of the program is another one after any change of it, and the same otherwise."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sopkb.core import memo


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(memo, "PACKAGE", tmp_path)
    (tmp_path / "inner/__pycache__").mkdir(parents=True)
    (tmp_path / "a.py").write_text("one")
    (tmp_path / "inner/words.yml").write_text("two")
    return tmp_path


def digest() -> str:
    return memo.code_digest.__wrapped__()


def test_contents_names_and_data_count_and_what_python_compiled_does_not(package: Path) -> None:
    first = digest()
    (package / "inner/__pycache__/a.pyc").write_text("compiled")
    os.utime(package / "a.py", (1, 1))
    assert digest() == first
    (package / "a.py").write_text("0ne")
    os.utime(package / "a.py", (1, 1))
    second = digest()
    (package / "inner/words.yml").rename(package / "inner/terms.yml")
    third = digest()
    (package / "inner/more.json").write_text("")
    assert len({first, second, third, digest()}) == 4


def test_what_stands_in_one_file_or_in_two_is_told_apart(package: Path) -> None:
    first = digest()
    (package / "a.py").write_text("onewords.yml 3\ntwo")
    (package / "inner/words.yml").unlink()
    assert digest() != first


def test_another_version_of_a_library_is_another_program(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = digest()
    monkeypatch.setattr(memo, "version", lambda library: "99" if library == "markdown-it-py" else "1")
    second = digest()
    monkeypatch.setattr(memo, "version", lambda library: "99" if library == "jsonschema-rs" else "1")
    assert len({first, second, digest()}) == 3
