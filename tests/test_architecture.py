"""The house has one staircase: imports go down, one module knows MkDocs, two packages know Whoosh, one reads clocks."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import CHECKOUT

from sopkb.lint.rules import RULES
from sopkb.lint.rules.rule import manual_of

TOOLS = CHECKOUT / "tools"
FLOORS = (
    ("private",),
    (
        "core.diagnostics",
        "core.errors",
        "atomic",
        "locking",
        "core.memo",
    ),
    ("core", "cells", "workplace"),
    ("core.positioned_yaml", "journal", "danger"),
    ("core.config",),
    ("core.load",),
    ("plugins",),
    ("lint",),
    ("lint.rules",),
    ("lint.check",),
    ("lint.recheck", "lint.fixtures"),
    ("history", "history.edit", "lint.outside", "lint.report"),
    ("search.index",),
    ("search",),
    ("search.evaluate", "search.static"),
    ("site",),
    ("cli", "__main__"),
)
FLOOR_OF = {name: number for number, names in enumerate(FLOORS) for name in names}
WINGS = ("sopkb_desk", "sopkb_import", "sopkb_serve", "sopkb_training")
COMMAND_FOLDERS = tuple(f"{package}/cli/" for package in ("sopkb", *WINGS))
CORE_AT_MOST = 4_000
LONGEST_FILE = 300
READS_THE_CLOCK = {"now", "today", "utcnow"}

GENERATED = TOOLS / "sopkb/search/index/snowball"
MODULES = sorted(
    path for package in ("sopkb", *WINGS) for path in TOOLS.glob(f"{package}/**/*.py") if GENERATED not in path.parents
)
NAMES = [path.relative_to(TOOLS).as_posix() for path in MODULES]


def part_of(module: str) -> str:
    """``sopkb.lint.report.as_text`` is of the part ``lint.report``; ``sopkb`` itself is of none."""
    steps = module.split(".")[1:]
    heads = (".".join(steps[:count]) for count in range(len(steps), 0, -1))
    return next((head for head in heads if head in FLOOR_OF), steps[0] if steps else "")


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(TOOLS).with_suffix("").parts).removesuffix(".__init__")


def imports_of(path: Path) -> Iterator[tuple[str, int]]:
    """Every module that a file imports, wherever in it the import stands.

    But for the contract of plug-ins, whose types name what stands above it and which runs nothing of that.
    """
    tree = ast.parse(path.read_text("utf-8"))
    if path.name == "plugins.py" and path.parent.name == "sopkb":
        tree.body = [
            node for node in tree.body if not (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node))
        ]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            if node.module not in ("sopkb", "sopkb.core", "sopkb.lint", "sopkb.history", "sopkb.search"):
                yield str(node.module), node.lineno
            else:
                yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def runs_upward(source: str, target: str) -> bool:
    own, other = part_of(source), part_of(target)
    if own == other or not other or other.startswith("__"):
        return False
    if FLOOR_OF[own] == FLOOR_OF[other]:
        return target.count(".") > 2  # a neighbour may be asked, but not entered
    return FLOOR_OF[other] > FLOOR_OF[own]


def test_no_import_runs_upward() -> None:
    wrong = [
        f"{module_of(path)}:{line} imports {target}"
        for path in MODULES
        for target, line in imports_of(path)
        if module_of(path).startswith("sopkb.") and target.split(".")[0] == "sopkb"
        if runs_upward(module_of(path), target)
    ]
    assert not wrong


def test_no_import_leads_into_a_wing() -> None:
    """Neither from below nor from another wing: each can be taken off."""
    wrong = [
        f"{module_of(path)}:{line} imports {target}"
        for path in MODULES
        for target, line in imports_of(path)
        if (wing := target.split(".")[0]) in WINGS and module_of(path).split(".")[0] != wing
    ]
    assert not wrong


def test_every_part_of_the_package_has_a_floor() -> None:
    assert {part_of(module_of(path)) for path in MODULES if path.is_relative_to(TOOLS / "sopkb")} - {""} <= set(
        FLOOR_OF
    )


@pytest.mark.parametrize(
    ("library", "allowed"),
    [
        ("whoosh", ("sopkb/search/",)),
        ("mkdocs", ("sopkb/site/adapters/mkdocs.py",)),
        ("material", ()),
        ("click", COMMAND_FOLDERS),
        ("rich", COMMAND_FOLDERS),
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
    assert naming == {"sopkb/history/asking.py"}


def test_only_the_outermost_layer_reads_the_clock() -> None:
    reading = [
        f"{name}:{node.lineno}"
        for name, path in zip(NAMES, MODULES, strict=True)
        if not name.startswith((*COMMAND_FOLDERS, "sopkb/site/adapters/mkdocs.py"))
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


def code_lines(text: str) -> int:
    """Lines that hold code: no blank line, no comment, no docstring."""
    layout = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in layout:
            lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if ast.get_docstring(node, clean=False) is not None:
                lines -= set(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    return len(lines)


def test_code_lines_are_those_without_comments_and_docstrings() -> None:
    assert code_lines('"""Says."""\n\n# why\na = """x\ny"""\n\n\ndef f():\n    """Says."""\n    return 1  # so\n') == 4


def test_the_core_can_be_read_in_an_hour() -> None:
    assert sum(code_lines(path.read_text("utf-8")) for path in TOOLS.glob("sopkb/core/**/*.py")) <= CORE_AT_MOST


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
    files = {path.stem for path in (TOOLS / "sopkb/lint/rules").glob("[a-z][0-9][0-9]_*.py")}
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


STANDS_IN_SEVERAL = frozenset(
    {
        "Answer",
        "Block",
        "Collection",
        "Document",
        "Group",
        "Mention",
        "Outcome",
        "Part",
        "Planned",
        "Postings",
        "Ranking",
        "Reading",
        "Scores",
        "Sort",
        "Source",
        "Span",
        "State",
        "Version",
        "Vocabulary",
        "Words",
    }
)
"""Names of classes that mean something else elsewhere; this only ever gets shorter."""


def test_a_class_name_stands_in_one_module() -> None:
    places: dict[str, list[str]] = {}
    for name, path in zip(NAMES, MODULES, strict=True):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(name)
    assert {name for name, modules in places.items() if len(modules) > 1} == STANDS_IN_SEVERAL
