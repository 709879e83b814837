# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""A table as AWS shows it: the unchanged answers, and the settings that they mean."""

from __future__ import annotations

import dataclasses
import functools
import typing as t

from .catalog import ENTRIES, ORIGINS
from .setting import Unknown
from .settings import Settings
from .states import ACTIVE

if t.TYPE_CHECKING:
    from collections.abc import Mapping

    from .beside import Beside
    from .entry import Entry
    from .setting import Answer, Moving, Options, Setting, V


@dataclasses.dataclass(frozen=True)
class Answers:
    """The unchanged answers of AWS about one table; a call that was not made has no answer here.

    ``table`` is the answer of DescribeTable, ``reads`` has the answers of the settings' own reads by setting. ``keys``
    has, for each KMS alias or key id that was looked up, the ARN of the key, or why it is unknown. ``empty`` tells
    whether the table has no items.
    ``making`` means that AWS still makes the table, so that the APIs of the settings may not know it.
    """

    table: Answer
    reads: Mapping[str, t.Any] = dataclasses.field(default_factory=dict)
    keys: Mapping[str, str | Unknown] = dataclasses.field(default_factory=dict)
    empty: bool | Unknown | None = None
    making: bool = False


@dataclasses.dataclass(frozen=True)
class Observed:
    """One table as it was read.

    ``unknown`` has the settings that could not be read, each with the reason; ``not_offered`` has those of them whose
    API the endpoint does not offer.
    """

    answers: Answers
    settings: Settings = dataclasses.field(default_factory=Settings)
    unknown: Mapping[str, str] = dataclasses.field(default_factory=dict)
    not_offered: frozenset[str] = frozenset()

    @property
    def table(self) -> Answer:
        """The answer of DescribeTable."""
        return self.answers.table

    @property
    def name(self) -> str:
        """The name of the table."""
        return str(self.table["TableName"])

    @property
    def arn(self) -> str:
        """The ARN of the table."""
        return str(self.table.get("TableArn", ""))

    @property
    def table_id(self) -> str:
        """The id that distinguishes this table from an earlier or later table of the same name."""
        return str(self.table.get("TableId", ""))

    @property
    def status(self) -> str:
        """The status of the table."""
        return str(self.table.get("TableStatus", ACTIVE))

    @property
    def region(self) -> str:
        """The Region, taken from the ARN."""
        return [*self.arn.split(":"), "", "", "", ""][3]

    @property
    def keys(self) -> Mapping[str, str | Unknown]:
        """The KMS aliases and key ids that were looked up, with the ARNs of their keys."""
        return self.answers.keys

    @functools.cached_property
    def beside(self) -> Beside:
        """What the table has that no option describes."""
        from .beside import Beside

        return Beside(self.answers, self.region)

    @functools.cached_property
    def moving(self) -> tuple[Moving, ...]:
        """Everything that DescribeTable shows in flight, without the status of the table itself."""
        shown = (entry.load().moving(self.table) for entry in ENTRIES if entry.is_shown(self.table))
        return tuple(moving for each in shown for moving in each)

    def shows(self, entry: Entry) -> bool:
        """Tell whether a value of the setting was read."""
        return entry.name in self.settings.values

    def of(self, setting: Setting[V]) -> V | None:
        """Return the value of a setting, ``None`` where it is not known."""
        value = self.settings.of(setting)
        if value is not None or setting.name in self.unknown or setting.read:
            return value
        # DescribeTable shows no member of this setting, which means that it is off.
        found = setting.from_aws(self.table, self.table)
        return None if isinstance(found, Unknown) else found

    def to_options(self) -> Options:
        """Return the settings as options; a setting is off if DescribeTable shows none of its members."""
        options: Options = {}
        for entry in ENTRIES:
            if entry.name in self.settings.values:
                entry.load().add_options(options, self.settings.values[entry.name])
            elif not entry.has_read and entry.name not in self.unknown:
                options |= entry.options
        return {name: value for name, value in options.items() if value is not None}

    def outputs(self) -> dict[str, t.Any]:
        """Return the outputs of the resource; the outputs of a setting that is off, or was not read, are empty."""
        items = (item for part in self.table.values() if isinstance(part, list) for item in part)
        arns = {item["IndexName"]: item["IndexArn"] for item in items if isinstance(item, dict) and "IndexArn" in item}
        own = {"table_arn": self.arn, "table_id": self.table_id, "index_arns": dict(sorted(arns.items()))}
        found = {**no_outputs(self.name), **own}
        for entry in ENTRIES:
            if entry.outputs and entry.name in self.settings.values:
                found |= entry.load().outputs(self.settings.values[entry.name])
        return found


def no_outputs(name: str) -> dict[str, t.Any]:
    """Return the outputs of a table that does not exist: all but the name are empty."""
    more = {output: blank for entry in (*ENTRIES, *ORIGINS) for output, blank in entry.outputs.items()}
    return {"table_name": name, "table_arn": "", "table_id": "", "index_arns": {}, **more}


def observe(answers: Answers) -> Observed:
    """Return the table that the answers describe. A setting that the answers do not show is not imported."""
    values: dict[str, t.Any] = {}
    unknown: dict[str, Unknown] = {}
    for entry in ENTRIES:
        found = answers.reads.get(entry.name) if entry.has_read else answers.table
        if found is not None and not isinstance(found, Unknown) and (entry.has_read or entry.is_shown(answers.table)):
            found = entry.load().from_aws(found, answers.table)
            if not isinstance(found, Unknown):
                values[entry.name] = found
        if isinstance(found, Unknown):
            unknown[entry.name] = found
    return Observed(
        answers,
        Settings(values),
        {name: each.reason for name, each in unknown.items()},
        frozenset(name for name, each in unknown.items() if not each.offered),
    )
