"""The fixtures of the rules: how one is laid out, and what each says about itself.

``tests/fixtures/rules/<CODE>/fail-<what>/`` and ``…/pass-<what>/`` each hold an ``sop/`` with the files in question.
The records of ``tests/fixtures/rules/shared/`` stand beside them, so that relations have something to point at. A
failing line says which codes are expected of it: ``# expect S02`` in front matter, ``<!-- expect K01 -->`` in a body;
where a comment would change what is tested, ``expect.txt`` has lines ``path:line CODE``. A fixture of a nightly rule is
checked at night. A fixture of a change rule has ``base/`` and ``head/`` in the place of ``sop/``: what was, and what is
checked; a file ``author`` names who wrote the change.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

from tests.conftest import CHECKOUT, DEMO_NOW, make_base

from sopkb.core.diagnostics import Diagnostic
from sopkb.history import compare, signers_of
from sopkb.history.guarded import held_to, loosened
from sopkb.lint.check import check_base
from sopkb.lint.fixtures import Findings, expectations
from sopkb.lint.rules import RULE_BY_CODE
from sopkb.lint.rules.rule import When

FIXTURES = CHECKOUT / "tests/fixtures/rules"


def names(sort: str) -> list[str]:
    """Names of the fixtures of one sort (``fail`` or ``pass``), as ``S01/fail-field-missing``."""
    return sorted(path.relative_to(FIXTURES).as_posix() for path in FIXTURES.glob(f"[A-Z]*/{sort}-*"))


def files_of(name: str) -> dict[str, str]:
    """The files of a fixture by path below ``sop/``; those that it brings itself win over the shared ones."""
    return _read(FIXTURES / "shared/sop") | _read(_own_folder(name))


def files_before(name: str) -> dict[str, str] | None:
    """The files of a fixture as they were before the change; None where the fixture is about no change."""
    about_a_change = any((FIXTURES / name / side).is_dir() for side in ("base", "head"))  # git keeps no empty folder
    return _read(FIXTURES / "shared/sop") | _read(FIXTURES / name / "base") if about_a_change else None


def author_of(name: str) -> str:
    """Who wrote the change of a fixture; ``""`` where it does not say."""
    path = FIXTURES / name / "author"
    return path.read_text("utf-8").strip() if path.exists() else ""


def _own_folder(name: str) -> Path:
    head = FIXTURES / name / "head"
    return head if head.is_dir() else FIXTURES / name / "sop"


def _read(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in files}


def own_files(name: str) -> list[str]:
    """Paths below ``sop/`` of the files that a fixture brings itself."""
    folder = _own_folder(name)
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def expected_of(name: str) -> Findings:
    """What the fixture says about itself."""
    sidecar = FIXTURES / name / "expect.txt"
    return expectations(files_of(name), sidecar.read_text("utf-8") if sidecar.exists() else "")


def answers_of(name: str) -> dict[str, str] | None:
    """What other hosts said to the links of a fixture; None where nobody asked."""
    path = FIXTURES / name / "answers.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else None


def check_files(
    folder: Path,
    files: dict[str, str],
    code: str = "",
    before: dict[str, str] | None = None,
    author: str = "",
    answers: dict[str, str] | None = None,
) -> tuple[Diagnostic, ...]:
    """All findings of all rules that run together with the one of that code, at the demo's moment."""
    nightly = code in RULE_BY_CODE and RULE_BY_CODE[code].when is When.NIGHTLY
    base = make_base(folder, files)
    change = None
    if before is not None:
        (folder / "before").mkdir()
        past = make_base(folder / "before", before)
        change = compare(past.corpus, base.corpus, signers_of(past.config, author))
        change = replace(change, loosened=tuple(loosened(past.config, base.config)))
        base = replace(base, config=held_to(past.config, base.config))
    return check_base(base, DEMO_NOW, nightly=nightly, change=change, answers=answers)


def check_fixture(
    folder: Path, name: str, files: dict[str, str] | None = None, code: str = ""
) -> tuple[Diagnostic, ...]:
    """All findings of a fixture, with other files in the place of its own, or another rule's time, where given."""
    return check_files(
        folder, files or files_of(name), code or name[:3], files_before(name), author_of(name), answers_of(name)
    )


def places(diagnostics: tuple[Diagnostic, ...]) -> Findings:
    """Findings without their messages, to compare with what was expected."""
    return Counter((found.path, found.line, found.code) for found in diagnostics)
