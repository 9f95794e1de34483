"""Chat: requests as the platforms send them, signed with secrets of the tests."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import httpx2 as httpx
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7
from tests.serve.conftest import PATIENCE, running

from sopkb.core.load import Base
from sopkb_serve.app import create_app
from sopkb_serve.chat import platforms
from sopkb_serve.chat.reply import Reply, ReplyRow
from sopkb_serve.knowledge import Knowledge
from sopkb_serve.settings import ServerSettings

SLACK = "test-signing-secret"
LARK = "test-encrypt-key"
WALL = 1_795_000_000.0
SITE = "https://kb.example.org/"


@pytest.fixture(scope="module")
def chat(knowledge_of: Callable[[], Knowledge]) -> Iterator[httpx.Client]:
    secrets = {"KB_SLACK_SIGNING_SECRET": SLACK, "KB_LARK_ENCRYPT_KEY": LARK}
    app = create_app(knowledge_of(), ServerSettings(address=SITE), chat=platforms(secrets, lambda: WALL))
    with running(app) as address, httpx.Client(base_url=address, timeout=PATIENCE) as client:
        yield client


def slack(
    client: httpx.Client, text: str, *, at: float = WALL, secret: str = SLACK, body: bytes = b""
) -> httpx.Response:
    body = (
        body or urlencode({"command": "/kb", "text": text, "user_id": "U1", "response_url": "https://x.test"}).encode()
    )
    signature = hmac.new(secret.encode(), f"v0:{int(at)}:".encode() + body, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": str(int(at)),
        "X-Slack-Signature": f"v0={signature}",
    }
    return client.post("/chat/slack", content=body, headers=headers)


def lark(client: httpx.Client, event: dict[str, Any], *, encrypted: bool = True, at: float = WALL) -> httpx.Response:
    plain = json.dumps(event).encode()
    body = json.dumps({"encrypt": sealed(plain)}).encode() if encrypted else plain
    signature = hashlib.sha256(f"{int(at)}nonce{LARK}".encode() + body).hexdigest()
    headers = {
        "X-Lark-Request-Timestamp": str(int(at)),
        "X-Lark-Request-Nonce": "nonce",
        "X-Lark-Signature": signature,
    }
    return client.post("/chat/lark", content=body, headers=headers)


def sealed(plain: bytes) -> str:
    padder = PKCS7(128).padder()
    vector = bytes(range(16))
    closing = Cipher(algorithms.AES(hashlib.sha256(LARK.encode()).digest()), modes.CBC(vector)).encryptor()
    return base64.b64encode(
        vector + closing.update(padder.update(plain) + padder.finalize()) + closing.finalize()
    ).decode()


def message(text: str, chat_type: str = "group") -> dict[str, Any]:
    return {
        "schema": "2.0",
        "header": {"event_type": "im.message.receive_v1", "event_id": "e1"},
        "event": {"message": {"message_type": "text", "chat_type": chat_type, "content": json.dumps({"text": text})}},
    }


def texts(document: object) -> list[str]:
    """Every text of a document, in order."""
    if isinstance(document, str):
        return [document]
    values = document.values() if isinstance(document, dict) else document if isinstance(document, list) else ()
    return [text for value in values for text in texts(value)]


def test_slack_shows_the_first_three_with_state_first_step_and_a_reply_to_copy(chat: httpx.Client) -> None:
    answer = slack(chat, "black screen sound ok").json()
    assert answer["response_type"] == "ephemeral", "only who asked sees it"
    said = "\n".join(texts(answer["blocks"]))
    assert said.index("WKA-0002") < said.index("TRB-0001")
    assert f"<{SITE}WKA-0002.html" in said
    assert "`LIVE (until 2026-12-02 09:00 UTC)`" in said
    assert "\n1. " in said
    assert "Reply MAC-0002 (The user does it); fill in first: {issue_summary}, {next_update_utc}:\n```" in said
    assert "\n\n1. Turn on Settings &gt; Playback &gt; Compatibility mode.\n2. Reload the task once.\n\n" in said
    assert "Reference: WKA-0002." in said
    assert "Link WKA-0002" not in said, "what an agent does is not said to a user"


def test_a_record_whose_steps_an_agent_does_gets_a_reply_without_steps(chat: httpx.Client) -> None:
    for answer in (slack(chat, "WKA-0006").json(), lark(chat, message("/kb WKA-0006")).json()):
        said = "\n".join(texts(answer))
        assert "Reply MAC-0002 (We did it); fill in first: {issue_summary}, {what_we_did}, {next_update_utc}" in said
        assert "Intake &gt; Off" not in said
        assert "{steps}" not in said


@pytest.mark.parametrize("text", ["x" * 3000, "Run ```ls``` please."])
def test_a_reply_that_slack_would_cut_or_change_is_left_on_its_page(text: str) -> None:
    row = ReplyRow("WKA-0001", "Title", SITE + "WKA-0001.html", "LIVE", "Do it.", macro=text, macro_id="MAC-0001")
    (slack_bot,) = platforms({"KB_SLACK_SIGNING_SECRET": SLACK}, lambda: WALL)
    said = texts(slack_bot.write(Reply("black screen", rows=(row,), total=1)))
    assert f"Reply MAC-0001: copy it on <{SITE}WKA-0001.html|the page of WKA-0001>" in said
    assert not any("ls" in each or "xxx" in each for each in said)


def test_lark_gets_a_card_for_a_mention_of_the_command(chat: httpx.Client) -> None:
    for encrypted in (True, False):
        answer = lark(chat, message("@_user_1 /kb black screen sound ok"), encrypted=encrypted).json()
        said = "\n".join(texts(answer))
        assert answer["msg_type"] == "interactive"
        assert "WKA-0002  Clip Player" in said
        assert f"{SITE}WKA-0002.html" in said


def test_lark_hears_only_what_is_said_to_it(chat: httpx.Client) -> None:
    assert lark(chat, message("black screen")).json() == {}
    assert lark(chat, message("black screen", "p2p")).json()["msg_type"] == "interactive"
    assert lark(chat, {"type": "url_verification", "challenge": "abc", "token": "t"}).json() == {"challenge": "abc"}


def test_a_sensitive_record_is_told_by_its_instruction_then_its_advisory_and_no_steps(
    chat: httpx.Client, demo_base: Base
) -> None:
    record = demo_base.corpus.by_id["ESC-0004"]
    for answer in (slack(chat, "ESC-0004").json(), lark(chat, message("/kb ESC-0004")).json()):
        said = "\n".join(texts(answer))
        advisory = demo_base.config.advisory(record.meta.texts("harm_topics"))
        order = [record.summary, "Raise it: Ticket", "answers within 10 minutes", f"Caution: {advisory}"]
        assert sorted(order, key=said.index) == order, "who must act must not look for it behind a warning"


def test_a_dead_exact_match_is_said_and_has_no_steps(chat: httpx.Client, demo_base: Base) -> None:
    dead = next(record for record in demo_base.corpus.records if record.is_retired and record.steps)
    said = "\n".join(texts(slack(chat, dead.id).json()))
    assert f"{dead.id} is not needed any more" in said
    assert dead.steps[0].text not in said


def test_nothing_typed_gives_help_and_nothing_found_says_so(chat: httpx.Client) -> None:
    assert "/kb black screen" in slack(chat, " ").json()["text"]
    assert "No record answers this" in slack(chat, "zzqq xxyy wwvv").json()["text"]
    close = slack(chat, "zzqq xxyy wwvv screen").json()
    assert "these are not answers, only the closest" in close["text"]
    assert any("WKA-" in text for text in texts(close))
    assert slack(chat, "", body=b"ssl_check=1&token=x").json() == {}


@pytest.mark.parametrize("at", [WALL - 301, WALL + 301])
def test_a_request_that_was_recorded_cannot_be_sent_again_later(chat: httpx.Client, at: float) -> None:
    assert slack(chat, "black screen", at=at).status_code == 401
    assert lark(chat, message("/kb x"), at=at).status_code == 401


def test_a_forged_signature_is_refused_without_a_word_about_why(chat: httpx.Client) -> None:
    forged = slack(chat, "black screen", secret="guessed")
    unsigned = chat.post("/chat/slack", content=b"text=x")
    odd = {b"X-Lark-Signature": "ü".encode("latin-1"), b"X-Lark-Request-Timestamp": "١".encode()}
    strange = chat.post("/chat/lark", content=b"{}", headers=odd)
    assert [answer.status_code for answer in (forged, unsigned, strange)] == [401, 401, 401]
    assert forged.json() == unsigned.json() == strange.json()


@pytest.mark.parametrize(
    "event",
    [[], {"encrypt": "AAAA"}, {"encrypt": "!"}, {"header": {"event_type": "im.message.receive_v1"}}, {"header": 1}],
)
def test_a_body_of_another_form_is_a_fault_of_the_client(chat: httpx.Client, event: Any) -> None:
    assert lark(chat, event, encrypted=False).status_code == 400


def test_a_body_that_is_no_utf_8_is_a_fault_of_the_client(chat: httpx.Client) -> None:
    assert slack(chat, "", body=b"\xff\xfe=1").status_code == 400


def test_markup_of_slack_in_a_question_or_a_record_stays_text(chat: httpx.Client) -> None:
    said = "\n".join(texts(slack(chat, "<!channel> <https://evil.test|click> queue empty").json()["blocks"]))
    assert "<!channel>" not in said
    assert "<https://evil" not in said


def test_a_platform_without_a_secret_has_no_address(address: str) -> None:
    assert httpx.post(f"{address}/chat/slack", content=b"text=x", timeout=PATIENCE).status_code == 404
    assert platforms({"KB_SLACK_SIGNING_SECRET": ""}, time.time) == ()
