"""A year of plausible tickets about the records of a base, for demonstrations and tests: seeded, and nobody's.

What a ticket says is a symptom of the record that is right for it, said anew. Some things are planted: a question that
no record answers, a bug that costs hundreds of tickets, a record that fails, a site whose export is late. What was
planted, and which record is right for which ticket, is told beside the tickets.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from sopkb.cells import csv_text
from sopkb.core.codes import normal_form
from sopkb.core.config import Config
from sopkb.core.corpus import Corpus
from sopkb.core.moments import format_instant, midnight
from sopkb.core.record import Record
from sopkb_desk.columns import TICKET_COLUMNS
from sopkb_desk.planted import Planted, Year

__all__ = ["Planted", "Year", "generate_year"]

_T = TypeVar("_T")
_KINDS = ("sop", "workaround", "troubleshooter", "lookup")
_HEADER = (*(name for name in TICKET_COLUMNS if name != "summary"), "agent_id", "next_update_at", "summary")
_OPENINGS = ("hi, ", "hello team ", "pls help: ", "urgent! ", "again: ", "question - ", "fyi ")
_ENDINGS = (
    " pls check",
    " since this morning",
    " for two of us",
    ", any idea?",
    " thx",
    " again",
    " on my shift",
    "??",
)
_REGION_OF = {"bog-1": "amer", "mex-1": "amer", "dub-1": "emea", "lis-1": "emea"}
_HOUR_WEIGHTS = (3, 2, 2, 2, 2, 3, 4, 6, 8, 9, 9, 8, 7, 8, 8, 8, 7, 6, 5, 5, 4, 4, 4, 3)
_PRIORITIES = (("sev4", 55), ("sev3", 36), ("sev2", 8), ("sev1", 1))
_REPLY = {"sev1": 3.0, "sev2": 9.0, "sev3": 35.0, "sev4": 240.0}
_UPDATE = {"sev1": 30.0, "sev2": 60.0, "sev3": 480.0, "sev4": 2880.0}
_WORK = {"sev1": 240.0, "sev2": 180.0, "sev3": 130.0, "sev4": 200.0}
_GAP = (
    "docking station does not wake the second screen",
    "second screen stays off on the docking station",
    "docking station: both external screens go dark after lunch",
    "external screens not detected by docking station",
    "docking station loses the external screen every hour",
    "my docking station shows no picture on external screens",
    "plugged into docking station, second screen not detected",
    "new docking station and no external screen at all",
)
_WORST_PRODUCT = "Docking station"


@dataclass
class _Row:
    created: datetime
    record: Record | None
    summary: str
    bad: float = 0.045
    """How likely it comes back."""
    linked: float = 0.85
    product: str = ""
    values: dict[str, str] = field(default_factory=dict)


class _Dice:
    """Chance by ``random()`` alone: the only method whose sequence Python promises to keep."""

    def __init__(self, seed: str) -> None:
        self.next = random.Random(seed).random

    def chance(self, share: float) -> bool:
        return self.next() < share

    def pick(self, items: Sequence[_T]) -> _T:
        return items[int(self.next() * len(items))]

    def weighted(self, items: Sequence[tuple[_T, float]]) -> _T:
        left = self.next() * sum(weight for _, weight in items)
        for item, weight in items:
            left -= weight
            if left < 0:
                return item
        return items[-1][0]

    def spread(self, usual: float) -> float:
        """A positive figure around a usual one, skewed as waiting times are."""
        return float(usual * (0.25 + 2.2 * self.next() ** 2.5 + 0.5 * self.next()))


def generate_year(corpus: Corpus, config: Config, end: datetime, *, count: int = 12_000, seed: int = 20261122) -> Year:
    """Make a year of tickets up to a moment.

    Args:
        corpus: whose records the tickets are about.
        config: its areas and sites.
        end: the last ticket is of shortly before.
        count: tickets, about.
        seed: which of the many possible years.
    """
    dice = _Dice(f"{seed} {count}")
    records = [
        record for record in corpus.records if record.kind_name in _KINDS and record.is_active and record.symptoms
    ]
    sites = [site for site in config.labels.get("sites", {}) if site != "all"] or ["north", "south", "west"]
    planted = _plant(records, sites, end, count, dice)
    rows = [*_background(corpus, records, planted, end, count, dice), *_planted_rows(corpus, planted, end, dice)]
    rows.sort(key=lambda row: row.created)
    lasting = [record for record in records if record.kind_name != "workaround"]
    table, right, survey = [], {}, []
    for number, row in enumerate(rows, 1):
        site = dice.weighted([(site, 1.0 + index % 3) for index, site in enumerate(sites)])
        ticket_id = f"T-{number:06d}"
        cells = _cells(row, ticket_id, site, lasting, end, dice)
        happy = 4.4 - (1.6 if cells["reopened_count"] != "0" else 0) - (0.7 if not cells["kb_ids"] else 0)
        answer = min(5, max(1, round(happy + dice.next() * 1.4 - 0.9)))
        answered = cells["status"] == "closed" and dice.chance(0.18)
        if site == planted.late_site and row.created >= planted.late_since:
            continue
        right[ticket_id] = row.record.id if row.record else ""
        table.append([cells[name] for name in _HEADER])
        if answered:
            survey.append((ticket_id, str(answer), _comment(answer, dice)))
    return Year(csv_text(_HEADER, table), right, planted, csv_text(("ticket_id", "score", "comment"), survey))


def _plant(records: Sequence[Record], sites: Sequence[str], end: datetime, count: int, dice: _Dice) -> Planted:
    bugs = sorted(
        (day, record.id, record) for record in records if record.meta.text("bug") and (day := _first_day(record))
    )
    sops = [record for record in records if record.kind_name == "sop"]
    bug = bugs[0][2] if bugs else None
    return Planted(
        gap="docking station screen",
        gap_tickets=max(60, count // 80),
        bug=bug.meta.text("bug") if bug else "",
        bug_record=bug.id if bug else "",
        bug_tickets=300 if bug else 0,
        failing=sops[len(sops) * 2 // 5].id if sops else records[0].id,
        late_site=sites[len(sites) // 2],
        late_since=midnight((end - timedelta(days=5)).date()),
    )


def _first_day(record: Record) -> datetime | None:
    day = record.day("created")
    return midnight(day) if day else None


def _background(
    corpus: Corpus, records: Sequence[Record], planted: Planted, end: datetime, count: int, dice: _Dice
) -> Iterator[_Row]:
    weights: list[tuple[Record, float]] = []
    for rank, record in enumerate(sorted(records, key=lambda record: dice.next())):
        weight = 1 / (rank + 6)
        if record.id == planted.failing:
            weight = max(weight, 0.04)
        if record.kind_name != "workaround":
            weights.append((record, weight))
    for _ in range(count - planted.gap_tickets - planted.bug_tickets):
        record = dice.weighted(weights)
        fails = record.id == planted.failing
        yield _Row(_moment(end, 365, dice), record, _said(record, corpus, dice), bad=0.34 if fails else 0.045)


def _planted_rows(corpus: Corpus, planted: Planted, end: datetime, dice: _Dice) -> Iterator[_Row]:
    for _ in range(planted.gap_tickets):
        text = _retold(dice.pick(_GAP), dice)
        yield _Row(_moment(end, 120, dice), None, text, linked=0.03, product=_WORST_PRODUCT)
    for record in corpus.records:
        written = _first_day(record)
        if record.kind_name != "workaround" or not record.is_active or written is None or written >= end:
            continue
        is_planted = record.id == planted.bug_record
        days = max((end - written).days, 0) + 6
        for _ in range(planted.bug_tickets if is_planted else 7):
            moment = _moment(end, days, dice)
            # Nobody can link what is not written yet: that is the time of the gap.
            yield _Row(moment, record, _said(record, corpus, dice), linked=0.85 if moment >= written else 0.0)


def _moment(end: datetime, days: int, dice: _Dice) -> datetime:
    """A moment of the last days: fewer at weekends and at night, a little more each month."""
    while True:
        day = end.date() - timedelta(days=int(days * dice.next() ** 1.08))
        if day.weekday() >= 5 and dice.chance(0.45):
            continue
        hour = dice.weighted(list(enumerate(_HOUR_WEIGHTS)))
        found = datetime(day.year, day.month, day.day, hour, int(dice.next() * 60), int(dice.next() * 60), tzinfo=UTC)
        if found < end:
            return found


def _said(record: Record, corpus: Corpus, dice: _Dice) -> str:
    text = dice.pick(record.symptoms)
    own = [code for code in record.error_codes if corpus.by_code[normal_form(code)] == (record,)]
    if own and dice.chance(0.25):
        text = f"{text} {dice.pick(own)}"
    return _retold(text, dice)


def _retold(text: str, dice: _Dice) -> str:
    words = text.split()
    if len(words) > 4 and dice.chance(0.3):
        words.pop(int(dice.next() * len(words)))
    if dice.chance(0.15):
        place = int(dice.next() * len(words))
        words[place] = _misspelt(words[place], dice)
    text = " ".join(words)
    text = dice.pick(_OPENINGS) + text if dice.chance(0.25) else text
    return text + dice.pick(_ENDINGS) if dice.chance(0.35) else text


def _misspelt(word: str, dice: _Dice) -> str:
    if len(word) < 5 or not (word.isascii() and word.isalpha()):
        return word
    at = 1 + int(dice.next() * (len(word) - 2))
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _cells(
    row: _Row, ticket_id: str, site: str, lasting: Sequence[Record], end: datetime, dice: _Dice
) -> dict[str, str]:
    priority = dice.weighted(_PRIORITIES)
    linked = dice.chance(row.linked)
    came_back = dice.chance(row.bad)
    work = dice.spread(_WORK[priority]) * (1 if linked else 1.7) * (1.8 if came_back else 1)
    work *= 12 if dice.chance(0.07) else 1  # waits for somebody else
    replied = row.created + timedelta(minutes=min(dice.spread(_REPLY[priority]), work))
    resolved = row.created + timedelta(minutes=work)
    closed = resolved + timedelta(hours=2 + 46 * dice.next())
    passed_on = dice.chance(0.06)
    record = row.record
    chosen = dice.pick(lasting) if record is None or dice.chance(0.05) else record
    status = (
        "closed" if closed <= end else "resolved" if resolved <= end else "in_progress" if replied <= end else "open"
    )
    product = row.product or (record.title.partition(":")[0] if record and ":" in record.title else "")
    return {
        "ticket_id": ticket_id,
        "created_at": format_instant(row.created),
        "first_response_at": format_instant(replied) if replied <= end else "",
        "resolved_at": format_instant(resolved) if resolved <= end else "",
        "closed_at": format_instant(closed) if closed <= end else "",
        "channel": dice.weighted((("ticket", 6), ("im", 4))),
        "requester_role": dice.weighted((("moderator", 7), ("site-lead", 2), ("qa", 1))),
        "site": site,
        "region": _REGION_OF.get(site, "apac"),
        "product": product,
        "category": record.area if record else "other",
        "priority": priority,
        "status": status,
        "reopened_count": str(int(came_back) + int(came_back and dice.chance(0.2))),
        "escalated_to": _route(record) if passed_on else "",
        "kb_ids": chosen.id if linked and status in ("closed", "resolved") else "",
        "agent_id": f"agent-{int(dice.next() * 18) + 1:02d}",
        "next_update_at": _promised(priority, end, dice) if status == "in_progress" else "",
        "summary": row.summary,
    }


def _promised(priority: str, end: datetime, dice: _Dice) -> str:
    """When the next message is promised: mostly within the clock of the priority, now and then it was forgotten."""
    ahead = _UPDATE[priority] * (dice.next() - 0.12)
    return format_instant(end + timedelta(minutes=ahead))


def _route(record: Record | None) -> str:
    routes = record.meta.texts("escalates_to") if record else ()
    return routes[0] if routes else (record.meta.text("escalates_to") if record else "") or "duty"


def _comment(score: int, dice: _Dice) -> str:
    if not dice.chance(0.4):
        return ""
    if score >= 4:
        return dice.pick(("quick, thanks", "worked at the first try", "clear steps", "all good now"))
    return dice.pick(
        ("came back next day", "had to ask twice", "steps did not match my screen", "took the whole shift")
    )
