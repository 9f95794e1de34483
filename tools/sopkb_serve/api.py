"""The addresses under ``/api``: each reads its parameters, asks :mod:`questions`, and replies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from difflib import get_close_matches
from http import HTTPStatus
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sopkb.core.codes import normal_form
from sopkb.core.fields import ALL
from sopkb.core.moments import format_instant
from sopkb.core.record import Record
from sopkb.core.state import State, Status
from sopkb.journal import Search
from sopkb.search.reading import FILTER_FIELDS
from sopkb.site.old_addresses import address_key
from sopkb_serve import questions
from sopkb_serve.events import MOST_RESULTS, SESSION, SOURCES, Log
from sopkb_serve.guard import SEARCH, problem_of
from sopkb_serve.knowledge import Busy, Knowledge, Snapshot
from sopkb_serve.metrics import Metrics
from sopkb_serve.openapi import openapi
from sopkb_serve.parameters import Parameters, bad, leniently
from sopkb_serve.problems import Problem, not_found
from sopkb_serve.questions import SearchRequest, Seen
from sopkb_serve.rates import client_of
from sopkb_serve.replies import MARKDOWN, json_reply, text_reply
from sopkb_serve.settings import ServerSettings

Result = TypeVar("Result")
_SPACES = " \t\n\v\f\r\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200B)))
"""What `\\s` is to a reader of the API's description (ECMA-262, WhiteSpace and LineTerminator)."""
STATES = {state.slug: state for state in State}


