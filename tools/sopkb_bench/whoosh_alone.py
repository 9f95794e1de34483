"""Whoosh as its documentation shows it: stemmed fields for title, symptoms and text, and its own BM25F over them."""

from __future__ import annotations

import re
import shutil
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sopkb.core.load import load_base
from sopkb.core.record import Record
from sopkb_bench.measure import Stopwatch
from sopkb_bench.queries import Answered, answered

FIELDS = ("title", "symptoms", "text")


def index_full(stopwatch: Stopwatch, folder: str, cache: str, place: str) -> int:
    """Index a loaded base, anew; gives the index's bytes."""
    records = load_base(Path(folder), cache=Path(cache)).corpus.records
    shutil.rmtree(place, ignore_errors=True)
    Path(place).mkdir()
    with warnings.catch_warnings(), stopwatch:
        warnings.simplefilter("ignore")
        from whoosh import analysis, fields, index

        analyzer = analysis.StemmingAnalyzer()
        schema = fields.Schema(id=fields.ID(stored=True), **{name: fields.TEXT(analyzer) for name in FIELDS})
        writer = index.create_in(place, schema).writer()
        for record in records:
            writer.add_document(id=record.id, **_texts(record))
        writer.commit()
    return sum(path.stat().st_size for path in Path(place).iterdir())


def ask(stopwatch: Stopwatch, folder: str, cache: str, place: str, count: int) -> Mapping[str, Answered]:
    """So many queries of every form, any of their words."""
    corpus = load_base(Path(folder), cache=Path(cache)).corpus
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from whoosh import index, qparser

        opened = index.open_dir(place, readonly=True)
        parser = qparser.MultifieldParser(FIELDS, opened.schema, group=qparser.OrGroup)
        with opened.searcher() as searcher:
            return answered(corpus, count, lambda query: bool(_first_ten(searcher, parser, query)))


def _first_ten(searcher: Any, parser: Any, query: str) -> list[str]:
    words = " ".join(re.findall(r"\w+", query)).lower()  # nothing in it is an operator then
    return [hit["id"] for hit in searcher.search(parser.parse(words), limit=10)]


def _texts(record: Record) -> dict[str, str]:
    names = " ".join((record.id, record.summary, *record.error_codes, *record.symptoms))
    text = "\n".join(f"{section.heading}\n{section.text}" for section in record.body.sections)
    return {"title": record.title, "symptoms": names, "text": text}
