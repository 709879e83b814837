# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The call that turns the replication of settings to other accounts on and off: alone, and without replicas."""

from __future__ import annotations

import typing as t

from ..calls import Effect, Update, update_table
from ..planning import Planning
from ..replicas.setting import REPLICAS
from ..violations import Violation
from .setting import DISABLED, ENABLED, MEMBER, OF_AWS, OPTION, SETTINGS_REPLICATION

if t.TYPE_CHECKING:
    from collections.abc import Iterator

    from ..comparison import Comparison
    from ..observed import Observed
    from ..planning import Work
    from ..setting import Part
    from ..settings import Settings


class SettingsReplicationPlanning(Planning[str]):
    """Plans the mode before replicas are."""

    setting = SETTINGS_REPLICATION

    def creation_refusals(self, value: str, whole: Settings) -> Iterator[Violation]:
        """Judge by V61."""
        replicas = whole.of(REPLICAS)
        if value == ENABLED and replicas and replicas.replicas:
            yield _of_one_account()

    def refusals(self, comparison: Comparison) -> Iterator[Violation]:
        """Judge by V61."""
        there, wanted = comparison.there(REPLICAS), comparison.wanted.of(REPLICAS)
        if there and there.replicas:
            if comparison.of(SETTINGS_REPLICATION):
                message = "AWS changes it only while the table has no replicas"
                yield Violation("V61", OPTION, message, "leave it out, or remove the replicas first, in a run before")
        elif wanted and wanted.replicas and comparison.wanted.of(SETTINGS_REPLICATION) == ENABLED:
            yield _of_one_account()

    def for_replacement(self, value: str, table: Settings) -> str:
        return DISABLED if value == OF_AWS else value

    def creates(self, wanted: str, table: Settings, replaced: Observed | None) -> Part:
        return {MEMBER: wanted} if wanted == ENABLED else {}

    def updates(self, work: Work[str]) -> Iterator[Update]:
        wanted = work.wanted
        reason = f"{'enable' if wanted == ENABLED else 'disable'} the replication of settings to other accounts"
        effects = (Effect(PLANNING, wanted),)
        yield Update("replica", update_table(work.name, {MEMBER: wanted}, reason, effects=effects))


def _of_one_account() -> Violation:
    message = "a table whose settings are replicated to other accounts has its replicas there, each made by its account"
    return Violation("V61", OPTION, message, f"remove the replicas, or use {DISABLED}")


PLANNING = SettingsReplicationPlanning()
