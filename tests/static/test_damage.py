"""A file of an export that is missing, damaged or out of place gives a message, and never a wrong answer."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.conftest import DEMO_NOW
from tests.static.node import Engine

from sopkb.core.load import Base
from sopkb.search.index import open_index, update_index
from sopkb.search.static import export_index

QUERIES = ("black screen", "rc 4031", "unlok account", "kind:wka state:live", '"no leader" video -upload', "ah1203 vpn")


@pytest.fixture(scope="module")
def exported(demo_base: Base, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    update_index(demo_base, folder / "index")
    with open_index(demo_base, folder / "index") as index:
        export_index(index, folder / "site", folder / "kept")
    return folder / "site"


def removed(path: Path, dice: random.Random) -> None:
    path.unlink()


def cut_short(path: Path, dice: random.Random) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: dice.randrange(len(content))])


def changed(path: Path, dice: random.Random) -> None:
    content = bytearray(path.read_bytes())
    content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    path.write_bytes(content)


def replaced(path: Path, dice: random.Random) -> None:
    others = sorted(other for other in path.parent.iterdir() if other.is_file() and other != path)
    shutil.copyfile(dice.choice(others), path)


@contextmanager
def damaged(path: Path, damage: Callable[[Path, random.Random], None], dice: random.Random) -> Iterator[None]:
    content = path.read_bytes()
    damage(path, dice)
    try:
        yield
    finally:
        path.write_bytes(content)


def answers(engine: Engine, folder: Path) -> Iterator[object]:
    """What is answered to each query, or the message that it cannot be."""
    _, why = engine.attempt("open", str(folder))
    for query in QUERIES:
        found, failed = (None, why) if why else engine.attempt("ask", {"query": query, "now": DEMO_NOW})
        assert not failed or failed.startswith("SearchUnavailable: The search cannot answer: "), failed
        yield failed.partition("\n")[0] if failed else found


@pytest.mark.parametrize("damage", [removed, cut_short, changed, replaced], ids=lambda damage: damage.__name__)
def test_damage_is_said_and_never_answered_from(
    damage: Callable[[Path, random.Random], None], exported: Path, engine: Engine
) -> None:
    dice = random.Random(damage.__name__)
    whole = list(answers(engine, exported))
    said = 0
    paths = sorted(path for path in exported.rglob("*") if path.is_file())
    shards = [path for path in paths if path.parent == exported]
    cards = [path for path in paths if path.parent != exported]
    for path in (*shards, *dice.sample(cards, 20), *[exported / "manifest.json"] * 20):
        with damaged(path, damage, dice):
            for expected, found in zip(whole, answers(engine, exported), strict=True):
                if isinstance(found, str):
                    assert path.name in found
                    said += 1
                else:
                    assert found == expected
    assert said > 20


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"format": 1}', '{"format": 2, "records": 3, "terms": []}'], ids=repr
)
def test_a_manifest_that_is_none_is_said(text: str, exported: Path, engine: Engine) -> None:
    manifest = exported / "manifest.json"
    content = manifest.read_text("utf-8")
    manifest.write_text(text, "utf-8")
    try:
        assert {type(found) for found in answers(engine, exported)} == {str}
    finally:
        manifest.write_text(content, "utf-8")


def test_what_was_missing_is_looked_for_again(exported: Path, engine: Engine) -> None:
    engine("open", str(exported))
    cards = sorted(path for path in exported.glob("*/*") if not path.suffix)
    asked = {"query": "black screen", "now": DEMO_NOW}
    hidden = [path.rename(path.with_suffix(".gone")) for path in cards]
    assert "is missing" in engine.attempt("ask", asked)[1]
    for path in hidden:
        path.rename(path.with_suffix(""))
    assert engine("ask", asked)["hits"][0]["id"] == "WKA-0002"
