# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kinesis streaming destinations (control_plane.md, 2, 4.2, 4.3, 6.1)."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.simulator import flights as kinds
from ansible_collections.planton.dynamodb.tests.simulator.refusal import RefusedError
from ansible_collections.planton.dynamodb.tests.simulator.settings.kinesis import SETTING, Kinesis, listed
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.simulator.world import World
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import (
    ACCOUNT,
    add_table,
    creating,
    deleting,
    made_world,
    refusal,
)

ONE, TWO = (f"arn:aws:kinesis:eu-central-1:{ACCOUNT}:stream/{name}" for name in ("one", "two"))
SECONDS = {
    "kinesis_on": (5.0, 5.0),
    "kinesis_off": (2.0, 2.0),
    "kinesis_precision": (130.0, 130.0),
    "unknown_while_creating": (2.6, 2.6),
}
STATE = "Table is not in a valid state to enable Kinesis Streaming Destination: "
ENABLE, DISABLE = "EnableKinesisStreamingDestination", "DisableKinesisStreamingDestination"
UPDATE, DESCRIBE = "UpdateKinesisStreamingDestination", "DescribeKinesisStreamingDestination"
MICRO = {"ApproximateCreationDateTimePrecision": "MICROSECOND"}
MILLI = {"ApproximateCreationDateTimePrecision": "MILLISECOND"}
MUST_BE_OFF = "EnableKinesisStreamingDestination must be DISABLED or ENABLE_FAILED to perform ENABLE operation."
MUST_BE_ACTIVE = "KinesisStreamingDestination must be ACTIVE to perform DISABLE operation."


@pytest.fixture
def world() -> World:
    """An account with a table."""
    world = made_world(seconds=SECONDS)
    add_table(world)
    return world


def send(world: World, operation: str, **request: Any) -> Part:
    """One call about the table."""
    return SETTING.handlers[operation](world, {"TableName": "t1", "StreamArn": ONE, **request})


def refused(world: World, operation: str, **request: Any) -> str:
    """The text of a ValidationException."""
    code, text = refusal(SETTING.handlers[operation], world, {"TableName": "t1", "StreamArn": ONE, **request})
    assert code == "ValidationException"
    return text


def states(world: World) -> dict[str, str]:
    """What is listed."""
    entries = send(world, DESCRIBE)["KinesisDataStreamDestinations"]
    return {entry["StreamArn"]: entry["DestinationStatus"] for entry in entries}


def test_4_2_the_life_of_a_destination(world: World) -> None:
    """4.2: ENABLING 2-7 s, DISABLING 2 s; 2: "DISABLED entry lingers >=171 s", no precision is MILLISECOND."""
    assert states(world) == {}
    assert send(world, ENABLE)["DestinationStatus"] == "ENABLING"
    assert states(world) == {ONE: "ENABLING"}
    world.clock.advance(5.0)
    assert send(world, DESCRIBE)["KinesisDataStreamDestinations"] == [{"StreamArn": ONE, "DestinationStatus": "ACTIVE"}]
    assert send(world, DISABLE)["DestinationStatus"] == "DISABLING"
    world.clock.advance(0.11)
    assert states(world) == {ONE: "DISABLING"}
    world.clock.advance(1.9)
    assert states(world) == {ONE: "DISABLED"}
    world.clock.advance(170.9)
    assert states(world) == {ONE: "DISABLED"}
    world.clock.advance(0.1)
    assert states(world) == {}


def test_4_3_states_refuse(world: World) -> None:
    """4.3: "Enable/Disable/Update: VE state texts"; 2: at most one live destination."""
    assert refused(world, DISABLE) == STATE + MUST_BE_ACTIVE
    send(world, ENABLE)
    inactive = "Kinesis streaming is not in ACTIVE state. Updates are only allowed in ACTIVE state."
    for advance in (0.0, 5.0):
        world.clock.advance(advance)
        assert refused(world, ENABLE) == refused(world, ENABLE, StreamArn=TWO) == STATE + MUST_BE_OFF
    send(world, UPDATE, UpdateKinesisStreamingConfiguration=MICRO)
    assert refused(world, DISABLE) == STATE + MUST_BE_ACTIVE
    told = refused(world, UPDATE, UpdateKinesisStreamingConfiguration=MILLI)
    assert told == f"{STATE}{inactive} TableName: t1, kdsArn: {ONE}"
    world.clock.advance(130.0)
    send(world, DISABLE)
    assert refused(world, ENABLE) == STATE + MUST_BE_OFF
    world.clock.advance(2.0)
    send(world, ENABLE, StreamArn=TWO)
    assert states(world) == {ONE: "DISABLED", TWO: "ENABLING"}


