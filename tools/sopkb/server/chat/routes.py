"""``POST /chat/<platform>``: verified before it is read, answered like any other question."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sopkb.server.chat.platform import Platform
from sopkb.server.chat.reply import Reply, reply_to
from sopkb.server.questions import Seen

AskSeen = Callable[[Callable[[Seen], Reply]], Awaitable[Reply]]
"""Puts a question to what is known now."""


def chat_routes(platforms: Sequence[Platform], ask: AskSeen) -> list[Route]:
    """The addresses of the platforms whose secrets are set.

    Args:
        platforms: see :func:`sopkb.server.chat.platforms`.
        ask: puts a question to what is known now.
    """
    return [Route(f"/chat/{each.name}", _endpoint(each, ask), methods=["POST"]) for each in platforms]


def _endpoint(platform: Platform, ask: AskSeen) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        body = await request.body()
        platform.verify(request.headers, body)
        asked = platform.read(body)
        document = asked if isinstance(asked, dict) else platform.write(await ask(lambda seen: reply_to(asked, seen)))
        return JSONResponse(document, headers={"Cache-Control": "no-store"})

    return answer
