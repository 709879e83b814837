# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Ansible has masked is found, and is refused instead of being written down."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from ansible.errors import AnsibleFilterError
from ansible.module_utils.common.parameters import remove_values
from ansible_collections.planton.dynamodb.plugins.filter.adoption_files import adoption_files
from ansible_collections.planton.dynamodb.plugins.filter.drift_report import drift_report
from ansible_collections.planton.dynamodb.plugins.filter.to_manifest import to_manifest
from ansible_collections.planton.dynamodb.plugins.filter.to_role_variables import to_role_variables
from ansible_collections.planton.dynamodb.plugins.filter.with_outputs import with_outputs
from ansible_collections.planton.dynamodb.plugins.module_utils._texts.masks import is_masked_text, masked_paths, refusal

ROOT = Path(__file__).resolve().parents[2]
SECRET = "shop"
ARN = "arn:aws:dynamodb:eu-central-1:123456789012:table/orders"
TABLE: dict[str, Any] = {
    "table": {"table_arn": ARN, "table_status": "ACTIVE"},
    "spec": {
        "name": "orders",
        "billing_mode": "PAY_PER_REQUEST",
        "attribute_definitions": [{"name": "id", "type": "N"}],
        "key_schema": [{"attribute_name": "id", "key_type": "HASH"}],
        "tags": {"team": "shop", "place": "workshop"},
    },
    "outputs": {"table_name": "orders", "table_arn": ARN, "table_id": "1", "stream_arn": "", "stream_label": ""},
}
MANIFEST = {"apiVersion": "aws.planton.dev/v1", "kind": "AwsDynamodb", "metadata": {"name": "orders"}, "spec": {}}


def masked(value: Any) -> Any:
    """What a module returns when that is the secret of its connection: as Ansible itself masks it."""
    return remove_values(copy.deepcopy(value), {SECRET})


def test_what_ansible_masks_is_found() -> None:
    assert [*masked_paths(masked(TABLE))] == ["spec.tags.team", "spec.tags.place"]
    assert [*masked_paths(masked([1, "workshops", None, ("shop",), {"a": [True, "shop"]}]))] == [
        "[1]",
        "[3][0]",
        "[4].a[1]",
    ]
    assert [*masked_paths({"********": 1})] == ["********"]
    assert [*masked_paths(TABLE)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("place: work********\n", True),
        ("team: VALUE_SPECIFIED_IN_NO_LOG_PARAMETER\n", True),
        ("# *********\n# ***************\n", False),
        ("*******", False),
        ("", False),
    ],
)
def test_text_is_told_from_banners(text: str, expected: bool) -> None:
    assert is_masked_text(text) is expected


def test_the_message_says_where_why_and_what_to_do() -> None:
    told = refusal([f"place {number}" for number in range(15)], "Nothing is written")
    assert "place 11 and 3 more. Ansible hides a secret" in told
    assert "Nothing is written. Use credentials" in told
    assert "more" not in refusal(["here"], "Nothing is written")


@pytest.mark.parametrize("write", [adoption_files, to_role_variables, to_manifest])
@pytest.mark.parametrize("more", [{}, {"tags": {"team": "shop"}}])
def test_what_describes_tables_is_refused(write: Any, more: Any) -> None:
    assert "workshop" in str(to_role_variables([TABLE]))
    with pytest.raises(AnsibleFilterError) as refused:
        write(masked([TABLE]), **more)
    assert "masked values at table orders.spec.tags.team, table orders.spec.tags.place. Ansible" in str(refused.value)


def test_outputs_of_manifests_are_refused() -> None:
    results = {"orders": {"outputs": {**TABLE["outputs"], "table_arn": f"{ARN}-shop"}}}
    assert with_outputs(MANIFEST, results)["status"]["outputs"]["tableArn"].endswith("-shop")
    with pytest.raises(AnsibleFilterError, match=r"masked values at \[0\]\.status\.outputs\.tableArn\. Ansible"):
        with_outputs(MANIFEST, masked(results))


def test_a_host_that_is_masked_is_a_fault_of_the_drift_report() -> None:
    seen: list[dict[str, Any]] = [
        {"host": "one", "results": {}, "reads": [{"region": "eu-central-1", "tables": [TABLE]}], "faults": ["before"]},
        {"host": "two", "results": {}, "reads": [{"region": "eu-west-1", "tables": []}]},
    ]
    assert not drift_report(copy.deepcopy(seen[1:]), "now")["faults"]
    report = drift_report(masked(seen), "now")
    assert report["level"] == "bad" and report["counts"]["faults"] == 2
    assert [fault["text"][:60] for fault in report["faults"]] == [
        "before",
        "masked values at tables[0].spec.tags.team, tables[0].spec.ta",
    ]
    assert report["tables"] == []
    results = {"orders": {**TABLE, "error": {"message": "shop"}}}
    assert "masked values at orders.spec.tags.team" in str(
        drift_report([{"host": "one", "results": masked(results)}], "now")
    )
