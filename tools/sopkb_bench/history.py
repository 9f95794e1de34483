"""A base with a year of history in git: what was changed when is planted, and known.

Written with ``git fast-import``: a commit an edit, the same bytes for the same seed. What the records' own dates say of
the year is moved back by it, so that a changelog's newest entry is the newest commit's.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sopkb_bench.dice import Dice
from sopkb_bench.generate import DEFAULT_SEED, generate_base
from sopkb_bench.records import TODAY

_DAY = re.compile(r"\b(20\d\d-\d\d-\d\d)(?!T)")
_VERSION = re.compile(r'^version: "(\d+)\.(\d+)\.(\d+)"$', re.MULTILINE)
_REVIEWED = re.compile(r'^last_reviewed: "[\d-]+"$', re.MULTILINE)
_EFFECTIVE = re.compile(r'^effective_from: "[\d-]+"$', re.MULTILINE)
_STARTED = re.compile(r'^started: "([\d-]+)T', re.MULTILINE)
_EXPIRES = re.compile(r'^expires: "([\d-]+)T', re.MULTILINE)
_PINNED = re.compile(r"\{id: ([A-Z]{3}-\d{4}), at_major:")
_SYMPTOMS = "\nsymptoms:\n"
_CHANGELOG = "\nchangelog:\n"
_STEP = re.compile(r"^1\. ", re.MULTILINE)
_YEAR = 364
_OF_TRACKS = 0.2
"""Share of the edits that are to records which a track teaches: a trainer's own records are not the quiet ones."""
_WHO = "Generator <generator@example.org>"


@dataclass(frozen=True, slots=True)
class Planted:
    """One edit of the history.

    Args:
        record_id: what was edited.
        day: when.
        training: what its changelog entry asks.
        step: the words that begin the first step since then; ``""`` where no step changed.
    """

    record_id: str
    day: date
    training: str
    step: str = ""


def generate_history(project: Path, count: int, edits: int, seed: int = DEFAULT_SEED) -> tuple[Planted, ...]:
    """Make a repository whose ``sop/`` has a year of history, checked out at its end.

    Args:
        project: a folder that is new or empty; becomes the work tree.
        count: how many records.
        edits: how many, spread over the year: in ten, five that ask nothing (a typo, a review), four to read, one to
            retrain.
        seed: which of the many possible histories.

    Returns:
        The edits, the oldest first.
    """
    with tempfile.TemporaryDirectory(prefix="kb-history-") as place:
        generate_base(Path(place, "sop"), count, seed)
        files = {
            path.relative_to(place).as_posix(): _a_year_ago(path)
            for path in sorted(Path(place, "sop").rglob("*"))
            if path.is_file()
        }
    project.mkdir(parents=True, exist_ok=True)
    planted: list[Planted] = []
    stream = b"".join(_stream(files, edits, Dice(f"history {seed}"), planted))
    _git(project, "init", "-q", "-b", "main")
    _git(project, "fast-import", "--quiet", given=stream)
    _git(project, "reset", "-q", "--hard")
    return tuple(planted)


def _a_year_ago(path: Path) -> str:
    """A record as it was a year before; a workaround's last review stays, or it would be dead."""
    text = path.read_text("utf-8")
    if path.suffix != ".md":
        return text
    kept = _REVIEWED.search(text)
    text = _STARTED.sub(lambda found: f'started: "{date.fromisoformat(found[1]) - timedelta(days=_YEAR)}T', text)
    text = _DAY.sub(lambda found: str(date.fromisoformat(found[1]) - timedelta(days=_YEAR)), text)
    return _REVIEWED.sub(kept[0], text) if kept and path.parent.name == "workarounds" else text


