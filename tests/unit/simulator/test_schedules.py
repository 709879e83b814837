# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scaling that acts by itself: schedules with their time zones, and capacities that somebody else has set."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from ansible_collections.planton.dynamodb.tests.simulator.behaviour import Behaviour
from ansible_collections.planton.dynamodb.tests.simulator.clock import VirtualClock
from ansible_collections.planton.dynamodb.tests.simulator.engine import Engine
from ansible_collections.planton.dynamodb.tests.simulator.operations.autoscaling import HANDLERS, run_due
from ansible_collections.planton.dynamodb.tests.simulator.operations.schedules import next_after
from ansible_collections.planton.dynamodb.tests.simulator.operations.targets import targets_of
from ansible_collections.planton.dynamodb.tests.simulator.operations.update import update_table
from ansible_collections.planton.dynamodb.tests.simulator.state import Part
from ansible_collections.planton.dynamodb.tests.simulator.wire.control import ACTIONS
from ansible_collections.planton.dynamodb.tests.simulator.wire.host import Host
from ansible_collections.planton.dynamodb.tests.simulator.world import World
from ansible_collections.planton.dynamodb.tests.unit.simulator.accounts import (
    PROVISIONED_INDEXED,
    add_table,
    made_world,
    refusal,
)

TABLE: Part = {
    "ServiceNamespace": "dynamodb",
    "ResourceId": "table/t1",
    "ScalableDimension": "dynamodb:table:ReadCapacityUnits",
}
READS = {"PredefinedMetricType": "DynamoDBReadCapacityUtilization"}
POLICY: Part = {
    "PolicyName": "p1",
    "TargetTrackingScalingPolicyConfiguration": {"TargetValue": 70.0, "PredefinedMetricSpecification": READS},
}
HOUR = 3600.0


@pytest.fixture
def world() -> World:
    """A table of 5 units each, whose reads are scaled between 4 and 50. It is noon of 1 March 2026."""
    world = made_world(seconds={"capacity": (1.0, 1.0)})
    add_table(world, **PROVISIONED_INDEXED)
    send(world, "RegisterScalableTarget", MinCapacity=4, MaxCapacity=50)
    send(world, "PutScalingPolicy", **POLICY)
    later(world, 10.0)
    return world


def send(world: World, operation: str, **more: Any) -> Part:
    return HANDLERS[operation](world, {**TABLE, **more})


def later(world: World, seconds: float) -> None:
    """Let time pass in small parts, as an engine that is asked does."""
    while seconds > 0:
        world.clock.advance(min(seconds, 4.0))
        run_due(world)
        seconds -= 4.0


def reads(world: World) -> int:
    return int(world.tables["t1"].throughput["ReadCapacityUnits"])


def set_by_hand(world: World, units: int) -> None:
    update_table(
        world, {"TableName": "t1", "ProvisionedThroughput": {"ReadCapacityUnits": units, "WriteCapacityUnits": 5}}
    )
    later(world, 4.0)


def moment(text: str) -> float:
    return datetime.datetime.fromisoformat(text).timestamp()


NOON = moment("2026-03-01T12:00:00+00:00")
SCHEDULES = [
    ("at(2026-03-01T13:00:00)", None, "2026-03-01T13:00:00+00:00"),
    ("at(2026-03-01T13:00:00)", "America/New_York", "2026-03-01T18:00:00+00:00"),
    ("at(2026-03-01T11:00:00)", None, None),
    ("rate(2 hours)", None, "2026-03-01T14:00:00+00:00"),
    ("rate(1 day)", None, "2026-03-02T12:00:00+00:00"),
    ("cron(30 8 * * ? *)", None, "2026-03-02T08:30:00+00:00"),
    ("cron(30 8 * * ? *)", "Europe/Berlin", "2026-03-02T07:30:00+00:00"),
    ("cron(0/15 12 1 MAR ? 2026)", None, "2026-03-01T12:15:00+00:00"),
    ("cron(0 9 ? * TUE-THU *)", None, "2026-03-03T09:00:00+00:00"),
    ("cron(0 9 ? * SUN,SAT *)", None, "2026-03-07T09:00:00+00:00"),
    ("cron(0 0 29 2 ? 2027)", None, None),
]


