"""The application: addresses behind a guard, and newer indexes taken in while it answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from sopkb.core.errors import SopkbError, reason_of
from sopkb_serve.api import Api
from sopkb_serve.chat.platform import Platform
from sopkb_serve.chat.routes import chat_routes
from sopkb_serve.events import Events, Log
from sopkb_serve.guard import TOOLS, Guard, answer_problem
from sopkb_serve.knowledge import Knowledge, Snapshot
from sopkb_serve.metrics import MEDIA_TYPE, Metrics
from sopkb_serve.pages import Pages
from sopkb_serve.problems import Problem
from sopkb_serve.settings import ServerSettings

SMALLEST_ZIPPED = 700
"""Bytes: below that compressing costs more than it saves."""
LOOKS_EVERY = 2.0
"""Seconds between two looks for a newer index."""

Newer = Callable[[Snapshot], Snapshot | None]
"""Gives a newer snapshot than the one given, or None; it may take long, and may raise."""


def create_app(
    knowledge: Knowledge,
    settings: ServerSettings,
    *,
    newer: Newer | None = None,
    chat: Sequence[Platform] = (),
    log: Log | None = None,
    policy: str = "default-src 'self'",
    looks_every: float = LOOKS_EVERY,
    say: Callable[[str], None] = lambda _: None,
) -> ASGIApp:
    """The application, for any ASGI server.

    Args:
        knowledge: what answers.
        settings: limits, hosts, origins, the site.
        newer: looks for a newer index; without it the one at the start answers for ever.
        chat: platforms that may ask.
        log: where searches, reports and acknowledgements are written; without it nothing is.
        policy: content security policy of the site's pages.
        looks_every: seconds between two looks for a newer index.
        say: tells the operator one thing.
    """
    metrics = Metrics()
    pages = Pages(settings.site, policy) if settings.site else None
    api = Api(knowledge, settings, metrics, log)

    async def told(_: Request) -> Response:
        left_out = log.left_out if log else 0
        text = metrics.text(len(knowledge.snapshot.base.corpus.records), knowledge.waiting, left_out)
        return PlainTextResponse(text, headers={"Cache-Control": "no-store"}, media_type=MEDIA_TYPE)

    async def renewing() -> None:
        trouble = ""
        while newer is not None:
            await asyncio.sleep(looks_every)
            try:
                snapshot = await asyncio.to_thread(newer, knowledge.snapshot)
            except Exception as error:  # the old one answers on; the next look may find a whole one
                metrics.failed_renewals += 1
                told = why_not_taken_in(error)
                if told != trouble:
                    trouble = told
                    say(f"A newer base cannot be taken in yet; the one before answers. {trouble}")
                continue
            trouble = ""
            if snapshot is not None:
                knowledge.renew(snapshot)
                metrics.renewals += 1
                say(f"Answering from {len(snapshot.base.corpus.records):,} records now.")
            if pages is not None:
                await asyncio.to_thread(pages.refresh)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            if tools:
                await stack.enter_async_context(tools.running())
            task = asyncio.create_task(renewing())
            stack.callback(knowledge.close)
            if log is not None:
                stack.callback(log.close)
            stack.callback(task.cancel)
            yield

    routes: list[BaseRoute] = [*api.routes(), Route("/api/metrics", told)]
    if log is not None:
        routes.append(Route("/api/events", Events(log, knowledge).post, methods=["POST"]))
    routes.extend(chat_routes(chat, api, log))
    tools = _tools(knowledge, settings, log)
    routes.extend(tools.routes if tools else ())
    if pages is not None:
        routes.append(Route("/{path:path}", pages.answer))
    middleware = [Middleware(GZipMiddleware, minimum_size=SMALLEST_ZIPPED)]
    if settings.origins:
        cors = Middleware(
            CORSMiddleware,
            allow_origins=settings.origins,
            allow_methods=["GET", "POST"],
            allow_headers=["Content-Type"],
            expose_headers=["ETag"],
        )
        middleware.insert(0, cors)
    app = Starlette(
        routes=routes,
        middleware=middleware,
        exception_handlers=dict.fromkeys((Problem, HTTPException, Exception), answer_problem),
        lifespan=lifespan,
    )
    return Guard(app, settings, metrics, (TOOLS,) if tools else (), api.heard)


def why_not_taken_in(error: Exception) -> str:
    """Why a newer base is not taken in, and what its operator does about it."""
    if isinstance(error, SopkbError):
        return f"{error.message} {error.remedy}".rstrip()
    if isinstance(error, OSError):
        return f"Its files cannot be read: {reason_of(error)}. Allow this user to read them."
    return f"The program failed with {type(error).__name__}. Run `kb check` there, and report this if it finds nothing."


@dataclass(frozen=True, slots=True)
class _Tools:
    routes: Sequence[BaseRoute]
    running: Callable[[], AbstractAsyncContextManager[None]]


def _tools(knowledge: Knowledge, settings: ServerSettings, log: Log | None) -> _Tools | None:
    """The tools for AI agents at ``/mcp``, where their packages are installed."""
    try:
        from sopkb_serve.mcp import create_mcp, transport_security
    except ImportError:
        return None
    server = create_mcp(
        knowledge,
        settings,
        knowledge.snapshot.base.config.name,
        alerted=lambda alerts: log.alerted("mcp", alerts) if log else None,
    )
    inner = server.streamable_http_app(
        streamable_http_path=TOOLS,
        json_response=True,
        stateless_http=True,
        max_request_body_size=settings.largest_body,
        transport_security=transport_security(settings),
    )
    return _Tools(inner.routes, server.session_manager.run)
