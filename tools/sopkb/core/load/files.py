"""The only place that reads the base's files: what is in the tree, and the text of each file or what keeps it back."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sopkb.core.config import CONFIG_NAME
from sopkb.core.diagnostics import Location, printable
from sopkb.core.load.repository import top_of
from sopkb.core.source import Fault, FaultKind

LARGEST_RECORD = 1_000_000
"""Bytes. A record is some 3 kB; what is larger than this is no record, and is not read."""

TRACKER_NAME, IMPORT_NAME = "tracker.json", ".import.json"
SETTING_NAMES = frozenset({CONFIG_NAME, TRACKER_NAME, IMPORT_NAME})
"""Files of a base that are no content: they lie beside its folders, and nothing else is read as a setting."""

_LEFT_BEHIND = re.compile(
    r"\A(?:\.DS_Store|\.gitkeep|Thumbs\.db|desktop\.ini|.*~|\.#.*|#.*#|~\$.*|\..*\.(?:sw[a-z]|tmp))"
)
"""Names of files that systems and editors put into a folder without being asked, and that nothing reads."""
_NOT_TEXT = re.compile("[\ud800-\udfff]")  # how Python writes the bytes of a name that is not UTF-8
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class FileText:
    """A file's text with LF line ends, or the faults that kept it from being read (some leave it readable)."""

    text: str | None
    faults: tuple[Fault, ...] = ()
    raw: bytes = b""


def walk(root: Path, *, hidden: bool = False) -> Iterator[Path]:
    """Every file below a folder; links to folders and folders that cannot be read are named.

    Args:
        root: the folder.
        hidden: whether files and folders are named whose name begins with a dot. Nothing in such a folder is. What
            lies beside the base's folders is left out where the base is a repository: it holds that one's settings.
    """
    closed: list[OSError] = []
    own = str(root) if hidden and top_of(root) == root.resolve() else ""
    for folder, names, files in os.walk(root, onerror=closed.append):
        concealed = [name for name in names if name.startswith(".")] if hidden and folder != own else []
        names[:] = sorted(name for name in names if not name.startswith("."))
        links = (name for name in names if _is_link(Path(folder, name)))
        kept = (name for name in (*files, *links) if is_kept(name, hidden=hidden and folder != own))
        yield from (Path(folder, name) for name in sorted([*kept, *concealed]))
    yield from sorted(Path(error.filename) for error in closed)


def is_kept(name: str, *, hidden: bool) -> bool:
    """Whether a file of a base counts as part of it: nothing that a system or an editor left behind does.

    Args:
        name: of the file, without its folder.
        hidden: whether one counts whose name begins with a dot.
    """
    return (hidden or not name.startswith(".")) and not _LEFT_BEHIND.fullmatch(name)


def is_hidden(path: str) -> bool:
    """Whether a file that has this path below the root is hidden, or lies in a hidden folder."""
    return path.startswith(".") or "/." in path


def _is_link(path: Path) -> bool:
    try:
        return path.is_symlink()
    except PermissionError:  # of the folder that it is in
        return False


def is_record_name(path: str) -> bool:
    """Whether what has this path below the root is read as a record: Markdown, and nothing hidden on the way."""
    return path.lower().endswith(".md") and not is_hidden(path)


def readable_path(path: str) -> str:
    """The path that people read; a name that is no text, which nothing may open, has ``?`` in it."""
    return path if _is_plain(path) else printable(path.encode("utf-8", "replace").decode("utf-8"))


def shown_path(path: Path, root: Path) -> str:
    """The path of a file of the base that people read, relative to the project: see :func:`readable_path`.

    Raises:
        ValueError: the file is not in the project.
    """
    name = _below(path, root.parent)
    return readable_path(path.relative_to(root.parent).as_posix() if name is None else name.replace(os.sep, "/"))


def _below(path: Path, folder: Path) -> str | None:
    """What stands in a path after a folder's, as text: asked of every file, and paths are slow to take apart."""
    name, above = str(path), str(folder).rstrip(os.sep) + os.sep
    return name[len(above) :] if name.startswith(above) else None


