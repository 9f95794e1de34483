"""What every part of the suite shares: the demo base, its moment, small bases made by hand, and the options."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from sopkb.core.load import Base, load_base

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHECKOUT = Path(__file__).resolve().parents[1]
DEMO_NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
SMALL_CONFIG = (CHECKOUT / "tests/fixtures/rules/kb.yml").read_text("utf-8")
"""The ``kb.yml`` of small bases: the words that the fixtures of rules use."""


# A test never asserts a time, so no example has a deadline.
settings.register_profile("short", deadline=None)
settings.register_profile("long", deadline=None, max_examples=1000)


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("long" if config.getoption("--long") else "short")
    # Started in the background, the suite is told to ignore Ctrl+C; the servers it starts would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="full sizes as well: minutes rather than seconds")
    parser.addoption("--update-golden", action="store_true", help="write the expected files under tests/golden anew")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without ``--long`` the long tests are left out, and the summary says so."""
    if config.getoption("--long"):
        return
    long = [item for item in items if item.get_closest_marker("long")]
    if long:
        items[:] = [item for item in items if item not in long]
        config.hook.pytest_deselected(items=long)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if not config.getoption("--long"):
        terminalreporter.write_line("Long tests were left out: --long runs them.")


def make_base(folder: Path, files: Mapping[str, str | bytes], config: str | None = None) -> Base:
    """Write a small base and load it.

    Args:
        folder: an empty folder; the base is its ``sop/``.
        files: text or bytes by path, relative to ``sop/``.
        config: ``kb.yml``; without it, the one of the rules' fixtures.
    """
    root = folder / "sop"
    root.mkdir(exist_ok=True)
    (root / "kb.yml").write_text(SMALL_CONFIG if config is None else config, "utf-8", newline="\n")
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load_base(root)


@pytest.fixture(scope="session", autouse=True)
def _own_memo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Commands keep what they made, as a user's do, but nothing in the user's own cache; with ``--long`` nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KB_CACHE", "" if request.config.getoption("--long") else str(tmp_path_factory.mktemp("memo")))
        yield


@pytest.fixture(scope="session")
def demo_base() -> Base:
    """The demo base, loaded once. Nobody may change it: records are frozen, and files belong to everybody."""
    return load_base(CHECKOUT / "sop")


@pytest.fixture(scope="session")
def demo_now() -> datetime:
    """The moment the demo base lives at."""
    return DEMO_NOW


@pytest.fixture
def small_base(tmp_path: Path) -> Callable[..., Base]:
    """:func:`make_base` in this test's own folder."""

    def make(files: Mapping[str, str | bytes], config: str | None = None) -> Base:
        return make_base(tmp_path, files, config)

    return make


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder with other teams' runbooks, which are no part of the project."""
    folder = Path(os.environ.get("KB_CORPORA") or CHECKOUT.parent / "shared" / "corpora")
    if not folder.is_dir():
        pytest.skip("no other teams' runbooks here: set KB_CORPORA, or put them into ../shared/corpora")
    return folder


@pytest.fixture(scope="session")
def judged_collections() -> Path:
    """The folder with collections that others judged, which are no part of the project."""
    folder = Path(os.environ.get("KB_JUDGED") or CHECKOUT.parent / "shared" / "judged")
    if not folder.is_dir():
        pytest.skip("no judged collections here: set KB_JUDGED, or put them into ../shared/judged")
    return folder


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether expected files are written anew instead of compared."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser of the browser tests. Without one they are left out, but not where every change is judged."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("KB_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not found and not os.environ.get("CI"):
        pytest.skip("no Chromium here: put it on PATH, or name it in KB_CHROMIUM")
    return found or "chromium"


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One running Chromium for all the tests of a process: playwright's loop can be started only once at a time."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium)
        yield started
        started.close()
