# Copyright (c) 2026, the planton.dynamodb contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module util is **PRIVATE** to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

"""What belongs to tables, has an API of its own, and no option: read so that nobody takes it for absent."""

from __future__ import annotations

import functools
import typing as t

from .._aws.errors import ServiceError, Verdict
from .._aws.reading import ask
from .._settings.beside import LIVE_DESTINATIONS
from .._settings.encryption.setting import ENCRYPTION, MANAGED_KEY_ALIAS
from .._settings.setting import Unknown
from .snake import in_snake_case

if t.TYPE_CHECKING:
    import concurrent.futures

    from .._aws.api import TableApi
    from .._settings.observed import Observed

Words = dict[str, t.Any]


def read_unmanaged(
    api: TableApi, tables: t.Sequence[Observed], pool: concurrent.futures.Executor, wanted: bool
) -> dict[str, Words]:
    """Return by table name what no option describes; nothing at all unless it is wanted."""
    if not tables or not wanted:
        return {}
    scaling = pool.submit(_asked, api.scalable_targets)
    reads = [
        {
            "resource_policy": pool.submit(_asked, functools.partial(api.resource_policy, table.arn)),
            "kinesis_destinations": pool.submit(_asked, functools.partial(api.kinesis_destinations, table.name)),
        }
        for table in tables
    ]
    targets, key = scaling.result(), _managed_key(api, tables)
    found: dict[str, Words] = {}
    for table, read in zip(tables, reads, strict=True):
        words = _words({name: future.result() for name, future in read.items()}, table.name, targets)
        managed = bool(_key(table)) and _key(table) == key
        found[table.name] = {"unmanaged": {**words, **({"managed_key": True} if managed else {})}}
    return found


def _key(table: Observed) -> str:
    encryption = table.of(ENCRYPTION)
    return (encryption.kms_key if encryption else None) or ""


def _managed_key(api: TableApi, tables: t.Iterable[Observed]) -> t.Any:
    """Return the ARN of the key that AWS manages, if some table may have it: only KMS can tell it from others."""
    return _asked(lambda: api.describe_key(MANAGED_KEY_ALIAS)) if any(map(_key, tables)) else None


def _asked(call: t.Callable[[], t.Any]) -> t.Any:
    """Return the answer, nothing if the table has gone, or why there is none."""
    try:
        return ask(call)
    except ServiceError as error:
        if error.verdict is not Verdict.MISSING:
            raise
        return ()


def _words(answers: Words, name: str, targets: t.Any) -> Words:
    answers = {**answers, "auto_scaling": targets}
    words: Words = {aspect: answer for aspect, answer in answers.items() if not isinstance(answer, Unknown)}
    if "resource_policy" in words:
        words["resource_policy"] = dict(words["resource_policy"])
    if "kinesis_destinations" in words:
        live = [each for each in words["kinesis_destinations"] if each.get("DestinationStatus") in LIVE_DESTINATIONS]
        words["kinesis_destinations"] = in_snake_case(live)
    if "auto_scaling" in words:
        words["auto_scaling"] = sorted(_scaling(words["auto_scaling"], name), key=lambda each: [*each.values()][:2])
    unknown = {aspect: answer.reason for aspect, answer in answers.items() if isinstance(answer, Unknown)}
    return {**words, **({"unknown": unknown} if unknown else {})}


def _scaling(targets: t.Iterable[Words], table: str) -> t.Iterator[Words]:
    """Return what concerns one table, of resources called ``table/orders`` and ``table/orders/index/by_customer``."""
    for target in targets:
        _kind, name, *index = target["ResourceId"].split("/")
        if name == table:
            yield {
                "index": index[-1] if index else "",
                # dynamodb:table:ReadCapacityUnits
                "dimension": target["ScalableDimension"].rpartition(":")[2].removesuffix("CapacityUnits").lower(),
                "least": target["MinCapacity"],
                "most": target["MaxCapacity"],
            }