@pytest.mark.parametrize(("schedule", "zone", "when"), SCHEDULES)
def test_when_an_action_acts_next(schedule: str, zone: str | None, when: str | None) -> None:
    """1.4, and the model of botocore: at, rate and cron, of which the first and the last have a time zone."""
    found = next_after({"Schedule": schedule, **({"Timezone": zone} if zone else {})}, NOON, NOON)
    assert found == (moment(when) if when else None)


def test_a_time_zone_follows_its_summer_time() -> None:
    """From 29 March 2026 on Berlin is two hours ahead of UTC."""
    action = {"Schedule": "cron(0 8 * * ? *)", "Timezone": "Europe/Berlin"}
    assert next_after(action, moment("2026-03-27T12:00:00+00:00"), NOON) == moment("2026-03-28T07:00:00+00:00")
    assert next_after(action, moment("2026-03-28T12:00:00+00:00"), NOON) == moment("2026-03-29T06:00:00+00:00")


@pytest.mark.parametrize(
    "more",
    [
        {"Schedule": "cron(0 8 * * *)"},
        {"Schedule": "cron(0 25 * * ? *)"},
        {"Schedule": "rate(1 week)"},
        {"Schedule": "at(2026-02-30T00:00:00)"},
        {"Schedule": "at(2026-02-01T00:00:00)"},
        {"Timezone": "Europe/Nowhere"},
        {"StartTime": "tomorrow"},
    ],
)
def test_what_is_no_schedule(world: World, more: Part) -> None:
    """A single time that is past is refused here, because what the service does was not measured."""
    action = {"ScheduledActionName": "a", "Schedule": "rate(1 day)", "ScalableTargetAction": {"MinCapacity": 1}}
    assert refusal(HANDLERS["PutScheduledAction"], world, {**TABLE, **action, **more})[0] == "ValidationException"


def test_an_action_sets_the_bounds_and_the_capacity_follows(world: World) -> None:
    """The model of botocore: "scales out to the minimum capacity", "scales in to the maximum capacity"."""
    up, down = {"MinCapacity": 20}, {"MinCapacity": 2, "MaxCapacity": 3}
    send(
        world,
        "PutScheduledAction",
        ScheduledActionName="up",
        Schedule="at(2026-03-01T13:00:00)",
        ScalableTargetAction=up,
    )
    send(
        world,
        "PutScheduledAction",
        ScheduledActionName="down",
        Schedule="at(2026-03-01T14:00:00)",
        ScalableTargetAction=down,
    )
    later(world, HOUR - 20.0)
    assert reads(world) == 5
    later(world, 30.0)
    (target,) = send(world, "DescribeScalableTargets")["ScalableTargets"]
    assert (target["MinCapacity"], target["MaxCapacity"], reads(world)) == (20, 50, 20)
    later(world, HOUR)
    (target,) = send(world, "DescribeScalableTargets")["ScalableTargets"]
    assert (target["MinCapacity"], target["MaxCapacity"], reads(world)) == (2, 3, 3)


def test_an_action_acts_again_while_its_times_allow_it(world: World) -> None:
    send(
        world,
        "PutScheduledAction",
        ScheduledActionName="a",
        Schedule="rate(1 hour)",
        StartTime="2026-03-01T13:30:00Z",
        EndTime="2026-03-01T14:30:00Z",
        ScalableTargetAction={"MinCapacity": 9},
    )
    later(world, HOUR + 60.0)
    assert reads(world) == 5
    later(world, HOUR)
    assert reads(world) == 9
    send(world, "RegisterScalableTarget", MinCapacity=4)
    later(world, 2 * HOUR)
    assert send(world, "DescribeScalableTargets")["ScalableTargets"][0]["MinCapacity"] == 4


