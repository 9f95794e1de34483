"""After an edit the site that is served is mended in its place, and is the one that a build from scratch makes."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from tests.publish.editing import differing, edits, replace_in
from tests.publish.small_base import NOW

from sopkb.diagnostics import Diagnostic
from sopkb.load import Base
from sopkb.load.following import Following
from sopkb.publish.build import settings_file
from sopkb.publish.rendering import running
from sopkb.publish.rendering.live_server import LiveServer
from sopkb.publish.rendering.mending import is_late
from sopkb.publish.rendering.pages import Renderer
from sopkb.publish.serving import Serving

ADDRESS = "http://127.0.0.1:8000/"


class Edited:
    """A base that is followed and found free of errors."""

    def __init__(self, project: Path) -> None:
        self._following = Following(project / "sop")
        self.now: datetime = NOW

    @property
    def base(self) -> Base:
        return self._following.base

    def look(self) -> frozenset[str]:
        return self._following.look()

    def check(self) -> Sequence[Diagnostic]:
        return ()

    def check_on(self, seconds: float) -> None:
        return None


class Served:
    """The site of a project as ``kb serve`` keeps it, without its loop."""

    def __init__(self, project: Path) -> None:
        self.project, self.source = project, Edited(project)
        self.said: list[str] = []
        self.serving = Serving(self.source, project / "served", ADDRESS, None, self.said.append)
        self.serving.start()
        self.server = LiveServer(self.serving.site, "127.0.0.1", 0, is_late)
        self.builds = 0
        build = self.serving._build

        def counted() -> None:
            self.builds += 1
            build()

        self.serving._build = counted  # type: ignore[method-assign]

    def follow(self) -> list[str]:
        """Take in what was edited; gives the files that a build from scratch makes otherwise."""
        while self.serving.step(self.server) == 0.0:
            pass
        scratch = self.project / "scratch"
        scratch.mkdir(exist_ok=True)
        with settings_file(self.source.base) as settings:
            running.build(settings, scratch, self.source.base, NOW, strict=False, address=ADDRESS, sends=False)
        return differing(scratch, self.serving.site)


@pytest.fixture
def served(small: Path) -> Iterator[Served]:
    (small / "docs" / "index.md").write_text("# Home\n\n<!-- kb:now -->\n\n[b](more.md)\n", encoding="utf-8")
    served = Served(small)
    yield served
    served.server.server_close()


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 12))])
def test_after_any_edit_what_is_served_is_what_a_build_from_scratch_makes(served: Served, seed: int) -> None:
    dice = random.Random(seed)
    steps = list(edits(served.project).items())
    dice.shuffle(steps)
    for number, (name, edit) in enumerate(steps if seed else steps[:3], 1):  # seed 0 runs in every test
        edit(number * 7 + dice.randrange(5))
        assert served.follow() == [], name


TEXTS = {
    "title of some length": "title that is new",
    "summary: ": "summary: See SOP-0002. ",
    "## Steps": "## Steps\n\nOne more line.",
    "Do it.": "Do it as in WKA-0001.",
    "owner: core": "owner: core\nerror_codes: [AB-100]",
    "status: active": "status: draft",
    "kind: ": "symptoms: [nothing is heard]\nkind: ",
}
"""Edits of a record's text that leave every page at its place."""


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 12))])
def test_an_edit_of_a_record_s_text_is_mended_without_a_build(served: Served, seed: int) -> None:
    """What takes a whole build is seen late: this is what is edited all day."""
    dice = random.Random(seed)
    records = sorted((served.project / "sop").rglob("*.md"))
    track = served.project / "sop" / "tracks" / "ONB-0001-g.md"
    replace_in(track, "title of some length", "title of a track")  # the file with its data is named by what it holds
    assert served.follow() == []
    for old, new in dice.sample(list(TEXTS.items()), len(TEXTS) if seed else 3):
        replace_in(dice.choice(records), old, new)
        assert served.follow() == [], old
    assert served.builds == 0
    assert [line for line in served.said if "Rebuilt" in line]


def test_a_theme_that_fails_at_an_edit_is_told_and_the_next_save_is_served(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("no such filter")

    with monkeypatch.context() as patch:
        patch.setattr(Renderer, "render", broken)
        replace_in(served.project / "sop" / "sops" / "SOP-0001-a.md", "title of some length", "title that is new")
        served.serving.step(served.server)
    assert "no such filter" in served.said[-1]
    replace_in(served.project / "sop" / "sops" / "SOP-0001-a.md", "title that is new", "title of today")
    assert served.follow() == []
