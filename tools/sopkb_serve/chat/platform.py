"""What a chat platform must be able to do, and the check of a signature and its age, which is the same for all."""

from __future__ import annotations

import hmac
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import ClassVar

from sopkb_serve.chat.reply import Reply
from sopkb_serve.problems import Problem

REPLAY_SECONDS = 300
"""Older or younger requests are refused: who has recorded one cannot send it again later (Slack's own window)."""

Document = dict[str, object]


class Platform(ABC):
    """A chat platform that signs what it sends with a secret that both sides know.

    Args:
        secret: as the platform shows it.
        wall: the real time, in seconds since 1970.

    Attributes:
        name: last part of its address: ``/chat/slack``.
        secret_name: the variable of the environment that holds its secret.
        timestamp_header: holds when a request was sent, in seconds since 1970; in small letters.
        signature_header: holds its signature; in small letters.
    """

    name: ClassVar[str]
    secret_name: ClassVar[str]
    timestamp_header: ClassVar[str]
    signature_header: ClassVar[str]

    def __init__(self, secret: str, wall: Callable[[], float]) -> None:
        self._secret = secret.encode()
        self._wall = wall

    def verify(self, headers: Mapping[str, str], body: bytes) -> None:
        """Whether the platform sent this, and lately; in a time that does not tell where a signature differs.

        Raises:
            Problem: 401, if not; it does not say why, for whoever forges one would learn from it.
        """
        timestamp = headers.get(self.timestamp_header, "")
        is_time = timestamp.isascii() and timestamp.isdigit()
        if not is_time or abs(self._wall() - int(timestamp[:15])) > REPLAY_SECONDS:
            raise refused()
        expected = self._signature(timestamp, headers, body)
        if not hmac.compare_digest(headers.get(self.signature_header, "").encode(), expected.encode()):
            raise refused()

    @abstractmethod
    def _signature(self, timestamp: str, headers: Mapping[str, str], body: bytes) -> str:
        """What the platform signs a request with."""

    @abstractmethod
    def read(self, body: bytes) -> str | Document:
        """What was asked; or what to answer at once, where nothing was.

        Raises:
            Problem: 400, where the body is not of the platform's form.
        """

    @abstractmethod
    def write(self, reply: Reply) -> Document:
        """A reply in the platform's format; every text of a record is escaped as the platform has it."""


def refused() -> Problem:
    """401."""
    return Problem(HTTPStatus.UNAUTHORIZED, "The signature does not hold.", "Check the app's secret and the clock.")


def unreadable(platform: str) -> Problem:
    """400."""
    return Problem(HTTPStatus.BAD_REQUEST, f"This is no request of {platform}.", "Check which address the app calls.")
