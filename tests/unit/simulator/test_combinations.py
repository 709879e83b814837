# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one UpdateTable may hold (control_plane.md, 3.1 to 3.3): the rules that tests/unit/refusals.yml does not try."""

from __future__ import annotations

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import actions, witness
from ansible_collections.planton.dynamodb.tests.unit.simulator.desk import (
    ON_DEMAND,
    PROVISIONED,
    Desk,
    action,
    in_full,
    made,
    new_index,
    units,
    vector,
)

WARM: Part = {"WarmThroughput": {"ReadUnitsPerSecond": 13000}}
MAXIMUM: Part = {"OnDemandThroughput": {"MaxReadRequestUnits": 9}}
STREAM: Part = {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}}
TO_ON_DEMAND: Part = {"BillingMode": "PAY_PER_REQUEST"}
VECTOR: Part = {"VectorIndexUpdates": [{"Create": vector("near")}]}
ONE_INDEX = "LEE Q: Only 1 online index can be created or deleted simultaneously per table"
CREATE_AND_WARM = "VE P: Create global secondary index cannot be specified when updating WarmThroughput"
WARM_ALONE = "VE P: WarmThroughput must be the only operation in the request"
NEEDED = "VE At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, "
REPLICA_ALONE = "VE P: Replica modification must be the only operation in the request"
UNMEASURED = "(not measured: refused to be safe)"

REFUSED: list[tuple[str, Part, Part, str]] = [
    ("C4 with an index", {}, {**WARM, **new_index("byD")}, CREATE_AND_WARM),
    ("C4 with another index change", ON_DEMAND, {**WARM, **action("Delete", "byB")}, WARM_ALONE),
    ("C4 with a maximum", {}, {**WARM, **MAXIMUM}, WARM_ALONE),
    ("C5 with a stream", {}, {**actions("Create", "us-east-1"), **STREAM}, REPLICA_ALONE),
    ("C5 with a maximum", {}, {**actions("Create", "us-east-1"), **MAXIMUM}, REPLICA_ALONE),
    (
        "C5 witness with a stream",
        {},
        {**witness("Create", "us-east-1"), **STREAM},
        "VE Requests that modify replicas or witnesses must not also modify other fields",
    ),
    (
        "C8 a replica gives way to a class",
        {},
        {**actions("Create", "us-east-1"), "TableClass": "STANDARD"},
        "VE P: TableClass modification must be the only operation",
    ),
    ("C20 the mode alone", {}, {"BillingMode": "PROVISIONED", **units(5), **STREAM}, "VE P: You cannot modify stream"),
    ("C23 with an index", {}, {**MAXIMUM, **new_index("byD")}, "VE P: OnDemandThroughput can only be combined with"),
    ("C23 with a stream", {}, {**MAXIMUM, **STREAM}, "VE P: OnDemandThroughput can only be combined with BillingMode"),
    ("C24 vector and GSI", ON_DEMAND, {**VECTOR, **action("Delete", "byB")}, ONE_INDEX),
    ("C24 two vectors", {}, {"VectorIndexUpdates": [{"Create": vector(name)} for name in ("near", "far")]}, ONE_INDEX),
    (
        "C28 two created",
        {},
        actions("Create", "us-east-1", "us-west-2"),
        "VE Update table operation with more than one create or delete replica actions not allowed",
    ),
    (
        "C28 one created, one deleted",
        {},
        {"ReplicaUpdates": [{"Create": {"RegionName": "us-east-1"}}, {"Delete": {"RegionName": "us-west-2"}}]},
        "VE Update table operation with more than one create or delete replica actions not allowed",
    ),
    ("C29 nothing", {}, {}, f"{NEEDED}GlobalSecondaryIndexUpdates, SSESpecification"),
    ("C29 no vectors", {}, {"VectorIndexUpdates": []}, NEEDED),
    (
        "C29 no indexes",
        {},
        {"GlobalSecondaryIndexUpdates": []},
        f"{NEEDED}GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, MultiAccountReplicaReady",
    ),
    ("C29 neither", {}, {"VectorIndexUpdates": [], "GlobalSecondaryIndexUpdates": []}, NEEDED),
    ("C30", {}, {"GlobalSecondaryIndexUpdates": [], **STREAM}, "VE P: List of GlobalSecondaryIndexUpdates is empty"),
    (
        "C30 with a class",
        {},
        {"GlobalSecondaryIndexUpdates": [], "TableClass": "STANDARD"},
        "VE P: List of GlobalSecondaryIndexUpdates is empty",
    ),
]


