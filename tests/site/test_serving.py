"""What ``kb serve`` answers is what a clean build would hold, after whatever was done to the base."""

from __future__ import annotations

import http.client
import random
import socket
import threading
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing, suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.serve.conftest import allow_many_files
from tests.site.editing import contents, edits, replace_in
from tests.site.small_base import NOW

from sopkb.core.diagnostics import Diagnostic, Severity
from sopkb.core.errors import SopkbError
from sopkb.core.load import Base
from sopkb.lint.following import Following
from sopkb.site.build import Generator, build_site, mkdocs
from sopkb.site.finder import LOADER_URI
from sopkb.site.folders import MARKER
from sopkb.site.frame import Frame, Job
from sopkb.site.serve import Serving
from sopkb.site.web import State, WebServer

ADDRESS = "https://kb.example.org/"


class Edited:
    """A base that is followed and found free of errors."""

    def __init__(self, project: Path) -> None:
        self._following = Following(project / "sop")
        self.now: datetime = NOW
        self.found: Sequence[Diagnostic] = ()

    @property
    def base(self) -> Base:
        return self._following.base

    def look(self) -> frozenset[str]:
        return self._following.look()

    def check(self) -> Sequence[Diagnostic]:
        return self.found

    def check_on(self, seconds: float) -> None:
        return None


class Served:
    """The site of a project as ``kb serve`` keeps it, without its loop."""

    def __init__(self, project: Path, generator: Generator | None = None, source: Edited | None = None) -> None:
        self.project, self.source = project, source or Edited(project)
        self._generator = generator or mkdocs()
        self.said: list[str] = []
        self.frames = 0
        (project / "kept").mkdir()

        def counted(job: Job) -> Frame:
            self.frames += 1
            return self._generator(job)

        self.serving = Serving(
            self.source, State(project / "kept" / "search"), project / "kept", ADDRESS, counted, self.said.append
        )
        self.serving.start()

    def settle(self) -> None:
        """Take in what was edited, to the end."""
        while self.serving.step() == 0.0 or self.serving.is_busy:
            pass

    def clean(self) -> dict[str, bytes]:
        """What a clean build of the same moment holds."""
        base, now, place = self.source.base, self.source.now, self.project / "clean"
        build_site(base, now, place, check=lambda *_: (), strict=False, generator=self._generator)
        wanted = contents(place)
        del wanted[MARKER]
        del wanted[LOADER_URI]  # it knows when a copy was built; what follows every edit is no copy
        return wanted

    def unlike(self, wanted: Mapping[str, bytes | None]) -> list[str]:
        """The places at which something else is answered."""
        return [place for place, data in wanted.items() if self.serving.state.file(place) != data]

    def differing(self) -> list[str]:
        """The files of a clean build that are answered with other bytes."""
        self.settle()
        return self.unlike(self.clean())


@pytest.fixture
def served(small: Path) -> Served:
    (small / "docs" / "index.md").write_text("# Home\n\n<!-- kb:now -->\n\n[a](SOP-0002.md#steps)\n", encoding="utf-8")
    return Served(small)


def test_what_follows_every_edit_has_no_age(served: Served) -> None:
    loader = served.serving.state.file(LOADER_URI)
    assert loader is not None
    assert loader.startswith(b"kbBuilt=[null,")


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 12))])
def test_after_any_edit_what_is_answered_is_what_a_clean_build_holds(served: Served, seed: int) -> None:
    dice = random.Random(seed)
    assert served.differing() == []
    steps = list(edits(served.project).items())
    dice.shuffle(steps)
    for number, (name, edit) in enumerate(steps if seed else steps[:4], 1):  # seed 0 runs in every test
        edit(number * 7 + dice.randrange(5))
        assert served.differing() == [], name


def test_an_edit_a_new_record_and_one_that_goes_run_no_generator(served: Served) -> None:
    served.settle()
    for name in ("title", "add", "retire", "image"):
        edits(served.project)[name](3)
        assert served.differing() == [], name
    assert served.frames == 1
    assert len([line for line in served.said if line.startswith("Shown in")]) == 4


def test_when_time_passes_without_an_edit_states_are_those_of_now(served: Served) -> None:
    served.settle()
    served.source.now += timedelta(days=10)
    assert served.differing() == []
    page = served.serving.state.file("WKA-0001.html")
    assert page is not None
    assert b"EXPIRED: do not follow it" in page


