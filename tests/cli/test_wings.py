"""Each wing can be taken off: what is left helps, checks, searches and builds, and says what installs the rest."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable

import pytest
from tests.conftest import CHECKOUT

from sopkb.plugins import WINGS

PACKAGES = ("sopkb", *(f"sopkb_{wing}" for wing in WINGS))
WITHOUT_THE_CHECKOUT = f"import sys; sys.path[:] = [each for each in sys.path if each != {str(CHECKOUT / 'tools')!r}]; "
KB = "from sopkb.cli import main; sys.exit(main())"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module", params=[*WINGS, "all"])
def wing(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def kb(wing: str, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs a copy of the program without a wing, over a copy of the demo base."""
    folder = tmp_path_factory.mktemp("without")
    for package in PACKAGES:
        if package != f"sopkb_{wing}" and (package == "sopkb" or wing != "all"):
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(CHECKOUT / "tools" / package, folder / "tools" / package, ignore=ignored)
    for name in ("sop", "docs"):
        shutil.copytree(CHECKOUT / name, folder / "base" / name)

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {"PYTHONPATH": str(folder / "tools"), "KB_CACHE": "", "PYTHONSAFEPATH": "1"}
        return subprocess.run(
            [sys.executable, "-B", "-c", f"{WITHOUT_THE_CHECKOUT}{KB}", *arguments],
            cwd=folder / "base",
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_what_is_left_helps_checks_searches_and_builds(kb: Run, wing: str) -> None:
    helped = kb("--help")
    assert helped.returncode == 0, helped.stderr
    gone = [name for each in (WINGS if wing == "all" else (wing,)) for name in WINGS[each]]
    for name in gone:
        assert f"  {name} " not in helped.stdout
    assert "  search " in helped.stdout
    assert kb("check").returncode == 0
    assert "SOP-0012" in kb("search", "account locked").stdout
    built = kb("build", "--shell", "plain")
    assert built.returncode == 0, built.stderr


def test_a_command_that_is_gone_says_the_line_that_installs_it(kb: Run, wing: str) -> None:
    for each in WINGS if wing == "all" else (wing,):
        for name in WINGS[each]:
            ran = kb(name)
            assert ran.returncode == 2
            assert f"pip install --force-reinstall 'sopkb[{each}]'" in ran.stderr
            assert "Traceback" not in ran.stderr


def test_each_wing_brings_the_commands_that_are_said_to_be_missing_without_it() -> None:
    from sopkb.plugins import wings

    assert {name: tuple(plugin.commands) for name, plugin in wings().items()} == dict(WINGS)
