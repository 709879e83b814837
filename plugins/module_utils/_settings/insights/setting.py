# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""Contributor insights of the table and of its global secondary indexes."""

from __future__ import annotations

import types
import typing as t

from ..index import IndexSetting
from ..indexes.setting import INDEXES
from ..read import Read
from ..setting import Setting, value_change
from ..violations import RESOURCE_NAME, Violation, wanted_only_while_on

if t.TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..observed import Observed
    from ..setting import Answer, Change, Options
    from ..settings import Settings

ENABLED, MODE, OF_INDEXES = (
    "contributor_insights_enabled",
    "contributor_insights_mode",
    "contributor_insights_indexes",
)
# The mode that UpdateContributorInsights uses if the request has none.
DEFAULT_MODE = "ACCESSED_AND_THROTTLED_KEYS"
MODES = (DEFAULT_MODE, "THROTTLED_KEYS")
ON = ("ENABLED", "ENABLING")
MOVING = ("ENABLING", "DISABLING")
WRITE = "UpdateContributorInsights"
ONE = Read("DescribeContributorInsights")
NOTHING: Mapping[str, str] = types.MappingProxyType({})


class Insights(t.NamedTuple):
    """Insights of the table (``enabled``) and of the named ``indexes``.

    ``modes`` and ``statuses`` are what AWS shows, by index name, with ``""`` for the table itself.
    """

    enabled: bool | None = None
    mode: str | None = None
    indexes: tuple[str, ...] | None = None
    modes: Mapping[str, str] = NOTHING
    statuses: Mapping[str, str] = NOTHING

    @property
    def targets(self) -> tuple[str, ...]:
        """The names of what they are enabled for: ``""`` for the table, first, then the indexes."""
        return (*(("",) if self.enabled else ()), *(self.indexes or ()))


class InsightsSetting(Setting[Insights]):
    """Contributor insights as a setting. A specification can name one mode, for the table and all indexes."""

    name = "insights"
    read = Read("ListContributorInsights", member="ContributorInsightsSummaries", form="pages", new=(), listed=True)

    def from_options(self, options: Mapping[str, t.Any]) -> Insights | None:
        enabled, mode, indexes = options.get(ENABLED), options.get(MODE) or None, options.get(OF_INDEXES)
        if enabled is None and mode is None and indexes is None:
            return None
        # The order of names, and names that are repeated, mean nothing.
        names = None if indexes is None else tuple(sorted({str(item or "") for item in indexes}))
        return Insights(enabled, mode, names)

    def to_options(self, value: Insights) -> Options:
        names = None if value.indexes is None else sorted(value.indexes)
        return {ENABLED: value.enabled, MODE: value.mode, OF_INDEXES: names}

    def from_aws(self, answer: t.Any, table: Answer) -> Insights:
        """Return the insights, without those of indexes that are gone or DELETING, which local engines may still list.

        ``mode`` is set if all enabled insights have the same mode.
        """
        indexes = table.get("GlobalSecondaryIndexes") or ()
        live = {"", *(index["IndexName"] for index in indexes if index.get("IndexStatus") != "DELETING")}
        entries = {entry.get("IndexName", ""): entry for entry in answer if entry.get("IndexName", "") in live}
        statuses = {name: str(entry["ContributorInsightsStatus"]) for name, entry in entries.items()}
        modes = {name: _mode(entry) for name, entry in entries.items()}
        enabled = [name for name, status in statuses.items() if status in ON]
        shared = {modes[name] for name in enabled}
        mode = shared.pop() if len(shared) == 1 else None
        return Insights("" in enabled, mode, tuple(sorted(name for name in enabled if name)), modes, statuses)

    def rules(self, value: Insights, own: Settings) -> Iterator[Violation]:
        """Judge by V50 and V51."""
        if value.mode is not None and value.mode not in MODES:
            message = f"'{value.mode}' is no mode of contributor insights"
            yield Violation("V51", MODE, message, f"use {' or '.join(MODES)}")
        if value.mode is not None and value.enabled is False:
            yield from idle_mode(value)
        yield from unknown_indexes(own, value.indexes or ())

    def merged(self, own: Insights | None, there: Insights | None, table: Settings) -> Insights | None:
        """Return the future insights; those that are left alone go with their index, and the mode with the last."""
        if there is None:
            return own
        names = {index.name for index in table.of(INDEXES) or ()}
        kept = tuple(name for name in there.indexes or () if name in names)
        wanted = own or Insights()
        indexes = kept if wanted.indexes is None else wanted.indexes
        enabled = there.enabled if wanted.enabled is None else wanted.enabled
        return Insights(enabled, wanted.mode or (there.mode if enabled or indexes else None), indexes)

    def changes(self, there: Insights | None, wanted: Insights, observed: Observed) -> Iterator[Change]:
        """Return the changes. Only enabled insights have a mode; if it is left out, it stays or AWS chooses one."""
        if there is None:
            return
        yield from value_change(ENABLED, there.enabled, wanted.enabled)
        yield from value_change(OF_INDEXES, list(there.indexes or ()), sorted(wanted.indexes or ()))
        if wanted.targets and not wanted.mode:
            return
        if wanted.mode and not wanted.targets:
            # V51 refuses this, but rules are judged only if there is a change.
            yield from value_change(MODE, None, wanted.mode)
            return
        new = wanted.mode if wanted.targets else None
        modes = {there.modes[target] for target in there.targets}
        others = sorted(modes - {new})
        if others or not modes:
            yield from value_change(MODE, others[0] if len(others) == 1 else others or None, new)

    def is_off(self, value: Insights) -> bool:
        return not (value.enabled or value.indexes)


def _mode(entry: Answer) -> str:
    """Return the mode; an entry has none if it was enabled without one, or if the endpoint does not know modes."""
    mode: str = entry.get("ContributorInsightsMode") or DEFAULT_MODE
    return mode


def idle_mode(insights: Insights) -> Iterator[Violation]:
    """Judge by V51: a mode needs something that is enabled, in the specification or in the table."""
    if not insights.enabled and not insights.indexes:
        message = "a mode is set and contributor insights are enabled nowhere"
        hint = f"set {ENABLED}: true, or list {OF_INDEXES}, or leave it out; "
        yield Violation("V51", MODE, message, hint + wanted_only_while_on(MODE, "'THROTTLED_KEYS'"))


def unknown_indexes(settings: Settings, names: Sequence[str], *, beside_table: bool = False) -> Iterator[Violation]:
    """Judge by V50: each name must be a global secondary index of the table.

    If the specification leaves these indexes alone, only impossible names are refused: those of local indexes, and
    those that are no valid names.
    """
    indexes = (settings.of(INDEXES) or ()) if beside_table else settings.of(INDEXES)
    known = None if indexes is None else {index.name for index in indexes}
    every = (each for setting, value in settings.items() if isinstance(setting, IndexSetting) for each in value)
    local = {index.name for index in every if index.name not in (known or ())}
    for name in names:
        if known is None and name not in local and RESOURCE_NAME.fullmatch(name):
            continue
        if name not in (known or ()):
            message = f"'{name}' is {'a local' if name in local else 'no global'} secondary index of the table"
            hint = f"use one of {', '.join(sorted(known))}" if known else "remove it"
            yield Violation("V50", OF_INDEXES, message, hint)


INSIGHTS = InsightsSetting()