@pytest.mark.parametrize(("base", "request_", "told"), [pytest.param(*case[1:], id=case[0]) for case in REFUSED])
def test_refused(base: Part, request_: Part, told: str) -> None:
    """3.1 and 3.3: code and text, whether the unknown is admitted or not; nothing is applied."""
    for unknown in (False, True):
        desk = Desk(unknown=unknown)
        desk.create(**base)
        before = desk.table()
        code, text = desk.not_changed(**request_)
        wanted = in_full(told)
        assert (code, text[: len(wanted[1])]) == wanted
        assert desk.table() == before


ADMITTED: list[tuple[str, Part, Part]] = [
    (
        "C10",
        ON_DEMAND,
        {
            "BillingMode": "PROVISIONED",
            **units(5),
            "GlobalSecondaryIndexUpdates": [{"Update": {"IndexName": name, **units(5)}} for name in ("byB", "byC")],
        },
    ),
    ("C13 a switch", PROVISIONED, {**TO_ON_DEMAND, **new_index("byD")}),
    ("C14 a switch", PROVISIONED, {**TO_ON_DEMAND, **STREAM}),
    ("C15 a switch", PROVISIONED, {**TO_ON_DEMAND, **MAXIMUM}),
    ("C15 a no-op", {}, {**TO_ON_DEMAND, **MAXIMUM}),
    ("C16 definitions with anything", {}, {"AttributeDefinitions": [], **STREAM}),
]


@pytest.mark.parametrize(("base", "request_"), [pytest.param(*case[1:], id=case[0]) for case in ADMITTED])
def test_admitted(base: Part, request_: Part) -> None:
    """3.2."""
    desk = made(base)
    before = desk.table()
    desk.change(**request_)
    assert desk.table() != before


DELETE_AND_UPDATE: Part = {
    "GlobalSecondaryIndexUpdates": [
        {"Delete": {"IndexName": "byB"}},
        {"Update": {"IndexName": "byC", **units(6)}},
    ],
}
UNKNOWN: list[tuple[str, Part, Part]] = [
    ("C17 Delete and Update of another", PROVISIONED, DELETE_AND_UPDATE),
    ("a stream beside an update of an index", PROVISIONED, {**STREAM, **action("Update", "byB", **units(6))}),
    ("C6 DisassociationProtectionEnabled", {}, {"DisassociationProtectionEnabled": True, **STREAM}),
    ("C7 GlobalTableSettingsReplicationMode", {}, {"GlobalTableSettingsReplicationMode": "ENABLED", **STREAM}),
    ("C7 VectorIndexUpdates", {}, {**VECTOR, **STREAM}),
    ("9 GSI Delete and BillingMode", ON_DEMAND, {**TO_ON_DEMAND, **action("Delete", "byB")}),
    ("2 no vectors beside another", {}, {"VectorIndexUpdates": [], **STREAM}),
]


@pytest.mark.parametrize(("base", "request_"), [pytest.param(*case[1:], id=case[0]) for case in UNKNOWN])
def test_unknown(base: Part, request_: Part) -> None:
    """9, "Unknown": refused, and the text says that it was not measured."""
    code, text = made(base).not_changed(**request_)
    assert code == "ValidationException" and text.endswith(UNMEASURED)


@pytest.mark.parametrize(
    ("base", "request_"),
    [
        pytest.param({}, {**VECTOR, **STREAM}, id="C7 VectorIndexUpdates"),
        pytest.param(PROVISIONED, DELETE_AND_UPDATE, id="C17 Delete and Update of another"),
        pytest.param({}, {"GlobalTableSettingsReplicationMode": "ENABLED", **STREAM}, id="C7 settings mode"),
        pytest.param(ON_DEMAND, {**TO_ON_DEMAND, **action("Delete", "byB")}, id="9 GSI Delete and BillingMode"),
    ],
)
def test_unknown_and_admitted(base: Part, request_: Part) -> None:
    """9.1.3: "unknown ones (C6, C7, C17) configurable strict/lenient, default strict"."""
    desk = Desk(unknown=True)
    desk.create(**base)
    before = desk.table()
    desk.change(**request_)
    assert desk.table() != before


