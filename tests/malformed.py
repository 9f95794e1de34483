"""Five hundred malformed files, made from healthy records with one seed: what people, editors and merges really do."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping

Mutation = Callable[[str, random.Random], str | bytes]

_FRONT = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)


def malformed_files(healthy: Mapping[str, str], count: int = 500, seed: int = 20261122) -> dict[str, bytes]:
    """Files that must each give at least one finding, by path below ``sop/``.

    Each mutant has a number of its own (from 5000 on) wherever its front matter still lets one be written, so that
    what is found in it is its own fault and not a duplicate id.

    Args:
        healthy: texts of records, by any name.
        count: how many files to make; the hand-made ones come first.
        seed: the same seed gives the same files.
    """
    chance = random.Random(seed)
    sources = [healthy[name] for name in sorted(healthy)]
    files: dict[str, bytes] = {}
    for number in range(count):
        name = f"{5000 + number}"
        if number < len(HAND_MADE):
            content: str | bytes = HAND_MADE[number]
            folder, prefix = "sops", "SOP"
        else:
            mutate = MUTATIONS[number % len(MUTATIONS)]
            text = _renumbered(chance.choice(sources), name)
            folder, prefix = _home(text)
            content = mutate(text, chance)
        raw = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        files[f"{folder}/{prefix}-{name}-mutant.md"] = raw
    return files


def _renumbered(text: str, number: str) -> str:
    return re.sub(r"^id: ([A-Z]{3})-\d{4}", rf"id: \1-{number}", text, count=1, flags=re.MULTILINE)


def _home(text: str) -> tuple[str, str]:
    kind = re.search(r"^kind: (\w+)", text, re.MULTILINE)
    prefix = re.search(r"^id: ([A-Z]{3})-", text, re.MULTILINE)
    assert kind
    assert prefix
    return f"{kind.group(1)}s", prefix.group(1)


def _front_lines(text: str) -> tuple[list[str], str]:
    match = _FRONT.match(text)
    assert match
    return match.group(1).splitlines(), text[match.end() :]


def _join(front: list[str], body: str) -> str:
    return "---\n" + "\n".join(front) + "\n---\n" + body


def _top_level(front: list[str]) -> list[int]:
    return [number for number, line in enumerate(front) if re.match(r"[a-z_]+: \S", line)]


def cut_inside_the_front_matter(text: str, chance: random.Random) -> str:
    front, _ = _front_lines(text)
    return text[: chance.randrange(0, len("---\n" + "\n".join(front)))]


def cut_inside_the_body(text: str, chance: random.Random) -> str:
    last = text.rindex("\n## ")
    return text[: chance.randrange(text.index("\n## "), last)]


def line_twice(text: str, chance: random.Random) -> str:
    front, body = _front_lines(text)
    number = chance.choice(_top_level(front))
    return _join([*front[: number + 1], front[number], *front[number + 1 :]], body)


def line_gone(text: str, chance: random.Random) -> str:
    front, body = _front_lines(text)
    required = ("title", "summary", "status", "area", "owner", "audience", "created", "version", "sensitivity", "kind")
    number = chance.choice([n for n in _top_level(front) if front[n].split(":")[0] in required])
    return _join(front[:number] + front[number + 1 :], body)


def bytes_swapped(text: str, chance: random.Random) -> bytes:
    """Bytes that are no UTF-8, as when a file is saved in another encoding half-way."""
    raw = bytearray(text.encode())
    for _ in range(3):
        raw[chance.randrange(len(raw))] = chance.choice((0x80, 0xC0, 0xFE, 0xFF))
    return bytes(raw)


def control_character(text: str, chance: random.Random) -> str:
    front, body = _front_lines(text)
    number = chance.choice(_top_level(front))
    key, _, value = front[number].partition(": ")
    sign = chance.choice("\x01\x07\x08\x1b\x7f")
    front[number] = f"{key}: {value[:1]}{sign}{value[1:]}"
    return _join(front, body)


def bidirectional_character(text: str, chance: random.Random) -> str:
    sign = chance.choice("\u202a\u202d\u202e\u2066\u2067")
    return re.sub(r'^title: "(.{3})', rf'title: "\g<1>{sign}', text, count=1, flags=re.MULTILINE)


def quote_lost(text: str, chance: random.Random) -> str:
    places = [
        match.start() for match in re.finditer(r'(?<=: )"(?=.*":? *$)', text[: text.index("\n---\n", 3)], re.MULTILINE)
    ]
    quoted = [at for at in places if ": " in text[at : text.index("\n", at)]] or places[:1]
    at = chance.choice(quoted)
    end = text.index('"', at + 1)
    return text[:end] + text[end + 1 :]


def bracket_lost(text: str, chance: random.Random) -> str:
    front, body = _front_lines(text)
    number = chance.choice([n for n, line in enumerate(front) if re.fullmatch(r"[a-z_]+: \[.*\]", line)])
    front[number] = front[number][:-1]
    return _join(front, body)


def tab_for_spaces(text: str, chance: random.Random) -> str:
    front, body = _front_lines(text)
    number = chance.choice([n for n, line in enumerate(front) if line.startswith("  - ")])
    front[number] = "\t" + front[number].lstrip()
    return _join(front, body)


def other_encoding(text: str, chance: random.Random) -> bytes:
    return text.replace("## ", "## \u00fc", 1).encode(
        chance.choice(("utf-16", "utf-16-be", "latin-1", "utf-32")), "replace"
    )


def nested_deep(text: str, chance: random.Random) -> str:
    front, body = _front_lines(text)
    depth = chance.choice((15, 60, 5000))
    opening, closing = chance.choice((("[", "]"), ("{a: ", "}"), ("- ", "")))
    value = opening * depth + "x" + closing * depth
    return _join([*front, "aliases: " + value if opening != "- " else "aliases:\n  " + value], body)


def quotes_gone(text: str, chance: random.Random) -> str:
    return re.sub(r'^(version|created|last_reviewed): "(.*)"$', r"\1: \2.", text, flags=re.MULTILINE)


def dates_unquoted(text: str, chance: random.Random) -> str:
    return re.sub(r'^created: "(.*)"$', r"created: \1", text, flags=re.MULTILINE)


def key_misspelt(text: str, chance: random.Random) -> str:
    front, body = _front_lines(text)
    number = chance.choice(_top_level(front))
    key, _, rest = front[number].partition(":")
    at = chance.randrange(len(key))
    front[number] = f"{key[:at]}{key[at]}{key[at]}{key[at + 1 :]}:{rest}"
    return _join(front, body)


def word_out_of_its_vocabulary(text: str, chance: random.Random) -> str:
    name = chance.choice(("status", "area", "owner", "kind", "sensitivity"))
    return re.sub(rf"^({name}): .*$", r"\1: something else", text, count=1, flags=re.MULTILINE)


def heading_changed(text: str, chance: random.Random) -> str:
    heading = chance.choice(re.findall(r"^## (.*)$", text, re.MULTILINE))
    return text.replace(f"\n## {heading}\n", f"\n## {chance.choice(('The ', 'A ', '1. '))}{heading.lower()}\n", 1)


def link_to_nowhere(text: str, chance: random.Random) -> str:
    link = chance.choice(
        ("[[SOP-9999]]", "[x](../nowhere.md)", "WKA-9999", "![ ](none.png)", "http://[x", "[x](#none-such)")
    )
    return f"{text}\n{link}\n"


def merge_conflict(text: str, chance: random.Random) -> str:
    front, body = _front_lines(text)
    number = chance.choice(_top_level(front))
    line = front[number]
    conflict = ["<<<<<<< HEAD", line, "=======", line + " x", ">>>>>>> branch"]
    return _join(front[:number] + conflict + front[number + 1 :], body)


def target_of_another_kind(text: str, chance: random.Random) -> str:
    front, body = _front_lines(text)
    return _join([*(line for line in front if not line.startswith("supersedes:")), "supersedes: [MAC-9999]"], body)


MUTATIONS: tuple[Mutation, ...] = (
    cut_inside_the_front_matter,
    cut_inside_the_body,
    line_twice,
    line_gone,
    bytes_swapped,
    control_character,
    bidirectional_character,
    quote_lost,
    bracket_lost,
    tab_for_spaces,
    other_encoding,
    nested_deep,
    quotes_gone,
    dates_unquoted,
    key_misspelt,
    word_out_of_its_vocabulary,
    heading_changed,
    link_to_nowhere,
    merge_conflict,
    target_of_another_kind,
)


def _bomb() -> Iterator[str]:
    yield "a0: &a0 [x, x, x, x, x, x, x, x, x]"
    for level in range(1, 12):
        yield f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]"


HAND_MADE: tuple[str | bytes, ...] = (
    "",
    "\n\n\n",
    "\ufeff",
    "---",
    "---\n",
    "---\n---\n",
    "---\n---\n## Steps\n1. x\n",
    "----\nid: SOP-5007\n----\n",
    "+++\ntitle = 'toml'\n+++\n",
    '{"id": "SOP-5009"}\n',
    "<!doctype html><title>x</title>\n",
    "---\n[]\n---\n",
    "---\nnull\n---\n",
    "---\njust a sentence\n---\n",
    "---\n- id: SOP-5014\n---\n",
    "---\n? [id]\n: SOP-5015\n---\n",
    "---\nid: &id SOP-5016\nkind: *id\n---\n",
    "---\nid: !!python/object/apply:os.system [ls]\n---\n",
    "---\n<<: {id: SOP-5018}\n---\n",
    "---\n%YAML 9.9\n---\n",
    "---\nid: [[[[[[[[[[[[[[[[SOP-5020]]]]]]]]]]]]]]]]\n---\n",
    f"---\n{chr(10).join(_bomb())}\n---\n",
    "---\nid: &a [*a]\n---\n",
    "---\n" + "".join(f"k{n}: {n}\n" for n in range(5000)) + "---\n",
    "---\nid: SOP-5024\nkind: sop\n" + "x: |\n" + "  text\n" * 20_000 + "---\n",
    "---\nid: SOP-5025\n---\n" + "## Steps\n" * 5000,
    "---\nid: SOP-5026\n---\n" + "[" * 50_000,
    "---\nid: SOP-5027\n---\n" + "`" * 50_000,
    "---\nid: SOP-5028\n---\n" + "> " * 5000 + "x",
    "---\nid: SOP-5029\n---\n" + "- " * 5000 + "x",
    "---\nid: 5030\nkind: 7\nstatus: yes\nversion: 1.0\n---\n",
    "---\nid: SOP-5031\nkind: [sop, macro]\n---\n",
    "---\nid: SOP-5032\nkind: sop\nstatus: {a: b}\nchangelog: x\nroute: 5\nsymptoms: {a: [1]}\nwaive: [[]]\n---\n",
    '---\nid: "SOP-5033\\u0000"\nkind: "s\\x1bop"\n---\n',
    "---\nid: SOP-5034\nkind: sop\nlast_reviewed: '9999-12-31'\nreview_days: 99999999999999999\n---\n",
    "---\nid: TRB-5035\nkind: troubleshooter\nnodes: [{id: a, answers: [{goto: a}]}, {id: a}, 5, {answers: {}}]\n---\n",
    "---\nid: ONB-5036\nkind: track\nmodules: [{records: [{id: [x], at_major: {}}, 5]}, 7]\nquiz: [[[]]]\n---\n",
    b"\xff\xfe---\x00",
    b"---\nid: \xc3\x28\n---\n",
    b"\x7fELF\x02\x01\x01\x00",
    b"PK\x03\x04\x14\x00",
    b"---\r\nid: SOP-5041\r\n---\r\n",
    b"---\rid: SOP-5042\r---\r",
    "---\nid: SOP-5043\u2028kind: sop\n---\n",
    "\u200b---\nid: SOP-5044\n---\n",
    " ---\nid: SOP-5045\n---\n",
    "---\n\u00a0id: SOP-5046\n---\n",
    "---\n“id”: SOP-5047\n---\n",
    "---\nid： SOP-5048\n---\n",
    "x" * 999_999,
)
