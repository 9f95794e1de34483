"""Another team's folder, as it is: its Markdown documents with their front matter, and the files beside them.

Nothing outside the folder is read: links that leave it are not followed, and every later question ("is there an
image of this name?") is answered from the list made here, not by asking the disk again.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from sopkb.core.diagnostics import printable
from sopkb.core.load.files import has_bad_name, is_closed, read_text, walk
from sopkb.core.positioned_yaml import read
from sopkb.core.source import FaultKind
from sopkb.lint.rules.unseen import without_unseen

_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
_STARTS_LIKE_MARKDOWN = re.compile(r"\A\s*# +\S.*\n(?:.*\n)*?## +\S")
_LINE_OF_TOML = re.compile(r"\(at line (\d+)")
_MENDED = {
    FaultKind.BYTE_ORDER_MARK: "the byte-order mark was taken out",
    FaultKind.CARRIAGE_RETURNS: "Windows line ends became plain ones",
}


@dataclass(frozen=True)
class Document:
    """One file that another team wrote.

    Args:
        path: relative to the collection, with ``/``.
        meta: its front matter; empty where there is none.
        body: the Markdown below it.
        digest: SHA-256 of the file's bytes, in hexadecimal.
        notes: what a reader of the report should know about how it was read.
    """

    path: str
    meta: Mapping[str, Any]
    body: str
    digest: str
    notes: tuple[str, ...] = ()

    @property
    def folder(self) -> str:
        """The folder that it lies in, ``""`` at the top."""
        return self.path.rpartition("/")[0]

    @property
    def stem(self) -> str:
        """The file name without its ending."""
        name = self.path.rpartition("/")[2]
        stem, dot, _ = name.rpartition(".")
        return stem if dot and stem else name


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that did not become a record, and why."""

    source: str
    reason: str


@dataclass(frozen=True)
class Collection:
    """A folder of documents.

    Args:
        root: the folder, resolved.
        documents: sorted by path.
        skipped: documents that cannot be read.
        files: all other files, by relative path.
    """

    root: Path
    documents: tuple[Document, ...]
    skipped: tuple[Skipped, ...]
    files: Mapping[str, Path]


def read_collection(root: Path, skip: Sequence[str] = ()) -> Collection:
    """Read every document below a folder.

    Args:
        root: the folder.
        skip: patterns of relative paths to leave out (``*`` also matches ``/``).
    """
    root = root.resolve()
    documents: list[Document] = []
    skipped: list[Skipped] = []
    files: dict[str, Path] = {}
    for path in walk(root):
        name = path.relative_to(root).as_posix()
        if has_bad_name(path, root):
            shown = printable(name.encode("utf-8", "replace").decode())
            skipped.append(Skipped(shown, "its name holds control characters or is not UTF-8"))
        elif any(fnmatchcase(name, pattern) for pattern in skip):
            skipped.append(Skipped(name, "the mapping says so"))
        elif is_closed(path):
            skipped.append(Skipped(name, "it cannot be read"))
        elif path.suffix.lower() in _MARKDOWN or (not path.suffix and _looks_like_markdown(path, root)):
            document = _read(path, name, root)
            (documents if isinstance(document, Document) else skipped).append(document)  # type: ignore[arg-type]
        else:
            files[name] = path
    documents.sort(key=lambda document: document.path)
    return Collection(root, tuple(documents), tuple(sorted(skipped, key=lambda one: one.source)), files)


def _looks_like_markdown(path: Path, root: Path) -> bool:
    """Whether a file without an ending begins with a title and goes on with sections (a script does not)."""
    text = read_text(path, root).text
    return bool(text and _STARTS_LIKE_MARKDOWN.match(text))


def _read(path: Path, name: str, root: Path) -> Document | Skipped:
    source = read_text(path, root)
    if source.text is None:
        fault = source.faults[-1]
        detail = f" ({fault.detail})" if fault.detail else ""
        line = f", line {fault.at.line}" if fault.at.line > 1 else ""
        return Skipped(name, f"{fault.kind.value}{detail}{line}")
    text, unseen = without_unseen(source.text)
    meta, body, notes = split_front_matter(text)
    notes = [*(_MENDED[fault.kind] for fault in source.faults if fault.kind in _MENDED), *notes]
    if unseen:
        notes.append(f"{unseen} × invisible character: taken out, for a reader sees none")
    if not path.suffix:
        notes.append("it has no file ending; it was read because it begins like a Markdown document")
    return Document(name, meta, body, hashlib.sha256(source.raw).hexdigest(), tuple(notes))


def split_front_matter(text: str) -> tuple[Mapping[str, Any], str, list[str]]:
    """Front matter, body, and notes about what could not be used.

    YAML stands between ``---`` lines, TOML between ``+++`` lines. What looks like front matter and is none (two
    rules with prose between them) stays in the body.
    """
    lines = text.split("\n")
    fence = lines[0].rstrip()
    if fence not in ("---", "+++"):
        return {}, text, []
    closing = (fence, "...") if fence == "---" else (fence,)
    end = next((n for n in range(1, len(lines)) if lines[n].rstrip() in closing), 0)
    if not end:
        return {}, text, [f"`{fence}` in line 1 is never closed; no front matter was read"]
    inside, body = "\n".join(lines[1:end]), "\n".join(lines[end + 1 :])
    if not inside.strip():
        return {}, body, []
    return _toml(inside, body) if fence == "+++" else _yaml(inside, text, body)


def _yaml(inside: str, text: str, body: str) -> tuple[Mapping[str, Any], str, list[str]]:
    meta = read(inside, first_line=2)
    if any(fault.kind is FaultKind.NOT_A_MAP for fault in meta.faults):
        return {}, text, []
    notes = [
        f"front matter line {fault.at.line}: {fault.kind.value}; what it says there was not used"
        for fault in meta.faults
        if fault.kind is not FaultKind.TRAP
    ]
    return meta.data, body, notes


def _toml(inside: str, body: str) -> tuple[Mapping[str, Any], str, list[str]]:
    note = "its front matter is TOML (`+++`)"
    try:
        return _plain(tomllib.loads(inside)), body, [note]
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = _LINE_OF_TOML.search(str(error))
        place = f" in its line {found[1]}" if found else ""
        reason = "nested too deep" if isinstance(error, RecursionError) else f"not valid TOML{place}"
        return {}, body, [f"{note} and cannot be read ({reason}); its fields were not used"]


def _plain(value: Any) -> Any:
    """TOML's own types (dates, floats) as the text that a record would hold."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, float) else value
