"""Many files to documents: what a run before has parsed comes from the memo, the rest is parsed on every core."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from sopkb.core.load.document import parse_document
from sopkb.core.load.files import read_text, shown_path
from sopkb.core.load.packed import pack, unpack
from sopkb.core.load.workers import ParseJob, started
from sopkb.core.memo import Memo, key_of
from sopkb.core.record import Document

Tick = Callable[[int, int], None]

_PARSED = "parsed file 1"


def read_documents(paths: Sequence[Path], root: Path, memo: Memo, tick: Tick | None = None) -> list[Document]:
    """Read files of a base.

    Args:
        paths: of the files.
        root: the folder with ``kb.yml``.
        memo: where documents are kept between runs.
        tick: told how many of how many are read.
    """
    documents: list[Document] = []
    kept: list[bytes] = []
    jobs: list[ParseJob] = []
    with memo.reading() as get:
        for path in paths:
            name, source = shown_path(path, root), read_text(path, root)
            if source.text is None:
                documents.append(parse_document(source, name))
                continue
            key = key_of(_PARSED, name.encode("utf-8", "surrogatepass"), source.raw)
            packed = get(key)
            document = None if packed is None else unpack(packed)
            if document is None:
                jobs.append(ParseJob(key, name, source))
            else:
                kept.append(key)
                documents.append(document)
    done = len(documents)
    new, made = _parsed(jobs, memo.is_open, lambda more: tick(done + more, len(paths)) if tick else None)
    memo.put(_PARSED, made, kept)
    return [*documents, *new]


def _parsed(
    jobs: Sequence[ParseJob], keep: bool, tick: Callable[[int], None]
) -> tuple[list[Document], dict[bytes, bytes]]:
    """The documents of some jobs, and where they shall be kept each as bytes."""
    documents: list[Document] = []
    packed: dict[bytes, bytes] = {}
    with started(jobs) as (own, workers):
        for job in own:
            document = parse_document(job.source, job.name)
            if keep:
                packed[job.key] = pack(document)
            documents.append(document)
            tick(len(documents))
        for worker in workers:
            done = worker.results()
            for job in worker.jobs:
                elsewhere = unpack(done[job.key]) if job.key in done else None
                documents.append(elsewhere or parse_document(job.source, job.name))
            packed |= done
            tick(len(documents))
    return documents, packed