def test_an_image_that_goes_while_a_record_is_broken_is_missing_and_the_page_stays(served: Served) -> None:
    served.settle()
    assert served.serving.state.file("files/sops/shot.png")
    page = served.serving.state.file("SOP-0001.html")
    served.source.found = [Diagnostic("sop/sops/SOP-0001-a.md", 7, 1, "S02", Severity.ERROR, "No such word.")]
    (served.project / "sop" / "sops" / "shot.png").unlink()
    served.settle()
    assert served.serving.state.file("files/sops/shot.png") is None
    assert served.serving.state.file("SOP-0001.html") == page


def test_an_image_that_becomes_a_link_out_of_the_base_is_not_answered(served: Served) -> None:
    served.settle()
    shot = served.project / "sop" / "sops" / "shot.png"
    shot.unlink()
    shot.symlink_to(served.project / "mkdocs.yml")
    assert served.serving.state.file("SOP-0001.html")
    assert served.serving.state.file("files/sops/shot.png") is None


def test_a_page_that_hand_written_ones_link_to_is_looked_for_again_when_it_goes(served: Served) -> None:
    served.settle()
    (served.project / "sop" / "sops" / "SOP-0002-b.md").unlink()
    assert served.differing() == []
    assert served.frames == 2
    assert any("SOP-0002.md" in line for line in served.said), "the link of the home page leads nowhere"


def test_a_broken_record_is_told_on_every_page_and_the_last_good_state_stays(served: Served) -> None:
    served.settle()
    before = served.serving.state.file("SOP-0001.html")
    served.source.found = [Diagnostic("sop/sops/SOP-0001-a.md", 7, 1, "S02", Severity.ERROR, "No such word.")]
    replace_in(served.project / "sop" / "sops" / "SOP-0001-a.md", "title of some length", "title that is new")
    served.settle()
    state = served.serving.state
    assert state.file("SOP-0001.html") == before
    assert any("sop/sops/SOP-0001-a.md:7: S02" in line for line in state.trouble)
    served.source.found = []
    replace_in(served.project / "sop" / "sops" / "SOP-0001-a.md", "title that is new", "title of today")
    assert served.differing() == []
    assert state.trouble == ()


def test_settings_that_cannot_be_built_are_told_and_the_next_save_is_shown(served: Served) -> None:
    served.settle()
    replace_in(served.project / "mkdocs.yml", "name: material", "name: no-such-theme")
    served.settle()
    assert any("no-such-theme" in line for line in served.serving.state.trouble)
    assert served.serving.state.file("SOP-0001.html")
    replace_in(served.project / "mkdocs.yml", "name: no-such-theme", "name: material")
    assert served.differing() == []


@pytest.mark.parametrize("place", ["../sop/kb.yml", "search/../../sop/kb.yml", "a\0b", "", "assets", "/etc/passwd"])
def test_nothing_beside_the_site_is_answered(served: Served, place: str) -> None:
    served.settle()
    assert served.serving.state.file(place) is None


def test_a_base_with_an_error_is_not_served_at_all(small: Path) -> None:
    source = Edited(small)
    source.found = [Diagnostic("sop/kb.yml", 1, 1, "S02", Severity.ERROR, "No such word.")]
    with pytest.raises(SopkbError, match="Nothing is published"):
        Serving(source, State(small / "kept" / "search"), small / "kept", ADDRESS, mkdocs(), print).start()


def test_two_thousand_connections_that_ask_nothing_keep_nobody_from_being_answered(served: Served) -> None:
    allow_many_files()
    served.settle()
    with WebServer(served.serving.state, "127.0.0.1", 0) as server, ExitStack() as stack:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        stack.callback(thread.join)
        stack.callback(server.shutdown)
        held = [stack.enter_context(socket.create_connection(("127.0.0.1", server.server_port))) for _ in range(2000)]
        for each in held[1000:]:
            with suppress(OSError):
                each.sendall(b"GET / HTTP/1.1\r\nHost: ")
        with closing(http.client.HTTPConnection("127.0.0.1", server.server_port)) as connection:
            for _ in range(20):
                connection.request("GET", "/SOP-0001.html")
                answer = connection.getresponse()
                assert (answer.status, b"SOP-0001" in answer.read()) == (200, True)
        assert [each.recv(1) for each in held[: 2000 - 256]] == [b""] * (2000 - 256)
        assert threading.active_count() < 1000


def test_a_server_for_every_address_answers_to_addresses_and_to_its_own_name(tmp_path: Path) -> None:
    with WebServer(State(tmp_path), "0.0.0.0", 0) as server:
        own = f"{socket.gethostname()}:{server.server_port}"
        for host in (own, f"localhost:{server.server_port}", f"192.0.2.7:{server.server_port}", "[2001:db8::1]:8000"):
            assert server.is_meant(host), host
        for host in ("evil.example:8000", f"evil.example:{server.server_port}", "192.0.2.7.evil.example", "", "1.2.3"):
            assert not server.is_meant(host), host
