"""Two collections that other teams wrote for their own work."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.importing.conftest import TOMORROW, Workshop, errors_of, faults_of, missing_fields

from sopkb.importing.code import parsed
from sopkb.importing.collection import read_collection
from sopkb.model.kinds import KINDS

COLLECTIONS = {"openshift": "openshift-runbooks/alerts", "prometheus": "prometheus-runbooks/runbooks"}


@pytest.fixture(params=sorted(COLLECTIONS))
def collection(request: pytest.FixtureRequest, corpora: Path, tmp_path: Path) -> Workshop:
    return Workshop(corpora / COLLECTIONS[request.param], tmp_path / "sop2")


def fences(text: str) -> list[str]:
    return [token.content for token in parsed(text) if token.type in ("fence", "code_block")]


def test_a_collection_becomes_sound_records_and_a_second_import_changes_nothing(collection: Workshop) -> None:
    report = collection.run()
    base = collection.load()
    assert faults_of(base) == []
    assert errors_of(base) == []
    assert missing_fields(base) == {"symptoms", "est_minutes", "escalates_to"}
    assert len(base.corpus.records) == len(report.documents)
    assert all(one.source.endswith("_index.md") for one in report.skipped)
    assert not any(one.broken_links or one.missing_images for one in report.documents)
    before = collection.files()
    again = collection.run(today=TOMORROW)
    assert not again.changed
    assert collection.files() == before


def test_no_code_is_lost_or_changed(collection: Workshop) -> None:
    collection.run()
    code = {code for record in collection.load().corpus.records for code in fences(record.body.text)}
    for document in read_collection(collection.source).documents:
        assert set(fences(document.body)) <= code, document.path


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS if kind.name != "sop"])
def test_a_collection_can_become_records_of_any_kind(collection: Workshop, kind: str) -> None:
    collection.run(kind=kind)
    assert faults_of(collection.load()) == []
    assert errors_of(collection.load()) == []


@pytest.mark.parametrize(
    ("name", "source", "title"),
    [
        ("prometheus", "kubernetes/KubePodNotReady.md", "Kubernetes: KubePodNotReady"),
        ("prometheus", "etcd/etcdNoLeader.md", "etcd: etcdNoLeader"),
        ("prometheus", "node/NodeFilesystemAlmostOutOfSpace.md", "Node: NodeFilesystemAlmostOutOfSpace"),
        ("openshift", "cluster-etcd-operator/etcdNoLeader.md", "Cluster etcd operator: etcdNoLeader"),
    ],
)
def test_titles_are_what_people_search_for(corpora: Path, tmp_path: Path, name: str, source: str, title: str) -> None:
    report = Workshop(corpora / COLLECTIONS[name], tmp_path / "sop2").run(dry_run=True)
    assert {one.source: one.title for one in report.documents}[source] == title


def test_a_file_without_an_ending_and_its_namesake_both_come_in(corpora: Path, tmp_path: Path) -> None:
    report = Workshop(corpora / COLLECTIONS["prometheus"], tmp_path / "sop2").run(dry_run=True)
    twins = [one for one in report.documents if "/PrometheusOperatorSyncFailed" in one.source]
    assert [one.source.rpartition("/")[2] for one in twins] == [
        "PrometheusOperatorSyncFailed",
        "PrometheusOperatorSyncFailed.md",
    ]
    assert "has the same title" in twins[1].notes[-1]


def test_screenshots_come_along_and_links_lead_to_records(corpora: Path, tmp_path: Path) -> None:
    workshop = Workshop(corpora / COLLECTIONS["openshift"], tmp_path / "sop2")
    report = workshop.run()
    assert len(report.images) == 7
    targets = [link.target for record in workshop.load().corpus.records for link in record.body.links]
    assert sum(target.startswith("../assets/") for target in targets) > 10
    assert sum(target.startswith("SOP-") for target in targets) > 60
    assert "SOP-0032-cluster-logging-operator-naming-schemas.md#lokistack-outputs" in targets
