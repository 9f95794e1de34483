"""The house has one staircase: imports go down, one module knows MkDocs, two packages know Whoosh, one reads clocks."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import CHECKOUT

from sopkb.rules import RULES
from sopkb.rules.rule import manual_of

TOOLS = CHECKOUT / "tools"
FLOORS = (
    ("private",),
    ("diagnostics", "errors", "atomic", "locking", "program", "store", "workplace"),
    ("model",),
    ("positioned_yaml", "journal", "danger"),
    ("config",),
    ("load",),
    ("rules",),
    ("check",),
    ("recheck",),
    ("change", "edit", "outside", "report"),
    ("index",),
    ("search",),
    ("evaluate", "static"),
    ("tickets", "train"),
    ("site",),
    ("importing",),
    ("server",),
    ("cli", "__main__"),
)
FLOOR_OF = {name: number for number, names in enumerate(FLOORS) for name in names}
LONGEST_FILE = 300
READS_THE_CLOCK = {"now", "today", "utcnow"}

MODULES = sorted(TOOLS.glob("sopkb/**/*.py"))
NAMES = [path.relative_to(TOOLS).as_posix() for path in MODULES]


def part_of(module: str) -> str:
    """``sopkb.report.as_text`` is of the part ``report``; ``sopkb`` itself is of none."""
    return module.split(".")[1] if module.count(".") else ""


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(TOOLS).with_suffix("").parts).removesuffix(".__init__")


def imports_of(path: Path) -> Iterator[tuple[str, int]]:
    """Every module that a file imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            yield str(node.module), node.lineno
            if node.module == "sopkb":
                yield from ((f"sopkb.{alias.name}", node.lineno) for alias in node.names)


def runs_upward(source: str, target: str) -> bool:
    own, other = part_of(source), part_of(target)
    if own == other or not other or other.startswith("__"):
        return False
    if FLOOR_OF[own] == FLOOR_OF[other]:
        return target.count(".") > 1  # a neighbour may be asked, but not entered
    return FLOOR_OF[other] > FLOOR_OF[own]


def test_no_import_runs_upward() -> None:
    wrong = [
        f"{module_of(path)}:{line} imports {target}"
        for path in MODULES
        for target, line in imports_of(path)
        if target.split(".")[0] == "sopkb" and part_of(module_of(path)) and runs_upward(module_of(path), target)
    ]
    assert not wrong


def test_every_part_of_the_package_has_a_floor() -> None:
    assert {part_of(module_of(path)) for path in MODULES} - {""} <= set(FLOOR_OF)


@pytest.mark.parametrize(
    ("library", "allowed"),
    [
        ("whoosh", ("sopkb/index/", "sopkb/search/")),
        ("mkdocs", ("sopkb/site/adapters/mkdocs.py",)),
        ("material", ()),
        ("click", ("sopkb/cli/",)),
        ("rich", ("sopkb/cli/",)),
    ],
)
def test_a_library_is_known_to_few(library: str, allowed: tuple[str, ...]) -> None:
    knowing = {
        name
        for name, path in zip(NAMES, MODULES, strict=True)
        if any(target.split(".")[0] == library for target, _ in imports_of(path))
    }
    assert {name for name in knowing if not name.startswith(allowed or ("-",))} == set()


def test_git_is_started_in_one_place() -> None:
    """Each start must switch off what a repository's settings could run: see that place."""
    naming = {
        name
        for name, path in zip(NAMES, MODULES, strict=True)
        if "subprocess" in dict(imports_of(path)) and re.search(r"""["'](git(\.exe)?)["']""", path.read_text("utf-8"))
    }
    assert naming == {"sopkb/change/asking.py"}


def test_only_the_outermost_layer_reads_the_clock() -> None:
    reading = [
        f"{name}:{node.lineno}"
        for name, path in zip(NAMES, MODULES, strict=True)
        if not name.startswith(("sopkb/cli/", "sopkb/site/adapters/mkdocs.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and (
            (
                node.attr in READS_THE_CLOCK
                and isinstance(node.value, ast.Name | ast.Attribute)
                and ast.unparse(node.value).split(".")[-1] in ("datetime", "date")
            )
            or ast.unparse(node) in ("time.time", "time.localtime", "time.gmtime")
        )
    ]
    assert not reading


def test_no_file_is_longer_than_a_sitting() -> None:
    lengths = {name: len(path.read_text("utf-8").splitlines()) for name, path in zip(NAMES, MODULES, strict=True)}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def public_definitions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node


def test_everything_public_says_what_it_is() -> None:
    silent = []
    for name, path in zip(NAMES, MODULES, strict=True):
        tree = ast.parse(path.read_text("utf-8"))
        if ast.get_docstring(tree) is None:
            silent.append(name)
        silent += [f"{name}:{node.lineno}" for node in public_definitions(tree) if ast.get_docstring(node) is None]
    assert not silent


def test_every_rule_file_is_in_rules_in_the_order_of_its_families() -> None:
    files = {path.stem for path in (TOOLS / "sopkb/rules").glob("[a-z][0-9][0-9]_*.py")}
    named = [rule.check.__module__.rpartition(".")[2] for rule in RULES]
    assert set(named) == files
    assert len(named) == len(files)
    assert [rule.code for rule in RULES] == [name[:3].upper() for name in named]
    families = re.sub(r"(.)\1+", r"\1", "".join(rule.code[0] for rule in RULES))
    assert len(set(families)) == len(families), "the rules of one family stand together"
    by_family = sorted(RULES, key=lambda rule: (families.index(rule.code[0]), rule.code))
    assert [rule.code for rule in by_family] == [rule.code for rule in RULES]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_a_whole_manual(rule) -> None:
    manual = manual_of(rule)
    assert all((manual.title, manual.what, manual.why, manual.bad, manual.good))
    assert "\n" not in manual.title
    assert manual.bad != manual.good
