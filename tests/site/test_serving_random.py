"""An author's day under ``kb serve``: records come, go, break and are fixed, settings and pages change, time passes."""

from __future__ import annotations

import random
import shutil
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from tests.site.editing import edits
from tests.site.test_serving import Edited, Served

from sopkb.core.diagnostics import Diagnostic
from sopkb.lint.check import check_base
from sopkb.site.adapters.plain import build_frame

EDITED = ("sop", "docs", "mkdocs.yml")


class Checked(Edited):
    """A base that is followed; what it breaks counts, but for the rules that its short records broke at first."""

    def __init__(self, project: Path) -> None:
        super().__init__(project)
        self._usual = {each.code for each in check_base(self.base, self.now)}

    def check(self) -> Sequence[Diagnostic]:
        return [each for each in check_base(self.base, self.now) if each.code not in self._usual]

    @property
    def is_good(self) -> bool:
        return not any(each.is_error for each in self.check())


def copy_to(folder: Path, project: Path) -> None:
    """Make the edited parts of a project what they are in another: files of the same bytes stay untouched."""
    for name in EDITED:
        for path in sorted([folder / name, *(folder / name).rglob("*")], reverse=True):
            other = project / path.relative_to(folder)
            if path.is_file() and not other.is_file():
                path.unlink()
        for path in sorted([project / name, *(project / name).rglob("*")]):
            other = folder / path.relative_to(project)
            if path.is_file() and not (other.is_file() and other.read_bytes() == path.read_bytes()):
                other.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, other)


class Day:
    """What an author does, and what is answered meanwhile."""

    def __init__(self, project: Path, kept: Path, dice: random.Random) -> None:
        self.served = Served(project, build_frame, Checked(project))
        self.kept, self.dice, self.project = kept, dice, project
        self.ever: set[str] = set()
        self.good: dict[str, bytes | None] = {}
        self.broken = 0

    def look(self, done: str) -> None:
        """What is answered is a clean build where the base is good, and else the last that was, with a word why."""
        source, state = self.served.source, self.served.serving.state
        assert isinstance(source, Checked)
        self.served.settle()
        if source.is_good:
            wanted = self.served.clean()
            self.ever |= wanted.keys()
            self.good = {**dict.fromkeys(self.ever), **wanted}
            assert state.trouble == (), done
        else:
            self.broken += 1
            assert state.trouble, done
        # The bytes of images are not kept: what lies there now is answered, and nothing where it has gone.
        kept = {place: data for place, data in self.good.items() if not place.startswith("files/")}
        assert self.served.unlike(self.good if source.is_good else kept) == [], done

    def go_on(self, number: int) -> str:
        """One edit, or two at once; now and then some hours later."""
        if self.dice.random() < 0.2:
            self.served.source.now += timedelta(hours=self.dice.randrange(1, 100))
        names = self.dice.sample(sorted(edits(self.project)), self.dice.choice((1, 1, 2)))
        for name in names:
            edits(self.project)[name](number * 7 + self.dice.randrange(5))
        return f"{number}: {' and '.join(names)}"


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 9))])
def test_a_day_of_edits_is_served_as_clean_builds_and_what_is_broken_changes_nothing(
    small: Path, tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    copy_to(kept := tmp_path_factory.mktemp("kept"), small)
    day = Day(small, kept, random.Random(seed))
    day.look("at first")
    for number in range(1, 60 if seed else 6):
        done = day.go_on(number)
        was_broken = day.broken
        day.look(done)
        if day.broken > was_broken:
            copy_to(small, kept)
            day.look(f"{done}, fixed")
        copy_to(kept, small)
    if seed:
        assert day.broken > 3
