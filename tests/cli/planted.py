"""Personal data and secrets, invented, each once in every place of a record that can hold a text."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

MIXED = "a1B2c3D4e5F6g7H8"

# By sort: what is planted, and the part of it that must never be printed. Put together here, so that no file of the
# project holds anything with the form of a real key.
SORTS: Mapping[str, Callable[[int], tuple[str, str]]] = {
    "mail": lambda n: (f"ask jane.doe{n}@mail.test", f"jane.doe{n}@"),
    "phone": lambda n: (f"call +999 20 555 {1000 + n}", f"20 555 {1000 + n}"),
    "address": lambda n: (f"from 84.{n // 200 + 31}.{n % 200 + 31}.199", f"84.{n // 200 + 31}.{n % 200 + 31}.199"),
    "staff id": lambda n: (f"staff id 77{n:03d}45", f"77{n:03d}45"),
    "private key": lambda n: (
        f"-----BEGIN PRIVATE KEY-----\ninvented{n}q\n-----END PRIVATE KEY-----",
        f"invented{n}q",
    ),
    "service token": lambda n: ("gh" + f"p_{MIXED}{n:03d}", f"{MIXED}{n:03d}"),
    "web token": lambda n: ("ey" + f"J{MIXED}.{MIXED}.w{n:03d}{MIXED}", f"w{n:03d}{MIXED}"),
    "authorization": lambda n: (f"Authorization: Bearer 8f2c91d0x{n:03d}", f"8f2c91d0x{n:03d}"),
    "cookie": lambda n: (f"JSESSIONID=ab12cd34x{n:03d}", f"ab12cd34x{n:03d}"),
    "password": lambda n: (f"password: tulip{n:03d}garden", f"tulip{n:03d}garden"),
    "secret": lambda n: (f"api_key = zx81zx{n:03d}q", f"zx81zx{n:03d}q"),
    "credentials": lambda n: (f"https://duty:tulip{n:03d}field@kb.example.org/x", f"tulip{n:03d}field"),
    "signature": lambda n: (f"https://kb.example.org/x?X-Amz-Signature=q{n:03d}cd34ef", f"q{n:03d}cd34ef"),
    "card": lambda n: (f"card {_card(n)}", _card(n)[:14]),
    "account": lambda n: (f"account number 48213{n:03d}7", f"48213{n:03d}7"),
    "passport": lambda n: (f"passport number C4X7T{n:03d}K", f"C4X7T{n:03d}K"),
    "birth": lambda n: (f"born on {n % 28 + 1}/{n // 28 % 12 + 1}/1984", f"{n % 28 + 1}/{n // 28 % 12 + 1}/1984"),
    "command": lambda n: (f"mysql -u root -pTulip{n:03d} -h db", f"Tulip{n:03d}"),
    "webhook": lambda n: (
        "https://hooks.slack" + f".com/services/T1A2B3C4D/B1A2B3C4D/{MIXED}x{n:03d}",
        f"{MIXED}x{n:03d}",
    ),
    "one-time code": lambda n: (f"verification code: 482{n:03d}", f"482{n:03d}"),
    "full width": lambda n: (f"ask jane.doe{n:03d}＠mail．test", f"jane.doe{n:03d}＠"),
    "random text": lambda n: (f"{MIXED}k1L2m3N4o5P6{n:03d}", f"k1L2m3N4o5P6{n:03d}"),
}


def _card(n: int) -> str:
    digits = f"453914880343{n:03d}"
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(digits))]
    return digits + str(-sum(number // 10 + number % 10 for number in doubled) % 10)


def _replaced(pattern: str, replacement: str, text: str) -> str:
    changed = re.sub(pattern, lambda _: replacement, text, count=1, flags=re.MULTILINE)
    assert changed != text, pattern
    return changed


def _line(key: str) -> Callable[[str, str], str]:
    return lambda text, datum: _replaced(rf"^{key}: .*$", f"{key}: {json.dumps(datum)}", text)


def _added(lines: str) -> Callable[[str, str], str]:
    """Lines above the changelog; ``{}`` becomes the datum as YAML."""
    return lambda text, datum: text.replace(
        "changelog:\n", lines.replace("{}", json.dumps(datum)) + "\nchangelog:\n", 1
    )


def _below(lines: str) -> Callable[[str, str], str]:
    return lambda text, datum: f"{text}\n{lines.replace('{}', datum)}\n"


PLACES: Mapping[str, Callable[[str, str], str]] = {
    "title": lambda text, datum: _replaced(r"^title: .*$", f"title: {json.dumps('AccessHub: unlock, ' + datum)}", text),
    "summary": _line("summary"),
    "area": _line("area"),
    "status": _line("status"),
    "id": _line("id"),
    "last_reviewed": _line("last_reviewed"),
    "change": lambda text, datum: _replaced(r'change: "[^"]*"', f"change: {json.dumps(datum)}", text),
    "alias": _added("aliases: [{}]"),
    "related": _added("related: [{}]"),
    "harm topic": _added("harm_topics: [{}]"),
    "key": _added("{}: 1"),
    "key given twice": _added("{}: 1\n{}: 2"),
    "anchor": lambda text, datum: text.replace("changelog:\n", f"a: *{datum}\nchangelog:\n", 1),
    "comment": lambda text, datum: text.replace("changelog:\n", f"# {datum!r}\nchangelog:\n", 1),
    "no front matter": lambda text, datum: f"{datum}\n{text}",
    "body": _below("Then {}."),
    "heading": _below("## {}"),
    "step": _below("## Steps\n1. Do {}"),
    "code block": _below("```\n{}\n```"),
    "code span": _below("`{}`"),
    "link": _below("[x]({})"),
    "wiki link": _below("[[{}]]"),
    "anchor of a link": _below("[x](#{})"),
    "image": _below("![{}](x.png)"),
    "raw HTML": _below("<b title='{}'>x</b>"),
    "HTML comment": _below("<!-- {} -->"),
    "table": _below("| a |\n|---|\n| {} |"),
}


@dataclass(frozen=True)
class Plant:
    """One datum in one file: what must not be printed."""

    sort: str
    place: str
    path: str
    datum: str


def plant(root: Path, seed: int) -> list[Plant]:
    """Put a datum into each record of a base, into names of files, ``kb.yml`` and ``tracker.json``.

    Args:
        root: of a generated base; its records are overwritten.
        seed: decides which record gets what.
    """
    files = sorted(root.glob("*/*.md"))
    random.Random(seed).shuffle(files)
    pairs = [(sort, place) for place in PLACES for sort in SORTS]
    random.Random(seed + 1).shuffle(pairs)
    planted = []
    for number, (path, (sort, place)) in enumerate(zip(files, pairs, strict=False)):
        whole, datum = SORTS[sort](number)
        path.write_text(PLACES[place](path.read_text("utf-8"), whole), "utf-8", newline="\n")
        planted.append(Plant(sort, place, f"{root.name}/{path.relative_to(root).as_posix()}", datum))
    number = len(files)
    for sort in ("mail", "password"):
        whole, datum = SORTS[sort](number)
        path = root / "sops" / f"SOP-9{number % 1000:03d}-{whole.replace(': ', '=').replace(' ', '-')}.md"
        path.write_text("No record.\n", "utf-8")
        planted.append(Plant(sort, "name of a file", f"{root.name}/sops/{path.name}", datum))
        number += 1
    whole, datum = SORTS["mail"](number)
    config = root / "kb.yml"
    config.write_text(config.read_text("utf-8") + f"\nadvisory of {whole}: 1\n", "utf-8")
    planted.append(Plant("mail", "kb.yml", f"{root.name}/kb.yml", datum))
    whole, datum = SORTS["phone"](number + 1)
    items = [{"id": "BUG-1", "state": "open", "title": whole}]
    (root / "tracker.json").write_text(json.dumps({"as_of": "2026-11-22T09:00:00Z", "items": items}), "utf-8")
    planted.append(Plant("phone", "tracker.json", f"{root.name}/tracker.json", datum))
    return planted