def _is_plain(name: str) -> bool:
    return name.isascii() and name.isprintable()


def is_source(path: Path, root: Path) -> bool:
    """Whether a file is read as a document: Markdown, and whatever must be reported all the same."""
    return not path.name.startswith(".") and (is_record_name(path.name) or is_suspect(path, root))


def is_suspect(path: Path, root: Path) -> bool:
    """Whether a file that is no record must be reported all the same, and never be published.

    Such are folders that cannot be read, links to folders (what lies behind them is not loaded), links out of the
    tree, and names that a terminal would obey.
    """
    if has_bad_name(path, root):
        return True
    return is_closed(path) or (path.is_symlink() and (path.is_dir() or _leaves(path, root)))


def is_closed(path: Path) -> bool:
    """Whether this is a folder that cannot be read, or lies in one: nothing else that a walk finds is a folder."""
    try:
        return path.is_dir() and not path.is_symlink()
    except PermissionError:
        return True


def has_bad_name(path: Path, root: Path) -> bool:
    """Whether a file's name, or a folder's above it, holds control characters or bytes that are not UTF-8."""
    name = _below(path, root)
    name = path.name if name is None else name
    return not _is_plain(name) and (printable(name) != name or _NOT_TEXT.search(name) is not None)


def _leaves(path: Path, root: Path) -> bool:
    return not path.resolve().is_relative_to(root.resolve())


def read_text(path: Path, root: Path) -> FileText:
    """Read a file of the base without trusting it.

    Args:
        path: the file.
        root: the folder that a symbolic link must not leave.
    """
    try:
        if has_bad_name(path, root):
            return _kept_back(FaultKind.BAD_NAME)
        about = path.lstat()
        if stat.S_ISLNK(about.st_mode):
            if _leaves(path, root):
                return _kept_back(FaultKind.LINK_OUTSIDE)
            about = path.stat()
        elif stat.S_ISDIR(about.st_mode):
            os.scandir(path).close()  # raises what kept the walk out of it
        if not stat.S_ISREG(about.st_mode):
            return _kept_back(FaultKind.NOT_A_FILE)
        if about.st_size > LARGEST_RECORD:
            return _kept_back(FaultKind.TOO_LARGE, f"{about.st_size / 1e6:.1f} MB")
        raw = path.read_bytes()
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links, before Python 3.13
        return _kept_back(FaultKind.UNREADABLE, getattr(error, "strerror", None) or "a loop of links")
    return decode(raw)


def decode_limited(raw: bytes) -> FileText:
    """Bytes to text as :func:`decode`, unless there are more of them than a record has."""
    return decode(raw) if len(raw) <= LARGEST_RECORD else _kept_back(FaultKind.TOO_LARGE, f"{len(raw) / 1e6:.1f} MB")


def decode(raw: bytes) -> FileText:
    """Bytes to text: UTF-8 only; a byte-order mark and Windows line ends are mended and said."""
    faults: list[Fault] = []
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _kept_back(FaultKind.NOT_UTF8, "UTF-16")
    body = raw.removeprefix(_BOM)
    if body is not raw and len(body) != len(raw):
        faults.append(Fault(FaultKind.BYTE_ORDER_MARK, Location(1, 1)))
    if b"\0" in body:
        line = body.count(b"\n", 0, body.index(b"\0")) + 1
        return _kept_back(FaultKind.BINARY, at=Location(line, 1))
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        return _kept_back(FaultKind.NOT_UTF8, f"byte 0x{body[error.start]:02x}", Location(line, 1))
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        faults.append(Fault(FaultKind.CARRIAGE_RETURNS, Location(line, 1)))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        return FileText(None, (*faults, Fault(FaultKind.EMPTY)))
    return FileText(text, tuple(faults), raw)


def _kept_back(kind: FaultKind, detail: str = "", at: Location | None = None) -> FileText:
    return FileText(None, (Fault(kind, at or Location(), detail),))
