"""Links and images: to records, to assets, to plain words."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import DEMO_NOW
from tests.importing.conftest import Workshop, errors_of, faults_of

from sopkb.lint.check import check_base
from sopkb_import.assets import LARGEST_ASSET
from sopkb_import.mapping import parse_mapping

PNG = b"\x89PNG\r\n\x1a\n one"
OTHER = "# Other\n\n## Meaning\n\nIt is.\n\n## Diagnosis\n\n### Slow *disk*\n\nLook.\n\n## Mitigation\n"


def body_with(workshop: Workshop, text: str, files: dict[str, str | bytes] | None = None) -> str:
    """The body's first section of ``team/doc.md``, whose record is SOP-0002; ``team/b-other.md`` is SOP-0001."""
    workshop.run({"team/b-other.md": OTHER, "team/doc.md": f"# Doc\n\n{text}\n", **(files or {})})
    base = workshop.load()
    assert faults_of(base) == []
    assert errors_of(base) == []
    return workshop.body("SOP-0002").removeprefix("## When to use\n\n")


def troubles(workshop: Workshop, text: str) -> list[str]:
    report = workshop.run({"team/b-other.md": OTHER, "team/doc.md": f"# Doc\n\n{text}\n"})
    return [trouble for document in report.documents for trouble in (*document.broken_links, *document.missing_images)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a *b*](b-other.md)", "[a *b*](SOP-0001-other.md)"),
        ("[a](./b-other.md 'Title')", "[a](SOP-0001-other.md 'Title')"),
        ("[a](<../team/b-other.md>)", "[a](SOP-0001-other.md)"),
        ("[a](/team/b-other.md?x=1)", "[a](SOP-0001-other.md)"),
        ("[a](b-other)", "[a](SOP-0001-other.md)"),
        ("[a](../b-other/)", "[a](SOP-0001-other.md)"),
        ("[a](.\\b-other.md)", "[a](SOP-0001-other.md)"),
        ("[a](b%2Dother.md)", "[a](SOP-0001-other.md)"),
        ("[a](b-other.md#slow-disk)", "[a](SOP-0001-other.md#slow-disk)"),
        ("[a](b-other.md#diagnosis)", "[a](SOP-0001-other.md#diagnosis)"),
        ("[a](b-other.md#meaning)", "[a](SOP-0001-other.md#when-to-use)"),
        ("[a](b-other.md#Meaning)", "[a](SOP-0001-other.md#when-to-use)"),
        ("[a](b-other.md#other)", "[a](SOP-0001-other.md#when-to-use)"),
        ("[a](b-other.md#mitigation)", "[a](SOP-0001-other.md)"),
        ('[a]({{< ref "b-other" >}})', "[a](SOP-0001-other.md)"),
        ('[a]({{< relref "/docs/B-Other.md#slow-disk" >}})', "[a](SOP-0001-other.md#slow-disk)"),
        (
            "[[b-other]] and [[B-OTHER|the *other*]]",
            "[b-other](SOP-0001-other.md) and [the \\*other\\*](SOP-0001-other.md)",
        ),
        ("> [a\n> b](b-other.md)", "> [a\n> b](SOP-0001-other.md)"),
        ("| x |\n|---|\n| [a](b-other.md) |", "| x |\n|---|\n| [a](SOP-0001-other.md) |"),
        ("[a][o], [o][], [o]\n\n[o]: b-other.md 'T'", "[a][o], [o][], [o]\n\n[o]: SOP-0001-other.md 'T'"),
        ("[a](link:https://x.example/)", "[a](https://x.example/)"),
        ("[a](//x.example/y)", "[a](https://x.example/y)"),
        (
            "[a](https://x.example/b-other.md) <https://y.example>",
            "[a](https://x.example/b-other.md) <https://y.example>",
        ),
        ("`[a](b-other.md)` [a](b-other.md)", "`[a](b-other.md)` [a](SOP-0001-other.md)"),
        ("\\[a](b-other.md) [a](b-other.md)", "\\[a](b-other.md) [a](SOP-0001-other.md)"),
    ],
)
def test_a_link_leads_to_the_record_its_document_became(workshop: Workshop, text: str, expected: str) -> None:
    assert body_with(workshop, text) == expected


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("[a `b`](gone.md)", "a `b`", "no such file in the folder"),
        ("[a](../../etc/passwd)", "a", "it leads out of the folder"),
        ("[a](file:///etc/passwd)", "a", "an address that a page must not carry"),
        ("[a](javascript:alert(1))", "a", "an address that a page must not carry"),
        ("[a](data:text/html,x)", "a", "an address that a page must not carry"),
        ("[a](#nowhere)", "a", "no heading #nowhere"),
        ("[a]()", "a", "no address"),
        ("[a](b-other.md#nowhere)", "[a](SOP-0001-other.md)", "no heading #nowhere there; it leads to the record"),
        ("[a][o]\n\n[o]: gone.md", "a\n\n[o]: #", "no such file"),
        ("![a screen](gone.png)", "a screen", "no such file"),
        ("[](gone.md)", "`gone.md`", "no such file"),
        ("[[Gone page]]", "Gone page", "no document of that name"),
        ("[[SOP-0077]]", "SOP\\-0077", "no document of that name"),
        ("[a](b-other.txt)", "a", "no such file"),
    ],
)
def test_a_link_that_leads_nowhere_becomes_its_words_and_is_reported(
    workshop: Workshop, text: str, expected: str, why: str
) -> None:
    assert body_with(workshop, text) == expected
    assert why in troubles(workshop, text)[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[# a](gone.md)", "\\# a"),
        ("[---](gone.md)", "\\---"),
        ("[- a](gone.md)", "\\- a"),
        ("[1. a](gone.md)", "1\\. a"),
        ("[> a](gone.md)", "\\> a"),
        ("x [# a](gone.md)", "x # a"),
        ("x\n[===](gone.md)", "x\n\\==="),
        ("> x\n[](gone.md)\nTitle\n===", "> x\n`gone.md`\nTitle\n==="),
    ],
)
def test_words_that_lose_their_link_do_not_become_something_else(workshop: Workshop, text: str, expected: str) -> None:
    assert body_with(workshop, text) == expected


