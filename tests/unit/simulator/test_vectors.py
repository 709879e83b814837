# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Vector indexes (control_plane.md, 1.1, 2, 4.2, C7, C24, V62)."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import PLAIN
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import (
    ARN,
    ON_DEMAND,
    Desk,
    action,
    defined,
    in_full,
    made,
    new_index,
    units,
    vector,
)

UNMEASURED = "(not measured: refused to be safe)"


def searched(*elements: tuple[str, str]) -> Part:
    """A search schema."""
    return {"SearchSchema": [{"AttributeName": name, "SearchSchemaElementType": kind} for name, kind in elements]}


def with_vectors(*vectors: Part, **more: Any) -> Part:
    """Members of a CreateTable request."""
    return {"VectorIndexes": list(vectors), **more}


def creation(*vectors: Part, **more: Any) -> Part:
    """Members of an UpdateTable request."""
    return {"VectorIndexUpdates": [{"Create": part} for part in vectors], **more}


def deletion(name: str) -> Part:
    """Members of an UpdateTable request."""
    return {"VectorIndexUpdates": [{"Delete": {"IndexName": name}}]}


def test_2_vectors_at_creation() -> None:
    """2: "VectorIndexes absent when none"; 4.2: "at create about 20" s, flipping with the table; Backfilling absent."""
    desk = Desk()
    answer = desk.create(ready=False, **with_vectors(vector("near"), vector("far")))
    assert {entry["IndexStatus"] for entry in answer["VectorIndexes"]} == {"CREATING"}
    desk.later(19.9)
    assert desk.table()["TableStatus"] == desk.index("near")["IndexStatus"] == "CREATING"
    desk.later(0.1)
    assert desk.index("near") == {
        **vector("near"),
        "IndexStatus": "ACTIVE",
        "IndexArn": f"{ARN}/index/near",
        "IndexSizeBytes": 0,
        "ItemCount": 0,
    }
    assert "GlobalSecondaryIndexes" not in desk.table()


def test_4_2_a_vector_index_that_is_added_and_deleted() -> None:
    """4.2: "480-1200 ... as GSI": allocation, backfill, ACTIVE; deletion as a GSI's."""
    desk = made({})
    desk.change(**creation(vector("near")))
    assert (desk.table()["TableStatus"], desk.index("near")["Backfilling"]) == ("UPDATING", False)
    desk.later(40.0)
    assert (desk.table()["TableStatus"], desk.index("near")["Backfilling"]) == ("ACTIVE", True)
    desk.later(600.0)
    assert desk.index("near")["IndexStatus"] == "ACTIVE" and "Backfilling" not in desk.index("near")
    desk.change(**deletion("near"))
    assert (desk.table()["TableStatus"], desk.index("near")["IndexStatus"]) == ("UPDATING", "DELETING")
    desk.later(4.0)
    assert "VectorIndexes" not in desk.table()


def test_2_the_slot_is_shared() -> None:
    """2: "shares the "1 online index" slot with GSIs"; "Delete (allowed while backfilling once table ACTIVE)"."""
    desk = made(ON_DEMAND)
    desk.change(**creation(vector("near")))
    busy = in_full("LEE Q: Only 1 online index can be created or deleted simultaneously per table")
    for request in (new_index("byD"), action("Delete", "byB"), creation(vector("far"))):
        assert desk.not_changed(**request) == busy
    phase = "Index creation is in resource allocation phase. Retry deletion during backfilling phase"
    assert phase in desk.not_changed(**deletion("near"))[1]
    desk.later(41.0)
    assert desk.not_changed(**new_index("byD")) == busy
    assert "Cannot delete table while indexes" in desk.refused("DeleteTable")[1]
    desk.change(**deletion("near"))
    assert desk.not_changed(**new_index("byD")) == busy
    desk.later(4.0)
    desk.change(**new_index("byD"))
    assert desk.not_changed(**creation(vector("near"))) == busy


def test_2_attributes_come_and_go_with_a_vector_index() -> None:
    """V7, V8: attributes of the SearchSchema are defined, and forgotten with the last index that uses them."""
    desk = made({})
    schema = searched(("tenant", "HASH"), ("colour", "INLINE_FILTER"))
    told = in_full("VE P: One element in SearchSchema is not defined in attribute definitions")
    assert desk.not_changed(**creation(vector("near", **schema), **defined("tenant"))) == told
    desk.change(**creation(vector("near", **schema), **defined("tenant", "colour", "other")))
    names = [item["AttributeName"] for item in desk.table()["AttributeDefinitions"]]
    assert names == ["a", "colour", "tenant"]
    assert desk.index("near")["SearchSchema"] == schema["SearchSchema"]
    desk.later(700.0)
    desk.change(**deletion("near"))
    desk.later(4.0)
    assert [item["AttributeName"] for item in desk.table()["AttributeDefinitions"]] == ["a"]
    with_schema = with_vectors(vector("near", **schema))
    assert desk.refused("CreateTable", **{**PLAIN, **with_schema, "TableName": "other"}) == told
    desk.create(TableName="other", **with_schema, **defined("a", "tenant", "colour"))


