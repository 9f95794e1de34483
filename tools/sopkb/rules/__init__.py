"""The rules: one file each, in an explicit order. To add one, write its file and name it here."""

from __future__ import annotations

from collections.abc import Mapping

from sopkb.rules import (
    a01_personal_data,
    a02_secrets,
    c01_version,
    c02_behaviour,
    c03_approver,
    c04_notice,
    i01_unique_id,
    i02_path,
    i03_permanent_id,
    k01_links,
    l01_status,
    l02_control,
    l03_expiry,
    l04_expiring,
    l05_overdue,
    l06_bug_closed,
    l07_fixed,
    l08_hidden_debt,
    r01_target,
    r02_dead_dependency,
    r03_supersession,
    r04_cycle,
    r05_tree,
    r06_pins,
    s01_presence,
    s02_form,
    s03_readable,
    s04_yaml_traps,
    s05_time,
    x01_idle_waiver,
    x02_future_major,
    x03_future_major_due,
)
from sopkb.rules.rule import ChangeRule, CorpusRule, DocumentRule, RecordRule, WaiverRule

AnyRule = DocumentRule | RecordRule | CorpusRule | ChangeRule | WaiverRule

RULES: tuple[AnyRule, ...] = (
    s01_presence.RULE,
    s02_form.RULE,
    s03_readable.RULE,
    s04_yaml_traps.RULE,
    s05_time.RULE,
    i01_unique_id.RULE,
    i02_path.RULE,
    i03_permanent_id.RULE,
    r01_target.RULE,
    r02_dead_dependency.RULE,
    r03_supersession.RULE,
    r04_cycle.RULE,
    r05_tree.RULE,
    r06_pins.RULE,
    l01_status.RULE,
    l02_control.RULE,
    l03_expiry.RULE,
    l04_expiring.RULE,
    l05_overdue.RULE,
    l06_bug_closed.RULE,
    l07_fixed.RULE,
    l08_hidden_debt.RULE,
    a01_personal_data.RULE,
    a02_secrets.RULE,
    c01_version.RULE,
    c02_behaviour.RULE,
    c03_approver.RULE,
    c04_notice.RULE,
    k01_links.RULE,
    x01_idle_waiver.RULE,
    x02_future_major.RULE,
    x03_future_major_due.RULE,
)

RULE_BY_CODE: Mapping[str, AnyRule] = {rule.code: rule for rule in RULES}
