"""What chat answers: the first three of the same ten, each with its state, its first step and a reply to copy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sopkb.core.moments import parse_instant
from sopkb.core.record import Record
from sopkb.core.state import State, Status, describe
from sopkb.lint.replies import filled, known_of, reply_texts
from sopkb.search.alerts import Alert, danger_line
from sopkb.search.index.plaintext import plain_text
from sopkb.search.reading import LONGEST_QUERY
from sopkb_serve import questions
from sopkb_serve.questions import SearchRequest, Seen

SHOWN = 3
LONGEST_STEP = 300
NOTHING = "No record answers this. Report the gap to the area's owner."
CLOSE = "No record answers this: these are not answers, only the closest. Report the gap to the area's owner."
HELP = "Type what the user said, an error string or an id: /kb black screen sound ok"


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """One record; all of it plain text.

    Args:
        id: of the record.
        title: as its author wrote it.
        url: of its page.
        state: in words, with its time.
        summary: the answer in a line.
        raising: of an escalation, how to raise it, and who answers in how many minutes; ``""`` where it does not say.
        advisory: what is said instead of the record's text, below its instruction; ``""`` where it is not sensitive.
        first_step: what to do first; ``""`` for none, and for a record that nobody may follow.
        macro: a text to send to the user, filled in as far as the record can say it; ``""`` for none.
        macro_id: whose text that is, and which of its texts.
        fields: what is still to be filled in, as it stands in the text: ``{issue_summary}``.
    """

    id: str
    title: str
    url: str
    state: str
    summary: str
    raising: str = ""
    advisory: str = ""
    first_step: str = ""
    macro: str = ""
    macro_id: str = ""
    fields: tuple[str, ...] = ()

    @property
    def macro_heading(self) -> str:
        """What stands above the text: whose it is, and that it must not be sent as it is."""
        return f"Reply {self.macro_id}" + (f"; fill in first: {', '.join(self.fields)}" if self.fields else "")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer.

    Args:
        notices: what must be read first: dead exact matches, and words that were read differently.
        rows: the records.
        total: how many answer in all; where none does, the rows are the closest.
        alerts: danger that the question tells of; told before the notices.
        urls: of their pages, one an alert; ``""`` for one without a page.
        query: what was asked.
    """

    query: str
    notices: tuple[str, ...] = ()
    rows: tuple[ReplyRow, ...] = ()
    total: int = 0
    alerts: tuple[Alert, ...] = ()
    urls: tuple[str, ...] = ()

    @property
    def only_close(self) -> bool:
        """Whether the rows are not answers, only the closest."""
        return bool(self.rows) and not self.total

    @property
    def heading(self) -> str:
        """A line for platforms and devices that show no more."""
        if self.alerts:
            return self.alerts[0].heading
        if self.rows and not self.only_close:
            first = self.rows[0]
            return f"{first.id} {first.title}: {first.state}"
        return self.notices[0] if self.notices else NOTHING


def reply_to(text: str, seen: Seen) -> Reply:
    """Answer a message.

    Args:
        text: what was typed behind ``/kb``.
        seen: what is known, now.
    """
    alone = alerts_alone(text, seen)
    asked = " ".join(text.split())[:LONGEST_QUERY]
    if not asked or asked.casefold() == "help":
        return Reply("", (HELP,))
    found = questions.answer(SearchRequest(asked, limit=SHOWN), seen)
    corrections = [
        f"{each['typed']}: looked for {', '.join(each['used'])}" for each in questions.rows(found["corrections"])
    ]
    notices = [str(row["message"]) for row in questions.rows(found["notices"])]
    notices += ["\n".join(row["lines"]) for row in questions.rows(found["missing"])]
    total = found["total"]
    assert isinstance(total, int)
    if not total:
        notices += [CLOSE] if found["only_close"] else [] if notices else [NOTHING]
        notices += [line] if (line := danger_line(questions.routes(seen))) else []
    rows = tuple(_row(hit, seen, only_close=not total) for hit in questions.rows(found["hits"]))
    notes = [str(note) for note in questions.rows(found["notes"])]
    return Reply(asked, (*notices, *corrections, *notes), rows, total, alone.alerts, alone.urls)


def alerts_alone(text: str, seen: Seen, trouble: str = "") -> Reply:
    """The alerts that a message raises, without looking anything up.

    Args:
        text: what was typed; all of it is heard, also what no search reads.
        seen: what is known, now.
        trouble: why there is nothing else.
    """
    alerts = questions.heard(text, seen)
    urls = tuple(seen.url(alert.id) if alert.state else "" for alert in alerts)
    return Reply("", (trouble,) if trouble else (), alerts=alerts, urls=urls)


def _row(hit: dict[str, object], seen: Seen, *, only_close: bool) -> ReplyRow:
    """A hit as a row; of one that is no answer nothing that could be sent or done at once."""
    record = seen.snapshot.base.corpus.by_id[str(hit["id"])]
    state = State(str(hit["state"]))
    told = describe(Status(state, parse_instant(hit["moment"])), seen.now)
    told += f", waits for {hit['waits_for']}" if hit["waits_for"] else ""
    row = ReplyRow(record.id, record.title, str(hit["url"]), told, record.summary)
    if state.is_live:
        row = replace(row, raising=_raising(hit))
    if hit["advisory"]:
        return replace(row, advisory=str(hit["advisory"]))
    if not state.is_live or only_close:
        return row
    macro, macro_id, fields = _reply(record, seen)
    step = plain_text(record.steps[0].text).strip() if record.steps else ""
    return replace(
        row,
        first_step=step if len(step) <= LONGEST_STEP else step[: LONGEST_STEP - 1] + "…",
        macro=macro,
        macro_id=macro_id,
        fields=fields,
    )


def _reply(record: Record, seen: Seen) -> tuple[str, str, tuple[str, ...]]:
    """The text to send, whose it is, and its fields that are open.

    Of several texts, the first that the record leaves no step open in: a text about steps of the user is none for a
    record whose steps an agent does.
    """
    macro = _macro(record, seen)
    texts = reply_texts(macro) if macro else ()
    if macro is None or not texts:
        return "", "", ()
    known = [known_of(each.text, None if macro is record else record) for each in texts]
    place = 0 if macro is record else next((at for at, each in enumerate(known) if each.no_steps is None), 0)
    chosen, values = texts[place], known[place].values
    fields = tuple(f"{{{name}}}" for name in chosen.fields if name not in values)
    name = f"{macro.id} ({chosen.case})" if chosen.case else macro.id
    return filled(chosen.text, values), name, fields


def _raising(hit: Mapping[str, object]) -> str:
    how = f"Raise it: {hit['how_to_raise']}" if hit["how_to_raise"] else ""
    return "\n".join(part for part in (how, str(hit["how_fast"] or "")) if part)


def _macro(record: Record, seen: Seen) -> Record | None:
    """The reply that belongs to a record: the record itself, or the first that it names and that may be sent now."""
    if record.kind_name == "macro":
        return record
    corpus = seen.snapshot.base.corpus
    named = (corpus.by_id.get(record_id) for record_id in record.meta.texts("replies_with"))
    live = (macro for macro in named if macro and seen.status(macro).state.is_live)
    return next((macro for macro in live if not macro.is_sensitive), None)  # its advisory would have to come first
