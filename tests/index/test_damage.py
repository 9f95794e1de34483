"""An index that is not what was written is never read: it is said, and built anew."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.index.small import EIGHT, QUERIES, answers, record_text, write_base

from sopkb.core.errors import IndexUnusable, SopkbError
from sopkb.core.load import Base
from sopkb.search.index import Outcome, open_index, update_index

Harm = Callable[[Path], None]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Base, Path]:
    """A base and its index after an update, so that every kind of file is there; nobody may change them."""
    folder = tmp_path_factory.mktemp("written")
    records = {**EIGHT, **{f"SOP-01{n:02d}": record_text(f"SOP-01{n:02d}", f"Filler {n}") for n in range(20)}}
    update_index(write_base(folder / "sop", records), folder / "index")
    base = write_base(folder / "sop", {**records, "SOP-0100": record_text("SOP-0100", "Another filler")})
    assert update_index(base, folder / "index").outcome is Outcome.UPDATED
    return base, folder / "index"


def _files(folder: Path) -> list[Path]:
    """What an index is made of: the manifest, and the generation that it names."""
    manifest = folder / "manifest.json"
    return [manifest, *sorted((folder / json.loads(manifest.read_text("utf-8"))["generation"]).iterdir())]


def _flip(at: float) -> Harm:
    def harm(path: Path) -> None:
        data = bytearray(path.read_bytes())
        data[int(at * (len(data) - 1))] ^= 0x10
        _replace(path, bytes(data))

    return harm


def _replace(path: Path, data: bytes) -> None:
    path.unlink()  # generations share files by links
    path.write_bytes(data)


def _folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


HARMS: dict[str, Harm] = {
    "emptied": lambda path: _replace(path, b""),
    "shortened": lambda path: _replace(path, path.read_bytes()[: path.stat().st_size // 2]),
    "less its last byte": lambda path: _replace(path, path.read_bytes()[:-1]),
    "lengthened": lambda path: _replace(path, path.read_bytes() + b"\0"),
    "zeroed": lambda path: _replace(path, bytes(path.stat().st_size)),
    "first byte flipped": _flip(0),
    "middle byte flipped": _flip(0.5),
    "last byte flipped": _flip(1),
    "removed": Path.unlink,
    "a folder": _folder_instead,
}


@pytest.mark.parametrize("harm", HARMS)
def test_whatever_happens_to_whichever_file_is_said_and_mended(
    written: tuple[Base, Path], tmp_path: Path, harm: str
) -> None:
    base, whole = written
    expected = answers(base, whole, QUERIES)
    for number, name in enumerate(path.relative_to(whole) for path in _files(whole)):
        if harm == "a folder" and name.name == "manifest.json":
            continue  # nobody but its owner can say what that folder is
        folder = tmp_path / str(number)
        shutil.copytree(whole, folder)
        HARMS[harm](folder / name)
        with pytest.raises(IndexUnusable) as caught:
            open_index(base, folder)
        assert caught.value.remedy == "Run `kb index`."
        report = update_index(base, folder)
        assert report.outcome is Outcome.REBUILT, name
        assert report.reason
        assert answers(base, folder, QUERIES) == expected


def test_a_folder_in_the_place_of_the_manifest_is_left_to_its_owner(written: tuple[Base, Path], tmp_path: Path) -> None:
    base, _ = written
    (tmp_path / "manifest.json").mkdir()
    with pytest.raises(IndexUnusable, match=r"manifest\.json cannot be read"):
        open_index(base, tmp_path)
    with pytest.raises(SopkbError, match="cannot be written") as caught:
        update_index(base, tmp_path)
    assert "A folder stands where the index needs a file" in caught.value.remedy


def test_damage_is_found_in_the_middle_of_every_kind_of_file(written: tuple[Base, Path]) -> None:
    """The test above would pass with an index of no files."""
    assert len(_files(written[1])) >= 4


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_changed_byte_of_the_manifest_goes_unnoticed(written: tuple[Base, Path], data: st.DataObject) -> None:
    base, whole = written
    path = whole / "manifest.json"
    raw = path.read_bytes()
    at = data.draw(st.integers(0, len(raw) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != raw[at]))
    try:
        path.write_bytes(raw[:at] + bytes([byte]) + raw[at + 1 :])
        with pytest.raises(IndexUnusable):
            open_index(base, whole)
    finally:
        path.write_bytes(raw)


@pytest.mark.parametrize(
    "text",
    ["", "null", "[]", "{}", '"x"', "{" * 5000, "[" * 100_000, '{"made_with": null}', '{"made_with": {}}', "\ud800"],
)
def test_a_manifest_of_another_shape_is_said(written: tuple[Base, Path], tmp_path: Path, text: str) -> None:
    base, whole = written
    folder = tmp_path / "index"
    shutil.copytree(whole, folder)
    (folder / "manifest.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(IndexUnusable):
        open_index(base, folder)
    assert update_index(base, folder).outcome is Outcome.REBUILT


@pytest.mark.parametrize(
    ("made_by", "value"),
    [("format", 0), ("format", 99), ("package", "0.0.1"), ("whoosh", "2.8.0"), ("unicode", "99.0.0"), ("code", "0123")],
)
def test_an_index_of_another_maker_is_said_and_built_anew(
    written: tuple[Base, Path], tmp_path: Path, made_by: str, value: object
) -> None:
    base, whole = written
    folder = tmp_path / "index"
    shutil.copytree(whole, folder)
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    manifest["made_with"][made_by] = value
    path.write_text(json.dumps(manifest), "utf-8")
    with pytest.raises(IndexUnusable, match=rf"from another version \({made_by} {value}\)"):
        open_index(base, folder)
    report = update_index(base, folder)
    assert (report.outcome, "another version" in report.reason) == (Outcome.REBUILT, True)
    assert answers(base, folder, ["RC-404"]) == answers(base, whole, ["RC-404"])


@pytest.mark.parametrize("generation", ["..", ".", "", "/etc", "gen-x/../..", "nowhere"])
def test_a_manifest_that_names_a_folder_elsewhere_is_not_followed(
    written: tuple[Base, Path], tmp_path: Path, generation: str
) -> None:
    base, whole = written
    folder = tmp_path / "index"
    shutil.copytree(whole, folder)
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(manifest | {"generation": generation}), "utf-8")
    with pytest.raises(IndexUnusable):
        open_index(base, folder)
    assert update_index(base, folder).outcome is Outcome.REBUILT
    assert sorted(tmp_path.iterdir()) == [folder]


def test_what_a_killed_writer_left_behind_is_removed_by_the_next_one(
    written: tuple[Base, Path], tmp_path: Path
) -> None:
    base, whole = written
    folder = tmp_path / "index"
    shutil.copytree(whole, folder)
    (folder / "gen-0123456789abcdef").mkdir()
    (folder / "gen-0123456789abcdef" / "half").write_text("a file")
    (folder / ".manifest.json.abc.tmp").write_text("{")
    (folder / "notes.txt").write_text("not ours")
    update_index(base, folder, full=True)
    names = {path.name for path in folder.iterdir()}
    assert {"gen-0123456789abcdef", ".manifest.json.abc.tmp"}.isdisjoint(names)
    assert "notes.txt" in names
