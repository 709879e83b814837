# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is written of an existing table: its notes, its comments, its files, and what users are warned of."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from ansible.errors import AnsibleFilterError
from ansible_collections.planton.dynamodb.plugins.filter.adoption_files import adoption_files
from ansible_collections.planton.dynamodb.plugins.filter.to_manifest import to_manifest
from ansible_collections.planton.dynamodb.plugins.filter.to_role_variables import to_role_variables
from ansible_collections.planton.dynamodb.plugins.module_utils._adopting.adoption import adoptable, adopted, has_tags
from ansible_collections.planton.dynamodb.plugins.module_utils._adopting.manifest import manifest_of
from ansible_collections.planton.dynamodb.plugins.plugin_utils._adopting import Warnings, file_name, manifest_text

Words = dict[str, Any]
ARN = "arn:aws:dynamodb:eu-central-1:123456789012:table/"
KEY = "arn:aws:kms:eu-central-1:123456789012:key/11111111-1111-1111-1111-111111111111"
SPEC: Words = {
    "billing_mode": "PAY_PER_REQUEST",
    "attribute_definitions": [{"name": "id", "type": "N"}],
    "key_schema": [{"attribute_name": "id", "key_type": "HASH"}],
}
INDEX: Words = {
    "name": "by_id",
    "key_schema": [{"attribute_name": "id", "key_type": "HASH"}],
    "projection": {"type": "KEYS_ONLY"},
}


def found(name: str = "orders", table: Words | None = None, unmanaged: Words | None = None, **spec: Any) -> Words:
    """What dynamodb_table_info returns."""
    described = {"table_arn": ARN + name, "table_status": "ACTIVE", **(table or {})}
    return {"table": described, "spec": {"name": name, **SPEC, **spec}, "unmanaged": unmanaged or {}}


def test_the_text_of_one_table() -> None:
    text = to_role_variables(found(tags={"owner": "yes", "cost": "012"}, table_class="STANDARD"))
    assert text == (
        "---\n"
        "# Table orders as it is in eu-central-1, account 123456789012. Written by planton.dynamodb.adopt.\n"
        "# What is left out is as AWS has it by default.\n"
        "aws_dynamodb_region: eu-central-1\n"
        "aws_dynamodb_name: orders\n"
        "aws_dynamodb_billing_mode: PAY_PER_REQUEST\n"
        "aws_dynamodb_attribute_definitions:\n"
        "  - name: id\n"
        '    type: "N"\n'
        "aws_dynamodb_key_schema:\n"
        "  - attribute_name: id\n"
        "    key_type: HASH\n"
        "aws_dynamodb_tags:\n"
        '  owner: "yes"\n'
        '  cost: "012"\n'
    )


def test_the_text_of_a_manifest() -> None:
    text = to_manifest(found(global_secondary_indexes=[INDEX], tags={"team": "shop"}))
    assert text == (
        "---\n"
        "# Table orders as it is in eu-central-1, account 123456789012. Written by planton.dynamodb.adopt.\n"
        "# What is left out is as AWS has it by default.\n"
        "# Generation G3 does not say this, and it is left alone: tags: team=shop\n"
        "apiVersion: aws.planton.dev/v1\n"
        "kind: AwsDynamodb\n"
        "metadata:\n"
        "  name: orders\n"
        "spec:\n"
        "  region: eu-central-1\n"
        "  billingMode: PAY_PER_REQUEST\n"
        "  attributeDefinitions:\n"
        "    - name: id\n"
        '      type: "N"\n'
        "  keySchema:\n"
        "    - attributeName: id\n"
        "      keyType: HASH\n"
        "  globalSecondaryIndexes:\n"
        "    - name: by_id\n"
        "      keySchema:\n"
        "        - attributeName: id\n"
        "          keyType: HASH\n"
        "      projection:\n"
        "        type: KEYS_ONLY_PROJECTION\n"
    )


def test_the_key_that_aws_manages_is_not_named() -> None:
    encryption = {"enabled": True, "kms_key_arn": KEY}
    named = found(server_side_encryption=encryption)
    assert adopted(named).options["server_side_encryption"] == encryption
    managed = found(server_side_encryption=encryption, unmanaged={"managed_key": True})
    assert adopted(managed).options["server_side_encryption"] == {"enabled": True}


def test_only_tables_with_the_tags_and_none_that_is_going() -> None:
    tables = [
        found("zebra", tags={"team": "shop", "size": "1"}),
        found("apple", tags={"team": "shop"}),
        found("going", tags={"team": "shop"}, table={"table_status": "DELETING"}),
        found("other", tags={"team": "ledger"}),
        found("plain"),
    ]
    assert [each["spec"]["name"] for each in adoptable(tables, {"team": "shop"})] == ["apple", "zebra"]
    assert [each["spec"]["name"] for each in adoptable(tables, {})] == ["apple", "other", "plain", "zebra"]
    assert has_tags(tables[0], {"size": 1})
    assert to_manifest(tables, tags={"team": "shop"}).count("kind: AwsDynamodb") == 2


WIDE = {**INDEX, "key_schema": [{"attribute_name": name, "key_type": "HASH"} for name in ("id", "other")]}
DENIED = {"table": {"unknown": {"ttl": "DescribeTimeToLive is denied (AccessDenied: no)"}}}
LACKING = {"table": {"unknown": {"insights": "ListContributorInsights is not offered by the endpoint (x: y)"}}}
ONLY_INDEXES = {"contributor_insights_mode": "THROTTLED_KEYS", "contributor_insights_indexes": ["by_id"]}


