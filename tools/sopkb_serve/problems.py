"""Errors as RFC 9457 has them: ``application/problem+json``, with the field, its value and what to do instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from starlette.responses import JSONResponse

from sopkb.core.diagnostics import shown
from sopkb.private import withhold

LONGEST_VALUE = 80


class Problem(Exception):
    """A request that cannot be answered as it stands.

    Args:
        status: of HTTP.
        detail: what is wrong with it, in a sentence.
        remedy: what to do now, in a sentence.
        field: name of the parameter or header that is meant; ``""`` for none.
        value: what it held, as text; it is shortened, made printable, and told without what is private.
        headers: to answer with.

    Attributes:
        alerts: danger that the request tells of, as documents: said also where it cannot be answered.
    """

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        remedy: str = "",
        *,
        field: str = "",
        value: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.remedy = remedy
        self.field = field
        self.value = value
        self.headers = headers or {}
        self.alerts: Sequence[Mapping[str, object]] = ()

    def response(self) -> JSONResponse:
        """The problem as a response."""
        document: dict[str, object] = {
            "type": "about:blank",
            "title": self.status.phrase,
            "status": int(self.status),
            "detail": withhold(self.detail),
        }
        if self.alerts:
            document = {"alerts": list(self.alerts), **document}
        if self.remedy:
            document["remedy"] = withhold(self.remedy)
        if self.field:
            document["field"] = self.field
        if self.value is not None:
            document["value"] = shown(withhold(self.value), LONGEST_VALUE)
        return JSONResponse(
            document, int(self.status), {**self.headers, "Cache-Control": "no-store"}, "application/problem+json"
        )


def not_found(what: str, remedy: str, *, field: str = "", value: str | None = None) -> Problem:
    """404."""
    return Problem(HTTPStatus.NOT_FOUND, what, remedy, field=field, value=value)


def too_often(seconds: int) -> Problem:
    """What a client is told that does something more often than it may."""
    remedy = f"Ask again in {seconds} s."
    return Problem(HTTPStatus.TOO_MANY_REQUESTS, "Too many requests.", remedy, headers={"Retry-After": str(seconds)})
