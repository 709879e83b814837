# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several manifests together, and outputs written back."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from ansible.parsing.dataloader import DataLoader
from ansible_collections.planton.dynamodb.plugins.lookup import manifests
from ansible_collections.planton.dynamodb.plugins.module_utils._fields.model import path_text
from ansible_collections.planton.dynamodb.plugins.module_utils._manifests.manifests import Context, Source, outcomes
from ansible_collections.planton.dynamodb.plugins.module_utils._manifests.status import with_outputs

ARN = "arn:aws:dynamodb:eu-central-1:123456789012:table/orders"
OUTPUTS = {
    "table_name": "orders",
    "table_arn": ARN,
    "table_id": "0a256f52-43b5-4b60-a5e7-c853a3cae252",
    "stream_arn": "",
    "stream_label": "",
}
WRITTEN = {"tableName": "orders", "tableArn": ARN, "tableId": OUTPUTS["table_id"]}


def manifest(name: str, **spec: Any) -> dict[str, Any]:
    return {
        "apiVersion": "aws.planton.dev/v1",
        "kind": "AwsDynamodb",
        "metadata": {"name": name},
        "spec": {
            "region": "eu-central-1",
            "billingMode": "PAY_PER_REQUEST",
            "attributeDefinitions": [{"name": "id", "type": "S"}],
            "keySchema": [{"attributeName": "id", "keyType": "HASH"}],
            **spec,
        },
    }


def key_of(name: str, field: str = "table_name") -> dict[str, Any]:
    """An encryption whose key is the output of another table."""
    source = {"kind": "AwsDynamodb", "name": name, "fieldPath": f"status.outputs.{field}"}
    return {"serverSideEncryption": {"enabled": True, "kmsKeyArn": {"valueFrom": source}}}


def told(*manifests: dict[str, Any], **context: Any) -> list[list[tuple[str, str, str]]]:
    sources = [Source(each, f"file {number}") for number, each in enumerate(manifests)]
    found = outcomes(sources, Context(**context))
    return [[(fault.rule, path_text(fault.path), fault.message) for fault in each.faults] for each in found]


def test_a_table_that_is_described_twice() -> None:
    first, second, third = told(manifest("orders"), manifest("carts"), manifest("orders"))
    assert first == [] and second == []
    assert third == [("duplicate_name", "metadata.name", "the table 'orders' is described by file 0 already")]


def test_a_table_that_is_described_three_times_is_told_of_the_first() -> None:
    found = told(manifest("orders"), manifest("orders"), manifest("orders"))
    assert [len(faults) for faults in found] == [0, 1, 1]
    assert "by file 0 already" in found[2][0][2]


def test_one_name_in_two_regions_is_two_tables() -> None:
    assert told(manifest("orders"), manifest("orders", region="us-east-1")) == [[], []]


def test_one_name_in_two_regions_is_too_much_where_names_count() -> None:
    found = told(manifest("orders"), manifest("orders", region="us-east-1"), names_once=True)
    assert [[rule for rule, _path, _message in faults] for faults in found] == [[], ["duplicate_name"]]


def test_a_table_that_is_described_elsewhere() -> None:
    (found,) = told(manifest("orders"), taken={"orders"})
    assert found == [
        ("duplicate_name", "metadata.name", "the table 'orders' is described by the list of tables already")
    ]


def test_the_region_beside_the_manifests_makes_tables_the_same() -> None:
    without = {**manifest("orders", region=None), "apiVersion": "aws.openmcf.org/v1"}
    assert told(manifest("orders"), without) == [[], []]
    assert [len(faults) for faults in told(manifest("orders"), without, region="eu-central-1")] == [0, 1]


def test_names_can_collide_by_the_names_that_are_given() -> None:
    found = told(manifest("orders"), manifest("old"), names={"old": "orders"})
    assert [rule for rule, _path, _message in found[1]] == ["duplicate_name"]


def test_manifests_without_a_name_are_not_told_apart() -> None:
    nameless = {**manifest("orders"), "metadata": {}}
    assert [[rule for rule, _path, _message in faults] for faults in told(nameless, nameless)] == [["V1"], ["V1"]]


def test_too_many_tags_are_told_at_the_metadata_that_they_come_from() -> None:
    labelled = {**manifest("orders"), "metadata": {"name": "orders", "labels": {f"label{n}": "x" for n in range(50)}}}
    (found,) = told(labelled, upstream_tags="terraform")
    assert [(rule, path) for rule, path, _message in found] == [("V47", "metadata")]


def test_references_in_a_circle_are_named() -> None:
    found = told(
        manifest("one", **key_of("two")),
        manifest("two", **key_of("three")),
        manifest("three", **key_of("one")),
        manifest("four", **key_of("one")),
    )
    path = "spec.serverSideEncryption.kmsKeyArn.valueFrom"
    assert found[0] == [("reference_cycle", path, "references in a circle: one -> two -> three -> one")]
    assert found[1][0][2].endswith("two -> three -> one -> two")
    assert found[2][0][0] == "reference_cycle"
    # It only leads into the circle. The name of a table is known without the table, though it is no key.
    assert [rule for rule, _path, _message in found[3]] == ["V43"]


