"""The pieces of work that `kb bench search` measures in processes of their own: ours."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Mapping
from pathlib import Path

from sopkb.core.load import Base, load_base
from sopkb.lint.following import Following
from sopkb.search import search
from sopkb.search.index import open_index, update_index
from sopkb.search.static import export_index
from sopkb_bench.measure import Stopwatch
from sopkb_bench.queries import Answered, answered
from sopkb_bench.work import NOW, edit_one_record

EDITS = 3


def fill_cache(stopwatch: Stopwatch, folder: str, cache: str) -> None:
    """Load a base, so that the next loads find what was parsed."""
    with stopwatch:
        load_base(Path(folder), cache=Path(cache))


def index_full(stopwatch: Stopwatch, folder: str, cache: str, place: str) -> int:
    """Index a loaded base where there is no index yet; gives the index's bytes."""
    base = _load(folder, cache)
    shutil.rmtree(place, ignore_errors=True)
    with stopwatch:
        update_index(base, _index(place))
    return _size(_index(place))


def export_full(stopwatch: Stopwatch, folder: str, cache: str, place: str) -> dict[str, int]:
    """Open the index and export it where there is no export yet; gives its bytes and files."""
    base = _load(folder, cache)
    shutil.rmtree(Path(place) / "search", ignore_errors=True)
    with stopwatch:
        _export(base, place)
    files = [path for path in (Path(place) / "search").rglob("*") if path.is_file()]
    return {"bytes": sum(path.stat().st_size for path in files), "files": len(files)}


def edit(stopwatch: Stopwatch, folder: str, cache: str, place: str) -> int:
    """Edit a record, read it, index it, open the index, mend the export: each time three laps.

    Gives how many files of the export differ from one that is made of a new index.
    """
    following = Following(Path(folder), cache=Path(cache))
    gc.freeze()
    for _ in range(EDITS):
        edit_one_record(Path(folder))
        with stopwatch:
            following.look()
        with stopwatch:
            update_index(following.base, _index(place))
        with stopwatch:
            _export(following.base, place)
    clean = Path(place) / "clean"
    update_index(following.base, _index(str(clean)))
    _export(following.base, str(clean))
    ours, anew = (_files(each / "search") for each in (Path(place), clean))
    shutil.rmtree(clean)
    return sum(ours.get(name) != anew.get(name) for name in ours.keys() | anew.keys())


def ask(stopwatch: Stopwatch, folder: str, cache: str, place: str, count: int) -> Mapping[str, Answered]:
    """So many queries of every form, on an index that is open."""
    base = _load(folder, cache)

    def has_answer(query: str) -> bool:
        return not search(index, query, now=NOW).found_nothing

    with open_index(base, _index(place)) as index:
        return answered(base.corpus, count, has_answer)


def _load(folder: str, cache: str) -> Base:
    base = load_base(Path(folder), cache=Path(cache))
    gc.freeze()  # as every command does
    return base


def _index(place: str) -> Path:
    return Path(place) / "index"


def _export(base: Base, place: str) -> None:
    with open_index(base, _index(place)) as index:
        export_index(index, Path(place) / "search", Path(place) / "kept.json")


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
