# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs that meet a table whose key is changing: what AWS shows then is old, or no key at all (L-065, L-079, L-140)."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.planner import make_plan
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.desired import desired_from_options
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.encryption.setting import (
    ENCRYPTION,
    Encryption,
)
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.observed import Answers, Observed, observe
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.violations import InvalidSpecError
from ansible_collections.planton.dynamodb.tests.unit.scenes import SIMPLE, run, service_of
from ansible_collections.planton.dynamodb.tests.unit.service import START, FakeService

KEY = "arn:aws:kms:eu-central-1:123456789012:key/11111111-1111-1111-1111-111111111111"
WITH_KEY = {"server_side_encryption": {"enabled": True, "kms_key_arn": KEY}}
MANAGED = {"server_side_encryption": {"enabled": True}}
OFF = {"server_side_encryption": {"enabled": False}}
SHOWN = {"Status": "UPDATING", "SSEType": "KMS", "KMSMasterKeyArn": KEY}
NO_KEY = {"Status": "UPDATING"}


def changing(becomes: dict[str, Any], *shown: dict[str, Any]) -> FakeService:
    """A table on its way to that encryption, which shows each of these for ten seconds before."""
    service = service_of({**SIMPLE, **becomes})
    described = service.describe_table

    def describe(name: str) -> Any:
        table = described(name)
        moment = int((service.clock.time - START) // 10)
        return {**(table or {}), "SSEDescription": shown[moment]} if moment < len(shown) else table

    service.describe_table = describe  # type: ignore[method-assign]
    return service


@pytest.mark.parametrize("spec", [WITH_KEY, MANAGED, OFF])
@pytest.mark.parametrize("shown", [(NO_KEY,), (NO_KEY, SHOWN), (SHOWN, NO_KEY)])
@pytest.mark.parametrize("becomes", [WITH_KEY, MANAGED, OFF])
def test_a_run_waits_for_the_key_and_leaves_the_one_that_is_wanted(spec: Any, shown: Any, becomes: Any) -> None:
    service = changing(becomes, *shown)
    done = run(service, spec)
    assert done.converged
    assert [operation for _time, operation, _request in service.sent] == ([] if spec == becomes else ["UpdateTable"])
    assert done.changed == (spec != becomes)
    again = run(service, spec)
    assert again.converged and not again.changed and not again.plan.operations and not again.warnings


def test_a_key_that_goes_away_while_it_is_shown_is_set_again() -> None:
    done = run(changing(OFF, SHOWN, NO_KEY), WITH_KEY)
    assert not done.plan.operations
    assert "may be the one before" in done.warnings[0]
    assert "somebody else changed the table meanwhile; made again: encrypt with" in done.warnings[1]


def test_an_approved_plan_is_not_extended_for_it() -> None:
    service = changing(OFF, SHOWN, NO_KEY)
    done = run(service, WITH_KEY, expected_plan="0123456789abcdef")
    assert not done.converged and not service.sent
    assert [change.path for change in done.differs] == [("server_side_encryption",)]


def test_who_does_not_wait_is_told_that_it_is_not_known() -> None:
    service = changing(WITH_KEY, NO_KEY)
    done = run(service, WITH_KEY, wait=False)
    assert not done.converged and not service.sent
    assert run(service, WITH_KEY).converged


@pytest.mark.parametrize(
    ("description", "encryption"),
    [
        (None, Encryption(False)),
        ({}, Encryption(False)),
        ({"Status": "DISABLED"}, Encryption(False)),
        ({"Status": "DISABLED", "KMSMasterKeyArn": KEY}, Encryption(False)),
        ({"Status": "ENABLED", "KMSMasterKeyArn": KEY}, Encryption(True, KEY)),
        ({"Status": "ENABLED"}, Encryption(True)),
        *(({"Status": status, "KMSMasterKeyArn": KEY}, Encryption(True, KEY)) for status in ("UPDATING", "ENABLING")),
        *(({"Status": status}, None) for status in ("UPDATING", "ENABLING", "DISABLING", "of a later time")),
        ({"KMSMasterKeyArn": KEY}, Encryption(True, KEY)),
    ],
)
def test_what_a_description_means(description: Any, encryption: Encryption | None) -> None:
    observed = observe(Answers({"TableName": "orders", "SSEDescription": description}))
    assert observed.of(ENCRYPTION) == encryption
    assert ("encryption" in observed.unknown) == (encryption is None)


def test_an_archived_table_names_its_backup() -> None:
    backup = "arn:aws:dynamodb:eu-central-1:123456789012:table/orders/backup/1"
    table = {"TableName": "orders", "TableStatus": "ARCHIVED", "ArchivalSummary": {"ArchivalBackupArn": backup}}
    for spec in ({"table_class": "STANDARD"}, {"state": "absent", "backup_before_delete": True}):
        with pytest.raises(InvalidSpecError) as refusal:
            make_plan(desired_from_options({"name": "orders", **spec}), observe(Answers(table)))
        assert all(f"restore it from the backup {backup};" in each.hint for each in refusal.value.violations)


def test_the_key_of_a_table_is_not_compared_where_none_is_wanted() -> None:
    observed: Observed = observe(Answers({"TableName": "orders", "SSEDescription": NO_KEY}))
    assert make_plan(desired_from_options({"name": "orders"}), observed).operations == ()
