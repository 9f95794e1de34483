"""A generated year about the demo base, read and analysed once; and exports written by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import DEMO_NOW

from sopkb.core.load import Base
from sopkb.search.index import SearchIndex, open_index, update_index
from sopkb_desk.asking import Asker
from sopkb_desk.columns import TICKET_COLUMNS
from sopkb_desk.facts import Insights
from sopkb_desk.insights import analyse
from sopkb_desk.reading import Export, read_tickets
from sopkb_desk.year import Year, generate_year

HEADER = ",".join(TICKET_COLUMNS)
ROW = {
    "ticket_id": "T-1",
    "created_at": "2026-11-20T08:00:00Z",
    "first_response_at": "2026-11-20T08:10:00Z",
    "resolved_at": "2026-11-20T09:00:00Z",
    "closed_at": "2026-11-21T09:00:00Z",
    "channel": "im",
    "requester_role": "moderator",
    "site": "dub-1",
    "region": "emea",
    "product": "Clip Player",
    "category": "video",
    "priority": "sev3",
    "status": "closed",
    "reopened_count": "0",
    "escalated_to": "",
    "kb_ids": "WKA-0002",
    "summary": "screen is black but i can hear it",
}


def row(**other: str) -> str:
    """A line of an export."""
    return ",".join({**ROW, **other}.values())


@pytest.fixture(scope="session")
def index(demo_base: Base, tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    """The demo base's index, made once."""
    folder = tmp_path_factory.mktemp("index") / "build"
    update_index(demo_base, folder)
    return open_index(demo_base, folder)


@pytest.fixture(scope="session")
def year(demo_base: Base) -> Year:
    """The year that `kb insights demo` writes."""
    return generate_year(demo_base.corpus, demo_base.config, DEMO_NOW)


@pytest.fixture(scope="session")
def export(year: Year, tmp_path_factory: pytest.TempPathFactory) -> Export:
    """That year, read."""
    path = tmp_path_factory.mktemp("export") / "tickets.csv"
    path.write_text(year.text, "utf-8")
    return read_tickets([path], DEMO_NOW)


@pytest.fixture(scope="session")
def asker(index: SearchIndex) -> Asker:
    """The search of the demo base."""
    return Asker(index, DEMO_NOW)


@pytest.fixture(scope="session")
def insights(export: Export, demo_base: Base, asker: Asker) -> Insights:
    """What that year says."""
    return analyse(export, demo_base, asker, DEMO_NOW)


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Write an export: lines, or bytes as they are."""

    def write(*lines: str, header: str = HEADER, encoding: str = "utf-8", raw: bytes | None = None) -> Path:
        path = tmp_path / "tickets.csv"
        path.write_bytes(raw if raw is not None else "\n".join([header, *lines, ""]).encode(encoding))
        return path

    return write