def test_c6_disassociation() -> None:
    """C6: text and timing unknown, so not without being told so; protection is for members of a group."""
    desk = made({})
    assert desk.not_changed(**actions("Disassociate", "us-east-1", DisassociationMode="WAIT_FOR_REPLICATION"))[
        1
    ].endswith(UNMEASURED)
    assert desk.not_changed(DisassociationProtectionEnabled=True)[1].endswith(UNMEASURED)


def test_c7_settings_of_a_group() -> None:
    """2, GlobalTableSettingsReplicationMode: on a Regional table only, "ENABLED_WITH_OVERRIDES = VE (L-442)"."""
    desk = made({})
    assert desk.not_changed(GlobalTableSettingsReplicationMode="ENABLED_WITH_OVERRIDES")[0] == "ValidationException"
    answer = desk.change(GlobalTableSettingsReplicationMode="ENABLED")
    assert answer["GlobalTableSettingsReplicationMode"] == "ENABLED"
    at_creation = made({"GlobalTableSettingsReplicationMode": "ENABLED"}).table()
    assert at_creation["GlobalTableSettingsReplicationMode"] == "ENABLED"


@pytest.mark.parametrize("member", ["OnDemandThroughput", "WarmThroughput"])
@pytest.mark.parametrize(
    "more", [STREAM, {"TableClass": "STANDARD_INFREQUENT_ACCESS"}, {"DeletionProtectionEnabled": True}]
)
def test_c31_an_empty_throughput_beside_another_member_is_dropped(member: str, more: Part) -> None:
    """C31: "alone = HTTP 500 InternalFailure with empty message; with another member silently dropped"."""
    desk = made({})
    assert desk.not_changed(**{member: {}}) == ("InternalFailure", "")
    desk.change(**{member: {}, **more})
    assert "OnDemandThroughput" not in desk.table()


def test_6_6_warmth_of_an_index_that_is_not_there() -> None:
    """6.6: "GSI Update WT on an index that does not exist" fails inside the service; other updates are RNF (6.4)."""
    desk = made({})
    warm = action("Update", "nothing", WarmThroughput={"ReadUnitsPerSecond": 13000})
    assert desk.not_changed(**warm) == ("InternalFailure", "")
    refusal = desk.not_changed(**action("Update", "nothing", OnDemandThroughput={"MaxReadRequestUnits": 9}))
    assert refusal == in_full("RNF Requested resource not found: Index nothing for table orders")


TOO_MUCH = "above the per {0} maximum for the account in eu-central-1. Per {0} maximum: 40000. Refer to"
QUOTAS: list[tuple[str, Part, str]] = [
    ("table", units(40_001), f"LEE The requested ReadCapacityUnits, 40001, is {TOO_MUCH.format('table')}"),
    (
        "index",
        action("Update", "byB", **units(5, 40_001)),
        f"LEE The requested WriteCapacityUnits for index byB, 40001, is {TOO_MUCH.format('index')}",
    ),
    (
        "maximum",
        {**TO_ON_DEMAND, "OnDemandThroughput": {"MaxReadRequestUnits": 40_001}},
        "LEE Q: Requested MaxReadRequestUnits for OnDemandThroughput for table exceeds TableMaxReadCapacityUnits of the"
        " account in region eu-central-1",
    ),
    (
        "warm",
        {"WarmThroughput": {"WriteUnitsPerSecond": 40_001}},
        "LEE Q: Requested WriteUnitsPerSecond for WarmThroughput for table exceeds TableMaxWriteCapacityUnits of the"
        " account in region eu-central-1",
    ),
]


@pytest.mark.parametrize(("request_", "told"), [pytest.param(*case[1:], id=case[0]) for case in QUOTAS])
def test_6_3_quotas(request_: Part, told: str) -> None:
    """5, "Per table / per index throughput", and 6.3."""
    code, text = made(PROVISIONED).not_changed(**request_)
    wanted = in_full(told)
    assert (code, text[: len(wanted[1])]) == wanted


def test_6_3_the_account() -> None:
    """5, "Account throughput": 80,000 for all tables and indexes; 6.3 has the text."""
    desk = made(PROVISIONED)
    desk.create(TableName="bills", BillingMode="PROVISIONED", **units(40_000, 1))
    code, text = desk.not_changed(**units(40_000, 5))
    assert code == "LimitExceededException"
    assert text.startswith(
        "This request would have caused the ReadCapacityUnits limit to be exceeded for the account in eu-central-1."
        " Current ReadCapacityUnits reserved by the account: 40000. Limit: 80000. Requested: 40010. Refer to"
    )