def test_anchors_in_the_same_document_follow_their_headings(workshop: Workshop) -> None:
    text = (
        "[m](#meaning) [f](#the-fix) [n](#named) [g](#given) [u](#user-content-more--less) [s](#part-1) [e](#impact)"
        "\n\n"
        "## Meaning\n\na\n\n## The fix\n\nb\n\n### Part\n\nc\n\n### Part\n\nd\n\n## More & less\n\ne\n\n"
        '<a name="named"></a>\n## Notes\n\nf\n\n## Links {#given}\n\ng\n\n## Impact\n'
    )
    mapping = parse_mapping("headings: {The fix: Steps}", "m.yml", "sop")
    report = workshop.run({"team/doc.md": f"# Doc\n\n{text}"}, mapping=mapping)
    first = workshop.body("SOP-0001").split("\n\n")[1]
    assert first == ("[m](#meaning) [f](#steps) [n](#notes) [g](#links) [u](#more-less) [s](#part_1) [e](#when-to-use)")
    assert report.documents[0].broken_links == ()
    assert errors_of(workshop.load()) == []


def test_another_teams_ids_are_not_taken_for_ours(workshop: Workshop) -> None:
    text = (
        "See SOP-0001, [SOP-0001](gone.md), [SOP-0001], [x [SOP-0001]](https://wiki.example/SOP-0001), `SOP-0001` and "
        "`a\nSOP-0001`.\n\n[SOP-0001]: https://wiki.example/SOP-0001"
    )
    assert body_with(workshop, text) == (
        "See SOP\\-0001, SOP\\-0001, [SOP\\-0001], [x [SOP\\-0001]](https://wiki.example/SOP-0001), `SOP-0001` and "
        "`a\nSOP-0001`.\n\n[SOP\\-0001]: https://wiki.example/SOP-0001"
    )
    assert workshop.load().corpus.by_id["SOP-0002"].body.links[0].target == "https://wiki.example/SOP-0001"


def test_a_shells_test_is_not_the_name_of_a_page(workshop: Workshop) -> None:
    assert body_with(workshop, "Run [[ -f x ]] first.") == "Run \\[\\[ -f x \\]\\] first."


def test_links_to_what_did_not_become_a_record_say_so(workshop: Workshop) -> None:
    workshop.write({"team/empty.md": "# Only a title\n", "team/binary.md": b"\0"})
    assert troubles(workshop, "[a](empty.md) [b](binary.md)") == [
        "[a](empty.md): that document did not become a record",
        "[b](binary.md): that document did not become a record",
    ]


def test_a_link_to_a_folder_leads_to_its_page(workshop: Workshop) -> None:
    files: dict[str, str | bytes] = {"team/part/_index.md": "---\ntitle: The part\n---\n\nAbout it.\n"}
    expected = "[a](SOP-0003-the-part-imported-from-index-md.md)"
    body = body_with(workshop, "[a](part/)", files)
    assert body.startswith("[a](SOP-0003-the-part")
    assert expected[:20] == body[:20]


