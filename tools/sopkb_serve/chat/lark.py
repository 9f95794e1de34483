"""Lark (Feishu): a message to the bot, answered with a card in the form of its interface for replies.

Signature: SHA-256 of timestamp, nonce, encrypt key and body. With an encrypt key the body is encrypted as well:
AES-256-CBC with the key's SHA-256, the first block being the initialisation vector
(https://open.larksuite.com/document, "Encrypt key").
The platform ignores what the answer to an event says: whoever relays events to this address posts the card.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from sopkb_serve.chat.platform import Document, Platform, unreadable
from sopkb_serve.chat.reply import Reply, ReplyRow

_MENTION = re.compile(r"@_(?:user_\d+|all)")
_BLOCK = 16


class Lark(Platform):
    """See :class:`~sopkb_serve.chat.platform.Platform`; the secret is the app's encrypt key."""

    name = "lark"
    secret_name = "KB_LARK_ENCRYPT_KEY"
    timestamp_header = "x-lark-request-timestamp"
    signature_header = "x-lark-signature"

    def _signature(self, timestamp: str, headers: Mapping[str, str], body: bytes) -> str:
        nonce = headers.get("x-lark-request-nonce", "")
        return hashlib.sha256(timestamp.encode() + nonce.encode() + self._secret + body).hexdigest()

    def read(self, body: bytes) -> str | Document:
        event = self._opened(body)
        if event.get("type") == "url_verification":
            return {"challenge": str(event.get("challenge", ""))}
        try:
            if event["header"]["event_type"] != "im.message.receive_v1":
                return {}
            message = event["event"]["message"]
            if message["message_type"] != "text":
                return {}
            text = str(json.loads(message["content"])["text"])
            is_alone = message.get("chat_type") == "p2p"
        except (KeyError, TypeError, ValueError):
            raise unreadable("Lark") from None
        text = _MENTION.sub(" ", text).strip()
        if text.startswith("/kb"):
            return text.removeprefix("/kb")
        return text if is_alone else {}

    def _opened(self, body: bytes) -> dict[str, Any]:
        try:
            document = json.loads(body)
            if isinstance(document, dict) and "encrypt" in document:
                document = json.loads(self._decrypted(str(document["encrypt"])))
        except (ValueError, RecursionError, binascii.Error):
            raise unreadable("Lark") from None
        if not isinstance(document, dict):
            raise unreadable("Lark")
        return document

    def _decrypted(self, text: str) -> bytes:
        data = base64.b64decode(text, validate=True)
        if len(data) < 2 * _BLOCK or len(data) % _BLOCK:
            raise ValueError
        key = hashlib.sha256(self._secret).digest()
        opening = Cipher(algorithms.AES(key), modes.CBC(data[:_BLOCK])).decryptor()
        padded = opening.update(data[_BLOCK:]) + opening.finalize()
        unpadding = PKCS7(_BLOCK * 8).unpadder()
        return unpadding.update(padded) + unpadding.finalize()

    def write(self, reply: Reply) -> Document:
        elements: list[Document] = []
        for alert, url in zip(reply.alerts, reply.urls, strict=True):
            elements += [_plain("⚠ " + "\n".join(alert.lines)), *_opening(alert.id, url)]
        elements += [_plain(text) for text in reply.notices]
        for row in reply.rows:
            elements += [{"tag": "hr"}] if elements else []
            elements += _row(row)
        if not elements:
            elements.append(_plain(reply.heading))
        title = {"tag": "plain_text", "content": reply.heading}
        card = {"config": {"wide_screen_mode": True}, "header": {"title": title}, "elements": elements}
        return {"msg_type": "interactive", "card": card}


def _row(row: ReplyRow) -> list[Document]:
    elements = [_plain(f"{row.id}  {row.title}\n{row.state}")]
    elements.append(_plain(row.summary))
    elements += [_plain(row.raising)] if row.raising else []
    elements += [_plain(f"⚠ Caution: {row.advisory}")] if row.advisory else []
    elements += [_plain(f"1. {row.first_step}")] if row.first_step else []
    elements += [_plain(f"{row.macro_heading}:\n{row.macro}")] if row.macro else []
    return [*elements, *_opening(row.id, row.url)]


def _opening(record_id: str, url: str) -> list[Document]:
    """A button to a page; none where the server does not know its whole address."""
    if not url.startswith(("https://", "http://")):
        return []
    text = {"tag": "plain_text", "content": f"Open {record_id}"}
    return [{"tag": "action", "actions": [{"tag": "button", "text": text, "url": url}]}]


def _plain(text: str) -> Document:
    """Plain text: nothing in it is read as a link, a mention or a style."""
    return {"tag": "div", "text": {"tag": "plain_text", "content": text}}
