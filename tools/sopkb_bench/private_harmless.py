"""Lines that look private and are not: placeholders, addresses of nobody, versions, digests, numbers of things."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from sopkb_bench.dice import Dice

_DOMAINS = ("harbormail.de", "quillpost.com")
_ROLES = ("support", "noreply", "security", "it-helpdesk", "billing", "oncall", "press", "kontakt")
_EXAMPLES = ("example.com", "mail.example.org", "host.invalid", "corp.example")
_HEX = "0123456789abcdef"


def _some(dice: Dice, count: int, of: str = _HEX) -> str:
    return "".join(dice.pick(of) for _ in range(count))


def _byte(dice: Dice) -> int:
    return dice.between(0, 255)


HARMLESS: Mapping[str, Callable[[Dice], str]] = {
    "address inside a house": lambda d: d.pick(
        (
            f"10.{_byte(d)}.{_byte(d)}.{_byte(d)}",
            f"192.168.{_byte(d)}.{_byte(d)}",
            f"172.{d.between(16, 31)}.{_byte(d)}.{_byte(d)}",
            f"169.254.{_byte(d)}.{_byte(d)}",
            f"127.0.0.{_byte(d)}",
            f"fe80::{_some(d, 4)}:{_some(d, 4)}",
            f"fd{_some(d, 2)}:{_some(d, 4)}::{_some(d, 2)}",
            f"100.{d.between(64, 127)}.{_byte(d)}.{_byte(d)}",
            f"198.51.100.{_byte(d)}",
            f"84.{_byte(d)}.0.0/16",
        )
    ),
    "mailbox of a role": lambda d: f"{d.pick(_ROLES)}@{d.pick(_DOMAINS)}",
    "mailbox of an example": lambda d: f"{d.pick(('jane', 'user', 'm.lee'))}@{d.pick(_EXAMPLES)}",
    "placeholder": lambda d: d.pick(
        (
            "password: <password>",
            "PASSWORD=$DB_PASSWORD",
            "token: {{ token }}",
            "api_key = YOUR_API_KEY",
            "secret: xxxxxxxx",
            "Authorization: Bearer <token>",
            "mysql -u root -p$PASS",
            "curl -u user:password https://a.example.org",
            "postgres://user:pass@localhost/db",
            "password: changeme",
            "senha: <senha>",
            "密码：<密码>",
            "PIN: 1234",
            "sk_test_xxxxxxxxxxxxxxxxxxxx",
            "ghp_XXXXXXXXXXXXXXXXXXXX",
            "AKIAIOSFODNN7EXAMPLE",
        )
    ),
    "prose": lambda d: d.pick(
        (
            "password: reset it in AccessHub",
            "The token is valid for 15 minutes",
            "Ask for the API key in the vault",
            "The secret is kept by the duty lead",
            "Die Kundennummer steht auf der Rechnung",
            "El PIN se envía por SMS",
            "密码过期后请重置",
            "Look at the page at docs dot",
            "no passport is needed",
        )
    ),
    "digest or id": lambda d: d.pick(
        (
            _some(d, 40),
            _some(d, 64),
            f"sha256:{_some(d, 64)}",
            "-".join(_some(d, n) for n in (8, 4, 4, 4, 12)),
            f"trace={_some(d, 16)}",
        )
    ),
    "version or date": lambda d: d.pick(
        (
            f"version 5.{d.between(0, 29)}.{d.between(0, 29)}.1",
            f"2026-{d.between(1, 12):02}-{d.between(1, 28):02}T10:00:00Z",
            f"1732{_some(d, 9, '0123456789')}",
            f"v1.{d.between(0, 40)}.0-rc{d.between(1, 9)}",
        )
    ),
    "number of a thing": lambda d: d.pick(
        (
            f"order 45{_some(d, 8, '0123456789')}",
            f"case id 138{_some(d, 8, '0123456789')}",
            f"WKA-{_some(d, 4, '0123456789')}",
            f"BUG-{_some(d, 5, '0123456789')}",
            f"port {d.between(1024, 65535)}",
        )
    ),
    "address in the web": lambda d: (
        f"https://kb.example.org/{d.pick(('d', 'blob', 'folders'))}/{_some(d, 40, _HEX + 'GHJKLmnpqrstuvwxyz')}/view"
    ),
}
"""By what it is, how a line of it is made."""


def harmless_lines(count: int, seed: str) -> Iterator[tuple[str, str]]:
    """So many lines of every kind, each with what it is.

    Args:
        count: of each kind.
        seed: the same one gives the same lines.
    """
    for kind, make in HARMLESS.items():
        dice = Dice(f"{seed} {kind}")
        for _ in range(count):
            yield kind, f"{dice.pick(('See', 'Then open', '-', '>', '| a |'))} {make(dice)}"
