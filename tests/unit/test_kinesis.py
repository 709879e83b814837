# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is told of Kinesis destinations from a look at them: what holds, what is in vain, what has failed."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.planton.dynamodb.plugins.module_utils._fields.told import Told
from ansible_collections.planton.dynamodb.plugins.module_utils._plan.diff import keyed
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.calls import Operation
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.conditions import Condition
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.kinesis.conditions import (
    DESTINATIONS_OFF,
    DestinationActive,
    DestinationOff,
    DestinationStill,
)
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.kinesis.destinations import (
    Destination,
    Kinesis,
)
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.kinesis.manifest import MANIFEST
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.kinesis.planning import PLANNING, Wish
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.observed import Answers, Observed, observe
from ansible_collections.planton.dynamodb.plugins.module_utils._settings.setting import Unknown
from ansible_collections.planton.dynamodb.plugins.plugin_utils._manifests import (
    from_value,
    make_context,
    module_options,
)

ONE, TWO = (f"arn:aws:kinesis:eu-central-1:123456789012:stream/{name}" for name in ("one", "two"))
MICRO = "MICROSECOND"


def seen(*listed: tuple[str, str], precision: str = "", why: str = "", **more: Any) -> Observed:
    """A table with these destinations, each an ARN and a status."""
    words = {"ApproximateCreationDateTimePrecision": precision, "DestinationStatusDescription": why}
    entries = [{"StreamArn": arn, "DestinationStatus": status, **words} for arn, status in listed]
    return observe(Answers({"TableName": "orders", "TableStatus": "ACTIVE"}, {"kinesis": entries, **more}))


UNREAD = observe(Answers({"TableName": "orders", "TableStatus": "ACTIVE"}))
DENIED = seen(kinesis=Unknown("no"))
# A condition, a look, whether it holds, and whether it is in vain to wait.
JUDGED = [
    (DestinationActive(ONE), seen((ONE, "ACTIVE")), True, False),
    (DestinationActive(ONE), seen((ONE, "ENABLING")), False, False),
    (DestinationActive(ONE), seen((ONE, "UPDATING")), False, False),
    (DestinationActive(ONE), seen((ONE, "DISABLED")), False, True),
    (DestinationActive(ONE), seen((TWO, "ACTIVE")), False, True),
    (DestinationActive(ONE), seen(), False, True),
    (DestinationActive(ONE, MICRO), seen((ONE, "ACTIVE")), False, True),
    (DestinationActive(ONE, MICRO), seen((ONE, "ACTIVE"), precision=MICRO), True, False),
    (DestinationActive(ONE, "MILLISECOND"), seen((ONE, "ACTIVE")), True, False),
    (DestinationOff(ONE), seen((ONE, "ACTIVE")), False, True),
    (DestinationOff(ONE), seen((ONE, "DISABLING"), (TWO, "ACTIVE")), False, False),
    (DestinationOff(ONE), seen((ONE, "DISABLED"), (TWO, "ACTIVE")), True, False),
    (DESTINATIONS_OFF, seen((ONE, "DISABLED"), (TWO, "ENABLE_FAILED")), True, False),
    (DESTINATIONS_OFF, seen((ONE, "DISABLED"), (TWO, "DISABLING")), False, False),
    (DestinationStill(ONE), seen((ONE, "UPDATING")), False, False),
    (DestinationStill(ONE), seen((ONE, "ACTIVE"), (TWO, "UPDATING")), True, False),
    (DestinationActive(ONE), UNREAD, False, False),
    (DestinationActive(ONE), DENIED, False, False),
    (DESTINATIONS_OFF, None, False, True),
]


@pytest.mark.parametrize(("condition", "observed", "holds", "hopeless"), JUDGED)
def test_conditions(condition: Condition, observed: Observed | None, holds: bool, hopeless: bool) -> None:
    assert (condition.holds(observed), condition.hopeless(observed)) == (holds, hopeless)
    assert condition.reads == ("kinesis",)


def test_conditions_are_told_by_the_name_of_the_stream() -> None:
    told = [str(each) for each in (DestinationActive(ONE, MICRO), DestinationOff(ONE), DESTINATIONS_OFF)]
    assert told == ["Kinesis destination one ACTIVE", "Kinesis destination one off", "no Kinesis destination on"]
    assert str(DestinationStill("orders")) == "Kinesis destination orders not changing"


