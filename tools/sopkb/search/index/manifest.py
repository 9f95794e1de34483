"""The manifest: one small file that says which index is the current one, of what it was made, and of which files.

It is written last and replaced in one step, so whoever reads it sees a whole index: the old one or the new one.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sopkb import __version__
from sopkb.core.errors import IndexOutdated, IndexUnusable
from sopkb.core.memo import code_digest
from sopkb.search.index.schema import FORMAT_VERSION
from sopkb.search.index.whoosh_store import WHOOSH_VERSION

MANIFEST_NAME = "manifest.json"
LEXICON_NAME = "lexicon.json"
TRAITS_NAME = "traits.json"
SETTINGS_NAME = "settings.json"
SOURCES_NAME = "sources.json"
REMEDY = "Run `kb index`."

_MOST_VERIFIED = 10_000
_VERIFIED: set[tuple[int, int, int, IndexedFile]] = set()
"""Device, inode, and time of the last change of files that held what the manifest says of them."""


@dataclass(frozen=True, slots=True)
class Maker:
    """What an index was made with. Another maker may split or fold a word otherwise, so its index is not ours."""

    code: str = field(default_factory=code_digest)
    format: int = FORMAT_VERSION
    package: str = __version__
    whoosh: str = WHOOSH_VERSION
    unicode: str = unicodedata.unidata_version


@dataclass(frozen=True, slots=True)
class IndexedFile:
    """A file of the index as it was when it was written."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the manifest says.

    Args:
        made_with: the program that made the index.
        generation: the folder, beside the manifest, with the index's files.
        base: digest of the base as a whole; another one means a stale index.
        settings: digest of what ``kb.yml`` and ``ranking.yml`` lend to every record.
        usual: the usual lengths that the postings were made with.
        records: how many there are.
        files: the generation's files.
        built: when, as an instant; ``""`` where nobody said.
    """

    made_with: Maker
    generation: str
    base: str
    settings: str
    usual: Mapping[str, float]
    records: int
    files: Mapping[str, IndexedFile]
    built: str = ""

    def to_json(self) -> str:
        """The file's text: JSON whose first value is the checksum of all that follows it."""
        rest = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)[1:] + "\n"
        return _seal(rest) + rest


def read_manifest(folder: Path) -> Manifest:
    """Read an index folder's manifest.

    Raises:
        IndexUnusable: there is none, or it is damaged.
        IndexOutdated: other code wrote it.
    """
    path = folder / MANIFEST_NAME
    try:
        text = path.read_bytes().decode("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        raise IndexUnusable(f"There is no search index in {folder}.", REMEDY) from None
    except (OSError, UnicodeDecodeError) as error:
        raise damaged(folder, f"{MANIFEST_NAME} cannot be read ({_reason(error)})") from error
    try:
        data = json.loads(text)
        if not isinstance(data, dict):
            raise TypeError
        made_with = data["made_with"]
        if made_with != asdict(Maker()):
            raise IndexOutdated(f"The search index in {folder} is from another version ({_made(made_with)}).", REMEDY)
        if not text.startswith(_seal(text[len(_seal("")) :])):
            raise ValueError
        return _manifest(data)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise damaged(folder, f"{MANIFEST_NAME} is not what was written") from None


def _seal(rest: str) -> str:
    """How a manifest's text begins; always of the same length."""
    return f'{{"checksum": "{hashlib.sha256(rest.encode()).hexdigest()}",'


def damaged(folder: Path, what: str) -> IndexUnusable:
    """The error for an index that is there and is not whole."""
    return IndexUnusable(f"The search index in {folder} is damaged: {what}.", REMEDY)


def files_of(generation: Path, known: Mapping[str, IndexedFile]) -> dict[str, IndexedFile]:
    """The files of a generation, as they are now.

    Args:
        generation: its folder.
        known: those that were linked into it, and so are what they were.
    """
    paths = (path for path in sorted(generation.iterdir()) if path.is_file())
    return {path.name: known.get(path.name) or _file(path) for path in paths}


def verify_files(folder: Path, manifest: Manifest) -> None:
    """Compare the files of the current generation with the manifest, to the last byte.

    Raises:
        FileNotFoundError: the generation's folder is gone (perhaps because a newer one took its place).
        IndexUnusable: a file is missing, shortened or changed.
    """
    generation = folder / manifest.generation
    if not generation.is_dir():
        raise FileNotFoundError(generation)
    for name, written in manifest.files.items():
        path = generation / name
        try:
            about = path.stat()
            if about.st_size != written.size:
                raise damaged(folder, f"{name} has {about.st_size} bytes and should have {written.size}")
            # Generations share files: what this process has read to its end, and nobody has written to since, is not
            # read again for each edit.
            read = (about.st_dev, about.st_ino, about.st_mtime_ns, written)
            if read in _VERIFIED:
                continue
            if _file(path) != written:
                raise damaged(folder, f"{name} has changed since it was written")
            if len(_VERIFIED) >= _MOST_VERIFIED:
                _VERIFIED.clear()
            _VERIFIED.add(read)
        except FileNotFoundError:
            if not generation.is_dir():
                raise
            raise damaged(folder, f"{name} is missing") from None
        except OSError as error:
            raise damaged(folder, f"{name} cannot be read ({_reason(error)})") from error


def _file(path: Path) -> IndexedFile:
    with open(path, "rb") as file:
        return IndexedFile(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def _manifest(data: Mapping[str, Any]) -> Manifest:
    for name in ("generation", "base", "settings", "built"):
        if not isinstance(data[name], str):
            raise TypeError(name)
    generation = data["generation"]
    if Path(generation).name != generation:
        raise ValueError(generation)
    return Manifest(
        made_with=Maker(),
        generation=generation,
        base=data["base"],
        settings=data["settings"],
        usual={name: float(length) for name, length in data["usual"].items()},
        records=int(data["records"]),
        files={name: IndexedFile(int(file["size"]), str(file["sha256"])) for name, file in data["files"].items()},
        built=data["built"],
    )


def _made(made_with: Any) -> str:
    if not isinstance(made_with, dict):
        raise TypeError
    ours = asdict(Maker())
    differing = [f"{name} {str(made_with.get(name))[:20]}" for name in ours if made_with.get(name) != ours[name]]
    return ", ".join(differing) or "of an unknown kind"


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or "not UTF-8"
