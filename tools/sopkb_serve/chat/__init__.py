"""Chat: ``/kb black screen sound ok`` answered where the question was asked.

A platform is one file with a class below :class:`~sopkb_serve.chat.platform.Platform`, and a line in
:data:`PLATFORMS`. What is answered is the same everywhere: :mod:`sopkb_serve.chat.reply`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sopkb_serve.chat.lark import Lark
from sopkb_serve.chat.platform import Platform
from sopkb_serve.chat.slack import Slack

PLATFORMS: tuple[type[Platform], ...] = (Slack, Lark)

__all__ = ["PLATFORMS", "Platform", "platforms"]


def platforms(secrets: Mapping[str, str], wall: Callable[[], float]) -> tuple[Platform, ...]:
    """The platforms whose secret is set.

    Args:
        secrets: by name, as the environment holds them; an empty one counts as none.
        wall: the real time, in seconds since 1970, for the age of a request.
    """
    return tuple(each(secret, wall) for each in PLATFORMS if (secret := secrets.get(each.secret_name, "")))