def test_4_2_precision(world: World) -> None:
    """4.2: UPDATING 124-152 s; 6.1: the same again is refused, also the default; it goes with the destination."""
    send(world, ENABLE)
    world.clock.advance(5.0)
    assert refused(world, UPDATE, UpdateKinesisStreamingConfiguration=MILLI).startswith(
        "Invalid Request: Precision is already set to the desired value of MILLISECOND for tableId: "
    )
    nothing: list[Part | None] = [{}, None]
    for settings in nothing:
        assert refused(world, UPDATE, UpdateKinesisStreamingConfiguration=settings) == (
            "Streaming destination cannot be updated with given parameters: UpdateKinesisStreamingConfiguration cannot"
            " be null or contain only null values"
        )
    assert send(world, UPDATE, UpdateKinesisStreamingConfiguration=MICRO)["DestinationStatus"] == "UPDATING"
    entry = send(world, DESCRIBE)["KinesisDataStreamDestinations"][0]
    assert entry == {"StreamArn": ONE, "DestinationStatus": "UPDATING", **MICRO}
    world.clock.advance(130.0)
    send(world, DISABLE)
    world.clock.advance(2.0)
    send(world, ENABLE)
    assert MICRO.keys() - send(world, DESCRIBE)["KinesisDataStreamDestinations"][0].keys() == MICRO.keys()


def test_6_1_disable_takes_no_settings(world: World) -> None:
    """1.3: "config member exists but is rejected"."""
    text = refused(world, DISABLE, EnableKinesisStreamingConfiguration=MICRO)
    assert text == "Stream cannot be disabled using EnableKinesisStreamingConfiguration parameters"


FAILING = [
    (ONE, 2.1, "User does not have a permission to use kinesis stream"),
    ("arn:aws:dynamodb:eu-central-1:123456789012:table/t", 1.0, "User does not have a permission"),
    (ONE.replace("eu-central-1", "us-east-1"), 1.0, "The kinesis Arn used to enable kinesis replication belongs to a"),
    (ONE.replace(ACCOUNT, "210987654321"), 61.7, "The kinesis Arn used to enable kinesis replication belongs to a"),
]


@pytest.mark.parametrize(("arn", "seconds", "text"), FAILING)
def test_2_streams_are_not_looked_at_at_once(world: World, arn: str, seconds: float, text: str) -> None:
    """2: "stream is never validated synchronously: poll to ACTIVE or ENABLE_FAILED"; V52."""
    world.stores["missing_streams"] = {ONE}
    send(world, ENABLE, StreamArn=arn, EnableKinesisStreamingConfiguration=MICRO)
    assert states(world) == {arn: "ENABLING"}
    world.clock.advance(seconds)
    (entry,) = send(world, DESCRIBE)["KinesisDataStreamDestinations"]
    assert entry["DestinationStatus"] == "ENABLE_FAILED"
    assert entry["DestinationStatusDescription"].startswith(text)
    assert refused(world, DISABLE, StreamArn=arn) == STATE + MUST_BE_ACTIVE
    send(world, ENABLE, StreamArn=TWO)
    assert states(world) == {arn: "ENABLE_FAILED", TWO: "ENABLING"}


def test_4_3_while_the_table_comes(world: World) -> None:
    """4.3, CREATING: "first RNF, from about 2.6 s RIU"."""
    creating(world)
    request = {"TableName": "t1", "StreamArn": ONE}
    for operation in SETTING.handlers:
        told = refusal(SETTING.handlers[operation], world, request)
        assert told == ("ResourceNotFoundException", "Requested resource not found: Table: t1 not found")
    world.clock.advance(2.7)
    assert states(world) == {}
    for operation in (ENABLE, DISABLE, UPDATE):
        code, text = refusal(SETTING.handlers[operation], world, request)
        assert code == "ResourceInUseException"
        assert text.endswith("Table is being created: t1")


