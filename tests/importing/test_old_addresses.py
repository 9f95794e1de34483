"""Where a document lay before it was imported leads to its record, on every door."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient
from tests.conftest import CHECKOUT
from tests.importing.conftest import Workshop

from sopkb.cli.bundling import node
from sopkb.core.load import load_base
from sopkb.site.build import build_site
from sopkb.site.old_addresses import ADDRESSES_NAME, NGINX_NAME, REDIRECTS_NAME, address_key, old_addresses
from sopkb_serve.pages import Pages

NOW = datetime(2026, 11, 24, tzinfo=UTC)
RUNBOOKS = {
    "kubernetes/KubePodNotReady.md": "# KubePodNotReady\n\nA pod waits.\n",
    "kubernetes/index.md": "# All of Kubernetes\n\nWhere to begin.\n",
    "node/Disk is full.md": "# Disk\n\nNo room.\n",
    "etcd/Backup.md": "---\naliases: [/old/etcd-backup/, //elsewhere.example/x]\n---\n# Backup\n\nSave it.\n",
    "node/Backup.md": "# Backup of a node\n\nSave it.\n",
}
POD, KUBERNETES, DISK, ETCD = "KubePodNotReady", "All of Kubernetes", "Disk", "Backup"


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/KubePodNotReady", POD),
        ("/kubepodnotready.html", POD),
        ("/kubernetes/kubepodnotready/", POD),
        ("/kubernetes/KubePodNotReady.md", POD),
        ("//kubernetes//kubepodnotready//index.html", POD),
        ("/kubernetes/", KUBERNETES),
        ("/node/Disk%20is%20full", DISK),
        ("/node/disk-is-full.html", DISK),
        ("/old/etcd-backup", ETCD),
        ("/etcd/backup", ETCD),
        ("/backup", ""),
        ("/", ""),
        ("/../../etc/passwd", ""),
        ("/KubePod", ""),
    ],
)
def test_path_letter_case_ending_and_alias_lead_to_the_record(workshop: Workshop, path: str, title: str) -> None:
    workshop.run(RUNBOOKS)
    corpus = workshop.load().corpus
    found = old_addresses(corpus).get(address_key(path), "")
    assert (corpus.by_id[found].title if found else "") == title


def test_a_built_site_has_the_addresses_for_its_own_page_and_for_hosts(workshop: Workshop, tmp_path: Path) -> None:
    workshop.run({"kubernetes/KubePodNotReady.md": RUNBOOKS["kubernetes/KubePodNotReady.md"]})
    site = tmp_path / "site"
    build_site(workshop.load(), NOW, site)
    assert json.loads((site / ADDRESSES_NAME).read_text("utf-8"))["kubepodnotready"] == "SOP-0001"
    redirects = (site / REDIRECTS_NAME).read_text("utf-8").splitlines()
    assert "/kubernetes/KubePodNotReady.md /SOP-0001.html 302" in redirects
    assert "/kubepodnotready/ /SOP-0001.html 302" in redirects
    assert '"~*^/kubepodnotready(\\.(md|mdx|html?))?/?$" "/SOP-0001.html";' in (site / NGINX_NAME).read_text("utf-8")
    assert all(len(line.split(" ")) == 3 and line.split(" ")[1] == "/SOP-0001.html" for line in redirects)
    pages = Pages(site, "default-src 'none'")
    client = TestClient(Starlette(routes=[Route("/{path:path}", pages.answer)]), follow_redirects=False)
    assert client.get("/KubePodNotReady/").headers["location"] == "/SOP-0001.html"
    assert client.get("/KubePodNotThere/").status_code == 404


def test_a_file_of_addresses_that_somebody_changed_leads_to_records_alone(tmp_path: Path) -> None:
    (tmp_path / ADDRESSES_NAME).write_text('{"a": "//elsewhere.example", "b": "SOP-0001", "c": 3}', "utf-8")
    assert Pages(tmp_path, "")._old == {"b": "SOP-0001"}


def test_a_browser_reads_an_address_as_the_program_does() -> None:
    paths = ["/A//B/Index.html", "x%20y.MD", "/Über/readme", "a.md.erb", "%zz", "/_index.md", "a/b.html/", "İ"]
    module = (CHECKOUT / "tools/sopkb/site/js/old.js").as_uri()
    asked = f"console.log(JSON.stringify({json.dumps(paths)}.map(oldKey)))"
    script = f"import {{oldKey}} from {json.dumps(module)}; {asked}"
    command = [node(), "--input-type=module", "-e", script]
    said = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    assert json.loads(said) == [address_key(path) for path in paths]


def test_a_record_that_is_in_house_style_keeps_its_old_address(workshop: Workshop) -> None:
    workshop.run(RUNBOOKS)
    for path in workshop.base.glob("sops/*.md"):
        path.write_text(path.read_text("utf-8").replace("conversion: legacy\n", ""), "utf-8")
    assert "kubernetes/kubepodnotready" in old_addresses(workshop.load().corpus)


def test_a_base_that_was_not_imported_gets_no_such_file() -> None:
    assert old_addresses(load_base(CHECKOUT / "sop").corpus) == {}
