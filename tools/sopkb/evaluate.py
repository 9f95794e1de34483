"""How good the ranking is: judged questions asked of an index, and what came first.

A collection is a folder with ``corpus.jsonl`` ({id, title, text}) and ``queries.jsonl`` ({id, text, gold: [ids]}), the
form in which other people's judged collections come. Its documents become records, so that the whole way from text to
hits is measured and not a copy of it.
"""

from __future__ import annotations

import json
import math
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sopkb.config import Config
from sopkb.errors import SopkbError
from sopkb.index import SearchIndex, open_index, update_index
from sopkb.index.schema import id_of
from sopkb.load import Base, parse_document
from sopkb.load.files import FileText
from sopkb.model.corpus import Corpus
from sopkb.search import search

DEPTH = 10
"""Hits that are looked at."""


@dataclass(frozen=True, slots=True)
class Question:
    """A judged question.

    Args:
        id: its name.
        text: what is asked.
        gold: ids of the documents that answer it.
        group: what it is an example of.
    """

    id: str
    text: str
    gold: frozenset[str]
    group: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a question got: the ids of the first hits, best first."""

    question: Question
    found: tuple[str, ...]

    @property
    def place(self) -> int:
        """Where the first right hit stands, from 1; 0 where none does."""
        return next((place for place, found in enumerate(self.found, 1) if found in self.question.gold), 0)


@dataclass(frozen=True, slots=True)
class Figures:
    """The usual measures over some questions, each 0 to 1 but for the count.

    Args:
        questions: how many.
        first: share whose first hit is right (success@1).
        third: share with a right hit among the first three (success@3).
        reciprocal: mean of 1 / place of the first right hit among ten (MRR@10).
        gain: mean normalised discounted cumulative gain at ten, with binary judgements (nDCG@10).
        nothing: share for which nothing was found.
    """

    questions: int
    first: float
    third: float
    reciprocal: float
    gain: float
    nothing: float


def figures(outcomes: Sequence[Outcome]) -> Figures:
    """The measures of some outcomes; all 0 where there are none."""
    count = max(len(outcomes), 1)
    places = [outcome.place for outcome in outcomes]
    return Figures(
        questions=len(outcomes),
        first=sum(place == 1 for place in places) / count,
        third=sum(1 <= place <= 3 for place in places) / count,
        reciprocal=sum(1 / place for place in places if place) / count,
        gain=sum(_gain(outcome) for outcome in outcomes) / count,
        nothing=sum(not outcome.found for outcome in outcomes) / count,
    )


def _gain(outcome: Outcome) -> float:
    ideal = sum(1 / math.log2(place + 1) for place in range(1, min(len(outcome.question.gold), DEPTH) + 1))
    real = sum(1 / math.log2(p + 1) for p, found in enumerate(outcome.found, 1) if found in outcome.question.gold)
    return real / ideal if ideal else 0.0


def ask(index: SearchIndex, questions: Iterable[Question], now: datetime) -> Iterator[Outcome]:
    """Ask an index some questions."""
    for question in questions:
        answer = search(index, question.text, now=now, limit=DEPTH)
        yield Outcome(question, tuple(hit.id for hit in answer.hits))


@contextmanager
def opened_collection(folder: Path) -> Iterator[tuple[SearchIndex, tuple[Question, ...]]]:
    """The index of a collection, and its questions with gold in the index's ids; the index is gone afterwards.

    Args:
        folder: with ``corpus.jsonl`` and ``queries.jsonl``.

    Raises:
        SopkbError: a file is missing, or is not of the form above.
    """
    documents = list(_rows(folder / "corpus.jsonl", ("id", "title", "text")))
    ids = {str(document["id"]): id_of(number) for number, document in enumerate(documents, 1)}
    texts = {record_id: _record(record_id, each) for each in documents if (record_id := ids[str(each["id"])])}
    records = [
        parse_document(FileText(text, raw=text.encode()), f"{record_id}.md") for record_id, text in texts.items()
    ]
    questions = tuple(
        Question(str(row["id"]), row["text"], frozenset(ids[gold] for gold in map(str, row["gold"]) if gold in ids))
        for row in _rows(folder / "queries.jsonl", ("id", "text", "gold"))
    )
    with tempfile.TemporaryDirectory(prefix="kb-eval-") as place:
        base = Base(Path(place) / "base", Config("kb.yml"), Corpus(tuple(records)), digest="collection")
        update_index(base, Path(place) / "index")
        with open_index(base, Path(place) / "index") as index:
            yield index, questions


def _rows(path: Path, needed: Sequence[str]) -> Iterator[dict[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SopkbError(f"{path} cannot be read.", "A collection has corpus.jsonl and queries.jsonl.") from error
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if not isinstance(row, dict) or not all(name in row for name in needed):
                raise ValueError
        except ValueError as error:
            raise SopkbError(
                f"{path}, line {number}: this is no JSON object with {', '.join(needed)}.", "Mend the line."
            ) from error
        yield row


def _record(record_id: str, document: dict[str, Any]) -> str:
    """A document as a record's text: what is written in kb.yml and front matter stays empty."""
    title = json.dumps(str(document["title"]), ensure_ascii=False)
    return f"---\nid: {record_id}\ntitle: {title}\nstatus: active\nsensitivity: none\n---\n{document['text']}\n"