def test_why_a_destination_failed() -> None:
    failed = seen((ONE, "ENABLE_FAILED"), (TWO, "ACTIVE"), why="no permission")
    failure = DestinationActive(ONE).failure(failed)
    assert failure and (failure.operation, failure.code) == ("EnableKinesisStreamingDestination", "ENABLE_FAILED")
    assert failure.text == f"Kinesis stream {ONE} is no destination: no permission"
    assert DestinationActive(TWO).failure(failed) is DestinationActive(ONE).failure(UNREAD) is None
    silent = DestinationActive(ONE).failure(seen((ONE, "ENABLE_FAILED")))
    assert silent and silent.text.endswith("no reason given")
    assert DestinationOff(ONE).failure(failed) is None


def test_whether_a_call_took_effect() -> None:
    on, off = Wish(ONE, "MILLISECOND"), Wish(ONE, None)
    assert PLANNING.shows(on, seen((ONE, "ENABLING")), None) and not PLANNING.shows(off, seen((ONE, "ENABLING")), None)
    assert PLANNING.shows(off, seen((ONE, "DISABLING")), None) and not PLANNING.shows(on, seen(), None)
    assert not PLANNING.shows(Wish(ONE, MICRO), seen((ONE, "ACTIVE")), None)
    assert not PLANNING.shows(off, UNREAD, None) and not PLANNING.shows(off, DENIED, None)


def test_a_call_of_another_api_without_effects_is_not_shown() -> None:
    assert not Operation("UpdateTimeToLive", "orders", {}, "enable it").took_effect(UNREAD)


def test_what_is_in_flight() -> None:
    assert PLANNING.is_changing(seen((ONE, "UPDATING"))) and PLANNING.is_changing(seen((ONE, "DISABLING")))
    assert not PLANNING.is_changing(seen((ONE, "ACTIVE"), (TWO, "DISABLED"))) and not PLANNING.is_changing(UNREAD)


def test_a_new_table_has_milliseconds_unless_told_otherwise() -> None:
    assert PLANNING.completed(None) is None
    completed = PLANNING.completed(Kinesis((Destination(ONE),)))
    assert completed and completed.destinations == (Destination(ONE, "MILLISECOND"),)


def test_items_are_keyed_by_their_stream() -> None:
    options = {
        "kinesis_streaming_destinations": [{"stream_arn": ONE, "approximate_creation_date_time_precision": MICRO}]
    }
    told = {"kinesis_streaming_destinations": {ONE: {"approximate_creation_date_time_precision": MICRO}}}
    assert keyed(options) == told


def test_a_manifest_without_a_destination_is_warned_of_once() -> None:
    key = {
        "attributeDefinitions": [{"name": "id", "type": "S"}],
        "keySchema": [{"attributeName": "id", "keyType": "HASH"}],
    }
    spec = {"region": "eu-central-1", "billingMode": "PAY_PER_REQUEST", **key}
    newer = {
        "apiVersion": "aws.planton.dev/v1alpha1",
        "kind": "AwsDynamodb",
        "metadata": {"name": "orders"},
        "spec": spec,
    }
    older = {**newer, "apiVersion": "aws.openmcf.org/v1", "metadata": {"name": "carts"}}
    said: list[str] = []
    options = module_options(
        from_value([newer, {**newer, "metadata": {"name": "users"}}, older], "it"), make_context(), said.append
    )
    told = "A manifest without kinesisStreamingDestination leaves the Kinesis destination of its table as it is"
    assert said.count(told) == 1
    assert not [each for each in options if "kinesis_streaming_destinations" in each]
    said.clear()
    module_options(from_value([older], "it"), make_context(), said.append)
    assert said == []


def test_a_manifest_of_an_older_generation_has_no_place_for_a_destination() -> None:
    listed = {"kinesis_streaming_destinations": [{"stream_arn": ONE}, {"stream_arn": TWO}]}
    assert [*MANIFEST.untold(listed, {}, newer=False)] == [Told(45, "the Kinesis destination", f"{ONE}, {TWO}")]
    assert [*MANIFEST.untold(listed, {}, newer=True)] == [*MANIFEST.untold({}, {}, newer=False)] == []


def test_the_output_has_the_streams() -> None:
    assert seen((TWO, "ACTIVE"), (ONE, "DISABLED")).outputs()["kinesis_stream_arns"] == [TWO]