@pytest.mark.parametrize(
    ("parts", "asked", "taken"),
    [
        pytest.param({"global_secondary_indexes": [WIDE]}, 3, 5, id="several attributes in a key"),
        pytest.param({"global_secondary_indexes": [WIDE]}, 4, 4, id="several attributes in a key, newer"),
        pytest.param(ONLY_INDEXES, 3, 3, id="insights of indexes alone"),
        pytest.param(ONLY_INDEXES, 5, 3, id="insights of indexes alone, newer"),
        pytest.param({"contributor_insights_enabled": True}, 5, 3, id="two modes"),
        pytest.param({"point_in_time_recovery_enabled": True}, 5, 3, id="a period that is not told"),
        pytest.param({"global_secondary_indexes": [WIDE], **ONLY_INDEXES}, 3, None, id="neither"),
        pytest.param(DENIED, 3, None, id="denied"),
        pytest.param(DENIED, 5, None, id="denied, newer"),
        pytest.param(LACKING, 3, 3, id="not offered"),
    ],
)
def test_a_manifest_that_would_change_the_table_is_not_written(parts: Words, asked: int, taken: int | None) -> None:
    it = adopted(found(**parts))
    written = manifest_of(it, asked)
    warnings = Warnings()
    text = manifest_text(it, asked, warnings)
    assert bool(text) == bool(written.document) == (taken is not None)
    if taken is None:
        assert "no other generation can" in " ".join(warnings.lines())
    else:
        assert written.generation == taken
        assert bool(written.refused) == (taken != asked)
        assert (f"# Of generation G{taken}, because G{asked} has no words for it" in text) == (taken != asked)


def test_what_a_generation_does_not_say_is_warned_of_once() -> None:
    warnings = Warnings()
    insights = {"contributor_insights_enabled": True, "contributor_insights_indexes": ["by_id"]}
    for name in ("orders", "carts"):
        it = found(name, tags={"a": "b"}, point_in_time_recovery_enabled=True, recovery_period_in_days=7, **insights)
        text = manifest_text(adopted(it), 3, warnings)
        assert "left alone: the recovery period: 7 days\n" in text
        assert "left alone: contributor insights of indexes: by_id\n" in text
        assert "left alone: the mode of contributor insights\n" in text
    assert [line.partition(" (")[2] for line in warnings.lines()] == ["tables: orders, carts)"] * 4


def test_a_warning_stays_short() -> None:
    warnings = Warnings()
    for number in range(20):
        warnings.add("tags are left alone", f"t{number:02}")
    (line,) = warnings.lines()
    assert line.startswith("tags are left alone (tables: t00, ") and line.endswith(", t11 and 8 more)")


def test_files_each_and_in_one() -> None:
    tables = [found("orders"), found("carts"), found("denied", **DENIED)]
    each = adoption_files({"tables": tables, "changed": False})
    assert [file["path"] for file in each] == [
        *("variables/carts.yml", "variables/denied.yml", "variables/orders.yml"),
        *("manifests/carts.yml", "manifests/orders.yml"),
    ]
    one = adoption_files(tables, one_file="yes", generation=5)
    assert [(file["path"], file["tables"]) for file in one] == [
        ("variables.yml", ["carts", "denied", "orders"]),
        ("manifests.yml", ["carts", "orders"]),
    ]
    assert adoption_files(tables, formats="manifests", tags={"no": "such"}) == []
    west = found("orders", {"table_arn": ARN.replace("central", "west") + "orders"})
    apart = adoption_files([tables[0], west], formats=["variables"], one_file=True, by_region="true")
    assert [file["path"] for file in apart] == ["eu-central-1/variables.yml", "eu-west-1/variables.yml"]
    (empty,) = adoption_files([], one_file=True)
    assert yaml.safe_load(empty["content"]) == {"aws_dynamodb_tables": []}


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("orders", "orders.yml"),
        ("orders.v2", "orders.v2.yml"),
        (".hidden", "hidden-16924190.yml"),
        ("...", "table-ab5df625.yml"),
    ],
)
def test_names_of_files(name: str, file: str) -> None:
    assert file_name(name) == file


def test_long_names_of_files_stay_apart() -> None:
    names = {file_name("x" * 254 + end) for end in "ab"}
    assert len(names) == 2 and all(len(name) <= 255 for name in names)


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: to_role_variables("orders"), "give what planton.dynamodb.dynamodb_table_info returns"),
        (lambda: to_role_variables({"name": "orders"}), "give what planton.dynamodb.dynamodb_table_info returns"),
        (lambda: to_role_variables([found()], tags=["a"]), "tags is to be a dictionary, not list"),
        (lambda: to_manifest(None), "give what planton.dynamodb.dynamodb_table_info returns"),
        (lambda: to_manifest([found()], generation="G6"), "generation is to be one of G1 to G5, not 'G6'"),
        (lambda: adoption_files([found()], formats=["yaml"]), "formats are variables and manifests, not yaml"),
        (lambda: adoption_files([found()], one_file="perhaps"), "perhaps"),
        (
            lambda: to_role_variables([found(), found("carts", {"table_arn": ARN.replace("central", "west")})]),
            "the tables are of several regions",
        ),
    ],
)
def test_wrong_input_is_told(call: Any, told: str) -> None:
    with pytest.raises(AnsibleFilterError, match=told):
        call()
