"""The same work by what a user would take otherwise: PyYAML and a loop, SQLite's full-text search.

They are measured beside ours and do less: the loops keep no positions and find no sections, steps or links; SQLite
knows no codes, no clock, no tiers.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from sopkb.core.load import load_base
from sopkb.core.record import Record
from sopkb_bench.measure import Stopwatch
from sopkb_bench.queries import Answered, answered, queries_for
from sopkb_bench.work import QUERIES, edit_one_record

_SCHEMA = """
CREATE TABLE record (id TEXT PRIMARY KEY, digest TEXT);
CREATE TABLE part (id INTEGER PRIMARY KEY, record TEXT);
CREATE INDEX part_record ON part (record);
CREATE VIRTUAL TABLE unit USING fts5(title, symptoms, text, tokenize = 'porter unicode61');
"""
_SEARCH = """
WITH hit AS MATERIALIZED (SELECT rowid AS id, bm25(unit, 3.0, 2.0, 1.0) AS score FROM unit WHERE unit MATCH ?)
SELECT part.record, min(score) AS best FROM hit JOIN part USING (id) GROUP BY part.record ORDER BY best LIMIT 10
"""


def load_by_safe_load(stopwatch: Stopwatch, folder: str) -> None:
    """``yaml.safe_load`` and a split, as scripts do it."""
    with stopwatch:
        for path in Path(folder).glob("*/*.md"):
            front, body = _split(path)
            yaml.safe_load(front), body.splitlines()


def load_by_c_loader(stopwatch: Stopwatch, folder: str) -> None:
    """The same through libyaml, as careful scripts do it."""
    with stopwatch:
        for path in Path(folder).glob("*/*.md"):
            front, body = _split(path)
            yaml.load(front, yaml.CSafeLoader), body.splitlines()


def index_full(stopwatch: Stopwatch, folder: str, database: str) -> None:
    """Index a loaded base in SQLite, anew."""
    base = load_base(Path(folder))
    Path(database).unlink(missing_ok=True)
    with stopwatch:
        _update(database, base.corpus.records)


def index_kept(stopwatch: Stopwatch, folder: str, cache: str, place: str) -> int:
    """As :func:`index_full`, of a base that is kept parsed; gives the database's bytes."""
    base = load_base(Path(folder), cache=Path(cache))
    Path(place).unlink(missing_ok=True)
    with stopwatch:
        _update(place, base.corpus.records)
    return Path(place).stat().st_size


def ask_kept(stopwatch: Stopwatch, folder: str, cache: str, place: str, count: int) -> Mapping[str, Answered]:
    """So many queries of every form."""
    corpus = load_base(Path(folder), cache=Path(cache)).corpus
    connection = sqlite3.connect(place)
    try:
        return answered(corpus, count, lambda query: bool(_ask(connection, query)))
    finally:
        connection.close()


def index_made(stopwatch: Stopwatch, folder: str, database: str) -> None:
    """Bring the SQLite index up to date with a loaded base."""
    base = load_base(Path(folder))
    with stopwatch:
        _update(database, base.corpus.records)


def index_one_edited(stopwatch: Stopwatch, folder: str, database: str) -> None:
    """Edit one record, then as :func:`index_made`."""
    edit_one_record(Path(folder))
    index_made(stopwatch, folder, database)


def search_many(stopwatch: Stopwatch, folder: str, database: str) -> None:
    """Every query a lap, any of its words, ranked by SQLite's BM25."""
    queries = list(queries_for(load_base(Path(folder)).corpus, QUERIES))
    connection = sqlite3.connect(database)
    _ask(connection, queries[0])
    for query in queries:
        with stopwatch:
            _ask(connection, query)
    connection.close()


def _split(path: Path) -> tuple[str, str]:
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return front, body


def _update(database: str, records: tuple[Record, ...]) -> None:
    connection = sqlite3.connect(database)
    if not connection.execute("SELECT name FROM sqlite_master WHERE name = 'record'").fetchone():
        connection.executescript(_SCHEMA)
    known = dict(connection.execute("SELECT id, digest FROM record"))
    for record in records:
        if known.get(record.id) != record.digest:
            _replace(connection, record)
    connection.commit()
    connection.close()


def _replace(connection: sqlite3.Connection, record: Record) -> None:
    for (row,) in connection.execute("SELECT id FROM part WHERE record = ?", (record.id,)).fetchall():
        connection.execute("DELETE FROM unit WHERE rowid = ?", (row,))
    connection.execute("DELETE FROM part WHERE record = ?", (record.id,))
    for unit in _units(record):
        row = connection.execute("INSERT INTO part (record) VALUES (?)", (record.id,)).lastrowid
        connection.execute("INSERT INTO unit (rowid, title, symptoms, text) VALUES (?, ?, ?, ?)", (row, *unit))
    connection.execute("INSERT OR REPLACE INTO record VALUES (?, ?)", (record.id, record.digest))


def _units(record: Record) -> Iterator[tuple[str, str, str]]:
    names = " ".join((record.id, record.summary, *record.error_codes, *record.symptoms))
    yield record.title, names, ""
    for section in record.body.sections:
        yield record.title, "", section.text


def _ask(connection: sqlite3.Connection, query: str) -> list[tuple[str, float]]:
    words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", query))
    return connection.execute(_SEARCH, (words,)).fetchall() if words else []
