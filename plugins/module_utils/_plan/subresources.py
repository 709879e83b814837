# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""The settings with an API of their own: they are written beside the UpdateTable calls, and beside each other."""

from __future__ import annotations

import typing as t

from .._spec.model import Insights, Ttl
from .._spec.rules_settings import TAG_LIMIT
from . import requests
from .conditions import TABLE_EXISTS, index_built
from .index_work import index_work
from .model import Operation

if t.TYPE_CHECKING:
    from .._observed.model import Observed
    from .._spec.model import Recovery, Settings
    from .model import Change


def ttl_operation(name: str, ttl: Ttl, **order: t.Any) -> Operation:
    """Turn the time to live on or off."""
    reason = f"{'enable' if ttl.enabled else 'disable'} time to live on attribute {ttl.attribute_name}"
    request = {"TableName": name, "TimeToLiveSpecification": requests.time_to_live(ttl)}
    return Operation("UpdateTimeToLive", name, request, reason, lane="ttl", **order)


def recovery_operation(name: str, recovery: Recovery, *, days_before: int | None = None, **order: t.Any) -> Operation:
    """Turn point-in-time recovery on or off, or change its period; a shorter one gives restore points up."""
    days = f" for {recovery.days} days" if recovery.enabled and recovery.days else ""
    reason = f"{'enable' if recovery.enabled else 'disable'} point-in-time recovery{days}"
    request = {"TableName": name, "PointInTimeRecoverySpecification": requests.recovery(recovery)}
    shorter = bool(recovery.days and days_before and recovery.days < days_before)
    destructive = shorter or not recovery.enabled
    return Operation(
        "UpdateContinuousBackups", name, request, reason, lane="recovery", destructive=destructive, **order
    )


def insights_operation(name: str, index: str, enable: bool, mode: str | None = None, **order: t.Any) -> Operation:
    """Turn contributor insights of the table (``index`` empty) or of one index on or off, or change the mode."""
    request: dict[str, t.Any] = {"TableName": name}
    if index:
        request["IndexName"] = index
    request["ContributorInsightsAction"] = "ENABLE" if enable else "DISABLE"
    if enable and mode:
        request["ContributorInsightsMode"] = mode
    target = f"{name}/index/{index}" if index else name
    what = f"{'enable' if enable else 'disable'} contributor insights"
    reason = f"{what}{f' of index {index}' if index else ''}{f' ({mode})' if enable and mode else ''}"
    return Operation("UpdateContributorInsights", target, request, reason, lane=f"insights/{index}", **order)


def modes_there(observed: Observed) -> dict[str, str]:
    """Return the modes of the contributor insights that are on, by index; that of the table has an empty name."""
    base = observed.settings.insights or Insights()
    return {index: observed.insights_modes[index] for index in base.targets}


def subresource_operations(wanted: Settings, observed: Observed, changes: t.Sequence[Change]) -> list[Operation]:
    """Return the writes beside the UpdateTable chain for an existing table."""
    options = {change.path[0] for change in changes}
    found: list[Operation] = []
    if "ttl" in options and wanted.ttl and observed.settings.ttl:
        found += _ttl(observed.name, observed.settings.ttl, wanted.ttl)
    if options & {"point_in_time_recovery_enabled", "recovery_period_in_days"} and wanted.recovery:
        before = observed.settings.recovery.days if observed.settings.recovery else None
        found.append(recovery_operation(observed.name, wanted.recovery, days_before=before, needs=(TABLE_EXISTS,)))
    found += _insights(wanted, observed, changes)
    return found + _tags(observed, wanted.tags or {}, [change for change in changes if change.path[0] == "tags"])


def _ttl(name: str, before: Ttl, after: Ttl) -> t.Iterator[Operation]:
    """The attribute cannot be changed in place: off with the current one, on with the new one."""
    if before.enabled:
        yield ttl_operation(name, before._replace(enabled=False), needs=(TABLE_EXISTS,))
    if after.enabled:
        yield ttl_operation(name, after, needs=(TABLE_EXISTS,))


def _insights(wanted: Settings, observed: Observed, changes: t.Sequence[Change]) -> t.Iterator[Operation]:
    work = index_work(wanted, changes)
    base, goal = observed.settings.insights, wanted.insights
    if base is None or goal is None:
        return
    before, after = {*base.targets}, {*goal.targets}
    # Those of an index go with it, also when it comes back.
    gone = {index for index in before if index in work.delete}
    for index in sorted(before - after - gone):
        yield insights_operation(observed.name, index, False, needs=(TABLE_EXISTS,))
    moved = any(change.path[0] == "contributor_insights_mode" for change in changes)
    for index in sorted(after):
        wrong_mode = moved and observed.insights_modes.get(index) != goal.mode
        if index not in before - gone or wrong_mode:
            needs = (TABLE_EXISTS, index_built(index)) if index else (TABLE_EXISTS,)
            follows = frozenset({f"build {index}"}) if index in work.build else frozenset[str]()
            # Enabling without a mode would set the service's own choice where another one was left alone.
            mode = goal.mode or modes_there(observed).get(index)
            yield insights_operation(observed.name, index, True, mode, needs=needs, follows=follows)


def _tags(observed: Observed, wanted: t.Mapping[str, str], changes: t.Sequence[Change]) -> list[Operation]:
    """One call sets, one removes. AWS counts the tags after each call, so make room first where they would not fit."""
    put = {change.path[1]: change.after for change in changes if change.after is not None}
    gone = sorted(change.path[1] for change in changes if change.after is None)
    calls = []
    if put:
        request = {"ResourceArn": observed.arn, "Tags": requests.tags(put)}
        calls.append(_tag_operation("TagResource", observed, request, f"set tag(s) {', '.join(sorted(put))}"))
    if gone:
        request = {"ResourceArn": observed.arn, "TagKeys": gone}
        calls.append(_tag_operation("UntagResource", observed, request, f"remove tag(s) {', '.join(gone)}"))
    crowded = len({*(observed.settings.tags or {}), *wanted}) > TAG_LIMIT
    return calls[::-1] if crowded else calls


def _tag_operation(operation: str, observed: Observed, request: dict[str, t.Any], reason: str) -> Operation:
    return Operation(operation, observed.name, request, reason, lane="tags", needs=(TABLE_EXISTS,))