def test_addresses_of_the_collection_itself_are_links_into_it(workshop: Workshop) -> None:
    mapping = parse_mapping("own_addresses: ['https://code.example/runbooks/main']", "m.yml", "sop")
    text = "# Doc\n\n[a](https://code.example/runbooks/main/team/b-other.md#meaning) [b](https://code.example/other)\n"
    workshop.run({"team/b-other.md": OTHER, "team/doc.md": text}, mapping=mapping)
    assert "[a](SOP-0001-other.md#when-to-use) [b](https://code.example/other)" in workshop.body("SOP-0002")


def test_images_come_along_once_under_a_safe_name(workshop: Workshop) -> None:
    files: dict[str, str | bytes] = {"team/img/Plan (1).PNG": PNG, "team/two.png": PNG, "team/img/two.png": PNG + b"2"}
    text = "![a](<img/Plan (1).PNG>) ![b](two.png) ![c](img/two.png) [d](two.png) ![[Plan (1).png]]"
    body = body_with(workshop, text, files)
    first, other = "../assets/plan-6473571dbff6.png", "../assets/two-0bc69fb6ade5.png"
    assert body == f"![a]({first}) ![b]({first}) ![c]({other}) [d]({first}) ![Plan (1).png]({first})"
    assets = {name: content for name, content in workshop.files().items() if name.startswith("assets/")}
    assert assets == {first[3:]: PNG, other[3:]: PNG + b"2"}


def test_images_that_must_not_come_are_reported(workshop: Workshop, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(PNG)
    workshop.write({"team/a.svg": "<svg onload='x()'/>", "team/b.html": "<p>", "team/c.svg": "<svg><path/></svg>"})
    workshop.write({"team/huge.png": b"\0" * (LARGEST_ASSET + 1)})
    (workshop.source / "team/out.png").symlink_to(tmp_path / "secret.png")
    text = "![a](a.svg) [b](b.html) ![c](c.svg) ![o](out.png) ![h](huge.png) ![s](../../secret.png)"
    report = workshop.run({"team/doc.md": f"# Doc\n\n{text}\n"})
    assert report.documents[0].missing_images == (
        "![a](a.svg): the SVG holds scripts",
        "![o](out.png): it leads out of the folder",
        "![h](huge.png): it is larger than 10 MB",
        "![s](../../secret.png): it leads out of the folder",
    )
    assert report.documents[0].broken_links == ("[b](b.html): it is no image; attach it by hand",)
    assert [name[:9] for name in workshop.files() if name.startswith("assets")] == ["assets/c-"]
    assert PNG not in workshop.files().values()


def test_a_picture_that_no_page_shows_comes_only_where_the_base_lists_it(workshop: Workshop) -> None:
    files = {"team/doc.md": "# Doc\n\n![c](c.svg)\n", "team/c.svg": "<svg><path/></svg>"}
    assert workshop.run(files).documents[0].missing_images == ()
    assert not [each for each in check_base(workshop.load(), DEMO_NOW) if each.code == "S06"]
    config = workshop.base / "kb.yml"
    config.write_text(config.read_text("utf-8").replace("attachments: [assets/]", "attachments: []"), "utf-8")
    (found,) = (each for each in check_base(workshop.load(), DEMO_NOW) if each.code == "S06")
    (workshop.base.parent / found.path).unlink()
    report = workshop.run({"team/doc.md": "# Doc\n\nMore. ![c](c.svg)\n"})
    assert report.documents[0].missing_images == (
        "![c](c.svg): no page shows it; list `assets/` under `policy.attachments` in kb.yml to keep it",
    )


def test_an_image_inside_a_link_is_found_with_it(workshop: Workshop) -> None:
    body = body_with(workshop, "[![i](i.png)](b-other.md) [![j](j.png) k](gone.md)", {"team/i.png": PNG})
    assert body.endswith("(SOP-0001-other.md) j k")


HOSTILE = ("[" * 3000, "[a](b" * 3000, "` `` " * 9000, "<a " * 9000, "{{< a" + " " * 90000, "<!--" * 9000, "\n" * 90000)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_text_that_would_keep_a_careless_parser_busy_for_ever_is_imported(workshop: Workshop, text: str) -> None:
    report = workshop.run({"a/b.md": f"x {text}x"})
    assert len(report.documents) == 1
