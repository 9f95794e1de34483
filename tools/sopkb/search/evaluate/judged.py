"""``search_index/judged.yml``: the questions that a base must answer, by group.

::

    questions:
      typo:
        - ask: "submti btn grey"
          first: WKA-0001        # or a list, of which any may stand first
          also: [SOP-0001]       # may stand in the first three: it helps as well
          why: "the grey Submit button"
      dead:
        - ask: "WKA-0012"
          notice: WKA-0012       # a dead record that must be named, with what became of it
          why: "fixed in 3.8.1"
      negative:
        - ask: "canteen voucher"
          nothing: true
          why: "nobody wrote about food"

``promised: true`` says that it must come first, whatever the baseline says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from sopkb.core.diagnostics import shown
from sopkb.core.errors import SopkbError
from sopkb.core.positioned_yaml import read
from sopkb.core.source import FaultKind, Meta, trap_message
from sopkb.search.evaluate.questions import Question

JUDGED_NAME = "judged.yml"
BASELINE_NAME = "baseline.json"
_FIELDS = ("ask", "first", "also", "notice", "nothing", "promised", "why")


def read_judged(path: Path, ids: Collection[str]) -> tuple[Question, ...]:
    """The questions of a file, in its order.

    Args:
        path: of the file.
        ids: of every record of the base, whatever its state.

    Raises:
        SopkbError: the file is missing, or not of the form above; the message names the line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise SopkbError(f"No judged questions: {path} is not there.", "`kb docs searching` shows how.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SopkbError(f"{path.name} cannot be read.", "Save it as a UTF-8 text file.") from error
    meta = read(text)
    for fault in meta.faults:
        what = trap_message(fault) if fault.kind is FaultKind.TRAP else f"{fault.kind.value} {shown(fault.detail)}"
        raise _wrong(path, fault.at.line, what.strip().rstrip("."))
    groups = meta.data.get("questions")
    if set(meta.data) != {"questions"} or not isinstance(groups, dict):
        raise _wrong(path, 1, "it must hold `questions`, a map of groups, and nothing else")
    questions = tuple(_questions(path, meta, groups, ids))
    if not questions:
        raise _wrong(path, 1, "there is no question in it")
    return questions


def _questions(path: Path, meta: Meta, groups: dict[str, Any], ids: Collection[str]) -> Iterator[Question]:
    lines: dict[str, int] = {}
    for group, entries in groups.items():
        if not isinstance(entries, list):
            raise _wrong(path, meta.positions.key("questions", group).line, "a group is a list of questions")
        for number, entry in enumerate(entries):
            line = meta.positions.value("questions", group, number).line
            question = _question(path, line, group, entry, ids)
            before = lines.setdefault(question.text, line)
            if before != line:
                raise _wrong(path, line, f"the same question stands in line {before}")
            yield question


def _question(path: Path, line: int, group: str, entry: Any, ids: Collection[str]) -> Question:
    if not isinstance(entry, dict):
        raise _wrong(path, line, "a question is a map with `ask`")
    for name in entry:
        if name not in _FIELDS:
            raise _wrong(path, line, f"there is no `{shown(name)}`; there are {', '.join(_FIELDS)}")
    for name in ("ask", "why"):
        if not isinstance(entry.get(name), str) or not entry[name].strip():
            raise _wrong(path, line, f"`{name}` must be a text; quote numbers")
    for name in ("nothing", "promised"):
        if not isinstance(entry.get(name, False), bool):
            raise _wrong(path, line, f"`{name}` is true, or left out")
    first, also = (_ids(path, line, name, entry.get(name, []), ids) for name in ("first", "also"))
    notice = _ids(path, line, "notice", entry.get("notice", []), ids)
    expected = bool(first or notice)
    if len(notice) > 1 or expected == entry.get("nothing", False) or (also and not first):
        raise _wrong(path, line, "it expects `first`, one `notice`, both, or `nothing: true`; `also` goes with `first`")
    return Question(
        text=entry["ask"],
        gold=frozenset(first),
        also=frozenset(also) - frozenset(first),
        notice="".join(notice),
        is_promised=entry.get("promised", False),
        group=group,
        why=entry["why"],
    )


def _ids(path: Path, line: int, name: str, value: Any, ids: Collection[str]) -> list[str]:
    found = value if isinstance(value, list) else [value]
    for each in found:
        if each not in ids:
            raise _wrong(path, line, f"`{name}` names {shown(str(each))}, which is not a record of this base")
    return found


def _wrong(path: Path, line: int, what: str) -> SopkbError:
    return SopkbError(f"{path.name}, line {line}: {what}.", "`kb docs search` shows the form.")
