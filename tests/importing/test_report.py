"""What an import says: to people, and to programs."""

from __future__ import annotations

import json

from tests.conftest import CHECKOUT
from tests.importing.conftest import TOMORROW, Workshop

GOLDEN = CHECKOUT / "tests/golden/importing"
FILES: dict[str, str | bytes] = {
    "_index.md": "---\ntitle: Runbooks\n---\n",
    "etcd/etcdNoLeader.md": (
        "---\ntitle: etcd No Leader\nweight: 20\ntags: [etcd]\n---\n\n# etcdNoLeader\n\n"
        "## Meaning\n\nThe cluster has no leader. See [members](etcdMembersDown.md#impact), [quorum](quorum.md).\n\n"
        "## Impact\n\nNo writes.\n\n## Diagnosis\n\n## Mitigation\n\n![election](img/election.png)\n"
        "![gone](img/gone.png)\n\n## References\n\n{{< youtube id >}}[etcd](https://etcd.example/)\n"
    ),
    "etcd/etcdMembersDown.md": "# etcdMembersDown\n\n## Impact\n\nIt may stop.\n\n## Fix\n\nStart the members.\n",
    "etcd/img/election.png": b"\x89PNG",
    "etcd/notes.txt": "not Markdown",
    "network/\x1b[31mred.md": "# Red\n\nText.\n",
    "network/latin.md": b"# caf\xe9\n",
    "network/DNSDown": "# DNSDown\n\n## Fix\n\nRestart it.\n",
}


def compare(name: str, text: str, update_golden: bool) -> None:
    path = GOLDEN / name
    if update_golden:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
    assert text == path.read_text("utf-8")


def test_the_report_of_a_first_import_is_the_golden_one(workshop: Workshop, update_golden: bool) -> None:
    compare("first.txt", workshop.run(FILES).render(), update_golden)


def test_the_report_of_a_later_import_is_the_golden_one(workshop: Workshop, update_golden: bool) -> None:
    workshop.run(FILES)
    for record_id, change in (("SOP-0001", "It might lose quorum."), ("SOP-0002", "The cluster lost its leader.")):
        path = workshop.base.parent / workshop.record(record_id).path
        path.write_text(f"{path.read_text('utf-8')}\n{change}\n", "utf-8")
    (workshop.source / "network/DNSDown").unlink()
    changed = str(FILES["etcd/etcdMembersDown.md"]).replace("Start", "Restart")
    report = workshop.run(
        {"etcd/etcdMembersDown.md": changed, "node/NodeDown.md": "# NodeDown\n\nText.\n"}, today=TOMORROW
    )
    compare("later.txt", report.render(), update_golden)


def test_a_program_is_told_everything(workshop: Workshop) -> None:
    report = workshop.run(FILES)
    data = json.loads(json.dumps(report.as_json()))
    assert data["kind"] == "sop"
    assert data["changed"] is True
    assert data["counts"]["new"] == len(data["documents"]) == 3
    assert data["counts"]["broken_links"] == data["counts"]["missing_images"] == 1
    document = data["documents"][1]
    assert document["source"] == "etcd/etcdNoLeader.md"
    assert document["outcome"] == "new"
    assert document["headings"][0] == {"heading": "Meaning", "section": "When to use", "kept": False, "mapped": True}
    assert document["unused_keys"] == ["weight", "tags"]


def test_no_control_character_reaches_a_terminal(workshop: Workshop) -> None:
    text = workshop.run(
        {"a/b.md": '---\ntitle: "x\\x1b[31m"\n"k\\x07": 1\n---\n## H\x1b\n\n[l\x1b](g\x07.md)\n'}
    ).render()
    assert not any(sign in text for sign in "\x1b\x07")
