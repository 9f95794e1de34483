"""Outside links against a real server on this machine; no other host is ever asked."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from sopkb.lint.outside import Limits, is_tried, try_addresses

HOSTS = ("kb.example.org", "board.example.org:8443")


@dataclass
class Site:
    """A server with a few pages, and what was asked of it."""

    port: int = 0
    asked: Counter[str] = field(default_factory=Counter)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def __call__(self, path: str) -> str:
        return f"http://{self.host}{path}"


@pytest.fixture
def site() -> Iterator[Site]:
    said = Site()
    stop = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            said.asked[f"{self.command} {self.path}"] += 1
            status, place = 200, ""
            match self.path.strip("/").split("/"):
                case ["status", number]:
                    status = int(number)
                case ["no-head"]:
                    status = 405 if self.command == "HEAD" else 200
                case ["to", *rest]:
                    status, place = 302, "/" + "/".join(rest)
                case ["away"]:
                    status, place = 301, f"http://localhost:{said.port}/status/404"
                case ["round"]:
                    status, place = 302, "/round"
                case ["file"]:
                    status, place = 302, "file:///etc/passwd"
                case ["slow", _]:
                    stop.wait(20)
                case ["rude"]:
                    self.wfile.write(b"\x00\xff not http\r\n\r\n")
                    return
            try:
                self.send_response(status)
                if place:
                    self.send_header("Location", place)
                self.end_headers()
            except OSError:
                pass  # nobody waits for it any more

        do_HEAD = do_GET = answer

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    said.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield said
    stop.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("path", "trouble"),
    [
        ("/", ""),
        ("/status/204", ""),
        ("/status/404", "answers 404"),
        ("/status/410", "answers 410"),
        ("/status/503", "answers 503"),
        ("/status/401", ""),  # a door: somebody is there
        ("/status/403", ""),
        ("/status/429", ""),
        ("/no-head", ""),
        ("/to/status/200", ""),
        ("/to/to/status/404", "answers 404"),
        ("/away", ""),  # another host, which is not ours to ask
        ("/file", ""),
        ("/round", "sends us from one address to the next"),
        ("/rude", "does not answer as a web server"),
        ("/with space/ü", ""),
    ],
)
def test_what_is_said_of_an_answer(site: Site, path: str, trouble: str) -> None:
    assert try_addresses([site(path)], [site.host]) == {site(path): trouble}


def test_a_page_is_asked_for_by_its_head_alone_and_once(site: Site) -> None:
    try_addresses([site("/a"), site("/a"), site("/b")], [site.host])
    assert site.asked == {"HEAD /a": 1, "HEAD /b": 1}


def test_a_redirect_to_another_host_is_not_followed(site: Site) -> None:
    try_addresses([site("/away")], [site.host, f"localhost:{site.port}"])
    assert site.asked == {"HEAD /away": 1}


def test_a_host_that_is_not_listed_is_not_asked(site: Site) -> None:
    for hosts in ((), ("kb.example.org",), ("127.0.0.1",), (f"localhost:{site.port}",)):
        assert try_addresses([site("/")], hosts) == {}
    assert not site.asked


def test_nobody_there_is_told_without_the_words_of_the_system(site: Site) -> None:
    site_gone = "http://127.0.0.1:9/"
    assert try_addresses([site_gone], ["127.0.0.1:9"]) == {site_gone: "refuses the connection"}


def test_a_slow_host_costs_no_more_than_was_given(site: Site) -> None:
    slow = [site(f"/slow/{number}") for number in range(40)]
    answers = try_addresses(slow, [site.host], limits=Limits(request=0.2, total=0.6))
    assert set(answers.values()) == {"does not answer in time"}
    assert len(answers) < len(slow)


@pytest.mark.parametrize(
    ("address", "tried"),
    [
        ("https://kb.example.org/a", True),
        ("http://KB.example.org:80/a", True),
        ("https://kb.example.org:443", True),
        ("https://kb.example.org:8443/a", False),
        ("https://board.example.org:8443/a", True),
        ("https://board.example.org/a", False),
        ("https://www.kb.example.org/a", False),
        ("https://kb.example.org.evil.example/a", False),
        ("https://user:secret@kb.example.org/a", False),
        ("https://kb.example.org@evil.example/a", False),
        ("ftp://kb.example.org/a", False),
        ("file:///etc/passwd", False),
        ("//kb.example.org/a", False),
        ("http://127.0.0.1/a", False),
        ("http://[::1]/a", False),
        ("http://169.254.169.254/latest", False),
        ("http://[kb.example.org/a", False),
        ("https://kb.example.org:99999/", False),
        ("", False),
    ],
)
def test_only_listed_hosts_are_ever_tried(address: str, tried: bool) -> None:
    assert is_tried(address, HOSTS) is tried
