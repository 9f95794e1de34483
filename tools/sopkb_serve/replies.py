"""How an answer leaves: JSON or text, with a tag by which a client asks only for what is new (RFC 9110, 13.1.2)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

JSON = "application/json"
MARKDOWN = "text/markdown; charset=utf-8"
_NOT_TAGGED = "now"


def json_reply(request: Request, document: Mapping[str, object], *, is_kept: bool = True) -> Response:
    """A document; 304 where the client has it. The moment of the answer, ``now``, makes no new document of it.

    Args:
        request: what it replies to.
        document: of values that JSON can write.
        is_kept: whether a client, or what lies between, may keep it.
    """
    if not is_kept:
        return Response(_dumped(document), headers={"Cache-Control": "no-store"}, media_type=JSON)
    tagged = _dumped({name: value for name, value in document.items() if name != _NOT_TAGGED})
    return _reply(request, _dumped(document), _tag(tagged), JSON)


def text_reply(request: Request, text: str, media_type: str) -> Response:
    """A text; 304 where the client has it."""
    body = text.encode()
    return _reply(request, body, _tag(body), media_type)


def _dumped(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), default=str).encode("utf-8", "replace")


def _tag(body: bytes) -> str:
    # Weak: what is compressed on the way has other bytes.
    return f'W/"{hashlib.sha256(body).hexdigest()[:24]}"'


def _reply(request: Request, body: bytes, tag: str, media_type: str) -> Response:
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept"}
    if _has(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=media_type)


def _has(given: str, tag: str) -> bool:
    """Whether ``If-None-Match`` names a tag; compared weakly, as the RFC asks."""
    if given.strip() == "*":
        return True
    return tag.removeprefix("W/") in (each.strip().removeprefix("W/") for each in given.split(","))
