"""``search_index/synonyms.yml``: what else people call things, and which record a word is the name of.

Three lists, each may be missing::

    groups:    # any of these counts as any other
      - [login, sign in, log in]
      - {words: [mb, metricboard], not_after_number: [mb]}
    one_way:   # whoever types the first means the second, and not the other way round
      - {from: [leaver, offboarding], to: [remove access]}
    routes:    # whoever types this is to see that record first
      - {words: [csam], to: ESC-0004}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from sopkb.core.errors import SopkbError
from sopkb.core.kinds import ID
from sopkb.search.index.analysis import tokens

SYNONYMS_NAME = "synonyms.yml"
LONGEST = 5
"""Words of a phrase in the file."""

Terms = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Synonym:
    """What a run of words may be called otherwise.

    Args:
        terms: the words, as the index has them.
        others: what counts as them, each a run of words of its own.
        not_after_number: whether they mean something else after a number (``200 mb``).
    """

    terms: Terms
    others: tuple[Terms, ...]
    not_after_number: bool = False


@dataclass(frozen=True, slots=True)
class Synonyms:
    """The whole table.

    Args:
        entries: one for each run of words that has others, sorted by its words.
        routes: runs of words, each with the id of the record that it names, sorted.
    """

    entries: tuple[Synonym, ...] = ()
    routes: tuple[tuple[Terms, str], ...] = ()


def read_synonyms(path: Path) -> Synonyms:
    """The table of a file; an empty one where there is no file.

    Raises:
        SopkbError: the file is not of the form above.
    """
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return Synonyms()
    except (OSError, UnicodeDecodeError) as error:
        raise SopkbError(f"{path.name} cannot be read.", "Save it as a UTF-8 text file.") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _wrong(path, f"line {mark.line + 1 if mark else 1}", "this is no YAML") from error
    if data is None:
        return Synonyms()
    if not isinstance(data, dict) or set(data) - {"groups", "one_way", "routes"}:
        raise _wrong(path, "line 1", "it may hold the lists `groups`, `one_way` and `routes`, and nothing else")
    others: dict[Terms, list[Terms]] = {}
    guarded: set[Terms] = set()
    for where, left, right, not_after in _pairs(path, data):
        for terms in left:
            others.setdefault(terms, []).extend(other for other in right if other != terms)
        guarded.update(_phrase(path, where, text) for text in not_after)
    entries = tuple(Synonym(terms, tuple(dict.fromkeys(others[terms])), terms in guarded) for terms in sorted(others))
    return Synonyms(entries, tuple(sorted(_routes(path, data))))


def _pairs(path: Path, data: dict[str, Any]) -> Iterator[tuple[str, list[Terms], list[Terms], Sequence[str]]]:
    for number, group in enumerate(_list(path, data, "groups"), 1):
        where = f"groups, entry {number}"
        entry = {"words": group} if isinstance(group, list) else group
        _keys(path, where, entry, {"words"}, {"not_after_number"})
        terms = _phrases(path, where, entry["words"], 2)
        yield where, terms, terms, _texts(path, where, entry.get("not_after_number", []), 0)
    for number, entry in enumerate(_list(path, data, "one_way"), 1):
        where = f"one_way, entry {number}"
        _keys(path, where, entry, {"from", "to"}, {"not_after_number"})
        left, right = _phrases(path, where, entry["from"], 1), _phrases(path, where, entry["to"], 1)
        yield where, left, right, _texts(path, where, entry.get("not_after_number", []), 0)


def _routes(path: Path, data: dict[str, Any]) -> Iterator[tuple[Terms, str]]:
    for number, entry in enumerate(_list(path, data, "routes"), 1):
        where = f"routes, entry {number}"
        _keys(path, where, entry, {"words", "to"}, set())
        if not isinstance(entry["to"], str) or not ID.fullmatch(entry["to"]):
            raise _wrong(path, where, "`to` must be the id of a record")
        yield from ((terms, entry["to"]) for terms in _phrases(path, where, entry["words"], 1))


def _list(path: Path, data: dict[str, Any], name: str) -> list[Any]:
    value = data.get(name) or []
    if not isinstance(value, list):
        raise _wrong(path, name, "it must be a list")
    return value


def _keys(path: Path, where: str, entry: Any, needed: set[str], allowed: set[str]) -> None:
    if not isinstance(entry, dict) or not needed <= set(entry) <= needed | allowed:
        raise _wrong(path, where, f"it must have {' and '.join(f'`{name}`' for name in sorted(needed))}")


def _phrases(path: Path, where: str, value: Any, least: int) -> list[Terms]:
    return list(dict.fromkeys(_phrase(path, where, text) for text in _texts(path, where, value, least)))


def _texts(path: Path, where: str, value: Any, least: int) -> Sequence[str]:
    texts: Iterable[Any] = value if isinstance(value, list) else [value]
    found = [text for text in texts if isinstance(text, str)]
    if len(found) < least or found != list(texts):
        raise _wrong(path, where, f"it must list at least {least} texts; quote yes, no and numbers")
    return found


def _phrase(path: Path, where: str, text: str) -> Terms:
    """A text as terms; a compound counts as its parts."""
    terms = tuple(token.term for token in tokens(text) if not token.joined)
    if not 1 <= len(terms) <= LONGEST:
        raise _wrong(path, where, f"a phrase has one to {LONGEST} words")
    return terms


def _wrong(path: Path, where: str, what: str) -> SopkbError:
    return SopkbError(f"{path.name}, {where}: {what}.", "`kb docs search` shows the form.")
