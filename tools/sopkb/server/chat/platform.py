"""What a chat platform must be able to do, and the check of a signature's age that all of them share."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Protocol

from sopkb.server.chat.reply import Reply
from sopkb.server.problems import Problem

REPLAY_SECONDS = 300
"""Older or younger requests are refused: who has recorded one cannot send it again later (Slack's own window)."""

Document = dict[str, object]


class Platform(Protocol):
    """A chat platform.

    Attributes:
        name: last part of its address: ``/chat/slack``.
        secret_name: the variable of the environment that holds its secret.
    """

    name: str
    secret_name: str

    def verify(self, headers: Mapping[str, str], body: bytes) -> None:
        """Whether the platform sent this.

        Raises:
            Problem: 401, if not; it does not say why, for whoever forges one would learn from it.
        """

    def read(self, body: bytes) -> str | Document:
        """What was asked; or what to answer at once, where nothing was.

        Raises:
            Problem: 400, where the body is not of the platform's form.
        """

    def write(self, reply: Reply) -> Document:
        """A reply in the platform's format; every text of a record is escaped as the platform has it."""


def is_fresh(timestamp: str, wall: Callable[[], float]) -> bool:
    """Whether a request's time, in seconds since 1970, lies inside the window."""
    return timestamp.isascii() and timestamp.isdigit() and abs(wall() - int(timestamp[:15])) <= REPLAY_SECONDS


def same(given: str, expected: str) -> bool:
    """Whether two signatures are the same, in a time that does not tell where they differ."""
    return hmac.compare_digest(given.encode(), expected.encode())


def refused() -> Problem:
    """401."""
    return Problem(HTTPStatus.UNAUTHORIZED, "The signature does not hold.", "Check the app's secret and the clock.")


def unreadable(platform: str) -> Problem:
    """400."""
    return Problem(HTTPStatus.BAD_REQUEST, f"This is no request of {platform}.", "Check which address the app calls.")
