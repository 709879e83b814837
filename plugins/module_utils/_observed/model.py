# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""A table as AWS holds it: its settings in the words of the specification, and the facts that are no setting."""

from __future__ import annotations

import dataclasses
import typing as t

from .._spec.model import Settings

if t.TYPE_CHECKING:
    from collections.abc import Mapping

ACTIVE = "ACTIVE"
CREATING = "CREATING"
UPDATING = "UPDATING"
DELETING = "DELETING"
# How what is in flight of one is named.
VECTOR_INDEX = "vector index"


class Unknown(t.NamedTuple):
    """The answer of an API that is denied by policy, or that the endpoint does not offer; never taken for "off"."""

    reason: str
    offered: bool = True


@dataclasses.dataclass(frozen=True)
class Answers:
    """What AWS said about one table, as it came; ``None`` where nobody asked.

    ``keys`` holds the key ARN, or the reason why there is none, of each KMS alias or key id that was looked up.
    """

    table: Mapping[str, t.Any]
    ttl: Mapping[str, t.Any] | Unknown | None = None
    recovery: Mapping[str, t.Any] | Unknown | None = None
    insights: t.Sequence[Mapping[str, t.Any]] | Unknown | None = None
    tags: Mapping[str, str] | Unknown | None = None
    keys: Mapping[str, str | Unknown] = dataclasses.field(default_factory=dict)
    empty: bool | Unknown | None = None
    policy: Mapping[str, t.Any] | Unknown | None = None
    stream_policy: Mapping[str, t.Any] | Unknown | None = None
    destinations: t.Sequence[Mapping[str, t.Any]] | Unknown | None = None


class IndexState(t.NamedTuple):
    """Where a global secondary index is between being asked for and being usable."""

    status: str
    backfilling: bool = False

    @property
    def ready(self) -> bool:
        """An index can be ACTIVE and still be filling; only then is its successor admitted."""
        return self.status == ACTIVE and not self.backfilling


@dataclasses.dataclass(frozen=True)
class Observed:
    """One table as it was read.

    ``unknown`` names the aspects (``ttl``, ``recovery``, ``insights``, ``tags``) that could not be read, and why,
    ``not_offered`` those of them that the endpoint has no API for. ``encryption`` is among the unknown ones while it
    changes and AWS shows no key; that passes within half a minute.
    ``was_on_demand`` tells that it is or once was on demand: a change to that mode is quick then.
    ``moving`` names what else is in flight, ``unmodelled`` what the table has and no option describes. ``replicas`` are
    the other Regions that have the table, with the witness; ``strong`` tells that they are read as one. ``limits`` has
    the on-demand maximum and ``warm`` the warm throughput, in the API's words, by index, with ``""`` for the table.
    ``unguarded`` names what of the unmodelled could not be looked for where a table is to be replaced, and why.
    ``empty`` tells whether the table holds no item, where that was asked for. ``insights_status`` and
    ``insights_modes`` are by index name, with ``""`` for the table itself. ``archived_to`` is the ARN of the backup
    that AWS made of a table whose key was lost for a week.
    """

    name: str
    arn: str = ""
    table_id: str = ""
    status: str = ACTIVE
    settings: Settings = dataclasses.field(default_factory=Settings)
    indexes: Mapping[str, IndexState] = dataclasses.field(default_factory=dict)
    stream_arn: str = ""
    stream_label: str = ""
    encryption_status: str = ""
    encryption_lost_at: t.Any = None
    archived_to: str = ""
    keys: Mapping[str, str | Unknown] = dataclasses.field(default_factory=dict)
    insights_status: Mapping[str, str] = dataclasses.field(default_factory=dict)
    insights_modes: Mapping[str, str] = dataclasses.field(default_factory=dict)
    moving: tuple[str, ...] = ()
    unmodelled: tuple[str, ...] = ()
    unguarded: Mapping[str, str] = dataclasses.field(default_factory=dict)
    limits: Mapping[str, Mapping[str, int]] = dataclasses.field(default_factory=dict)
    warm: Mapping[str, Mapping[str, int]] = dataclasses.field(default_factory=dict)
    replicas: tuple[str, ...] = ()
    strong: bool = False
    was_on_demand: bool = False
    class_changed_at: t.Any = None
    decreases_today: int = 0
    index_decreases: Mapping[str, int] = dataclasses.field(default_factory=dict)
    last_decrease_at: t.Any = None
    index_last_decreases: Mapping[str, t.Any] = dataclasses.field(default_factory=dict)
    unknown: Mapping[str, str] = dataclasses.field(default_factory=dict)
    not_offered: frozenset[str] = frozenset()
    empty: bool | Unknown | None = None

    def outputs(self) -> dict[str, str]:
        """Return the outputs of the resource; the stream's are empty while the stream is off."""
        return {
            "table_name": self.name,
            "table_arn": self.arn,
            "table_id": self.table_id,
            "stream_arn": self.stream_arn,
            "stream_label": self.stream_label,
        }
