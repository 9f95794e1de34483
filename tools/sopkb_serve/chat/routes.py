"""``POST /chat/<platform>``: verified before it is read, answered like any other question."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sopkb_serve.api import Api
from sopkb_serve.chat.platform import Platform
from sopkb_serve.chat.reply import Reply, alerts_alone, reply_to
from sopkb_serve.events import Log
from sopkb_serve.guard import REFUSED, problem_of
from sopkb_serve.problems import Problem


def chat_routes(platforms: Sequence[Platform], api: Api, log: Log | None) -> list[Route]:
    """The addresses of the platforms whose secrets are set.

    Args:
        platforms: see :func:`sopkb_serve.chat.platforms`.
        api: what is asked.
        log: where it is counted that a question told of danger, if anywhere.
    """
    return [Route(f"/chat/{each.name}", _endpoint(each, api, log), methods=["POST"]) for each in platforms]


def _endpoint(platform: Platform, api: Api, log: Log | None) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        body = await request.body()
        platform.verify(request.headers, body)
        asked = platform.read(body)
        refused: Problem | None = request.scope.get(REFUSED)
        if isinstance(asked, dict):
            if refused:
                raise refused
            return JSONResponse(asked, headers={"Cache-Control": "no-store"})
        reply = await _reply(asked, api, refused)
        if log is not None:
            log.alerted("chat", reply.alerts)
        return JSONResponse(platform.write(reply), headers={"Cache-Control": "no-store"})

    return answer


async def _reply(asked: str, api: Api, refused: Problem | None) -> Reply:
    try:
        if refused:
            raise refused
        return await api.ask(lambda snapshot: reply_to(asked, api.seen(snapshot)))
    except Exception as error:  # where nothing can be looked up, danger is told all the same
        reply = alerts_alone(asked, api.seen_now())
        if not reply.alerts:
            raise
        return alerts_alone(asked, api.seen_now(), problem_of(error, is_quoted=False).detail)
