"""What programs are told: the answers of the command line, with owner and address; errors that help."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx2 as httpx
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from tests.conftest import CHECKOUT, DEMO_NOW
from tests.serve.conftest import PATIENCE, running

from sopkb.core.load import Base, load_base
from sopkb.search.index import open_index, update_index
from sopkb_serve.app import create_app
from sopkb_serve.knowledge import Knowledge, Snapshot
from sopkb_serve.settings import ServerSettings


def ask(client: httpx.Client, path: str, **parameters: object) -> dict:
    response = client.get(path, params=parameters)  # type: ignore[arg-type]
    assert response.status_code == 200, response.text
    return dict(response.json())


def problem(client: httpx.Client, path: str, status: int, **parameters: object) -> dict:
    response = client.get(path, params=parameters)  # type: ignore[arg-type]
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    return dict(response.json())


def test_a_search_gives_the_hits_of_the_command_line_in_the_same_order(client: httpx.Client) -> None:
    command = [
        sys.executable,
        "-m",
        "sopkb",
        "search",
        "--json",
        "black screen sound ok",
        "--root",
        str(CHECKOUT / "sop"),
    ]
    told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    found = ask(client, "/api/search", q="black screen sound ok")
    for row in found["hits"]:
        assert row.pop("url").startswith(f"https://kb.example.org/{row['id']}.html")
        assert row.pop("owner")
    assert found == told


def test_filters_may_be_repeated_or_hold_several_with_commas(client: httpx.Client) -> None:
    commas = ask(client, "/api/search", q="queue", kind="sop,workaround")
    assert commas["hits"] == ask(client, "/api/search", q="queue", kind=["sop", "workaround"])["hits"]
    assert {row["kind"] for row in commas["hits"]} == {"sop", "workaround"}


def test_a_known_issue_is_told_as_an_answer_with_whom_it_waits_for(client: httpx.Client) -> None:
    first = ask(client, "/api/search", q="labels clear themselfs in the picker")["hits"][0]
    assert (first["id"], first["state"]) == ("WKA-0013", "KNOWN, NO FIX YET")
    assert (first["moment"], first["waits_for"]) == ("2026-11-19T22:40:00Z", "Business tools engineering")
    found = ask(client, "/api/records/WKA-0013")
    assert found["warning"] is None
    assert found["waits_for"] == "Business tools engineering"
    text = client.get("/api/records/WKA-0013.md").text
    assert text.startswith("> KNOWN, NO FIX YET since 2026-11-19 22:40 UTC. It waits for Business tools engineering")
    assert [row["id"] for row in ask(client, "/api/records", state="known")["records"]] == ["WKA-0013"]
    assert "WKA-0013" in [row["id"] for row in ask(client, "/api/search", q="tags reset", state="live")["hits"]]


def test_an_escalation_says_how_to_raise_it_and_how_fast_somebody_answers(client: httpx.Client) -> None:
    told = ("Ticket > Escalate > ESC-0005", "Safety operations on-call answers within 5 minutes, 24x7")
    row = ask(client, "/api/search", q="ESC-0005")["hits"][0]
    whole = ask(client, "/api/records/ESC-0005")
    assert (row["how_to_raise"], row["how_fast"]) == (whole["how_to_raise"], whole["how_fast"]) == told
    assert ask(client, "/api/records/SOP-0012")["how_to_raise"] is None


def test_states_are_those_of_the_moment_that_is_asked_for(client: httpx.Client) -> None:
    later = ask(client, "/api/search", q="rc4031", now="2027-01-01T00:00:00Z")
    assert later["notices"][0]["id"] == "WKA-0001"
    assert later["notices"][0]["state"] == "EXPIRED"


def test_a_sensitive_record_comes_with_its_advisory_first_and_without_a_snippet(client: httpx.Client) -> None:
    row = ask(client, "/api/search", q="ESC-0004")["hits"][0]
    assert row["advisory"]
    assert row["snippet"] is None
    assert "#" not in row["url"], "what must be read first stands at the top of the page"
    assert next(iter(ask(client, "/api/records/ESC-0004"))) == "advisory"


@pytest.mark.parametrize("spelled", ["SOP-0012", "sop 12", "sop12", "SOP-0012.md"])
def test_a_record_is_found_however_its_id_is_typed(client: httpx.Client, spelled: str) -> None:
    response = client.get(f"/api/records/{spelled}")
    written = (CHECKOUT / "sop/sops/SOP-0012-accesshub-restore-a-locked-moderator-account.md").read_text("utf-8")
    if spelled.endswith(".md"):
        assert response.text == written
        assert response.headers["content-type"].startswith("text/markdown")
    else:
        assert response.json()["id"] == "SOP-0012"
    asked = client.get("/api/records/SOP-0012", headers={"Accept": "text/markdown"})
    assert asked.text == written


def test_a_dead_record_says_so_before_anything_else(client: httpx.Client) -> None:
    for record_id, said in (("WKA-0012", "RETIRED 2026-11-12"), ("WKA-0010", "EXPIRED")):
        text = client.get(f"/api/records/{record_id}.md").text
        assert text.startswith(f"> {said}")
        assert "not follow it" in text.split("\n")[0]
        found = ask(client, f"/api/records/{record_id}")
        assert next(iter(found)) == "warning"
        assert text.startswith(f"> {found['warning']}\n")
    found = ask(client, "/api/records/WKA-0012")
    assert found["successor"] == "SOP-0009", "the note on its retirement names it"
    assert ask(client, "/api/records/SOP-0009")["warning"] is None


def test_a_record_that_expires_says_so_from_that_moment_on(client: httpx.Client) -> None:
    before, after = (client.get(f"/api/records/WKA-0002.md?now=2026-12-0{day}T09:00:00Z").text for day in (1, 2))
    assert before.startswith("---\nid: WKA-0002")
    assert after == f"> EXPIRED 2026-12-02 09:00 UTC: do not follow it.\n\n{before}"


def test_the_markdown_of_a_sensitive_record_comes_behind_its_advisory(client: httpx.Client, demo_base: Base) -> None:
    text = client.get("/api/records/ESC-0004.md").text
    assert text.startswith(f"> {ask(client, '/api/records/ESC-0004')['advisory']}\n\n---\nid: ESC-0004")


def test_a_code_gives_live_records_first(client: httpx.Client) -> None:
    found = ask(client, "/api/codes/rc 4031")
    assert found["code"] == "RC-4031"
    assert found["records"][0]["id"] == "WKA-0001"


def test_changes_are_those_of_the_changelogs_from_a_day_on(client: httpx.Client) -> None:
    found = ask(client, "/api/changes", since="2026-11-15", limit=100)
    days = [row["date"] for row in found["changes"]]
    assert days == sorted(days, reverse=True)
    assert days[-1] >= "2026-11-15"
    assert found["total"] == len(days) > 3
    assert {
        row["training"] for row in ask(client, "/api/changes", since="2026-01-01", training="retrain")["changes"]
    } == {"retrain"}


def test_a_list_is_cut_into_pages_that_leave_nothing_out(client: httpx.Client, demo_base: Base) -> None:
    rows = [
        row["id"] for page in range(0, 100, 25) for row in ask(client, "/api/records", limit=25, offset=page)["records"]
    ]
    assert rows == [record.id for record in demo_base.corpus.records]


@pytest.mark.parametrize(
    ("path", "parameters", "field", "remedy"),
    [
        ("/api/search", {}, "q", "Send what the user said"),
        ("/api/search", {"q": "  "}, "q", "Send what the user said"),
        ("/api/search", {"q": "x" * 1001}, "q", "Send at most 1,000"),
        ("/api/search", {"q": "x", "limit": "101"}, "limit", "from 1 to 100"),
        ("/api/search", {"q": "x", "limit": "-1"}, "limit", "from 1 to 100"),
        ("/api/search", {"q": "x", "now": "yesterday"}, "now", "2026-11-22T10:00:00Z"),
        ("/api/search", {"query": "x"}, "", "Known: area, audience, kind"),
        ("/api/records", {"kind": "sopp"}, "kind", "Did you mean sop?"),
        ("/api/changes", {}, "since", "2026-11-15"),
    ],
)
def test_a_request_that_cannot_be_read_is_told_what_to_send(
    client: httpx.Client, path: str, parameters: dict[str, str], field: str, remedy: str
) -> None:
    told = problem(client, path, 400, **parameters)
    assert told.get("field", "") == field
    assert remedy in told["remedy"]


def test_what_is_not_there_is_404_with_a_hint(client: httpx.Client) -> None:
    assert problem(client, "/api/records/SOP-0812", 404)["remedy"].startswith("Did you mean SOP-0")
    assert problem(client, "/api/codes/ZZ-9999", 404)["value"] == "ZZ-9999"
    assert problem(client, "/api/nothing", 404)["remedy"] == "What there is: /api/openapi.json"
    assert client.post("/api/search").status_code == 405


def test_a_problem_repeats_nothing_private(client: httpx.Client) -> None:
    for value in ("jane.doe@" + "some-vendor.co", "AKIAIOSFODNN7EXAMPLE"):
        for path in ("/api/records/", "/api/codes/", "/api/search?limit="):
            assert value not in client.get(path + value).text


def test_who_has_an_answer_already_is_told_so(client: httpx.Client) -> None:
    for path in ("/api/search?q=black+screen", "/api/records/SOP-0012", "/api/records/SOP-0012.md", "/api/health"):
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_long_answers_are_compressed(client: httpx.Client) -> None:
    assert client.get("/api/records").headers["content-encoding"] == "gzip"
    assert "content-encoding" not in client.get("/api/records", headers={"Accept-Encoding": "identity"}).headers


def test_metrics_count_by_route_and_never_what_was_asked(client: httpx.Client) -> None:
    client.get("/api/records/SOP-0012")
    client.get("/api/search", params={"q": "zzzzqqq xxyyzz"})
    told = client.get("/api/metrics").text
    assert 'kb_http_requests_total{route="/api/records/{id}",method="GET",status="200"}' in told
    assert 'kb_http_request_seconds_bucket{route="/api/search",le="+Inf"}' in told
    assert "zzzz" not in told
    assert "kb_records 72" in told


def test_the_description_is_openapi_3_1_and_names_every_address(client: httpx.Client) -> None:
    document = ask(client, "/api/openapi.json")
    OpenAPIV31SpecValidator(document).validate()
    for path in document["paths"]:
        filled = path.replace("{id}", "SOP-0012").replace("{code}", "RC-4031")
        needed = {"/api/search": {"q": "x"}, "/api/changes": {"since": "2026-01-01"}}.get(path, {})
        assert client.get(filled, params=needed).status_code == 200


def test_a_newer_index_is_taken_in_while_questions_are_answered(tmp_path: Path, demo_base: Base) -> None:
    root = tmp_path / "sop"
    (root / "sops").mkdir(parents=True)
    (root / "kb.yml").write_bytes((CHECKOUT / "sop/kb.yml").read_bytes())
    source = next((CHECKOUT / "sop/sops").glob("SOP-0012-*"))

    def snapshot() -> Snapshot:
        base = load_base(root)
        update_index(base, tmp_path / "index")
        return Snapshot(base, open_index(base, tmp_path / "index"))

    waiting: list[Snapshot] = []
    knowledge = Knowledge(snapshot(), lambda: DEMO_NOW)
    app = create_app(knowledge, ServerSettings(), newer=lambda _: waiting.pop() if waiting else None, looks_every=0.01)
    with running(app) as address, httpx.Client(base_url=address, timeout=PATIENCE) as client:
        assert ask(client, "/api/health")["records"] == 0
        (root / "sops" / source.name).write_bytes(source.read_bytes())
        waiting.append(snapshot())
        for _ in range(200):
            found = ask(client, "/api/search", q="locked account")  # never anything but an answer
            if found["total"]:
                break
        assert found["hits"][0]["id"] == "SOP-0012"
        assert ask(client, "/api/health")["records"] == 1
        assert "kb_renewals_total 1" in client.get("/api/metrics").text


def test_a_built_site_is_served_beside_the_api_and_nothing_else_of_the_disk(
    tmp_path: Path, knowledge_of: Callable[[], Knowledge]
) -> None:
    site = tmp_path / "site"
    (site / "assets").mkdir(parents=True)
    (site / "index.html").write_text("<h1>home</h1>", "utf-8")
    (site / "SOP-0012.html").write_text("<h1>record</h1>", "utf-8")
    (site / "404.html").write_text("<h1>not here</h1>", "utf-8")
    (site / ".kb-site").write_text("hidden", "utf-8")
    (tmp_path / "secret.txt").write_text("not for you", "utf-8")
    (site / "link.txt").symlink_to(tmp_path / "secret.txt")
    with (
        running(create_app(knowledge_of(), ServerSettings(site=site))) as address,
        httpx.Client(base_url=address, timeout=PATIENCE) as client,
    ):
        assert client.get("/").text == "<h1>home</h1>"
        assert client.get("/SOP-0012").text == client.get("/SOP-0012/").text == client.get("/SOP-0012.html").text
        for path in ("/../secret.txt", "/%2e%2e/secret.txt", "/link.txt", "/.kb-site", "/assets", "//etc/passwd"):
            answer = client.get(path)
            assert (answer.status_code, answer.text) == (404, "<h1>not here</h1>"), path
        assert "default-src" in client.get("/").headers["content-security-policy"]
        assert ask(client, "/api/health")["records"] == 72