def test_4_3_while_the_table_goes(world: World) -> None:
    """DDB-TABLE-236, beside 4.3: an ACTIVE destination shows UPDATING, and states refuse as ever."""
    table = deleting(world)
    world.clock.advance(1.6)
    code, text = refusal(SETTING.handlers[ENABLE], world, {"TableName": "t1", "StreamArn": ONE})
    assert (code, text.endswith("Table is being deleted: t1")) == ("ResourceInUseException", True)
    table.of(Kinesis).kinesis[ONE] = {"status": "ACTIVE", "failure": "", "precision": None, "until": 0.0}
    assert states(world) == {ONE: "UPDATING"}
    assert refused(world, ENABLE, StreamArn=TWO) == STATE + MUST_BE_OFF
    assert refused(world, DISABLE) == STATE + MUST_BE_ACTIVE


def test_6_4_no_table(world: World) -> None:
    """6.4: ResourceNotFoundException."""
    for operation in SETTING.handlers:
        told = refusal(SETTING.handlers[operation], world, {"TableName": "none", "StreamArn": ONE})
        assert told == ("ResourceNotFoundException", "Requested resource not found: Table: none not found")


def test_l_302_a_stream_that_was_never_attached(world: World) -> None:
    """L-302: an update says so; to turn it off has the text of any other state."""
    told = refused(world, UPDATE, UpdateKinesisStreamingConfiguration=MICRO)
    assert told == f"{STATE}No streaming destination with streamArn: {ONE}"
    assert refused(world, DISABLE) == STATE + MUST_BE_ACTIVE


def test_l_301_off_again(world: World) -> None:
    """L-301: while it goes off a second call is answered as the first."""
    send(world, ENABLE)
    world.clock.advance(10.0)
    assert [send(world, DISABLE)["DestinationStatus"] for _call in range(2)] == ["DISABLING"] * 2


def test_l_236_an_update_while_the_table_goes(world: World) -> None:
    """L-236: admitted, where turning it off is not."""
    send(world, ENABLE)
    world.clock.advance(10.0)
    world.tables["t1"].flights.begin(kinds.DELETING, world.now(), 5.0)
    assert send(world, UPDATE, UpdateKinesisStreamingConfiguration=MICRO)["DestinationStatus"] == "UPDATING"
    assert refused(world, DISABLE) == STATE + MUST_BE_ACTIVE


def test_l_304_what_goes_off_is_shown_late(world: World) -> None:
    """L-304: for a tenth of a second the list shows it as it was; calls know it at once."""
    send(world, ENABLE)
    world.clock.advance(10.0)
    send(world, DISABLE)
    assert states(world) == {ONE: "ACTIVE"}
    assert refused(world, ENABLE, StreamArn=TWO) == STATE + MUST_BE_OFF
    world.clock.advance(0.11)
    assert states(world) == {ONE: "DISABLING"}
    world.behaviour.lags = False
    world.clock.advance(2.0)
    send(world, ENABLE)
    world.clock.advance(5.0)
    send(world, DISABLE)
    assert states(world) == {ONE: "DISABLING"}


def test_a_table_without_time_refuses_the_same(world: World) -> None:
    """6.1, L-302: what the models of the planning cases are made of; what is off is not listed there."""
    table, writes = world.tables["t1"], SETTING.writes

    def told(operation: str, **request: Any) -> str:
        with pytest.raises(RefusedError) as error:
            writes[operation](table, {"StreamArn": ONE, **request})
        return error.value.text

    assert told(UPDATE, UpdateKinesisStreamingConfiguration=MICRO).endswith(
        f"No streaming destination with streamArn: {ONE}"
    )
    assert told(DISABLE) == STATE + MUST_BE_ACTIVE
    writes[ENABLE](table, {"StreamArn": ONE, "EnableKinesisStreamingConfiguration": MILLI})
    assert told(ENABLE, StreamArn=TWO) == STATE + MUST_BE_OFF
    assert "Precision is already set" in told(UPDATE, UpdateKinesisStreamingConfiguration=MILLI)
    writes[UPDATE](table, {"StreamArn": ONE, "UpdateKinesisStreamingConfiguration": MICRO})
    assert listed(table) == [{"StreamArn": ONE, "DestinationStatus": "ACTIVE", **MICRO}]
    writes[DISABLE](table, {"StreamArn": ONE})
    assert listed(table) == []
    assert "not in ACTIVE state" in told(UPDATE, UpdateKinesisStreamingConfiguration=MILLI)