INLINE = searched(*((f"f{number}", "INLINE_FILTER") for number in range(19)))
NOT_DEFINED = "An attribute cannot be defined in AttributeDefinitions when used as a VectorAttribute."
DIMENSIONS = "VE P: Number of dimensions must be between 1 and 4096 inclusive."
TWICE = searched(("x", "HASH"), ("x", "INLINE_FILTER"))
# The members of the table, the index, and what CreateTable and UpdateTable say.
BAD: list[tuple[str, Part, Part, str, str]] = [
    ("dimensions", {}, vector("near", Dimensions=4097), DIMENSIONS, DIMENSIONS),
    ("two HASH", defined("a", "x", "y"), vector("near", **searched(("x", "HASH"), ("y", "HASH"))), "", ""),
    ("19 INLINE_FILTER", defined("a", *(f"f{number}" for number in range(19))), vector("near", **INLINE), "", ""),
    ("an attribute twice", defined("a", "x"), vector("near", **TWICE), "", ""),
    (
        "a key of the table",
        {},
        vector("near", "a"),
        f"VE P: Conflicting attribute definition for 'a'. {NOT_DEFINED}",
        "VE P: Attributes cannot be redefined."
        " Please check that your attribute has the same type as previously defined."
        " Existing schema: Schema:[SchemaElement: key{a:S:HASH}]"
        " New schema: VectorIndexSchema:[VectorAttribute: key{a:L:4}]",
    ),
    (
        "a key of an index",
        ON_DEMAND,
        vector("near", "b"),
        f"VE P: Conflicting attribute definition for 'b'. {NOT_DEFINED}",
        "",
    ),
]


def told(text: str) -> tuple[str, bool, str]:
    """A refusal in full, or one whose words were not measured."""
    code, whole = in_full(text) if text else ("ValidationException", "")
    return code, not text, whole


def refused(answer: tuple[str, str]) -> tuple[str, bool, str]:
    """The same of an answer."""
    guessed = answer[1].endswith(UNMEASURED)
    return answer[0], guessed, "" if guessed else answer[1]


@pytest.mark.parametrize(("base", "part", "new", "later"), [pytest.param(*case[1:], id=case[0]) for case in BAD])
def test_v62_what_is_not_possible(base: Part, part: Part, new: str, later: str) -> None:
    """V62: the texts were measured in August 2026, at creation and later."""
    request = {**PLAIN, **base, **with_vectors(part), "TableName": "orders"}
    assert refused(Desk().refused("CreateTable", **request)) == told(new)
    own = base if "GlobalSecondaryIndexes" in base else {}
    added = creation(part) if own or not base else {**base, **creation(part)}
    assert refused(made(own).not_changed(**added)) == told(later)


def test_v62_a_vector_is_never_defined() -> None:
    """The attribute of a vector index has no definition, whatever uses it: measured in August 2026."""
    text = in_full(f"VE P: Conflicting attribute definition for 'v'. {NOT_DEFINED}")
    schema = searched(("v", "INLINE_FILTER"))
    request = {**PLAIN, **defined("a", "v"), **with_vectors(vector("near", **schema)), "TableName": "orders"}
    assert Desk().refused("CreateTable", **request) == text
    desk = made(with_vectors(vector("near")))
    assert desk.not_changed(**creation(vector("far", **schema), **defined("v"))) == text
    # Alternator's test_vector_new: neither does a GSI get such a key.
    assert refused(desk.not_changed(**new_index("byV", "v"))) == told("")
    assert refused(desk.not_changed(**creation(vector("far", "w", **schema), **defined("v")))) == told("")
    other = made({**with_vectors(vector("near", **searched(("x", "HASH")))), **defined("a", "x")})
    assert refused(other.not_changed(**creation(vector("far", "x")))) == told("")


def test_v62_the_same_attribute_has_the_same_dimensions() -> None:
    """V62: "same attribute => same dims"; the text of CreateTable was measured, that of UpdateTable was not."""
    desk = made(with_vectors(vector("near")))
    assert refused(desk.not_changed(**creation(vector("far", Dimensions=5)))) == told("")
    desk.change(**creation(vector("far")))
    both = with_vectors(vector("near"), vector("far", Dimensions=5))
    text = "All VectorIndexes on the same vector attribute must use the same dimensions."
    full = in_full(f"VE P: Conflicting attribute definition for 'v'. {text}")
    assert desk.refused("CreateTable", **{**PLAIN, **both, "TableName": "other"}) == full


