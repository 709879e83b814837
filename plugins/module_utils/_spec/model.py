# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The settings of a table as values: what the user wants and what AWS holds, in the same words.

One class, Settings, serves both sides, so that the comparison is field by field. In a desired table ``None`` means
"left alone"; in an observed one it means "not read".
"""

from __future__ import annotations

import dataclasses
import re
import typing as t

if t.TYPE_CHECKING:
    from collections.abc import Collection, Mapping

HASH = "HASH"
RANGE = "RANGE"
PROVISIONED = "PROVISIONED"
PAY_PER_REQUEST = "PAY_PER_REQUEST"
STANDARD = "STANDARD"
# Reads and writes a second that a table on demand, and each of its indexes, is warm for by itself (2, WarmThroughput);
# a table that once was on demand stays so.
ON_DEMAND_WARMTH = (12_000, 4_000)
# A global table of this version does not show its replicas: DescribeGlobalTable has them.
LEGACY_GLOBAL = "2017.11.29"
# The mode that UpdateContributorInsights falls back to when none is sent.
DEFAULT_INSIGHTS_MODE = "ACCESSED_AND_THROTTLED_KEYS"
# The key that AWS keeps for DynamoDB in every account; naming it is the same as naming no key.
MANAGED_KEY_ALIAS = "alias/aws/dynamodb"
MANAGED_KEY = re.compile(rf"(?:arn:[a-z-]+:kms:[a-z0-9-]*:[0-9]*:)?{MANAGED_KEY_ALIAS}")


class Attribute(t.NamedTuple):
    """One attribute definition; ``type`` is S, N or B."""

    name: str
    type: str


class Key(t.NamedTuple):
    """One element of a key schema; ``key_type`` is HASH or RANGE."""

    attribute_name: str
    key_type: str


class Throughput(t.NamedTuple):
    """Provisioned capacity in units per second; ``None`` stands for a member that the user left out."""

    read: int | None
    write: int | None


class Projection(t.NamedTuple):
    """What an index copies; ``non_key_attributes`` matter for INCLUDE only, and in any order."""

    type: str
    non_key_attributes: tuple[str, ...] = ()

    def copied(self, keys: Collection[str]) -> tuple[str, frozenset[str]]:
        """Return what is copied, in a form that is equal where the same attributes are (AWS returns the list sorted).

        ``keys`` are the key attributes of the index and of the table. Every index has these, listed or not, and AWS
        keeps those that are listed (L-366).
        """
        names = frozenset(self.non_key_attributes) - frozenset(keys)
        only_keys = self.type == "INCLUDE" and self.non_key_attributes and not names
        return ("KEYS_ONLY" if only_keys else self.type), names


class Index(t.NamedTuple):
    """A global or local secondary index; only global ones have a throughput of their own."""

    name: str
    keys: tuple[Key, ...]
    projection: Projection
    throughput: Throughput | None = None

    def copies(self, table: tuple[Key, ...] | None) -> tuple[str, frozenset[str]]:
        """Return what the index copies of the items, to be compared; ``table`` is the key of the table."""
        return self.projection.copied({key.attribute_name for key in (*self.keys, *(table or ()))})


class Ttl(t.NamedTuple):
    """Time to live; the attribute is ``None`` while it is off."""

    enabled: bool
    attribute_name: str | None = None


class Stream(t.NamedTuple):
    """The change stream; the view type is ``None`` while it is off."""

    enabled: bool | None
    view_type: str | None = None


class Recovery(t.NamedTuple):
    """Point-in-time recovery; ``days`` is the period that can be recovered, 1 to 35."""

    enabled: bool | None
    days: int | None = None


class Encryption(t.NamedTuple):
    """Encryption with a KMS key; enabled without a key means the AWS managed one, disabled the AWS owned one."""

    enabled: bool
    kms_key: str | None = None

    @classmethod
    def with_key(cls, enabled: bool, key: str | None) -> Encryption:
        """Build from a key as it is written or shown: naming the managed alias, or its ARN, is naming no key."""
        return cls(enabled, None if enabled and MANAGED_KEY.fullmatch(key or "") else key or None)


class Insights(t.NamedTuple):
    """Contributor insights of the table (``enabled``) and of the named global secondary indexes."""

    enabled: bool | None = None
    mode: str | None = None
    indexes: tuple[str, ...] | None = None

    @property
    def targets(self) -> tuple[str, ...]:
        """What they are on for: the indexes by name, and the table by an empty one, first."""
        return (*(("",) if self.enabled else ()), *(self.indexes or ()))


@dataclasses.dataclass(frozen=True)
class Settings:
    """Everything about one table that a specification can name."""

    billing_mode: str | None = None
    attributes: tuple[Attribute, ...] | None = None
    keys: tuple[Key, ...] | None = None
    throughput: Throughput | None = None
    global_indexes: tuple[Index, ...] | None = None
    local_indexes: tuple[Index, ...] | None = None
    ttl: Ttl | None = None
    stream: Stream | None = None
    recovery: Recovery | None = None
    encryption: Encryption | None = None
    table_class: str | None = None
    deletion_protection: bool | None = None
    insights: Insights | None = None
    tags: Mapping[str, str] | None = None

    def over(self, base: Settings) -> Settings:
        """Return these settings with every field that is left out taken from ``base``."""
        own = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        return dataclasses.replace(base, **{name: value for name, value in own.items() if value is not None})

    def attribute_types(self) -> dict[str, str]:
        """Return the type of each defined attribute by its name."""
        return {attribute.name: attribute.type for attribute in self.attributes or ()}


@dataclasses.dataclass(frozen=True)
class Desired:
    """One specification: the settings wanted and what the user allows to be done to reach them."""

    name: str
    settings: Settings = dataclasses.field(default_factory=Settings)
    state: str = "present"
    purge_tags: bool = True
    replacement: str = "never"
    force: bool = False
    backup_before_delete: bool = False


def ordered_keys(keys: tuple[Key, ...]) -> tuple[Key, ...]:
    """Put the HASH elements before the RANGE ones, as the service wants them, keeping their order otherwise."""
    return tuple(sorted(keys, key=lambda key: key.key_type != HASH))


def with_ordered_keys(settings: Settings) -> Settings:
    """Return the settings with every key schema in the service's order; users may write theirs in any."""

    def ordered(indexes: tuple[Index, ...] | None) -> tuple[Index, ...] | None:
        return None if indexes is None else tuple(item._replace(keys=ordered_keys(item.keys)) for item in indexes)

    return dataclasses.replace(
        settings,
        keys=None if settings.keys is None else ordered_keys(settings.keys),
        global_indexes=ordered(settings.global_indexes),
        local_indexes=ordered(settings.local_indexes),
    )


def used_attributes(settings: Settings) -> list[str]:
    """Return the attributes that the keys of the table and of its indexes use, each once, in order of use."""
    indexes = (*(settings.global_indexes or ()), *(settings.local_indexes or ()))
    keys = [*(settings.keys or ()), *(key for index in indexes for key in index.keys)]
    return list(dict.fromkeys(key.attribute_name for key in keys))