def _stream(files: dict[str, str], edits: int, dice: Dice, planted: list[Planted]) -> Iterator[bytes]:
    start = TODAY - timedelta(days=_YEAR)
    yield from _commit(files, start, "The base")
    editable = [name for name, text in files.items() if _is_followed(text)]
    pinned = {found for text in files.values() for found in _PINNED.findall(text)}
    taught = [name for name in editable if name.rsplit("/", 1)[1][:8] in pinned]
    for number in range(edits):
        day = start + timedelta(days=1 + number * (_YEAR - 1) // edits)
        name = dice.pick(taught if taught and dice.chance(_OF_TRACKS) else editable)
        text, edit = _edited(name, files[name], day, number, dice)
        files[name] = text
        planted.append(edit)
        yield from _commit({name: text}, day, f"{edit.record_id}: {edit.training}")


def _is_followed(text: str) -> bool:
    """Whether somebody follows a record at the year's end, and it has all that the edits touch."""
    expires = _EXPIRES.search(text)
    lives = expires is None or date.fromisoformat(expires[1]) > TODAY
    return lives and "\nstatus: active\n" in text and _SYMPTOMS in text


def _edited(name: str, text: str, day: date, number: int, dice: Dice) -> tuple[str, Planted]:
    """One of the edits that a real base sees."""
    record_id = name.rsplit("/", 1)[1][:8]
    drawn = dice.between(0, 9)
    if drawn == 0 and _STEP.search(text):
        step = f"Wait for window {number}, then go on."
        text = _STEP.sub(f"1. {step} ", text, count=1)
        text = _EFFECTIVE.sub(f'effective_from: "{day}"', text)
        return _bumped(text, 0, day, "retrain", f"Wait for window {number} first"), Planted(
            record_id, day, "retrain", step
        )
    if drawn <= 4:
        text = text.replace(_SYMPTOMS, f'{_SYMPTOMS}  - "it says number {number} today"\n', 1)
        text = _shortened(text)
        return _bumped(text, 1, day, "read", f"Add what users say {number}"), Planted(record_id, day, "read")
    if drawn <= 7:
        if not name.startswith("sop/workarounds"):
            text = _REVIEWED.sub(f'last_reviewed: "{day}"', text)
        return _bumped(text, 2, day, "none", "Reviewed"), Planted(record_id, day, "none")
    at = text.index("\n## ") + 1
    end = text.index("\n", at)
    text = text[: end + 1] + text[end + 1 :].replace(". ", ".  ", 1)
    return _bumped(text, 2, day, "none", "Mend the spacing"), Planted(record_id, day, "none")


def _shortened(text: str) -> str:
    """At most fifteen symptoms: the second goes where there would be more."""
    head, rest = text.split(_SYMPTOMS, 1)
    lines = rest.split("\n")
    count = next(number for number, line in enumerate(lines) if not line.startswith("  - "))
    if count > 15:
        del lines[1]
    return head + _SYMPTOMS + "\n".join(lines)


def _bumped(text: str, part: int, day: date, training: str, change: str) -> str:
    """The next version, and the changelog's newest line."""
    found = _VERSION.search(text)
    assert found is not None
    numbers = [int(number) for number in found.groups()]
    version = ".".join(str(n + 1 if place == part else n if place < part else 0) for place, n in enumerate(numbers))
    text = _VERSION.sub(f'version: "{version}"', text, count=1)
    entry = f'  - {{version: "{version}", date: "{day}", training: {training}, change: "{change}"}}\n'
    return text.replace(_CHANGELOG, _CHANGELOG + entry, 1)


def _commit(files: dict[str, str], day: date, message: str) -> Iterator[bytes]:
    seconds = (day - date(1970, 1, 1)).days * 86_400 + 43_200
    said = message.encode()
    yield b"commit refs/heads/main\ncommitter %s %d +0000\n" % (_WHO.encode(), seconds)
    yield b"data %d\n%s\n" % (len(said), said)
    for name, text in files.items():
        content = text.encode()
        yield b"M 100644 inline %s\ndata %d\n%s\n" % (name.encode(), len(content), content)


def _git(folder: Path, *arguments: str, given: bytes = b"") -> None:
    subprocess.run(["git", "-c", "gc.auto=0", *arguments], cwd=folder, check=True, capture_output=True, input=given)