def test_a_reference_to_what_a_manifest_carries() -> None:
    carrying = {**manifest("keys"), "status": {"outputs": {"tableArn": "alias/carried"}}}
    sources = [Source(manifest("orders", **key_of("keys", "table_arn")), "one"), Source(carrying, "two")]
    carried = outcomes(sources, Context())[0].options
    assert carried["server_side_encryption"]["kms_key_arn"] == "alias/carried"
    given = outcomes(sources, Context(outputs={"keys": {"table_arn": "alias/given"}}))[0].options
    assert given["server_side_encryption"]["kms_key_arn"] == "alias/given"


@pytest.mark.parametrize("status", [{"outputs": None}, {"outputs": "x"}, {}])
def test_a_status_without_outputs_is_of_no_use(status: dict[str, Any]) -> None:
    referring = manifest("orders", **key_of("keys", "table_arn"))
    found = told(referring, {**manifest("keys"), "status": status})
    assert [rule for rule, _path, _message in found[0]] == ["unresolved_reference"]


@pytest.mark.parametrize("raw", [None, "orders", 5, [], ["x"], {}, {"spec": {}}, {1: 2}])
def test_what_is_no_manifest_is_told_as_that(raw: Any) -> None:
    (faults,) = told(raw)
    assert [(rule, path) for rule, path, _message in faults] == [("not_a_manifest", "")]


def test_a_value_of_no_type_that_manifests_have_is_told_by_its_own() -> None:
    (faults,) = told(manifest("orders", region=("eu",)))
    assert faults[0] == ("wrong_type", "spec.region", "a tuple where text is wanted")


@pytest.mark.parametrize(
    "results",
    [
        OUTPUTS,
        {"outputs": OUTPUTS, "changed": True},
        {"orders": OUTPUTS},
        {"orders": {"outputs": OUTPUTS}, "carts": {}},
    ],
)
def test_outputs_are_written_back(results: dict[str, Any]) -> None:
    before = manifest("orders")
    assert with_outputs(before, results) == {**before, "status": {"outputs": WRITTEN}}
    assert "status" not in before


def test_outputs_of_an_earlier_run_go_and_the_rest_of_the_status_stays() -> None:
    before = {**manifest("orders"), "status": {"lifecycle": "x", "outputs": {"streamArn": "old"}}}
    assert with_outputs(before, {"orders": OUTPUTS})["status"] == {"lifecycle": "x", "outputs": WRITTEN}


def test_stream_outputs_are_written_while_there_is_a_stream() -> None:
    outputs = {**OUTPUTS, "stream_arn": f"{ARN}/stream/1", "stream_label": "1", "other": "dropped"}
    written = {**WRITTEN, "streamArn": f"{ARN}/stream/1", "streamLabel": "1"}
    assert with_outputs(manifest("orders"), outputs)["status"]["outputs"] == written


@pytest.mark.parametrize(
    ("before", "results"),
    [
        (manifest("carts"), {"orders": OUTPUTS}),
        (manifest("carts"), OUTPUTS),
        (manifest("orders"), {}),
        (manifest("orders"), {"orders": None, "outputs": 5}),
        (manifest("orders"), {"orders": {"outputs": {**OUTPUTS, "table_arn": ""}}}),
        ({"metadata": None}, {"orders": OUTPUTS}),
        ({"metadata": {}}, {"orders": OUTPUTS}),
        ("orders", {"orders": OUTPUTS}),
    ],
)
def test_a_manifest_whose_table_has_no_outputs_stays(before: Any, results: dict[str, Any]) -> None:
    assert with_outputs(before, results) == before


def test_files_are_looked_for_where_the_user_is() -> None:
    """Not beside the playbooks of the collection, which have files too that a pattern may match."""
    lookup = manifests.LookupModule()
    own = {"playbook_dir": f"{manifests.ROOT}/playbooks", "ansible_search_path": [f"{manifests.ROOT}/roles/x", "/else"]}
    assert lookup._bases(own) == ["/else", os.getcwd()]
    mine = {"playbook_dir": "/mine", "ansible_search_path": ["/mine", f"{manifests.ROOT}/examples"]}
    assert lookup._bases(mine) == ["/mine", "/mine", f"{manifests.ROOT}/examples", os.getcwd()]


def test_a_text_area_adds_the_end_of_a_line(tmp_path: Path) -> None:
    path = tmp_path / "orders.json"
    path.write_text(json.dumps(manifest("orders")))
    assert len(manifests.LookupModule(loader=DataLoader())._documents([f"{path}\n"], {})) == 1


def test_outputs_of_a_table_that_has_another_name() -> None:
    outputs = {**OUTPUTS, "table_name": "orders-1a2b3c4"}
    for results in ({"orders-1a2b3c4": {"outputs": outputs}}, {"outputs": outputs}, outputs):
        assert "status" not in with_outputs(manifest("orders"), results)
        written = with_outputs(manifest("orders"), results, {"orders": "orders-1a2b3c4"})
        assert written["status"]["outputs"]["tableName"] == "orders-1a2b3c4"
