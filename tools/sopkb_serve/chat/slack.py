"""Slack: a slash command, answered with blocks that only the person who asked can see.

Signature: ``v0=`` and the HMAC-SHA256 of ``v0:<timestamp>:<body>`` (https://api.slack.com/authentication/verifying-requests-from-slack).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import parse_qs

from sopkb.search.alerts import Alert
from sopkb_serve.chat.platform import Document, Platform, unreadable
from sopkb_serve.chat.reply import Reply, ReplyRow

LONGEST_BLOCK = 2900
"""Characters of one block of text; Slack takes 3,000."""


class Slack(Platform):
    """See :class:`~sopkb_serve.chat.platform.Platform`; the secret is the app's signing secret."""

    name = "slack"
    secret_name = "KB_SLACK_SIGNING_SECRET"
    timestamp_header = "x-slack-request-timestamp"
    signature_header = "x-slack-signature"

    def _signature(self, timestamp: str, headers: Mapping[str, str], body: bytes) -> str:
        signed = b"v0:" + timestamp.encode() + b":" + body
        return f"v0={hmac.new(self._secret, signed, hashlib.sha256).hexdigest()}"

    def read(self, body: bytes) -> str | Document:
        try:
            form = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=50)
        except (UnicodeDecodeError, ValueError):
            raise unreadable("Slack") from None
        if form.get("ssl_check") == ["1"]:
            return {}
        if "text" not in form:
            raise unreadable("Slack")
        return form["text"][0]

    def write(self, reply: Reply) -> Document:
        blocks: list[Document] = [
            _section(_alert(alert, url)) for alert, url in zip(reply.alerts, reply.urls, strict=True)
        ]
        blocks += [_section(_escaped(text)) for text in reply.notices]
        for row in reply.rows:
            blocks += [{"type": "divider"}] if blocks else []
            blocks.append(_section(_row(row)))
            if row.macro:
                blocks.append(_section(_macro(row)))
        if not blocks:
            blocks.append(_section(_escaped(reply.heading)))
        return {"response_type": "ephemeral", "text": _escaped(reply.heading), "blocks": blocks}


def _alert(alert: Alert, url: str) -> str:
    heading, *rest = alert.lines
    told = f"<{_escaped(url)}|{_bare(heading)}>" if url else _bare(heading)
    return "\n".join([f":warning: *{told}*", *map(_escaped, rest)])


def _row(row: ReplyRow) -> str:
    lines = [f"*<{_escaped(row.url)}|{row.id}>  {_bare(row.title)}*", f"`{_bare(row.state)}`"]
    lines.append(_escaped(row.summary))
    lines += [f"*{_bare(line)}*" for line in row.raising.splitlines()]
    lines += [f":warning: Caution: {_escaped(row.advisory)}"] if row.advisory else []
    lines += [f"1. {_escaped(row.first_step)}"] if row.first_step else []
    return "\n".join(lines)


def _macro(row: ReplyRow) -> str:
    """A reply letter by letter, or where it stands: neither cut nor with another sign in it is it the same reply."""
    text = f"{_bare(row.macro_heading)}:\n```{_escaped(row.macro)}```"
    if "```" in row.macro or len(text) > LONGEST_BLOCK:
        return f"Reply {_bare(row.macro_id)}: copy it on <{_escaped(row.url)}|the page of {row.id}>"
    return text


def _section(text: str) -> Document:
    cut = text if len(text) <= LONGEST_BLOCK else text[: LONGEST_BLOCK - 4] + "…" + ("```" if "```" in text else "")
    return {"type": "section", "text": {"type": "mrkdwn", "text": cut, "verbatim": True}}


def _escaped(text: str) -> str:
    """As Slack has it: these three and no others, so that no text becomes a link, a mention or a channel."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _bare(text: str) -> str:
    """Escaped, and without the marks that would end the style it stands in."""
    return _escaped(text).replace("*", "∗").replace("`", "'")
