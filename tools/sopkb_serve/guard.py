"""What stands before every address: who is asked, how much, how long, how often. The last door for faults as well."""

from __future__ import annotations

import asyncio
import json
import sys
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sopkb.private import withhold
from sopkb_serve.metrics import Metrics
from sopkb_serve.parameters import leniently
from sopkb_serve.problems import Problem, too_often
from sopkb_serve.rates import Rates
from sopkb_serve.settings import ServerSettings

HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SEARCH, CHAT, TOOLS = "/api/search", "/chat/", "/mcp"
REFUSED = "sopkb.refused"
"""Where a request's scope holds the problem that it is to be answered with, by whoever can read it."""
Heard = Callable[[str], Sequence[Mapping[str, object]]]
_NO_PAGE = {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}


class Guard:
    """Checks a request before the application sees it, and counts it afterwards.

    Args:
        app: what answers.
        settings: the limits.
        metrics: where requests are counted.
        unlimited: beginnings of addresses that stay open for long (streams): their time is not limited.
        heard: gives the alerts that a text raises, as documents; a question that is refused is listened to as well.
    """

    def __init__(
        self,
        app: ASGIApp,
        settings: ServerSettings,
        metrics: Metrics,
        unlimited: tuple[str, ...] = (),
        heard: Heard = lambda _: (),
    ) -> None:
        self._app = app
        self._settings = settings
        self._metrics = metrics
        self._unlimited = unlimited
        self._heard = heard
        self._rates = Rates(settings.a_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        sent: list[int] = []
        is_whole = False

        async def sending(message: Message) -> None:
            nonlocal is_whole
            is_whole = message["type"] == "http.response.body" and not message.get("more_body")
            if message["type"] == "http.response.start":
                sent.append(message["status"])
                headers = MutableHeaders(scope=message)
                is_page = headers.get("content-type", "").startswith("text/html")
                for name, value in {**HEADERS, **({} if is_page else _NO_PAGE)}.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self._answer(scope, receive, sending)
        except Exception as error:  # whatever it is, nothing of it leaves but that there was a fault
            if is_whole:
                return  # the framework has had it answered by answer_problem, and raises it again
            problem = problem_of(error)
            if sent:
                raise ConnectionError("The response broke off.") from None
            await problem.response()(scope, receive, sending)
        finally:
            route = scope.get("route")
            path = getattr(route, "path", "(none)").replace(":path}", "}")  # how it is matched is nobody's business
            method = scope["method"] if scope["method"] in ("GET", "HEAD", "POST", "OPTIONS") else "(other)"
            self._metrics.count(path, method, sent[0] if sent else 499, time.perf_counter() - began)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        self._check_host(headers.get("host", ""))
        if scope["method"] != "GET" and not scope["path"].startswith("/chat/"):
            self._check_origin(headers.get("origin", ""), headers.get("host", ""))
        bounded = self._bounded(headers, receive)
        if wait := self._rates.wait((scope.get("client") or ("",))[0]):
            await self._refuse(too_often(wait), scope, bounded)
        if scope["path"].startswith(self._unlimited or ("\x00",)):
            await self._app(scope, bounded, send)
            return
        try:
            # Longer than a question may take, so that the question's own answer comes first.
            await asyncio.wait_for(self._app(scope, bounded, send), self._settings.seconds * 2)
        except TimeoutError as error:
            raise _too_slow() from error

    def _check_host(self, host: str) -> None:
        name = host[: host.rindex("]") + 1] if host.startswith("[") and "]" in host else host.partition(":")[0]
        if "*" not in self._settings.hosts and name.lower() not in self._settings.hosts:
            raise Problem(
                HTTPStatus.MISDIRECTED_REQUEST,
                "This server is not called so.",
                "Name it with --allow-host, or ask one that it has.",
                field="Host",
                value=host,
            )

    def _check_origin(self, origin: str, host: str) -> None:
        """A web page elsewhere may not write here unless it was named; its reader's browser says where it is from."""
        if origin and origin not in (*self._settings.origins, f"http://{host}", f"https://{host}"):
            raise Problem(
                HTTPStatus.FORBIDDEN,
                "This web page may not write here.",
                "Name it with --allow-origin.",
                field="Origin",
                value=origin,
            )

    async def _refuse(self, problem: Problem, scope: Scope, receive: Receive) -> None:
        """Raise a problem, with the alerts of what was asked; a chat's is left to who can read it."""
        if scope["path"].startswith(CHAT):
            scope[REFUSED] = problem
            return
        if scope["path"] == SEARCH:
            problem.alerts = self._heard("\n".join(leniently(scope["query_string"], "q")))
        elif scope["path"] == TOOLS and scope["method"] == "POST":
            problem.alerts = self._heard(_query_of_call(await _body(scope, receive)))
        raise problem

    def _bounded(self, headers: Headers, receive: Receive) -> Receive:
        most = self._settings.largest_body
        told = headers.get("content-length", "0")
        if told.isdigit() and int(told[:12]) > most:
            raise _too_large(most)
        size, is_whole = 0, False
        deadline = asyncio.get_running_loop().time() + self._settings.seconds * 2

        async def receiving() -> Message:
            nonlocal size, is_whole
            try:
                async with asyncio.timeout_at(None if is_whole else deadline):  # then it waits for the client to go
                    message = await receive()
            except TimeoutError as error:
                raise _too_slow() from error
            size, is_whole = size + len(message.get("body", b"")), not message.get("more_body", False)
            if size > most:
                raise _too_large(most)
            return message

        return receiving


async def _body(scope: Scope, receive: Receive) -> bytes:
    try:
        return await Request(scope, receive).body()
    except ClientDisconnect:
        return b""


def _query_of_call(body: bytes) -> str:
    """What an agent asks a tool for; ``""`` where the message is no such call."""
    try:
        message = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    for name in ("params", "arguments", "query"):
        message = message.get(name) if isinstance(message, dict) else None
    return message if isinstance(message, str) else ""


def _too_slow() -> Problem:
    return Problem(HTTPStatus.REQUEST_TIMEOUT, "The request took too long.", "Send it again, faster.")


def _too_large(most: int) -> Problem:
    return Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The body is too large.", f"Send at most {most:,} bytes.")


def problem_of(error: Exception, *, is_quoted: bool = True) -> Problem:
    """What leaves of an error: of a fault of the program that there was one; its operator reads the rest.

    Args:
        error: whatever was raised.
        is_quoted: whether its operator may read its message, which may hold what was asked.
    """
    if isinstance(error, Problem):
        return error
    if isinstance(error, HTTPException):
        return problem_of_http(error)
    # Where the operator reads it, and without what a request or a record may hold.
    frames = [*traceback.format_tb(error.__traceback__), f"{type(error).__qualname__} (its message is not shown)\n"]
    sys.stderr.write(withhold("".join(traceback.format_exception(error) if is_quoted else frames)))
    return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "The server made a mistake.", "Tell its operator when it was.")


def problem_of_http(error: HTTPException) -> Problem:
    """What the router found: no such address, or not this method."""
    status = HTTPStatus(error.status_code)
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        return Problem(status, "This address does not take this method.", "Use GET.", headers=error.headers)
    if status is HTTPStatus.NOT_FOUND:
        return Problem(status, "There is nothing at this address.", "What there is: /api/openapi.json")
    return Problem(status, status.phrase)


async def answer_problem(_: Request, error: Exception) -> Response:
    """For Starlette: a problem raised in an endpoint."""
    return problem_of(error).response()
