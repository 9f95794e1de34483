"""What people answered when they were asked how it went, beside the records that their tickets were linked to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from sopkb.core.errors import UsageError
from sopkb.core.load import Base
from sopkb.private import find_private
from sopkb_desk.columns import PLAIN, TicketMapping
from sopkb_desk.common import minutes_of
from sopkb_desk.count import FEWEST, NotKnown, count_text, is_enough, surely_above
from sopkb_desk.facts import Cell, Column, Figure, Sort, Standout, Table
from sopkb_desk.harmless import is_harmless
from sopkb_desk.rows import BadRow, Rows, read_rows
from sopkb_desk.ticket import Ticket

SURVEY_COLUMNS = {"ticket_id": "id of the ticket", "score": "1 to 5, 5 is best", "comment": "redacted"}
_SCORES = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5}
_UNHAPPY = 2
_COMMENTS = 5
_MANY = 0.25


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answered for a ticket: a score from 1 to 5, and perhaps a comment."""

    ticket: str
    score: int
    comment: str


@dataclass(frozen=True)
class Survey:
    """The answers that could be read, one a ticket, and the rows that could not."""

    answers: tuple[Answer, ...]
    bad: tuple[BadRow, ...]


def read_survey(paths: Iterable[Path], mapping: TicketMapping = PLAIN) -> Survey:
    """Read exports of a survey. Of two answers for one ticket, the later counts.

    Raises:
        UsageError: a file is no such export, or no row of it can be used.
    """
    found: dict[str, Answer] = {}
    bad: list[BadRow] = []
    for path in paths:
        rows = Rows(path.name)
        for line, row in read_rows(path, rows, SURVEY_COLUMNS, {}, mapping):
            score = _SCORES.get(row["score"].removesuffix(".0"))
            if find_private(row["comment"]):
                rows.refuse(line, "it holds a personal datum or a secret, which is not repeated here")
            elif score is None:
                rows.refuse(line, "score is no whole number from 1 to 5")
            elif row["ticket_id"]:
                found[row["ticket_id"]] = Answer(row["ticket_id"], score, " ".join(row["comment"].split()))
        bad += rows.bad
    if bad and not found:
        raise UsageError(f"No row of the survey can be used: {bad[0].reason} (line {bad[0].line}).", "See --map.")
    return Survey(tuple(found.values()), tuple(bad))


@dataclass(frozen=True)
class Joined:
    """Answers beside the tickets they are for.

    Args:
        figures: satisfaction of all, with a record and without.
        table: satisfaction by record, the unhappiest first.
        standouts: records with far more unhappy answers than the others.
        unknown: answers for tickets that the export does not have.
        left_out: rows of the survey that could not be used.
    """

    figures: tuple[Figure, ...]
    table: Table
    standouts: tuple[Standout, ...]
    unknown: int
    left_out: int


def join(survey: Survey, tickets: Sequence[Ticket], base: Base) -> Joined:
    """Put answers beside the tickets."""
    by_id = {ticket.id: ticket for ticket in tickets}
    pairs = [(by_id[answer.ticket], answer) for answer in survey.answers if answer.ticket in by_id]
    of_record: dict[str, list[tuple[Ticket, Answer]]] = defaultdict(list)
    for ticket, answer in pairs:
        for record_id in ticket.kb_ids:
            of_record[record_id].append((ticket, answer))
    enough = {record_id: theirs for record_id, theirs in sorted(of_record.items()) if is_enough(len(theirs))}
    return Joined(
        tuple(_figures(pairs)),
        _table(enough, base),
        tuple(_unhappy(enough, pairs, base)),
        len(survey.answers) - len(pairs),
        len(survey.bad),
    )


def _figures(pairs: Sequence[tuple[Ticket, Answer]]) -> Iterator[Figure]:
    for key, title, wanted in (("", "Satisfaction", None), ("_with", "with a record", True),
                               ("_without", "without", False)):  # fmt: skip
        scores = [
            answer.score
            for ticket, answer in pairs
            if wanted is None or (ticket.is_link_known and ticket.is_linked is wanted)
        ]
        few = NotKnown.FEW if scores else NotKnown.NONE
        value = mean(scores) if is_enough(len(scores)) else few
        note = f"mean of {count_text(len(scores))} answers, 1 to 5"
        yield Figure(f"satisfaction{key}", title, value, "days", note)


def _table(of_record: Mapping[str, list[tuple[Ticket, Answer]]], base: Base) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for record_id, theirs in of_record.items():
        record = base.corpus.by_id.get(record_id)
        scores = [answer.score for _, answer in theirs]
        unhappy = sum(score <= _UNHAPPY for score in scores) / len(scores)
        comments = [answer for _, answer in theirs if answer.comment and is_harmless(answer.comment)]
        said = sorted(comments, key=lambda answer: (answer.score, answer.ticket))
        told = " / ".join(dict.fromkeys(answer.comment[:120] for answer in said))
        several = len(said) >= _COMMENTS  # one comment is one person
        rows.append((record_id, record.title if record else "", len(scores), mean(scores), unhappy,
                     told[:400] if several else ""))  # fmt: skip
    rows.sort(key=lambda row: (float(row[3] or 0), str(row[0])))
    columns = (
        Column("record", "Record"), Column("title", "Title"), Column("tickets", "Answers", "count"),
        Column("score", "Mean", "days"), Column("unhappy", "Unhappy", "share"), Column("comments", "They say"),
    )  # fmt: skip
    note = "Scores from 1 to 5; unhappy is 1 or 2. Comments stand there from five on, the unhappiest first."
    none = f"no record has {FEWEST} answers"
    return Table("satisfaction", "Satisfaction by record", note, columns, tuple(rows), none)


def _unhappy(
    of_record: Mapping[str, list[tuple[Ticket, Answer]]], pairs: Sequence[tuple[Ticket, Answer]], base: Base
) -> Iterator[Standout]:
    every = sum(answer.score <= _UNHAPPY for _, answer in pairs)
    for record_id, theirs in of_record.items():
        record = base.corpus.by_id.get(record_id)
        unhappy = sum(answer.score <= _UNHAPPY for _, answer in theirs)
        usual = (every - unhappy) / max(len(pairs) - len(theirs), 1)
        if record and unhappy >= _MANY * len(theirs) and surely_above(unhappy, len(theirs), usual):
            tickets = [ticket for ticket, _ in theirs]
            yield Standout(
                Sort.UNHAPPY,
                f"{record_id} {record.title}",
                len(theirs),
                minutes_of(tickets),
                f"{unhappy / len(theirs):.0%} of those who answered are unhappy, {usual:.0%} elsewhere",
                f"Read what they say (table satisfaction), and follow {record_id} with their tickets.",
                record_id,
            )
