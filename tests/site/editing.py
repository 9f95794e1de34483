"""A small project, and what people do to it: what a build keeps from before is compared with one from scratch."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.site.small_base import record_text, write_base

SETTINGS = (
    "site_name: Small\nsite_url: https://kb.example.org/\nrepo_url: https://git.example.org/kb\n"
    "theme: {name: material, font: false}\nuse_directory_urls: false\nplugins: [search, sopkb]\n"
    "markdown_extensions: [admonition, pymdownx.details, pymdownx.superfences, sane_lists, tables, toc]\n"
)


def contents(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def differing(one: Path, other: Path) -> list[str]:
    first, second = contents(one), contents(other)
    return sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))


def write_small(folder: Path) -> Path:
    """Write a project: records of most kinds that point at each other, two hand-written pages, settings."""
    body = "## Steps\n\n1. See [[SOP-0002]] and ![shot](shot.png). **Check:** done.\n\n```\ncode\n```\n"
    files: dict[str, str | bytes] = {
        "sops/SOP-0001-a.md": record_text(body),
        "sops/SOP-0002-b.md": record_text(id="SOP-0002", title="Another title of some length", related=["SOP-0001"]),
        "sops/shot.png": b"\x89PNG",
        "workarounds/WKA-0001-c.md": record_text(kind="workaround", overrides=["SOP-0001"], summary="See SOP-0002."),
        "escalations/ESC-0001-d.md": record_text(kind="escalation"),
        "macros/MAC-0001-e.md": record_text(kind="macro"),
        "troubleshooters/TRB-0001-f.md": record_text(kind="troubleshooter"),
        "tracks/ONB-0001-g.md": record_text(kind="track"),
    }
    write_base(folder, files)
    (folder / "docs").mkdir()
    (folder / "docs" / "index.md").write_text("# Home\n\n[a](SOP-0001.md#steps) [b](more.md)\n", encoding="utf-8")
    (folder / "docs" / "more.md").write_text("# More\n", encoding="utf-8")
    (folder / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    return folder


def replace_in(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def edits(project: Path) -> dict[str, Callable[[int], None]]:
    """What people do to a base; each takes a number that makes it another edit every time."""
    sop, settings = project / "sop", project / "mkdocs.yml"

    def someone(number: int) -> Path:
        records = sorted(sop.rglob("*.md"))
        return records[number % len(records)]

    def add(number: int) -> None:
        new = record_text(id=f"SOP-{1000 + number}", title=f"Title {number} of some length", related=["SOP-0002"])
        (sop / "sops" / f"SOP-{1000 + number}-n.md").write_text(new, encoding="utf-8")

    def delete(number: int) -> None:
        if len(list(sop.rglob("*.md"))) > 4:
            someone(number).unlink()

    def rename(number: int) -> None:
        path = someone(number)
        path.rename(path.with_name(f"{path.name[:8]}-{number}.md"))

    def tracker(number: int) -> None:
        items = [{"id": "BUG-1", "state": "open" if number % 2 else "closed"}]
        text = json.dumps({"as_of": "2026-11-20T00:00:00Z", "items": items})
        (sop / "tracker.json").write_text(text, encoding="utf-8")

    def image(number: int) -> None:
        shot = sop / "sops" / "shot.png"
        if number % 3:
            shot.write_bytes(b"\x89PNG" + bytes([number % 256]))
        else:
            shot.unlink(missing_ok=True)

    def move(number: int) -> None:
        path = someone(number)
        (sop / "moved" / str(number % 2)).mkdir(parents=True, exist_ok=True)
        path.rename(sop / "moved" / str(number % 2) / path.name)

    def renumber(number: int) -> None:
        path = someone(number)
        prefix = path.name[:4]
        replace_in(path, f"id: {prefix}", f"id: {prefix}{number % 10}")  # five digits: an id that no record may have

    def cut(number: int) -> None:
        path = someone(number)
        path.write_bytes(path.read_bytes()[: number * 37 % 900])

    def pages(number: int) -> None:
        path = project / "docs" / "inner" / f"p{number % 3}.md"
        path.parent.mkdir(exist_ok=True)
        if path.exists():
            path.unlink()
        else:
            path.write_text(f"# Page {number}\n\n<!-- kb:now -->\n\n[x](../SOP-0001.md)\n", encoding="utf-8")

    def page(number: int) -> None:
        (project / "docs" / "more.md").write_text(f"# More {number}\n\n[x](SOP-0002.md)\n", encoding="utf-8")

    return {
        "title": lambda number: replace_in(someone(number), "title: ", f"title: {number} "),
        "summary": lambda number: replace_in(someone(number), "summary: ", f"summary: See WKA-0001, {number}. "),
        "heading": lambda number: replace_in(someone(number), "## ", f"## {number} "),
        "expired": lambda number: (
            replace_in(sop / "workarounds" / "WKA-0001-c.md", "2026-12-01", "2026-11-21")
            if (sop / "workarounds" / "WKA-0001-c.md").exists()
            else None
        ),
        "retire": lambda number: replace_in(someone(number), "status: active", "status: retired"),
        "supersede": lambda number: replace_in(someone(number), "owner: core", "owner: core\nsupersedes: [SOP-0001]"),
        "image": image,
        "name": lambda number: replace_in(sop / "kb.yml", "Small base", f"Small base {number}"),
        "move": move,
        "renumber": renumber,
        "cut": cut,
        "pages": pages,
        "vocabulary": lambda number: replace_in(sop / "kb.yml", 'video: "', f'video: "{number} '),
        "settings": lambda number: replace_in(settings, "site_name: ", f"site_name: {number}"),
        "extension": lambda number: replace_in(settings, " tables, toc]", " tables, {toc: {permalink: true}}]"),
        "tracker": tracker,
        "add": add,
        "delete": delete,
        "rename": rename,
        "page": page,
    }
