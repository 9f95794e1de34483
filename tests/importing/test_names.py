"""Titles, summaries, aliases, file names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.importing.conftest import Workshop

from sopkb_import.mapping import parse_mapping
from sopkb_import.naming import LONGEST, compose_title, is_identifier, readable
from sopkb_import.plain import clean, first_sentence, plain_text, shortened


def front(text: str, body: str = "Some text here.\n") -> str:
    return f"---\n{text}\n---\n\n{body}"


@pytest.mark.parametrize(
    ("path", "text", "title", "aliases"),
    [
        (
            "kubernetes/KubePodNotReady.md",
            front("title: Kube Pod Not Ready", "# KubePodNotReady\n\nText.\n"),
            "KubePodNotReady",
            ["kubernetes/KubePodNotReady.md", "Kube Pod Not Ready"],
        ),
        (
            "etcd/etcdNoLeader.md",
            "# etcdNoLeader\n\nText.\n",
            "etcdNoLeader",
            ["etcd/etcdNoLeader.md"],
        ),
        (
            "prometheus/WriteBehind.md",
            front("title: Write Behind", "# StorageFailures\n\nText.\n"),
            "WriteBehind",
            ["prometheus/WriteBehind.md", "Write Behind", "StorageFailures"],
        ),
        (
            "sso-portal/locked.md",
            front('title: "SSO portal: account is locked"', "# Locked accounts\n\nText.\n"),
            "SSO portal: account is locked",
            ["sso-portal/locked.md", "Locked accounts"],
        ),
        (
            "node/disk-is-full.md",
            "No heading.\n",
            "Disk is full",
            ["node/disk-is-full.md"],
        ),
        ("top.md", "# Reset the **console**\n\nText.\n", "Reset the console", ["top.md"]),
        ("a/x.md", "# FAQ\n\nText.\n", "FAQ", ["a/x.md"]),
        ("vpn/README.md", "Text without a title.\n", "Vpn", ["vpn/README.md"]),
        (
            "team/long.md",
            f"# {'very ' * 20}long\n\nText.\n",
            f"{'very ' * 20}long",
            ["team/long.md"],
        ),
        (
            "openshift-container-storage-operator/x.md",
            "# CephMdsCPUUsageHighNeedsHorizontalScaling\n\nText.\n",
            "CephMdsCPUUsageHighNeedsHorizontalScaling",
            ["openshift-container-storage-operator/x.md"],
        ),
    ],
)
def test_a_title_is_the_documents_own_and_the_word_people_search_for(
    workshop: Workshop, path: str, text: str, title: str, aliases: list[str]
) -> None:
    workshop.run({path: text})
    record = workshop.record("SOP-0001")
    assert (record.title, list(record.aliases)) == (title, aliases)


def test_a_title_is_the_documents_own_however_short(workshop: Workshop) -> None:
    workshop.run({"mail/a.md": "# Thank you for waiting\n\nText.\n", "mail/b.md": "# Thanks\n\nText.\n"}, "macro")
    titles = [record.title for record in workshop.load().corpus.records]
    assert titles == ["Thank you for waiting", "Thanks"]


def test_a_mapping_names_the_key_of_the_title_and_the_product(workshop: Workshop) -> None:
    mapping = parse_mapping("fields: {title: alert}\nproducts: {k8s: Kubernetes}", "m.yml", "sop")
    text = front("alert: A pod is not ready\ntitle: Something else", "# PodNotReady\n\nText.\n")
    workshop.run({"k8s/deep/x.md": text}, mapping=mapping)
    record = workshop.record("SOP-0001")
    assert record.title == "Kubernetes: A pod is not ready"
    assert record.aliases == ("k8s/deep/x.md", "A pod is not ready", "Something else", "PodNotReady")


def test_an_alias_belongs_to_the_record_that_had_it_first(workshop: Workshop) -> None:
    report = workshop.run({"b/KubeDown.md": "# KubeDown\n\nText.\n", "c/KubeDown.md": "# KubeDown\n\nText.\n"})
    assert workshop.record("SOP-0001").aliases == ("b/KubeDown.md", "KubeDown")
    assert workshop.record("SOP-0002").aliases == ("c/KubeDown.md",)
    workshop.run({"a/KubeDown.md": "# KubeDown\n\nText.\n"})
    assert workshop.record("SOP-0001").aliases == ("b/KubeDown.md", "KubeDown")
    assert not any(document.notes for document in report.documents)


def test_two_records_of_one_title_are_reported(workshop: Workshop) -> None:
    report = workshop.run(
        {"kubernetes/KubeDown": "# KubeDown\n\n## Fix\n\nx\n", "kubernetes/KubeDown.md": "# KubeDown\n\nText.\n"}
    )
    assert report.documents[1].notes == ("SOP-0001 has the same title; one of the two may be superfluous",)


def test_old_names_in_the_front_matter_become_aliases(workshop: Workshop) -> None:
    workshop.run({"a/b.md": front("aliases:\n  - /old/name/\n  - 12\ntitle: New name for it")})
    assert workshop.record("SOP-0001").aliases == ("a/b.md", "/old/name/", "12")


@given(st.text(min_size=1), st.text(max_size=90))
def test_a_title_says_what_the_document_says_up_to_a_length(name: str, product: str) -> None:
    title = compose_title(clean(name), clean(product))
    assert len(title) <= LONGEST
    assert clean(name) in title or title.endswith("…")


@pytest.mark.parametrize("name", ["KubePodNotReady", "etcdNoLeader", "KubeAPIDown", "NodeRAIDDegraded", "IPSec"])
def test_words_with_inner_capitals_are_identifiers(name: str) -> None:
    assert is_identifier(name)


@pytest.mark.parametrize("name", ["Kubernetes", "kube pod", "VPN", "", "Überlauf", "Kube-Pod"])
def test_other_words_are_none(name: str) -> None:
    assert not is_identifier(name)


@pytest.mark.parametrize(
    ("folder", "names", "expected"),
    [
        ("prometheus-operator", [], "Prometheus operator"),
        ("etcd", ["etcdNoLeader"], "etcd"),
        ("cluster-etcd-operator", ["etcdNoLeader"], "Cluster etcd operator"),
        ("node", ["Nodes", "NodeDown"], "Node"),
        ("my_sso.portal", ["SSOFails"], "My SSO portal"),
        ("", [], ""),
    ],
)
def test_a_folder_is_written_as_its_documents_write_it(folder: str, names: list[str], expected: str) -> None:
    assert readable(folder, names) == expected


@pytest.mark.parametrize(
    ("markdown", "sentence"),
    [
        ("![badge](x.png) [![b](y)](z)\n\nIt fails, e.g. when *full*. Then more.", "It fails, e.g. when full."),
        ("**Severity:**\n\nDisk `sda` is lost [here](x). So.", "Disk sda is lost here."),
        ("# Head\n\n> quoted words of somebody\n\n- item of a list\n\nReal prose at last", "Real prose at last"),
        ("Run this:\n\n```\nx\n```\n\nIt restarts the pod.", "It restarts the pod."),
        ("Run this now:\n\n```\nx\n```", "Run this now…"),
        ("These alerts are fired when the server sees:\n\n- a", "These alerts are fired when the server sees…"),
        ("```\nonly code\n```", ""),
        ("- only a list, in which something stands", "only a list, in which something stands"),
        ("See [the doc][d]. It helps much.\n\n[d]: x.md", "See the doc."),
        ("磁盘已满，请立即清理。然后重启。", "磁盘已满，请立即清理。"),
        ("Version 1.2 of v3.4 is bad! Really.", "Version 1.2 of v3.4 is bad!"),
        ("Wait <b>for</b> <pod> now.", "Wait for <pod> now."),
    ],
)
def test_a_summary_is_the_first_sentence_of_prose(markdown: str, sentence: str) -> None:
    assert first_sentence(markdown) == sentence


def test_a_long_summary_is_cut_at_a_word(workshop: Workshop) -> None:
    workshop.run({"a/b.md": f"{'many words, ' * 20}end.\n"})
    summary = workshop.record("SOP-0001").summary
    assert len(summary) <= 120
    assert summary.endswith("many words…")


def test_front_matter_gives_the_summary_where_it_has_one(workshop: Workshop) -> None:
    mapping = parse_mapping("fields: {summary: abstract}", "m.yml", "sop")
    files = {"a/b.md": front("abstract: 'The *answer*.'\ndescription: No"), "a/c.md": front("description: Yes")}
    workshop.run(files, mapping=mapping)
    assert workshop.record("SOP-0001").summary == "The answer."
    assert workshop.record("SOP-0002").summary == "Yes"


@given(st.text(), st.integers(5, 50))
def test_a_shortened_text_is_never_too_long(text: str, longest: int) -> None:
    assert len(shortened(text, longest)) <= longest


@given(st.text())
def test_plain_text_is_one_clean_line(text: str) -> None:
    plain = plain_text(text)
    assert plain == clean(plain)
    assert "\n" not in plain


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        (
            "## Lamp is dark\n\nOne.\n\n### Fix\n\nTwo.\n",
            "Lamp is dark",
            "## When to use\n\nOne.\n\n## Steps\n\nTwo.",
        ),
        ("### Lamp is dark\n\nOne.\n", "Lamp is dark", "## When to use\n\nOne."),
        (
            "Before.\n\n## Lamp is dark\n\nOne.\n",
            "Lamp is dark",
            "## When to use\n\nBefore.\n\n### Lamp is dark\n\nOne.",
        ),
        ("## Symptoms\n\nDark.\n\n## Other\n\nOne.\n", "17 lamp old name", None),
        ("Dark.\n", "17 lamp old name", None),
    ],
)
def test_a_title_is_the_first_heading_of_any_level_and_the_file_name_only_where_there_is_none(
    workshop: Workshop, text: str, title: str, body: str | None
) -> None:
    report = workshop.run({"shop/17-lamp-old-name.md": text})
    assert report.documents[0].title == title
    assert body is None or workshop.body("SOP-0001") == body


@pytest.mark.parametrize(
    "above",
    [
        "[![build passing](https://x.example/b.svg)](https://x.example/) ![two of three](https://x.example/c.svg)",
        "[What it is for](#a) | [How to get one](#b) | [Whom to ask](#c)",
        "**Owner:** the lamp team\n**Last reviewed:** 2026-11-01 by them",
        "Verantwortlich: Team für Lampen",
        "- [What it is for](#a)\n- [How to get one](#b)",
    ],
)
def test_a_summary_leaves_out_badges_contents_and_owners(above: str) -> None:
    assert first_sentence(f"{above}\n\nA lamp goes dark when its fuse blows. More.") == (
        "A lamp goes dark when its fuse blows."
    )
    assert first_sentence(f"Note: a lamp that is dark may still be hot.\n\n{above}") == (
        "Note: a lamp that is dark may still be hot."
    )
