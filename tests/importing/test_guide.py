"""The guide shows what is true."""

from __future__ import annotations

import re

from tests.conftest import CHECKOUT
from tests.importing.conftest import Workshop

from sopkb_import.mapping import parse_mapping

GUIDE = (CHECKOUT / "docs/guides/importing.md").read_text("utf-8")


def test_the_mapping_of_the_guide_is_one(workshop: Workshop) -> None:
    shown = re.search(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    assert shown
    mapping = parse_mapping(shown[1], "map.yml", "sop")
    assert all((mapping.headings, mapping.fields, mapping.constants, mapping.areas, mapping.products, mapping.skip))
    assert mapping.own_addresses == ("https://code.example.org/runbooks/blob/main/alerts/",)
    text = (
        "---\nalert_name: NoLeaderElected\nminutes: 5\n---\n## SLA\n\nTen minutes.\n\n## Alert details\n\nNo leader.\n"
    )
    workshop.run({"cluster-etcd-operator/a.md": text, "x/README.md": "Text.\n"}, mapping=mapping)
    record = workshop.record("SOP-0001")
    assert (record.title, record.area, record.meta.number("est_minutes")) == ("etcd: NoLeaderElected", "etcd", 5)
    assert len(workshop.load().corpus.records) == 1


def test_every_outcome_that_the_report_can_name_is_in_the_guide() -> None:
    assert all(f"`{word}`" in GUIDE for word in ("edited", "conflict", "deleted", "removed"))