def test_v62_five() -> None:
    """V62, 5: 5; "create: VE; UpdateTable: LEE", with the words of the developer guide and as measured."""
    vectors = [vector(f"near-{number}") for number in range(6)]
    desk = made(with_vectors(*vectors[:5]))
    text = "LEE Q: Number of vector secondary indexes exceeds per-table limit of 5"
    assert desk.not_changed(**creation(vectors[5])) == in_full(text)
    request = {**PLAIN, **with_vectors(*vectors), "TableName": "other"}
    assert desk.refused("CreateTable", **request) == in_full("VE P: VectorIndex count exceeds the per-table limit of 5")


def test_v62_on_demand_only() -> None:
    """V62: PPR only, and no switch to PROVISIONED while one exists: measured in August 2026, with the same words."""
    provisioned = {"BillingMode": "PROVISIONED", **units(5)}
    text = in_full("VE P: Vector indexes are only supported for PAY_PER_REQUEST tables")
    assert made(provisioned).not_changed(**creation(vector("near"))) == text
    request = {**PLAIN, **with_vectors(vector("near")), **provisioned, "TableName": "orders"}
    assert Desk().refused("CreateTable", **request) == text
    desk = made(with_vectors(vector("near")))
    assert desk.not_changed(**provisioned) == text
    desk.change(**deletion("near"))
    desk.later(4.0)
    desk.change(**provisioned)


def test_the_same_name_while_it_comes() -> None:
    """Measured in August 2026: the slot is not what is named, in either phase."""
    desk = made({})
    desk.change(**creation(vector("near")))
    text = in_full("RIU A: Index is being created.  Table: orders Index: near")
    assert desk.not_changed(**creation(vector("near"))) == text
    desk.later(41.0)
    assert desk.not_changed(**creation(vector("near"))) == text
    desk.later(700.0)
    there = ("ValidationException", "Attempting to create an index which already exists")
    assert desk.not_changed(**creation(vector("near"))) == there


def test_v3_names_are_shared() -> None:
    """V3: "index names unique over GSI + LSI + vector"."""
    desk = made(ON_DEMAND)
    there = ("ValidationException", "Attempting to create an index which already exists")
    assert desk.not_changed(**creation(vector("byB"))) == there
    other = made(with_vectors(vector("near")))
    assert other.not_changed(**new_index("near")) == there
    request = {**PLAIN, **ON_DEMAND, **with_vectors(vector("byB")), "TableName": "bills"}
    assert desk.refused("CreateTable", **request) == in_full("VE P: Duplicate index name: byB")


def test_2_what_is_not_there_is_not_deleted() -> None:
    """6.4: RNF, as for other indexes."""
    told = in_full("RNF Requested resource not found: Index near for table orders")
    assert made({}).not_changed(**deletion("near")) == told


@pytest.mark.parametrize(
    "request_",
    [
        {"VectorIndexUpdates": [{}]},
        {"VectorIndexUpdates": [{"Create": vector("near"), "Delete": {"IndexName": "far"}}]},
    ],
)
def test_1_2_one_action_each(request_: Part) -> None:
    """1.2: VectorIndexUpdates[Create|Delete]."""
    assert made({}).not_changed(**request_)[1].endswith(UNMEASURED)


def test_2_vectors_of_a_backup_and_a_restore() -> None:
    """1.3: VectorIndexOverride; an empty list drops all, none keeps all, as for other indexes."""
    desk = made(with_vectors(vector("near"), vector("far")))
    backup = desk.send("CreateBackup", BackupName="bak")["BackupDetails"]["BackupArn"]
    desk.later(1.0)
    described = desk.send("DescribeBackup", bare=True, BackupArn=backup)["BackupDescription"]
    assert described["SourceTableFeatureDetails"]["VectorIndexes"] == [vector("near"), vector("far")]

    def restored(name: str, **override: Any) -> list[str]:
        desk.send("RestoreTableFromBackup", bare=True, TargetTableName=name, BackupArn=backup, **override)
        desk.later(200.0)
        return [entry["IndexName"] for entry in desk.table(name).get("VectorIndexes", ())]

    assert restored("all") == ["near", "far"]
    assert restored("none", VectorIndexOverride=[]) == []
    assert restored("one", VectorIndexOverride=[vector("far")]) == ["far"]
    request = {"TargetTableName": "bad", "BackupArn": backup, "VectorIndexOverride": [vector("far", Dimensions=9)]}
    assert desk.refused("RestoreTableFromBackup", bare=True, **request)[1].endswith(UNMEASURED)
