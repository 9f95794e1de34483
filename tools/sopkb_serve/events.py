"""``POST /api/events``: what a page, a bot or a sidebar tells of searches, reports and what people have read.

A line that was answered with 201 is on the disk. Ids are held to the base, so that nothing else can be written as one.
"""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sopkb.core.version import Version
from sopkb.danger import TOPICS
from sopkb.journal import OUTCOMES, Acknowledged, Alerted, Event, Journal, JournalFull, Opened, Report, Search
from sopkb.journal.sqlite import LONGEST_NOTE
from sopkb.search.alerts import Alert
from sopkb.search.reading import FILTER_FIELDS
from sopkb_serve.discretion import Discretion
from sopkb_serve.knowledge import Knowledge
from sopkb_serve.parameters import bad
from sopkb_serve.problems import Problem, too_often
from sopkb_serve.questions import Seen, heard
from sopkb_serve.rates import Rates, client_of

SOURCES = ("site", "api", "chat", "mcp")
SESSION = re.compile(r"[A-Za-z0-9_-]{8,64}")
TEAM = re.compile(r"[\w .-]{1,64}")
LONGEST_QUERY = 1000
MOST_RESULTS = 20
MOST_FILTERS = 20
MOST_EVENTS = 50
"""Events of one request."""
_REMEDY = f'Send {{"kind": "report", "session": …}}, or a list of at most {MOST_EVENTS}.'
A_MINUTE = 300
"""Events of one client in a minute: a whole team behind one address searches less."""
MOST_WAITING = 2000
"""Events that may wait to be written."""


class Log:
    """Writes events on a thread of its own, in the order in which they came.

    Whatever it is given, nothing of a text that tells of danger reaches the journal (:mod:`sopkb_serve.discretion`).

    Args:
        journal: where to.
        clock: gives the moment of an event, in UTC; the real one, whatever moment the base answers for.
        knowledge: what is listened for.
        a_minute: events of one client in a minute that are written; 0 for no limit.
        say: tells the operator one thing.

    Attributes:
        left_out: events that nobody waited for and that were not written.
    """

    def __init__(
        self,
        journal: Journal,
        clock: Callable[[], datetime],
        knowledge: Knowledge,
        *,
        a_minute: int = A_MINUTE,
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._journal = journal
        self._rates = Rates(a_minute)
        self._say = say
        self._is_full = False
        self._discretion = Discretion(lambda text: heard(text, Seen(knowledge.snapshot, knowledge.clock())))
        self._clock = clock
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="kb-journal")
        self._waiting = 0
        self.left_out = 0

    async def write(self, events: Sequence[Event], client: str = "") -> None:
        """Write some events down, all or none; they are on the disk when this returns.

        Args:
            events: what happened.
            client: the address that it comes from.

        Raises:
            Problem: 429, where the client writes too much; 503, where the store cannot be written; 507, where it is
                full.
        """
        if wait := self._rates.wait(client, len(events)):
            raise too_often(wait)
        writable = [each for event in events for each in self._discretion.writable(event)]
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._write, writable)
        except JournalFull as error:
            what, remedy = "The journal is full.", "Tell the operator of this server."
            raise Problem(HTTPStatus.INSUFFICIENT_STORAGE, what, remedy) from error
        except sqlite3.Error as error:
            raise Problem(
                HTTPStatus.SERVICE_UNAVAILABLE, "The journal cannot be written.", "Send it again later."
            ) from error

    def _write(self, events: Sequence[Event]) -> None:
        try:
            self._journal.write(events, self._clock())
        except JournalFull as error:
            if not self._is_full:
                self._is_full = True
                self._say(f"{error.message} {error.remedy}")
            raise
        self._is_full = False

    def soon(self, event: Event, client: str | None = None) -> None:
        """Write an event down when there is time; nobody waits for it.

        Under too much load it is left out, and where its client, if one is named, writes too much.
        """
        if self._waiting >= MOST_WAITING or (client is not None and self._rates.wait(client)):
            self.left_out += 1
            return
        writable = self._discretion.writable(event)
        if not writable:
            return
        self._waiting += 1
        self._thread.submit(self._write, writable).add_done_callback(self._written)

    def alerted(self, source: str, alerts: Sequence[Alert]) -> None:
        """Count that a question told of danger, when there is time.

        Args:
            source: where it was asked; one of :data:`SOURCES`.
            alerts: what it raised.
        """
        for alert in alerts:
            self.soon(Alerted("", source, alert.topic, alert.id))

    def _written(self, done: Future[None]) -> None:
        self._waiting -= 1
        self.left_out += done.exception() is not None

    def close(self) -> None:
        """Write what is left, and let go of the store."""
        self._thread.submit(self._journal.close)
        self._thread.shutdown()


