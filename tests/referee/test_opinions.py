"""Two readers of one body: what they differ about, where, and that a cheap scan overlooks none of it."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sopkb.load import Base
from sopkb.load.body import parse_body
from sopkb.publish.settings import EXTENSIONS
from sopkb.referee import Kind, opinions_on, ours, theirs
from sopkb.referee.fates import Fate, Leaf, marked
from sopkb.referee.html import tags_in
from sopkb.referee.scan import is_suspect

LINES = """

text one|more text|Title:|1986. year|_em_ x|**Bold:** x|*em* start|`code` line|text  |&amp; x|http://a.b/c|\\# no
## Head two|### Third|#tag|##|## C#|####### seven| ## indented|## Head # two ##
- item|- other item|* star|+ plus|-|- **b** c|- [ ] todo|- 1. both|- > q|- # h|-     code|-two
1. one|2. two|3. three|1. again|10. ten|1) paren|1.|1.x|0. nought
> quote|> more|> - q|> # h|>|> > two|>lazy
```|```bash|~~~|````|---|***|* * *|=|===|- - -
| a | b ||| - | - ||| c | d ||a | b|- | -|| x ||:--
!!! note|??? fold|    indented|  - nested|   three|    - four|\tx
<div>|</div>|<!-- c -->|<br>|[a]: http://x.y/|![a](b.png)|[[SOP-0001]]
"""
FRAGMENTS = sorted(
    {fragment for line in LINES.split("\n") for fragment in line.split("|")} | {"| a | b |", "| - | - |"}
)
PLAIN = ["", "", "text one", "## Head two", "- item", "- other item", "1. one", "2. two", "> quote", "```", "| a | b |"]
"""What most records are made of: with these more often, one document in three passes the scan."""


def differences(text: str, first_line: int = 1) -> list[tuple[Kind, int]]:
    return [(found.kind, found.line) for found in opinions_on(parse_body(text, first_line)).differences]


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(PLAIN) | st.sampled_from([*PLAIN, *FRAGMENTS]), min_size=2, max_size=8))
@example(["| a | b |", "| - | - |", "| c | d |"])
@example(["- item", "", "1. one"])
def test_where_the_scan_suspects_nothing_both_readers_see_the_same(lines: list[str]) -> None:
    text = "\n".join(lines)
    if not is_suspect(text):
        body = marked(text)
        assert ours.read(body) == theirs.read(body)


def test_the_scan_lets_nearly_all_good_records_pass_without_a_second_reading(demo_base: Base) -> None:
    suspects = [record.id for record in demo_base.corpus.all_records() if is_suspect(record.body.text)]
    assert len(suspects) < len(demo_base.corpus.records) / 10


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("text\n\n#NoSpace", [(Kind.HEADING, 3)]),
        ("!!! note\n    ## Steps\n    1. x", [(Kind.HEADING, 2), (Kind.BOX, 3)]),
        ("!!! note\n    One.\n    Two.", [(Kind.BOX, 1)]),
        ("text\n- a\n- b", [(Kind.LIST, 2)]),
        ("text:\n\n- a\n  - b\n- c", [(Kind.LIST, 4)]),
        ("1. a\n\n```\nx\n```\n\n2. b\n3. c", [(Kind.NUMBER, 7)]),
        ("text\n| a | b |\n|---|---|\n| c | d |", [(Kind.TABLE, 2)]),
        ("1. a\n\n   ```\n   x\n   ```\n2. b", [(Kind.LIST, 3)]),
        ("1. a\n\n        x\n\n2. b", []),
        ("1. a\n2. b\n\n- c", [(Kind.LIST, 4)]),
        ("> quote\n> more\n\ntext", []),
        ("Title\n=====\n\ntext", []),
        ("| a | b |\n|---|---|\n| `c` | d |", []),
        ("```\n#tag\n- a\n```\n\n- b\n    - c", []),
        ("<div>\n#tag\n</div>", []),
    ],
)
def test_what_two_readers_differ_about_and_in_which_line(text: str, expected: list[tuple[Kind, int]]) -> None:
    assert differences(text) == expected


def test_lines_are_those_of_the_file() -> None:
    assert differences("text\n- a", first_line=40) == [(Kind.LIST, 41)]
    (found,) = opinions_on(parse_body("text\n- a", 40)).differences
    assert (found.text, found.above) == ("- a", "text")
    assert (found.ours, found.theirs) == (Fate(Leaf.TEXT, ("ul",)), Fate(Leaf.TEXT))


def test_one_cause_is_told_once() -> None:
    nested = "- a\n" + "".join(f"  - b{number}\n" for number in range(30))
    assert differences(nested) == [(Kind.LIST, 2)]


def test_the_referee_reads_with_what_the_site_reads_with_but_for_what_few_others_have() -> None:
    """`sane_lists` is ours: the numbers of another MkDocs begin at 1 again, and that is what X09 tells."""
    names = [name if isinstance(name, str) else next(iter(name)) for name in EXTENSIONS]
    assert set(theirs.EXTENSIONS) <= set(names)
    decoration = {"pymdownx.highlight", "sane_lists", "toc"}
    assert set(names) - set(theirs.EXTENSIONS) == decoration


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("#->|`~!?<>*1.2) \n\t[]ab\ue000\ue001\x02\x03\u2028é0"), max_size=200))
def test_no_text_makes_either_reader_fall_over(text: str) -> None:
    opinions_on(parse_body(text, 1))
    list(tags_in(parse_body(text, 1)))


@pytest.mark.parametrize("unit", ["-\n", "#\n", "> ", "<a ", "<div>\n", "??? x\n", "1. ", "    ", "|", "```\n", "- - "])
def test_a_hostile_body_is_answered(unit: str) -> None:
    """Python-Markdown needs minutes for some of these: it is not asked."""
    opinions_on(parse_body("x\n" + unit * (900_000 // len(unit) // 10), 1))


@pytest.mark.parametrize(
    "hostile", ["- " * 2000 + "x", "\n".join("    " * depth + "1. x" for depth in range(100))], ids=["beside", "below"]
)
def test_a_body_that_is_nested_too_deeply_changes_no_opinion_on_the_next(hostile: str) -> None:
    good = "1. a\n\n        x\n\n2. b"
    before = opinions_on(parse_body(good, 1))
    opinions_on(parse_body(hostile, 1))
    assert opinions_on(parse_body(good, 30)).differences == before.differences == ()


def test_tags_are_found_with_their_lines_and_comments_are_no_tags() -> None:
    text = (
        "a <case-id> b\nc\nd <B>e</B>\n\n<!-- <div> -->\n\n<details>\n<summary>x</summary>\n\n`<p>` <br> <https://a.b>"
    )
    assert list(tags_in(parse_body(text, 10))) == [(10, "case-id"), (12, "b"), (16, "details"), (17, "summary")]


def test_tags_in_tables_and_items_are_found() -> None:
    assert list(tags_in(parse_body("| a |\n|---|\n| <x-y> |\n\n- b\n  <i>c</i>", 1))) == [(3, "x-y"), (6, "i")]
