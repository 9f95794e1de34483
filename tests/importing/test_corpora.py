"""Two collections that other teams wrote for their own work."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.importing.conftest import TOMORROW, Workshop, errors_of, faults_of, missing_fields

from sopkb.core.kinds import KINDS
from sopkb.core.load import Base
from sopkb_import.code import parsed
from sopkb_import.collection import read_collection
from sopkb_import.report import ImportReport

COLLECTIONS = {"openshift": "openshift-runbooks/alerts", "prometheus": "prometheus-runbooks/runbooks"}


@pytest.fixture(scope="module", params=sorted(COLLECTIONS))
def imported(
    request: pytest.FixtureRequest, corpora: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Workshop, ImportReport, Base]:
    """One collection, imported once for the whole module."""
    workshop = Workshop(corpora / COLLECTIONS[request.param], tmp_path_factory.mktemp("imported") / "sop2")
    return workshop, workshop.run(), workshop.load()


def fences(text: str) -> list[str]:
    return [token.content for token in parsed(text) if token.type in ("fence", "code_block")]


def test_a_collection_becomes_sound_records(imported: tuple[Workshop, ImportReport, Base]) -> None:
    _, report, base = imported
    assert faults_of(base) == []
    assert errors_of(base) == []
    assert missing_fields(base) == {"symptoms", "est_minutes", "escalates_to"}
    assert len(base.corpus.records) == len(report.documents) > 100
    assert all(one.source.endswith("_index.md") for one in report.skipped)
    assert not any(one.broken_links or one.missing_images for one in report.documents)


def test_a_second_import_of_a_collection_changes_nothing(imported: tuple[Workshop, ImportReport, Base]) -> None:
    workshop, _, _ = imported
    before = workshop.files()
    assert not workshop.run(today=TOMORROW).changed
    assert workshop.files() == before


def test_no_code_of_a_collection_is_lost_or_changed(imported: tuple[Workshop, ImportReport, Base]) -> None:
    workshop, _, base = imported
    code = {code for record in base.corpus.records for code in fences(record.body.text)}
    for document in read_collection(workshop.source).documents:
        assert set(fences(document.body)) <= code, document.path


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS if kind.name != "sop"])
def test_a_collection_can_become_records_of_any_kind(corpora: Path, tmp_path: Path, kind: str) -> None:
    workshop = Workshop(corpora / COLLECTIONS["prometheus"], tmp_path / "sop2")
    workshop.run(kind=kind)
    assert faults_of(workshop.load()) == []
    assert errors_of(workshop.load()) == []


TITLES = {
    "kubernetes/KubePodNotReady.md": "KubePodNotReady",
    "etcd/etcdNoLeader.md": "etcdNoLeader",
    "node/NodeFilesystemAlmostOutOfSpace.md": "NodeFilesystemAlmostOutOfSpace",
    "cluster-etcd-operator/etcdNoLeader.md": "etcdNoLeader",
    "cluster-monitoring-operator/KubePodNotReady.md": "KubePodNotReady",
}


def test_titles_are_what_people_search_for(imported: tuple[Workshop, ImportReport, Base]) -> None:
    titles = {one.source: one.title for one in imported[1].documents}
    found = {source: titles[source] for source in TITLES if source in titles}
    assert len(found) >= 2
    assert found == {source: TITLES[source] for source in found}


def test_what_is_special_about_each_collection_comes_in(imported: tuple[Workshop, ImportReport, Base]) -> None:
    _, report, base = imported
    targets = [link.target for record in base.corpus.records for link in record.body.links]
    twins = [one for one in report.documents if "/PrometheusOperatorSyncFailed" in one.source]
    if twins:  # a file without an ending, and its namesake
        assert [one.source[-3:] for one in twins] == ["led", ".md"]
        assert "has the same title" in twins[1].notes[-1]
        assert sum(target.startswith("SOP-") for target in targets) == 7
    else:  # screenshots, and helpers that many runbooks link
        assert len(report.images) == 7
        assert sum(target.startswith("../assets/") for target in targets) > 10
        assert sum(target.startswith("SOP-") for target in targets) > 60
        assert "SOP-0032-naming-schemas.md#lokistack-outputs" in targets
