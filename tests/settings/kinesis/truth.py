# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Kinesis destination. AWS keeps one, and shows it in a call of its own."""

from __future__ import annotations

from typing import Any

from ansible_collections.planton.dynamodb.tests.settings.truths import Difference, Facts, Options, Seconds
from ansible_collections.planton.dynamodb.tests.simulator.settings.kinesis import DEFAULT, Kinesis
from ansible_collections.planton.dynamodb.tests.simulator.settings.kinesis import OFF as NOT_ON
from ansible_collections.planton.dynamodb.tests.simulator.state import Table

OPTION, PRECISION = "kinesis_streaming_destinations", "approximate_creation_date_time_precision"
OFF: dict[str, Any] = {OPTION: []}

NOT_IN_DESCRIBE_TABLE = (OPTION,)
# The stream and its precision, or nothing.
Destination = tuple[str, str] | None


def facts(options: Options) -> Facts:
    return {(OPTION, each["stream_arn"], PRECISION): each.get(PRECISION, DEFAULT) for each in options.get(OPTION, ())}


def of_table(table: Table) -> dict[str, Any]:
    entries = table.of(Kinesis).kinesis.items()
    return {
        OPTION: [
            {"stream_arn": arn, PRECISION: entry["precision"] or DEFAULT}
            for arn, entry in sorted(entries)
            if entry["status"] not in NOT_ON
        ]
    }


def read(options: Options) -> Destination:
    """Without a precision it is milliseconds (page 2)."""
    return next(((each["stream_arn"], each.get(PRECISION, DEFAULT)) for each in options[OPTION]), None)


def after_creation(wanted: Destination) -> dict[str, int]:
    """Page 8.3: "EnableKinesis 1"."""
    return {"EnableKinesisStreamingDestination": int(wanted is not None)}


def creation_takes(wanted: Destination, seconds: Seconds) -> float:
    return seconds["kinesis_on"] if wanted else 0.0


def writes(difference: Difference) -> dict[str, int]:
    """Page 2: the precision is an update; another stream is enabled when the old one is off: "at most 1 live"."""
    old, new = difference.of("kinesis")
    moved = bool(old and new and old[0] != new[0])
    return {
        "DisableKinesisStreamingDestination": int(bool(old) and (moved or not new)),
        "EnableKinesisStreamingDestination": int(bool(new) and (moved or not old)),
        "UpdateKinesisStreamingDestination": int(bool(old and new) and old != new and not moved),
    }


def takes(difference: Difference, seconds: Seconds, _cooldown: bool) -> float:
    """Page 4.2: "Kinesis enable / precision / disable", one after the other where there are two."""
    lengths = {"Disable": "kinesis_off", "Enable": "kinesis_on", "Update": "kinesis_precision"}
    calls = writes(difference)
    return sum(seconds[name] for verb, name in lengths.items() if calls[f"{verb}KinesisStreamingDestination"])
