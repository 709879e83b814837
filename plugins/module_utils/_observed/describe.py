# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""From the answers of the service to an observed table. The quirks of reading back live here and nowhere else.

What is said of AWS here was measured on the service: absent blocks are defaults, a disabled stream keeps its old ARN,
an on-demand table prints a capacity of 0/0, attribute lists come in any order.
"""

from __future__ import annotations

import dataclasses
import typing as t

from .._spec.model import (
    DEFAULT_INSIGHTS_MODE,
    PAY_PER_REQUEST,
    PROVISIONED,
    STANDARD,
    Attribute,
    Encryption,
    Index,
    Insights,
    Key,
    Projection,
    Recovery,
    Settings,
    Stream,
    Throughput,
    Ttl,
    ordered_keys,
    used_attributes,
)
from .beside import by_index, replicas, unguarded, unmodelled
from .model import ACTIVE, DELETING, VECTOR_INDEX, Answers, IndexState, Observed, Unknown

Raw = t.Mapping[str, t.Any]
ON = ("ENABLED", "ENABLING")


def observe(answers: Answers) -> Observed:
    """Build the observed table from what the service answered."""
    table = answers.table
    answers = dataclasses.replace(answers, insights=_live_insights(answers))
    insights = () if isinstance(answers.insights, Unknown) else answers.insights or ()
    encryption = table.get("SSEDescription") or {}
    capacity = table.get("ProvisionedThroughput") or {}
    indexes = table.get("GlobalSecondaryIndexes") or ()
    index_capacity = {index["IndexName"]: index.get("ProvisionedThroughput") or {} for index in indexes}
    settings, unknown = _settings(answers), _unknown(answers)
    live_stream = bool(settings.stream and settings.stream.enabled)
    return Observed(
        name=table["TableName"],
        arn=table.get("TableArn", ""),
        table_id=table.get("TableId", ""),
        status=table.get("TableStatus", ACTIVE),
        settings=settings,
        indexes={index["IndexName"]: _index_state(index) for index in indexes},
        stream_arn=table.get("LatestStreamArn", "") if live_stream else "",
        stream_label=table.get("LatestStreamLabel", "") if live_stream else "",
        encryption_status=encryption.get("Status", ""),
        encryption_lost_at=encryption.get("InaccessibleEncryptionDateTime"),
        archived_to=(table.get("ArchivalSummary") or {}).get("ArchivalBackupArn", ""),
        keys=answers.keys,
        insights_status={entry.get("IndexName", ""): entry["ContributorInsightsStatus"] for entry in insights},
        insights_modes={entry.get("IndexName", ""): _mode(entry) for entry in insights},
        moving=tuple(_moving(table)),
        limits=by_index(table, "OnDemandThroughput"),
        warm=by_index(table, "WarmThroughput"),
        unmodelled=tuple(unmodelled(answers)),
        unguarded=unguarded(answers),
        replicas=tuple(replicas(table)),
        strong=table.get("MultiRegionConsistency") == "STRONG",
        was_on_demand=bool(table.get("BillingModeSummary")),
        class_changed_at=(table.get("TableClassSummary") or {}).get("LastUpdateDateTime"),
        decreases_today=capacity.get("NumberOfDecreasesToday", 0),
        index_decreases={name: units.get("NumberOfDecreasesToday", 0) for name, units in index_capacity.items()},
        last_decrease_at=capacity.get("LastDecreaseDateTime"),
        index_last_decreases={name: units.get("LastDecreaseDateTime") for name, units in index_capacity.items()},
        unknown={aspect: answer.reason for aspect, answer in unknown.items()},
        not_offered=frozenset(aspect for aspect, answer in unknown.items() if not answer.offered),
        empty=answers.empty,
    )


def _moving(table: Raw) -> t.Iterator[str]:
    """Name what is in flight beside the status of the table, of its indexes and of its encryption."""
    for item in (table, *(table.get("GlobalSecondaryIndexes") or ())):
        if (item.get("WarmThroughput") or {}).get("Status", ACTIVE) != ACTIVE:
            yield f"warm throughput of {item.get('IndexName', 'the table')}"
    for index in table.get("VectorIndexes") or ():
        if index.get("IndexStatus", ACTIVE) != ACTIVE or index.get("Backfilling"):
            yield f"{VECTOR_INDEX} {index.get('IndexName')}"
    for replica in table.get("Replicas") or ():
        if replica.get("ReplicaStatus") in ("CREATING", "UPDATING", DELETING):
            yield f"replica in {replica.get('RegionName')}"


def _live_insights(answers: Answers) -> t.Sequence[Raw] | Unknown | None:
    """Leave out the insights of indexes that are gone or going: they go with the index, engines may list them on."""
    if answers.insights is None or isinstance(answers.insights, Unknown):
        return answers.insights
    indexes = answers.table.get("GlobalSecondaryIndexes") or ()
    live = {"", *(index["IndexName"] for index in indexes if index.get("IndexStatus") != DELETING)}
    return [entry for entry in answers.insights if entry.get("IndexName", "") in live]


def _unknown(answers: Answers) -> dict[str, Unknown]:
    aspects: dict[str, t.Any] = {
        "ttl": answers.ttl,
        "recovery": answers.recovery,
        "insights": answers.insights,
        "tags": answers.tags,
    }
    if _encryption(answers.table) is None:
        status = answers.table["SSEDescription"]["Status"]
        aspects["encryption"] = Unknown(f"it is {status}, and AWS shows no key meanwhile")
    return {name: answer for name, answer in aspects.items() if isinstance(answer, Unknown)}


def _settings(answers: Answers) -> Settings:
    table = answers.table
    mode = _billing_mode(table)
    settings = Settings(
        billing_mode=mode,
        attributes=(),
        keys=_keys(table),
        throughput=_throughput(table, mode),
        global_indexes=_indexes(table.get("GlobalSecondaryIndexes"), mode),
        local_indexes=_indexes(table.get("LocalSecondaryIndexes"), PAY_PER_REQUEST),
        ttl=_read(answers.ttl, _ttl),
        stream=_stream(table),
        recovery=_read(answers.recovery, _recovery),
        encryption=_encryption(table),
        table_class=(table.get("TableClassSummary") or {}).get("TableClass", STANDARD),
        deletion_protection=bool(table.get("DeletionProtectionEnabled")),
        insights=_read(answers.insights, _insights),
        tags=_read(answers.tags, _user_tags),
    )
    return _with_attributes(settings, table)


def _with_attributes(settings: Settings, table: Raw) -> Settings:
    """Add the definitions that some key uses: the service prunes the others, engines forget to."""
    used = used_attributes(settings)
    raw = table.get("AttributeDefinitions") or ()
    definitions = (Attribute(item["AttributeName"], item["AttributeType"]) for item in raw)
    return Settings(attributes=tuple(item for item in definitions if item.name in used)).over(settings)


def _billing_mode(table: Raw) -> str:
    """The summary is absent for a table that never was on demand, and there for ever after."""
    mode: str = (table.get("BillingModeSummary") or {}).get("BillingMode", PROVISIONED)
    return mode


def _throughput(item: Raw, mode: str) -> Throughput | None:
    """An on-demand table and its indexes print 0/0; that is no capacity."""
    capacity = item.get("ProvisionedThroughput") or {}
    if mode != PROVISIONED or not capacity:
        return None
    return Throughput(capacity["ReadCapacityUnits"], capacity["WriteCapacityUnits"])


def _keys(item: Raw) -> tuple[Key, ...]:
    return ordered_keys(tuple(Key(key["AttributeName"], key["KeyType"]) for key in item.get("KeySchema") or ()))


def _indexes(items: t.Sequence[Raw] | None, mode: str) -> tuple[Index, ...]:
    """Return the indexes; one that is being deleted is no index of the table any more."""
    found = []
    for item in items or ():
        if item.get("IndexStatus") != DELETING:
            projection = item.get("Projection") or {}
            names = tuple(projection.get("NonKeyAttributes") or ())
            shape = Projection(projection.get("ProjectionType", "ALL"), names)
            found.append(Index(item["IndexName"], _keys(item), shape, _throughput(item, mode)))
    return tuple(found)


def _index_state(item: Raw) -> IndexState:
    return IndexState(item.get("IndexStatus", ACTIVE), bool(item.get("Backfilling")))


def _stream(table: Raw) -> Stream:
    """The specification is absent when the stream never was on and after it was turned off."""
    stream = table.get("StreamSpecification") or {}
    return Stream(True, stream.get("StreamViewType")) if stream.get("StreamEnabled") else Stream(False)


def _encryption(table: Raw) -> Encryption | None:
    """The description is absent with the AWS owned key; it always names the key by its ARN.

    While the key changes, AWS shows the old key, then no key for some ten seconds where the table comes from the AWS
    owned key or goes to it (L-065, L-079, L-140). Without a key there is no telling what the table has: not read.
    """
    description = table.get("SSEDescription") or {}
    key, status = description.get("KMSMasterKeyArn"), description.get("Status")
    if not (key or status) or status == "DISABLED":
        return Encryption(False)
    return Encryption.with_key(True, key) if key or status == "ENABLED" else None


_T = t.TypeVar("_T")
_A = t.TypeVar("_A")


def _read(answer: _A | Unknown | None, build: t.Callable[[_A], _T]) -> _T | None:
    return None if answer is None or isinstance(answer, Unknown) else build(answer)


def _ttl(answer: Raw) -> Ttl:
    return Ttl(True, answer.get("AttributeName")) if answer.get("TimeToLiveStatus") in ON else Ttl(False)


def _recovery(answer: Raw) -> Recovery:
    """The setting is the inner status; ContinuousBackupsStatus says ENABLED for every table."""
    recovery = answer.get("PointInTimeRecoveryDescription") or {}
    if recovery.get("PointInTimeRecoveryStatus") != "ENABLED":
        return Recovery(False)
    return Recovery(True, recovery.get("RecoveryPeriodInDays"))


def _mode(entry: Raw) -> str:
    """An entry without a mode was enabled without one, or by an endpoint that does not know modes."""
    mode: str = entry.get("ContributorInsightsMode") or DEFAULT_INSIGHTS_MODE
    return mode


def _insights(entries: t.Sequence[Raw]) -> Insights:
    """The mode is told where all that is enabled share it; a specification can name one only."""
    enabled = {
        entry.get("IndexName", ""): _mode(entry) for entry in entries if entry["ContributorInsightsStatus"] in ON
    }
    modes = set(enabled.values())
    mode = modes.pop() if len(modes) == 1 else None
    return Insights("" in enabled, mode, tuple(sorted(name for name in enabled if name)))


def _user_tags(tags: t.Mapping[str, str]) -> dict[str, str]:
    """Leave out the tags of AWS itself: nobody else can write them."""
    return {key: value for key, value in tags.items() if not key.lower().startswith("aws:")}