def test_an_action_that_is_removed_or_suspended_does_not_act(world: World) -> None:
    action = {"Schedule": "at(2026-03-01T13:00:00)", "ScalableTargetAction": {"MinCapacity": 20}}
    send(world, "PutScheduledAction", ScheduledActionName="a", **action)
    send(world, "DeleteScheduledAction", ScheduledActionName="a")
    send(world, "PutScheduledAction", ScheduledActionName="b", **action)
    send(world, "RegisterScalableTarget", SuspendedState={"ScheduledScalingSuspended": True})
    later(world, HOUR + 60.0)
    assert reads(world) == 5


def test_times_that_are_left_out_are_forgotten(world: World) -> None:
    """The model of botocore: "If you don't specify start and end times, the old values are deleted"."""
    given = {"Schedule": "rate(1 day)", "Timezone": "Europe/Berlin", "ScalableTargetAction": {"MinCapacity": 9}}
    send(world, "PutScheduledAction", ScheduledActionName="a", StartTime="2027-01-01T00:00:00Z", **given)
    send(world, "PutScheduledAction", ScheduledActionName="a", ScalableTargetAction={"MinCapacity": 8})
    (action,) = send(world, "DescribeScheduledActions")["ScheduledActions"]
    assert "StartTime" not in action
    assert (action["Schedule"], action["Timezone"]) == ("rate(1 day)", "Europe/Berlin")


def test_a_clock_that_is_moved_leaves_out_no_last_word(world: World) -> None:
    """Of two actions a day, the one that would have acted last has set the bounds."""
    for name, hour, least in (("day", 8, 20), ("night", 22, 6)):
        bounds = {"MinCapacity": least}
        send(
            world,
            "PutScheduledAction",
            ScheduledActionName=name,
            Schedule=f"cron(0 {hour} * * ? *)",
            ScalableTargetAction=bounds,
        )
    for hours, least in ((40 * 24 + 9, 20), (2, 6), (10, 20)):
        world.clock.advance(hours * HOUR)
        run_due(world)
        assert targets_of(world)[next(iter(targets_of(world)))].least == least


def test_l_316_a_capacity_within_the_bounds_is_taken_back(world: World) -> None:
    """L-316: after 82 s."""
    set_by_hand(world, 30)
    later(world, 70.0)
    assert reads(world) == 30
    later(world, 20.0)
    assert reads(world) == 5


def test_l_315_a_capacity_below_the_least_is_left(world: World) -> None:
    """L-315; until the target is registered anew."""
    set_by_hand(world, 1)
    later(world, 300.0)
    assert reads(world) == 1
    send(world, "RegisterScalableTarget", MinCapacity=4)
    later(world, 10.0)
    assert reads(world) == 4


def test_without_a_policy_nothing_is_taken_back(world: World) -> None:
    send(world, "DeleteScalingPolicy", PolicyName="p1")
    set_by_hand(world, 30)
    later(world, 300.0)
    assert reads(world) == 30


def test_scaling_is_told_to_set_a_capacity() -> None:
    """The engine's own interface: the table is UPDATING meanwhile, and refuses others."""
    host = Host(Engine(Behaviour(seconds={"capacity": (5.0, 5.0)}), VirtualClock()))
    world = host.engine.world()
    add_table(world, **PROVISIONED_INDEXED)
    host.engine.call(
        "application-autoscaling", "RegisterScalableTarget", {**TABLE, "MinCapacity": 4, "MaxCapacity": 50}
    )
    host.engine.clock.advance(10.0)
    asked = {"table": "t1", "unit": "read", "units": 37}
    assert ACTIONS["scaling"](host, dict(asked)) == {"set": True}
    assert world.tables["t1"].status(world.now()) == "UPDATING"
    assert ACTIONS["scaling"](host, {**asked, "units": 38}) == {"set": False}
    for wrong in ({"units": 51}, {"unit": "write"}, {"index": "byB"}):
        with pytest.raises(ValueError, match="nothing scales"):
            ACTIONS["scaling"](host, {**asked, **wrong})
