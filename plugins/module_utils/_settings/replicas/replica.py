# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""A global table and its replicas: what differs in another Region from the table that is described."""

from __future__ import annotations

import typing as t

from ..setting import bare

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..setting import Answer, Options

OPTION, REGION = "replicas", "region_name"
CONSISTENCY, WITNESS = "multi_region_consistency", "global_table_witness"
EVENTUAL, STRONG = "EVENTUAL", "STRONG"
KEY, CLASS = "kms_key_arn", "table_class"
READS, MOST_READS = "read_capacity_units", "max_read_request_units"
INDEXES = "global_secondary_indexes"
# The members of a request and of an answer that have an override.
MEMBERS = {
    READS: ("ProvisionedThroughputOverride", "ReadCapacityUnits"),
    MOST_READS: ("OnDemandThroughputOverride", "MaxReadRequestUnits"),
}
STANDARD = "STANDARD"
# The options of a replica that are changed by calls for the table; the others are those of a table in its Region.
OF_THE_GROUP = (REGION, KEY, CLASS, READS, MOST_READS, INDEXES)
PROPAGATE, TAGS = "propagate_tags", "tags"
SCALING = "auto_scaling"
# The protection of a table against leaving its global table.
GUARD, GUARDED = "disassociation_protection_enabled", "DisassociationProtectionEnabled"
# A number that stands for "as the table has it".
INHERIT = 0


class Reads(t.NamedTuple):
    """The overrides of a replica or of one of its indexes; ``None`` is left out, or not there."""

    units: int | None = None
    most: int | None = None

    def words(self) -> Options:
        """Return the overrides as options, without what is left out."""
        found = {READS: self.units, MOST_READS: self.most}
        return {name: value for name, value in found.items() if value is not None}

    def members(self) -> dict[str, t.Any]:
        """Return the overrides as members of a request."""
        return {MEMBERS[name][0]: {MEMBERS[name][1]: value} for name, value in self.words().items()}

    def over(self, there: Reads, base: Reads) -> Reads:
        """Return the overrides as they will be; ``base`` are the numbers of the table, which ``INHERIT`` stands for."""
        pairs = zip(self, there, base, strict=True)
        return Reads(*(old if own is None else standard if own == INHERIT else own for own, old, standard in pairs))


NO_READS = Reads()


class Replica(t.NamedTuple):
    """A replica as options describe it, or as AWS shows it; ``None`` is left out.

    ``status`` is what AWS tells of it, ``arn`` that of its table, ``account`` its account if that is another one than
    that of the table. ``own`` are the options of its own in its Region, ``inside`` its indexes with nothing but their
    scaling, in the order of the user; empty if none has any.
    """

    region: str
    key: str | None = None
    table_class: str | None = None
    reads: Reads = NO_READS
    indexes: Mapping[str, Reads] = {}
    status: str = ""
    arn: str = ""
    own: Mapping[str, t.Any] = {}
    inside: tuple[Mapping[str, t.Any], ...] = ()
    account: str = ""

    def words(self) -> Options:
        """Return the replica as an option has it, without its Region."""
        found: Options = {KEY: self.key, CLASS: self.table_class, **self.reads.words()}
        items = [{"name": name, **reads.words()} for name, reads in sorted(self.indexes.items()) if reads.words()]
        return {name: value for name, value in (found | ({INDEXES: items} if items else {})).items() if value}

    def members(self) -> dict[str, t.Any]:
        """Return the replica as members of a request."""
        key = {"KMSMasterKeyId": self.key} if self.key else {}
        of_class = {"TableClassOverride": self.table_class} if self.table_class else {}
        items = [{"IndexName": name, **each.members()} for name, each in sorted(self.indexes.items()) if each.words()]
        return {**key, **self.reads.members(), **({"GlobalSecondaryIndexes": items} if items else {}), **of_class}


Replicas = tuple[Replica, ...]


class Group(t.NamedTuple):
    """A global table as one of its members sees it; ``None`` is left out.

    ``witness`` is the Region of the witness, empty for none. A replica that AWS is deleting is not among those of a
    table. A table without replicas has no consistency. ``guarded`` tells whether the table, and no replica of it, is
    protected against leaving the group; AWS protects each member by default, so of a table ``None`` means that it is.
    """

    replicas: Replicas | None = None
    consistency: str | None = None
    witness: str | None = None
    guarded: bool | None = None

    @property
    def others(self) -> int:
        """How many other members there are."""
        return len(self.replicas or ()) + bool(self.witness)


def from_option(item: Mapping[str, t.Any]) -> Replica:
    """Return the replica that an item of the option describes."""
    return Replica(
        str(item.get(REGION) or "").strip(),
        str(item.get(KEY) or "").strip() or None,
        bare(item.get(CLASS), "TABLE_CLASS_"),
        _reads(item),
        {str(index.get("name") or ""): _reads(index) for index in item.get(INDEXES) or ()},
        own={name: value for name, value in item.items() if name not in OF_THE_GROUP and value is not None},
        inside=_inside(item.get(INDEXES) or ()),
    )


def _inside(indexes: Sequence[Mapping[str, t.Any]]) -> tuple[Mapping[str, t.Any], ...]:
    found = tuple({"name": str(each.get("name") or ""), SCALING: each.get(SCALING)} for each in indexes)
    return found if any(each[SCALING] for each in found) else ()


def _reads(item: Mapping[str, t.Any]) -> Reads:
    return Reads(item.get(READS), item.get(MOST_READS))


def from_aws(table: Answer) -> Iterator[Replica]:
    """Return the replicas that DescribeTable lists, but for the Region that was asked, which AWS may list too."""
    arn = str(table.get("TableArn") or ":::").split(":")
    for entry in table.get("Replicas") or ():
        if entry.get("RegionName") == arn[3]:
            continue
        region = str(entry.get("RegionName"))
        indexes = {item["IndexName"]: _shown(item) for item in entry.get("GlobalSecondaryIndexes") or ()}
        # AWS shows an ARN where the account is another one; documented, not measured.
        there = str(entry.get("ReplicaArn") or ":".join([*arn[:3], region, *arn[4:]]))
        account = there.split(":")[4]
        yield Replica(
            region,
            entry.get("KMSMasterKeyId"),
            (entry.get("ReplicaTableClassSummary") or {}).get("TableClass"),
            _shown(entry),
            {name: reads for name, reads in indexes.items() if reads.words()},
            str(entry.get("ReplicaStatus") or ""),
            there,
            account="" if account == arn[4] else account,
        )


def _shown(item: Answer) -> Reads:
    return Reads(*((item.get(outer) or {}).get(inner) for outer, inner in MEMBERS.values()))
