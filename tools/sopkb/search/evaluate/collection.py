"""A collection that others judged, as an index and questions.

A collection is a folder with ``corpus.jsonl`` ({id, title, text}) and ``queries.jsonl`` ({id, text, gold: [ids]}), the
form in which other people's judged collections come. Its documents become records, so that the whole way from text to
hits is measured and not a copy of it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sopkb.core.config import Config
from sopkb.core.corpus import Corpus
from sopkb.core.errors import SopkbError
from sopkb.core.kinds import KINDS
from sopkb.core.load import Base
from sopkb.core.load.body import parse_body
from sopkb.core.moments import midnight
from sopkb.core.record import Document, Record
from sopkb.core.source import Meta
from sopkb.search.evaluate.questions import Question
from sopkb.search.index import SearchIndex, open_index, update_index
from sopkb.search.index.files import tables_folder
from sopkb.search.index.ranking import RANKING_NAME
from sopkb.search.index.schema import id_of, number_of
from sopkb.workplace import workplace

ANY_MOMENT = midnight(date(2000, 1, 1))
"""When a collection is asked: nothing in it has a date."""
_A_KIND = 9_999
"""Records that one kind has ids for."""


@dataclass(frozen=True, slots=True)
class Collection:
    """An open collection.

    Args:
        index: of its documents.
        questions: those that some document of it answers, with gold in the index's ids.
        names: the collection's own name of each document, by the index's id.
        unanswered: how many questions no document of it answers; they are not asked.
    """

    index: SearchIndex
    questions: tuple[Question, ...]
    names: dict[str, str]
    unanswered: int


@contextmanager
def opened_collection(folder: Path, tables: Path | None = None) -> Iterator[Collection]:
    """The index of a collection, and its questions; the index is gone afterwards.

    Args:
        folder: with ``corpus.jsonl`` and ``queries.jsonl``.
        tables: the ``search_index/`` of a base whose ``ranking.yml`` is to be judged. Synonyms are a team's own
            words, and are not used.

    Raises:
        SopkbError: a file is missing, or is not of the form above.
    """
    ids: dict[str, str] = {}
    documents = []
    for line, row in _rows(folder / "corpus.jsonl", ("id", "title", "text")):
        name = _name(row["id"])
        if name in ids:
            raise _wrong(folder / "corpus.jsonl", line, "another document has the same id")
        if len(ids) == _A_KIND * len(KINDS):
            raise SopkbError(f"{folder} has more than {len(ids):,} documents.", "Take a part of it.")
        ids[name] = _id(len(ids))
        documents.append(_document(ids[name], row))
    if not documents:
        raise SopkbError(f"{folder / 'corpus.jsonl'} is empty.", "Name a folder with documents.")
    rows = [row for _, row in _rows(folder / "queries.jsonl", ("id", "text"))]
    asked = [Question(str(row["text"]), _gold(row.get("gold"), ids)) for row in rows]
    questions = tuple(question for question in asked if question.gold)
    with workplace("eval") as place:
        base = Base(place / "base", Config("kb.yml"), Corpus(tuple(documents)), digest="collection")
        if tables and (tables / RANKING_NAME).is_file():
            tables_folder(base.root).mkdir()
            shutil.copy(tables / RANKING_NAME, tables_folder(base.root))
        update_index(base, place / "index")
        with open_index(base, place / "index") as index:
            names = {record_id: name for name, record_id in ids.items()}
            yield Collection(index, questions, names, len(asked) - len(questions))


def _rows(path: Path, needed: Sequence[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SopkbError(f"{path} cannot be read.", "A collection has corpus.jsonl and queries.jsonl.") from error
    for number, line in enumerate(text.split("\n"), 1):  # JSON may hold what splitlines() takes for a line's end
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict) or any(name not in row for name in needed):
            raise _wrong(path, number, f"this is no JSON object with {', '.join(needed)}")
        yield number, row


def _name(value: Any) -> str:
    """The name of a document: an id may be a text, a number, or whatever JSON has; 7 and "7" are the same."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _gold(value: Any, ids: dict[str, str]) -> frozenset[str]:
    """The documents that answer: a list of ids, one id, a map from ids to grades (0 is no answer), or nothing."""
    if isinstance(value, dict):
        value = [name for name, grade in value.items() if grade]
    names = map(_name, value if isinstance(value, list) else [value])
    return frozenset(ids[name] for name in names if name in ids)


def _id(place: int) -> str:
    """A record's id for a document: one kind's, and the next one's where those are used up."""
    kind, number = divmod(place, _A_KIND)
    first = number_of(f"{KINDS[kind].prefix}-0000") or 0
    return id_of(first + number + 1)


def _document(record_id: str, row: dict[str, Any]) -> Document:
    """A document as a record in force, with its text as the body; no YAML comes between, so any title will do."""
    title = "" if row["title"] is None else str(row["title"])
    text = "" if row["text"] is None else str(row["text"])
    path = f"{record_id}.md"
    meta = Meta({"id": record_id, "title": " ".join(title.split()), "status": "active", "sensitivity": "none"})
    return Document(path, record=Record(path, meta, parse_body(text, 1), digest=record_id))


def _wrong(path: Path, line: int, what: str) -> SopkbError:
    return SopkbError(f"{path}, line {line}: {what}.", "Mend the line.")