@dataclass(frozen=True, slots=True)
class Events:
    """The endpoint.

    Args:
        log: where events go.
        knowledge: what ids are held to.
    """

    log: Log
    knowledge: Knowledge

    async def post(self, request: Request) -> Response:
        """Take one event, or a list of them: then all are written, or none is.

        Whatever the body says it is, it is read as JSON: a page that sends it as plain text needs no leave beforehand
        (CORS), and the guard has looked at where it comes from.
        """
        try:
            given = json.loads(await request.body())
        except (ValueError, RecursionError):
            raise bad("The body is no JSON.", _REMEDY, "") from None
        events = given if isinstance(given, list) else [given]
        if not 1 <= len(events) <= MOST_EVENTS or not all(isinstance(each, dict) for each in events):
            raise bad("The body is no JSON object, and no list of them that fits.", _REMEDY, "")
        told = [event for each in events if (event := self._read(_Fields(each)))]
        await self.log.write(told, client_of(request))
        return JSONResponse({"written": len(events)}, HTTPStatus.CREATED, {"Cache-Control": "no-store"})

    def _read(self, given: _Fields) -> Event | None:
        """The event, or None for one that there is nothing to write of."""
        kind = given.word("kind", ("search", "opened", "report", "acknowledged", "alerted"))
        session = given.text("session", SESSION)
        if kind == "alerted":
            given.allow("source", "topic")
            source, topic = given.word("source", SOURCES), given.word("topic", TOPICS)
            route = self.knowledge.snapshot.base.config.danger.get(topic)  # a site may be older or newer than this base
            return Alerted(session, source, topic, route) if route else None
        if kind == "search":
            given.allow("source", "query", "results", "total", "filters")
            # A site may be an hour older or newer than this base: what is not known here is left out.
            known = self.knowledge.snapshot.base.corpus.by_id
            results = [each for each in given.texts("results", MOST_RESULTS) if each in known]
            total = given.number("total")
            source = given.word("source", SOURCES)
            return Search(session, source, given.free("query", LONGEST_QUERY), results, total, given.filters())
        if kind == "opened":
            given.allow("record")
            record = self._id(given.free("record", 20))
            seen = Seen(self.knowledge.snapshot, self.knowledge.clock())
            return Opened(session, record, str(seen.status(seen.snapshot.base.corpus.by_id[record]).state))
        if kind == "acknowledged":
            given.allow("team", "record", "version")
            team = given.text("team", TEAM) if given.has("team") else ""
            record = self._id(given.free("record", 20))
            return Acknowledged(session, team, record, given.version("version"))
        given.allow("source", "outcome", "record", "version", "query", "note")
        outcome = given.word("outcome", OUTCOMES)
        record = "" if outcome == "gap" else self._id(given.free("record", 20))
        version = given.version("version") if given.has("version") else ""
        query, note = given.free("query", LONGEST_QUERY, missing=""), given.free("note", LONGEST_NOTE, missing="")
        return Report(session, given.word("source", SOURCES), outcome, record, version, query, note)

    def _id(self, text: str) -> str:
        if text not in self.knowledge.snapshot.base.corpus.by_id:
            raise bad("There is no such record.", "Send its id as the base has it: SOP-0012.", "record", text)
        return text


class _Fields:
    """The fields of a JSON object, read strictly."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self._given = given

    def has(self, name: str) -> bool:
        return name in self._given

    def allow(self, *names: str) -> None:
        known = ("kind", "session", *names)
        unknown = next((name for name in self._given if name not in known), None)
        if unknown is not None:
            raise bad("There is no such field.", f"Known: {', '.join(known)}.", "", str(unknown))

    def free(self, name: str, longest: int, missing: str | None = None) -> str:
        value = self._given.get(name, missing)
        if not isinstance(value, str) or len(value) > longest:
            raise bad("It is missing, or no text that fits.", f"Send a text of at most {longest:,} characters.", name)
        return value.encode("utf-8", "replace").decode()

    def text(self, name: str, form: re.Pattern[str]) -> str:
        value = self.free(name, 64)
        if not form.fullmatch(value):
            raise bad("It is not of its form.", f"Send {form.pattern}.", name, value)
        return value

    def word(self, name: str, allowed: tuple[str, ...]) -> str:
        value = self.free(name, 64)
        if value not in allowed:
            raise bad("It is not in the vocabulary.", f"Known: {', '.join(allowed)}.", name, value)
        return value

    def version(self, name: str) -> str:
        value = self.free(name, 20)
        if Version.parse(value) is None:
            raise bad("It is no version.", 'Send it as the record has it: "1.2.0".', name, value)
        return value

    def number(self, name: str) -> int:
        value = self._given.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 1_000_000:
            raise bad("It is missing, or no number that fits.", "Send a number from 0.", name)
        return value

    def texts(self, name: str, most: int) -> list[str]:
        value = self._given.get(name, [])
        if not isinstance(value, list) or len(value) > most or not all(isinstance(each, str) for each in value):
            raise bad("It is no list of texts that fits.", f"Send at most {most}.", name)
        return value

    def filters(self) -> dict[str, list[str]]:
        value = self._given.get("filters", {})
        if not isinstance(value, dict) or not set(value) <= set(FILTER_FIELDS):
            raise bad("It is no object of filters.", f"Known: {', '.join(FILTER_FIELDS)}.", "filters")
        return {name: _Fields(value).texts(name, MOST_FILTERS) for name in value}
