"""Records made ready for writing, beside the writing where a second core can do it.

Cutting texts into words takes about as long as Whoosh takes to write them, so the two go on at once: a forked process
has the loaded base without copying it, and sends what it makes back. Where that cannot be done (no fork, other threads,
one core, few records), or the process dies, the same is done here; nothing else differs.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from sopkb.core.kinds import ID_PATTERN
from sopkb.core.load import Base
from sopkb.search.index.cards import card_of
from sopkb.search.index.impacts import lengths_of, parts_of, postings_of
from sopkb.search.index.lengths import Lengths
from sopkb.search.index.ranking import Ranking
from sopkb.search.index.schema import IndexedRecord, number_of
from sopkb.search.index.units import RecordUnits, units_of

WORTH_FORKING = 500
"""Records from which a second process saves more than it costs."""
_BATCH = 50

Measures = tuple[Lengths, tuple[int, int]]
"""A record's lengths, and how many sections and symptoms it has."""


def measured(ids: Sequence[str], base: Base) -> tuple[list[Measures], Callable[..., Iterator[IndexedRecord]]]:
    """What the usual lengths are computed from, and a function that then gives the records ready for writing.

    Args:
        ids: of the records, in the order in which they are to be given.
        base: the base.

    Returns:
        The measures of each record; and a function of the usual lengths and the ranking.
    """
    if len(ids) >= WORTH_FORKING and _may_fork():
        ours, theirs = multiprocessing.Pipe()
        child = multiprocessing.get_context("fork").Process(target=_serve, args=(theirs, ids, base), daemon=True)
        child.start()
        theirs.close()
        try:
            measures = ours.recv()
        except EOFError:
            ours.close()
        else:
            return measures, lambda usual, ranking: _received(ours, child, ids, base, usual, ranking)
    units = [units_of(base.corpus.by_id[record_id], base.config) for record_id in ids]
    return [_measures(each) for each in units], lambda usual, ranking: (
        _ready(each, base, usual, ranking) for each in units
    )


def _ready(units: RecordUnits, base: Base, usual: Mapping[str, float], ranking: Ranking) -> IndexedRecord:
    policy = base.config.policy
    patterns = (policy.error_code_pattern, policy.bug_pattern, policy.incident_pattern, ID_PATTERN)
    postings = postings_of(units, usual, ranking, patterns)
    return IndexedRecord(
        number=number_of(units.record.id) or 0,
        salient=postings.salient,
        plain=postings.plain,
        keys=units.keys,
        words=postings.words,
        card=card_of(units, base.corpus, base.config),
    )


def _measures(units: RecordUnits) -> Measures:
    return lengths_of(units), parts_of(units)


def _may_fork() -> bool:
    return hasattr(os, "fork") and threading.active_count() == 1 and (os.cpu_count() or 1) > 1


def _serve(channel: Connection, ids: Sequence[str], base: Base) -> None:
    """The other process: send the measures, be told the usual lengths, send the records."""
    with suppress(EOFError, BrokenPipeError, KeyboardInterrupt):  # Whoever waits has gone, or wants no more.
        _prepare_for(channel, ids, base)


def _prepare_for(channel: Connection, ids: Sequence[str], base: Base) -> None:
    gc.disable()  # What is loaded is shared with the process that waits, as long as nobody touches it.
    units = [units_of(base.corpus.by_id[record_id], base.config) for record_id in ids]
    channel.send([_measures(each) for each in units])
    usual, ranking = channel.recv()
    for start in range(0, len(units), _BATCH):
        batch = [_ready(each, base, usual, ranking) for each in units[start : start + _BATCH]]
        channel.send_bytes(pickle.dumps(batch, pickle.HIGHEST_PROTOCOL))
    channel.close()


def _received(
    channel: Connection,
    child: BaseProcess,
    ids: Sequence[str],
    base: Base,
    usual: Mapping[str, float],
    ranking: Ranking,
) -> Iterator[IndexedRecord]:
    done = 0
    try:
        channel.send((usual, ranking))
        while done < len(ids):
            batch: list[IndexedRecord] = pickle.loads(channel.recv_bytes())
            done += len(batch)
            yield from batch
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass  # The other process has died, for want of memory perhaps: the rest is made here.
    finally:
        channel.close()
        child.join()  # it ends where nobody listens any more
    for record_id in ids[done:]:
        yield _ready(units_of(base.corpus.by_id[record_id], base.config), base, usual, ranking)
