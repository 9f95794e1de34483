"""What a search answers: data, for a page, a terminal, a chat or a program to show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sopkb.core.state import Status
from sopkb.search.alerts import Alert, danger_line
from sopkb.search.plan import Plan
from sopkb.search.tiers import Tier


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage of plain text. It comes from a record, so it must be escaped wherever it is shown.

    Args:
        text: the passage, on one line.
        marks: what matched, as (start, end) in ``text``, in order and without overlap.
    """

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that answers.

    Args:
        id: of the record.
        kind: name of its kind.
        title: as its author wrote it.
        summary: the same.
        status: its state at the moment of the question, and the moment that state turns on.
        tier: why it stands where it stands, before any score.
        area: key of its area.
        area_label: what a reader is shown for it.
        heading: of the section whose passage is shown; ``""`` where there is none.
        anchor: fragment of that section where the question named it; ``""`` where the row opens the record at its top.
        snippet: a passage of it; None where the record is sensitive, or has no text.
        matched: the code, bug, incident, alias or symptom that matched, as the record writes it; ``""`` if none.
        score: among records of its tier, higher is better; a whole number, of which 32768 is one impact of one.
        minutes: how long it takes; None where the record does not say.
        permissions: what an agent needs.
        affected: who it holds for, in a line; ``""`` for everybody.
        waits_for: who works on an answer to a known issue; ``""`` for any other record.
        how_to_raise: of an escalation, what to press or where to write; ``""`` where it does not say.
        how_fast: of an escalation, who answers in how many minutes; ``""`` where it does not say.
        reviewed: the day of the last review.
        version: of the record.
        confidence: ``verified`` or ``unverified``; ``""`` for a draft.
        advisory: what to say before a sensitive record is opened; ``""`` for any other.
        path: of its file, relative to the project.
    """

    id: str
    kind: str
    title: str
    summary: str
    status: Status
    tier: Tier
    area: str
    area_label: str
    heading: str
    anchor: str
    snippet: Snippet | None
    matched: str
    score: int
    minutes: int | None
    permissions: tuple[str, ...]
    affected: str
    waits_for: str
    how_to_raise: str
    how_fast: str
    reviewed: str
    version: str
    confidence: str
    advisory: str
    path: str


@dataclass(frozen=True, slots=True)
class Notice:
    """An exact match that is no answer any more, said whatever else was found.

    Args:
        id: of the dead record.
        title: of the dead record.
        status: what became of it, and when.
        message: that in a sentence, and what to use instead.
        matched: what matched exactly.
        successors: ids of the records that replaced it, if any.
    """

    id: str
    title: str
    status: Status
    message: str
    matched: str
    successors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """A word that nobody writes, and what was looked for instead."""

    typed: str
    used: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Related:
    """A record that belongs to the first hit."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Near:
    """A record that is named instead of one that is not there.

    Args:
        id: of the record.
        title: of the record.
        matched: the code, bug or incident that it has, as it writes it; ``""`` where its id is near.
    """

    id: str
    title: str
    matched: str = ""


@dataclass(frozen=True, slots=True)
class NoSuch:
    """An identifier that no record has.

    Args:
        text: as it was typed; of an id, as files write it.
        message: that it is not there, a sentence.
        near: what stands nearest, or what begins so.
        is_begun: whether it is the beginning of identifiers that records have.
    """

    text: str
    message: str
    near: tuple[Near, ...]
    is_begun: bool = False

    @property
    def lead(self) -> str:
        """What stands before the records that are named."""
        return "" if not self.near else "These begin so:" if self.is_begun else "The nearest:"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found.

    Args:
        query: as it was given.
        hits: the page that was asked for, best first; where no record answers, the closest live ones.
        total: how many records answer in all.
        notices: dead exact matches.
        missing: identifiers that no record has; whoever shows the answer says so before the rows.
        plan: how the query was read.
        facets: how many records answer, by ``kind``, ``area`` and ``state``, the most first.
        corrections: misspelt words.
        related: what belongs to the first hit and is not among the hits.
        alerts: danger that the query tells of, the most urgent first; whoever shows the answer shows them before
            everything else, and writes the query nowhere.
        routes: the escalations of every topic of danger; shown as one line with an answer that is empty or only close.
    """

    query: str
    hits: tuple[Hit, ...]
    total: int
    notices: tuple[Notice, ...]
    plan: Plan
    facets: Mapping[str, Mapping[str, int]]
    corrections: tuple[Correction, ...] = ()
    related: tuple[Related, ...] = ()
    missing: tuple[NoSuch, ...] = ()
    alerts: tuple[Alert, ...] = ()
    routes: tuple[Alert, ...] = ()

    @property
    def found_nothing(self) -> bool:
        """Whether to say what was looked for, and to offer to report a gap."""
        return not self.total and not self.notices

    @property
    def only_close(self) -> bool:
        """Whether the hits are not answers, only the closest; whoever shows them must say so."""
        return bool(self.hits) and not self.total

    @property
    def danger_line(self) -> str:
        """The fixed line to the routes, where no record answers; else ``""``."""
        return "" if self.total else danger_line(self.routes)