class Api:
    """The endpoints over one knowledge.

    Args:
        knowledge: what answers.
        settings: limits, and where pages lie.
        metrics: where empty answers are counted.
        log: where searches are written, if anywhere.
    """

    def __init__(
        self, knowledge: Knowledge, settings: ServerSettings, metrics: Metrics, log: Log | None = None
    ) -> None:
        self._knowledge = knowledge
        self._settings = settings
        self._metrics = metrics
        self._log = log

    def routes(self) -> list[Route]:
        """Every address. ``GET`` alone: nothing here changes anything."""
        return [
            Route("/api", self.index),
            Route(SEARCH, self.search),
            Route("/api/records", self.records),
            Route("/api/records/{id:path}", self.record),
            Route("/api/codes/{code}", self.code),
            Route("/api/changes", self.changes),
            Route("/api/health", self.health),
            Route("/api/openapi.json", self.document),
        ]

    async def ask(self, question: Callable[[Snapshot], Result]) -> Result:
        """Put a question to the index.

        Raises:
            Problem: 503, where the server has too much to do.
        """
        try:
            return await self._knowledge.ask(question, self._settings.seconds)
        except (Busy, TimeoutError) as error:
            raise Problem(
                HTTPStatus.SERVICE_UNAVAILABLE,
                "The server has more to do than it can answer.",
                "Ask again in a second.",
                headers={"Retry-After": "1"},
            ) from error

    def seen(self, snapshot: Snapshot, now: datetime | None = None) -> Seen:
        """A snapshot as it is seen now, or at another moment."""
        return Seen(snapshot, now or self._knowledge.clock(), self._settings.address)

    def seen_now(self) -> Seen:
        """What is known now, at this moment, without waiting for the index."""
        return self.seen(self._knowledge.snapshot)

    async def index(self, request: Request) -> Response:
        return RedirectResponse("/api/openapi.json")

    async def search(self, request: Request) -> Response:
        try:
            return await self._search(request)
        except Exception as error:  # what cannot be read or answered may tell of danger all the same
            alerts = self.heard("\n".join(leniently(request.scope["query_string"], "q")))
            if not alerts:
                raise
            problem = problem_of(error, is_quoted=False)
            problem.alerts = alerts
            raise problem from error

    def heard(self, text: str) -> Sequence[questions.Document]:
        """The alerts that a text raises, for an answer that has nothing else; that there were some is counted."""
        seen = self.seen_now()
        alerts = questions.heard(text, seen)
        if alerts:
            self._metrics.alerts += 1
            if self._log is not None:
                self._log.alerted("api", alerts)
        return questions.with_urls(alerts, seen)

    async def _search(self, request: Request) -> Response:
        asked = Parameters(
            request.scope["query_string"], ("q", "limit", "offset", "now", "session", "source", *FILTER_FIELDS)
        )
        text = asked.one("q", longest=self._settings.longest_query)
        if text is None or not text.strip(_SPACES):
            raise bad("It is missing.", "Send what the user said, or the error string: ?q=black+screen", "q", text)
        filters = {name: values for name in FILTER_FIELDS if (values := asked.many(name))}
        limit = asked.number("limit", 10, 1, self._settings.largest_page)
        question = SearchRequest(text, filters, limit, asked.number("offset", 0, 0, 10_000))
        now = asked.moment("now")
        session, source = asked.one("session") or "", asked.one("source") or "api"
        if session and not SESSION.fullmatch(session):
            raise bad("It is no pseudonym.", "Send 8 to 64 letters, digits, - or _.", "session", session)
        if source not in SOURCES:
            raise bad("It is not in the vocabulary.", f"Known: {', '.join(SOURCES)}.", "source", source)
        found = await self.ask(lambda snapshot: questions.answer(question, self.seen(snapshot, now)))
        self._metrics.found_nothing += not found["total"]
        self._metrics.alerts += bool(found["alerts"])
        if self._log is not None:
            ids = [str(hit["id"]) for hit in questions.rows(found["hits"])][:MOST_RESULTS]
            total = found["total"]
            assert isinstance(total, int)
            self._log.soon(Search(session, source, text, ids, total, filters), client_of(request))
        return json_reply(request, found, is_kept=not found["alerts"])

    async def records(self, request: Request) -> Response:
        asked = Parameters(
            request.scope["query_string"], ("kind", "area", "owner", "state", "code", "limit", "offset", "now")
        )
        seen = self.seen(self._knowledge.snapshot, asked.moment("now"))
        vocabularies = seen.snapshot.base.config.vocabularies
        kinds = asked.chosen("kind", ALL)
        areas = asked.chosen("area", vocabularies.get("areas", ()))
        owners = asked.chosen("owner", vocabularies.get("teams", ()))
        states = {STATES[word] for word in asked.chosen("state", STATES)}
        code = asked.one("code")
        limit = asked.number("limit", 50, 1, self._settings.largest_page)
        offset = asked.number("offset", 0, 0, 1_000_000)

        def passes(record: Record, status: Status) -> bool:
            return (
                (not kinds or record.kind_name in kinds)
                and (not areas or record.area in areas)
                and (not owners or record.owner in owners)
                and (not states or status.state in states)
                and (code is None or normal_form(code) in map(normal_form, record.error_codes))
            )

        found = await self.ask(lambda _: questions.chosen(seen, [passes]))
        rows = [questions.summary(record, seen) for record in found[offset : offset + limit]]
        return json_reply(request, {"now": format_instant(seen.now), "total": len(found), "records": rows})

    async def record(self, request: Request) -> Response:
        asked = Parameters(request.scope["query_string"], ("now", "format"))
        formats = asked.chosen("format", ("json", "markdown"))
        spelled = request.path_params["id"]
        wants_markdown = "markdown" in formats or (not formats and _prefers_markdown(request))
        if spelled.endswith(".md") and not formats:
            spelled, wants_markdown = spelled.removesuffix(".md"), True
        seen = self.seen(self._knowledge.snapshot, asked.moment("now"))
        record = self._named(spelled, seen.snapshot)
        if wants_markdown:
            return text_reply(request, questions.as_markdown(record, seen), MARKDOWN)
        return json_reply(request, questions.whole(record, seen))

    def _named(self, spelled: str, snapshot: Snapshot) -> Record:
        corpus = snapshot.base.corpus
        record = corpus.named(spelled) if len(spelled) <= 200 else None
        record = record or corpus.by_id.get(snapshot.old_addresses.get(address_key(spelled), ""))
        if record is None:
            near = get_close_matches(spelled[:40].upper(), corpus.by_id, 3, 0.7)
            hint = f"Did you mean {', '.join(near)}?" if near else "Find it: /api/search?q=…"
            raise not_found("No record has this id or alias.", hint, field="id", value=spelled)
        return record

    async def code(self, request: Request) -> Response:
        asked = Parameters(request.scope["query_string"], ("now",))
        seen = self.seen(self._knowledge.snapshot, asked.moment("now"))
        code = request.path_params["code"]
        found = await self.ask(lambda _: questions.of_code(code[:200], seen))
        if found is None:
            raise not_found(
                "No record answers this code.", "Search for its words: /api/search?q=…", field="code", value=code
            )
        return json_reply(request, found)

    async def changes(self, request: Request) -> Response:
        asked = Parameters(request.scope["query_string"], ("since", "area", "training", "limit", "offset"))
        since = asked.day("since")
        if since is None:
            raise bad("It is missing.", "Send the first day that counts: ?since=2026-11-15", "since")
        seen = self.seen(self._knowledge.snapshot)
        areas = asked.chosen("area", seen.snapshot.base.config.vocabularies.get("areas", ()))
        training = asked.chosen("training", ("none", "read", "retrain"))
        limit = asked.number("limit", 50, 1, self._settings.largest_page)
        offset = asked.number("offset", 0, 0, 1_000_000)
        rows = [
            row
            for row in await self.ask(lambda _: questions.changes(since, seen))
            if (not areas or row["area"] in areas) and (not training or row["training"] in training)
        ]
        document = {"since": since.isoformat(), "total": len(rows), "changes": rows[offset : offset + limit]}
        return json_reply(request, document)

    async def health(self, request: Request) -> Response:
        Parameters(request.scope["query_string"], ())
        snapshot = self._knowledge.snapshot
        document: dict[str, object] = {
            "status": "ok",
            "records": len(snapshot.base.corpus.records),
            "base": snapshot.base.digest,
            "now": format_instant(self._knowledge.clock()),
        }
        return json_reply(request, document)

    async def document(self, request: Request) -> Response:
        config = self._knowledge.snapshot.base.config
        return json_reply(request, openapi(self._settings, config, has_journal=self._log is not None))


def _prefers_markdown(request: Request) -> bool:
    accepted = request.headers.get("accept", "")
    return "text/markdown" in accepted and "application/json" not in accepted
